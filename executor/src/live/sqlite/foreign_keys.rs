//! Foreign keys. SQLite does not give their names back, so they go by the conventional ones.

use super::columns::Columns;
use super::{Stored, by_table};
use crate::session::Row;
use planner_core::database::model::{ForeignKey, ObjectName, ReferentialAction};
use planner_core::dialect::sqlite::identifiers::foreign_key_name;
use std::collections::BTreeMap;

/// Reads the rows of `foreign_key_list`, each below the name of its table.
pub(super) fn read(
    rows: Vec<Row>,
    stored: &Stored,
    columns: &BTreeMap<String, Columns>,
) -> BTreeMap<String, Vec<ForeignKey>> {
    // Names are compared without regard to ASCII case, as SQLite does.
    let spelled: BTreeMap<String, &String> =
        columns.keys().map(|name| (name.to_ascii_lowercase(), name)).collect();
    let mut result = BTreeMap::new();
    for (table, rows) in by_table(rows) {
        if !stored.contains_key(&table) {
            continue;
        }
        let keys = rows.chunk_by(|left, right| left.text(1) == right.text(1));
        let mut keys: Vec<ForeignKey> = keys
            .map(|rows| {
                let target = rows.first().map(|row| row.text_or_empty(3)).unwrap_or_default();
                let target =
                    spelled.get(&target.to_ascii_lowercase()).map_or(target, |name| name.as_str());
                foreign_key(&table, target, rows, columns)
            })
            .collect();
        // The pragma lists the last one first.
        keys.sort_by(|left, right| left.name.cmp(&right.name));
        result.insert(table, keys);
    }
    result
}

fn foreign_key(
    table: &str,
    target: &str,
    rows: &[Row],
    columns: &BTreeMap<String, Columns>,
) -> ForeignKey {
    let own = columns.get(table).map(|(columns, _)| columns.as_slice()).unwrap_or_default();
    let others = columns.get(target).map(|(columns, _)| columns.as_slice()).unwrap_or_default();
    let names: Vec<String> = rows.iter().map(|row| spelling(own, row.text_or_empty(4))).collect();
    // Without columns the key refers to the primary key.
    let referenced = match rows.first().and_then(|row| row.text(5)) {
        Some(_) => rows.iter().map(|row| spelling(others, row.text_or_empty(5))).collect(),
        None => columns
            .get(target)
            .and_then(|(_, key)| key.as_ref())
            .map(|key| key.columns.clone())
            .unwrap_or_default(),
    };
    let action_of = |column: usize| {
        action(rows.first().map(|row| row.text_or_empty(column)).unwrap_or_default())
    };
    ForeignKey {
        name: foreign_key_name(table, &names),
        columns: names,
        referenced_table: ObjectName::local(target),
        referenced_columns: referenced,
        on_delete: action_of(7),
        on_update: action_of(6),
        span: None,
    }
}

/// The column's name as its table spells it.
fn spelling(columns: &[planner_core::database::model::Column], name: &str) -> String {
    columns
        .iter()
        .find(|column| column.name.eq_ignore_ascii_case(name))
        .map_or_else(|| name.to_owned(), |column| column.name.to_string())
}

fn action(word: &str) -> ReferentialAction {
    match word {
        "CASCADE" => ReferentialAction::Cascade,
        "RESTRICT" => ReferentialAction::Restrict,
        "SET NULL" => ReferentialAction::SetNull,
        "SET DEFAULT" => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}
