//! Building a table anew, because SQLite cannot change it in place: one altered table in, one
//! step out. Knows nothing of other tables. The procedure is that of
//! <https://www.sqlite.org/lang_altertable.html#otheralter>, points 3 to 8: the new table under
//! a temporary name, the rows, the numbering, the old table dropped, the new one renamed, the
//! indexes. The bracket around it and its checks are the executor's; views and triggers, which
//! no schema knows, are replayed there too.
//!
//! Renames of the table and its columns have been carried out in place before, so that the
//! foreign keys of other tables followed them.

use super::altered_table::AlteredTable;
use super::cast::{Way, conversion};
use super::enum_values::RenamedValues;
use super::renames::NamesInUse;
use super::sql::copy_rows::{CopiedColumn, copy_rows, keep_sequence, kept_value, new_value};
use super::sql::{alter_table, column_type, create_table, index, relabel};
use crate::database::model::Column;
use crate::diff::change::{Change, ChangeId, ColumnChange};
use crate::ordered::BTreeMap;
use crate::plan::{ColumnCast, Effect, Operation, Step, Work};

/// The step. `serves` are the table's changes that no step before has carried out in full.
pub fn rebuild(
    altered: &AlteredTable<'_>,
    reasons: &[String],
    mut serves: Vec<ChangeId>,
    values: &RenamedValues<'_>,
    tables: &NamesInUse,
) -> Step {
    let name = &altered.after.name.name;
    let temporary = tables.free("_new_", name);
    let facts = ColumnFacts::of(altered);

    let mut statements = vec![
        create_table::create_table(altered.after, &temporary),
        copy_rows(name, &temporary, &copied_columns(altered, &facts, values, &mut serves)),
    ];
    if keeps_numbering(altered, &facts) {
        statements.extend(keep_sequence(name, &temporary));
    }
    statements.push(create_table::drop_table(name));
    statements.push(alter_table::rename_table(&temporary, name));
    statements.extend(altered.after.indexes.iter().map(|each| index::create_index(name, each)));

    Step {
        title: format!("Rebuild table {name}: SQLite cannot {} in place", spoken(reasons)),
        statements,
        serves,
        operation: Operation::RebuildTable {
            table: altered.after.name.clone(),
            casts: casts(&facts),
            recreated: Vec::new(),
        },
        section: 0,
        effect: Effect { work: Work::Rewrite, ..Effect::default() },
    }
}

/// What the changes say of the columns, by their names after.
struct ColumnFacts<'a> {
    added: BTreeMap<&'a str, &'a Column>,
    altered: BTreeMap<&'a str, &'a ColumnChange>,
}

impl<'a> ColumnFacts<'a> {
    fn of(altered: &AlteredTable<'a>) -> Self {
        let mut facts = Self { added: BTreeMap::new(), altered: BTreeMap::new() };
        for (_, change) in &altered.changes {
            if let Change::AddColumn { column, .. } = change {
                facts.added.insert(&column.name, column);
            }
            if let Change::AlterColumn(change) = change {
                facts.altered.insert(&change.after.name, change);
            }
        }
        facts
    }
}

fn copied_columns<'a>(
    altered: &AlteredTable<'a>,
    facts: &ColumnFacts<'_>,
    values: &RenamedValues<'_>,
    serves: &mut Vec<ChangeId>,
) -> Vec<CopiedColumn<'a>> {
    let columns = &altered.after.columns;
    let kept: Vec<CopiedColumn<'a>> = columns
        .iter()
        .filter(|column| !facts.added.contains_key(column.name.as_str()))
        .map(|column| {
            let way = facts.altered.get(column.name.as_str()).map(|change| {
                conversion(&change.before.column_type, &change.after.column_type).way
            });
            let cast_to = match way {
                Some(Way::Cast(to)) => Some(to),
                Some(Way::Copy) | None => None,
            };
            let mut value = kept_value(&column.name, cast_to);
            if let Some((id, renamed)) = values.of_column(&altered.after.name, &column.name) {
                value = relabel::expression(&value, renamed);
                if !serves.contains(&id) {
                    serves.push(id);
                }
            }
            CopiedColumn { name: &column.name, value }
        })
        .collect();
    if !kept.is_empty() {
        return kept;
    }
    // Nothing of the rows stays but that they are there.
    columns
        .iter()
        .take(1)
        .map(|column| CopiedColumn { name: &column.name, value: new_value(column) })
        .collect()
}

/// Whether the same column is numbered by AUTOINCREMENT before and after.
fn keeps_numbering(altered: &AlteredTable<'_>, facts: &ColumnFacts<'_>) -> bool {
    altered.after.columns.iter().filter(|column| column.autoincrement).any(|column| {
        let name = column.name.as_str();
        let was = facts.altered.get(name).is_none_or(|change| change.before.autoincrement);
        was && !facts.added.contains_key(name)
    })
}

fn casts(facts: &ColumnFacts<'_>) -> Vec<ColumnCast> {
    facts
        .altered
        .values()
        .filter(|change| change.type_changes())
        .map(|change| ColumnCast {
            column: change.after.name.to_string(),
            from: column_type::render(&change.before.column_type),
            to: column_type::render(&change.after.column_type),
            lossless: conversion(&change.before.column_type, &change.after.column_type).lossless,
        })
        .collect()
}

/// `a`, `a or b`, `a, b or c`.
fn spoken(reasons: &[String]) -> String {
    match reasons.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
