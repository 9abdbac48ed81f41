//! Enums that belong together -> how their values change, and which columns hold them.

use super::change::{AddedEnumValue, Change, EnumChange, EnumColumn};
use super::matching::{EnumPair, Matching};
use crate::database::model::{ColumnType, Database, EnumValue, ObjectName, Origin};
use crate::ordered;
use crate::provider::Provider;
use foldhash::HashMap;

/// All changes of enums. On SQLite enums are known to clients only: what appears or goes as a
/// whole is told by the columns that hold it.
pub(super) fn compare(before: &Database, after: &Database, matching: &Matching<'_>) -> Vec<Change> {
    match after.provider {
        Provider::Sqlite => {
            if before.origin == Origin::Live || after.origin == Origin::Live {
                return Vec::new();
            }
            value_changes(before, after, matching).map(Change::ChangeClientEnum).collect()
        }
        Provider::Postgresql => {
            let mut changes: Vec<Change> = Vec::new();
            changes
                .extend(matching.new_enums.iter().map(|each| Change::CreateEnum((*each).clone())));
            changes
                .extend(matching.gone_enums.iter().map(|each| Change::DropEnum((*each).clone())));
            changes.extend(
                matching.enums.iter().filter(|pair| pair.before.name != pair.after.name).map(
                    |pair| Change::RenameEnum {
                        before: pair.before.name.clone(),
                        after: pair.after.name.clone(),
                    },
                ),
            );
            changes.extend(value_changes(before, after, matching).map(Change::AlterEnum));
            changes
        }
    }
}

fn value_changes<'a>(
    before: &'a Database,
    after: &'a Database,
    matching: &'a Matching<'_>,
) -> impl Iterator<Item = EnumChange> {
    // The order of values in a live database is a notice elsewhere, never a change: PostgreSQL
    // appends what other tools add in the middle.
    let order_known = before.origin == Origin::Schema && after.origin == Origin::Schema;
    let mut changes: Vec<EnumChange> =
        matching.enums.iter().filter_map(|pair| compare_values(pair, order_known)).collect();
    if !changes.is_empty() {
        add_columns(&mut changes, matching, after.provider);
    }
    changes.into_iter()
}

fn compare_values(pair: &EnumPair<'_>, order_known: bool) -> Option<EnumChange> {
    let (before, after) = (pair.before, pair.after);
    let kept: HashMap<usize, usize> =
        pair.values.pairs.iter().map(|(left, right)| (*right, *left)).collect();
    let renamed: Vec<(String, String)> = pair
        .values
        .pairs
        .iter()
        .filter_map(|(left, right)| Some((before.values.get(*left)?, after.values.get(*right)?)))
        .filter(|(left, right)| left.name != right.name)
        .map(|(left, right)| (left.name.clone(), right.name.clone()))
        .collect();
    let mut added = Vec::new();
    let mut next_kept: Option<&EnumValue> = None;
    for (index, value) in after.values.iter().enumerate().rev() {
        if kept.contains_key(&index) {
            next_kept = Some(value);
        } else {
            let before = next_kept.map(|next| next.name.clone());
            added.push(AddedEnumValue { name: value.name.clone(), before });
        }
    }
    added.reverse();
    let removed: Vec<EnumValue> =
        pair.values.gone.iter().filter_map(|index| before.values.get(*index)).cloned().collect();
    let reordered = order_known && !pair.values.pairs.is_sorted_by_key(|(left, _)| *left);
    if added.is_empty() && removed.is_empty() && renamed.is_empty() && !reordered {
        return None;
    }
    Some(EnumChange {
        before: before.clone(),
        after: after.clone(),
        added,
        removed,
        renamed,
        reordered,
        columns: Vec::new(),
    })
}

/// Fills in the columns that hold the enums both before and after.
fn add_columns(changes: &mut [EnumChange], matching: &Matching<'_>, provider: Provider) {
    let types: HashMap<ObjectName, usize> =
        changes.iter().enumerate().map(|(index, each)| (each.after.name.clone(), index)).collect();
    let clients: HashMap<String, usize> = changes
        .iter()
        .enumerate()
        .filter_map(|(index, each)| Some((each.after.logical_name.clone()?, index)))
        .collect();
    let mut found: Vec<(usize, EnumColumn)> = Vec::new();
    for table in &matching.tables {
        for (left, right) in &table.columns {
            let index = match (provider, &right.column_type, &right.client) {
                (Provider::Postgresql, ColumnType::Enum(name), _) => types.get(name),
                (Provider::Sqlite, _, Some(client)) => {
                    client.enumeration.as_deref().and_then(|name| clients.get(name))
                }
                _ => None,
            };
            let Some(index) = index.copied() else { continue };
            let was = changes.get(index).is_some_and(|change| match provider {
                Provider::Postgresql => {
                    matches!(&left.column_type, ColumnType::Enum(was) if **was == change.before.name)
                }
                Provider::Sqlite => left.client.as_ref().is_some_and(|client| {
                    let own = client.enumeration.as_deref();
                    own.is_some() && own == change.before.logical_name.as_deref()
                }),
            });
            if was {
                let column = EnumColumn {
                    table: table.reference.clone(),
                    before: (*left).clone(),
                    after: (*right).clone(),
                };
                found.push((index, column));
            }
        }
    }
    ordered::sort_by(&mut found, |left, right| left.1.table.after.cmp(&right.1.table.after));
    for (index, column) in found {
        if let Some(change) = changes.get_mut(index) {
            change.columns.push(column);
        }
    }
}
