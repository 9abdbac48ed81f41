//! What a database should be and what it is -> the parts of the model itself that are kept like the
//! objects beside it: nobody meant them as drift, or they are of tables that the schema does not know
//! and need what it knows. Pure.

use super::LiveDatabase;
use super::unmanaged::{Unmanaged, UnmanagedKind, Use, is_deferrable};
use crate::live::identifiers;
use planner_core::database::model::{Column, ColumnType, Database, ForeignKey, ObjectName, Table};
use planner_core::provider::Provider;
use std::collections::BTreeMap;

/// All of them, for the warnings of a plan; they are in no list.
pub fn beside(expected: &Database, found: &LiveDatabase) -> Vec<Unmanaged> {
    let tables: BTreeMap<&ObjectName, &Table> =
        expected.tables.iter().map(|table| (&table.name, table)).collect();
    let mut objects = special_indexes(&tables, &found.database, &found.unmanaged);
    if found.database.provider == Provider::Postgresql {
        for table in found.database.tables.iter().chain(&found.set_aside) {
            let known = tables.get(&table.name).copied();
            objects.extend(foreign_keys(table, known, &found.unmanaged));
            objects.extend(enum_columns(table, known));
        }
    }
    objects
}

/// Foreign keys that the schema does not know. What is deferrable or not validated has that as its
/// definition.
fn foreign_keys(table: &Table, known: Option<&Table>, beside: &[Unmanaged]) -> Vec<Unmanaged> {
    let is_same = |one: &ForeignKey, other: &ForeignKey| {
        one.name == other.name
            || (one.columns == other.columns && one.referenced_table == other.referenced_table)
    };
    let is_unknown = |key: &&ForeignKey| {
        !known.is_some_and(|known| known.foreign_keys.iter().any(|own| is_same(own, key)))
    };
    let unknown = table.foreign_keys.iter().filter(is_unknown);
    unknown.map(|key| foreign_key(table, key, beside)).collect()
}

/// It goes with its own columns, and stands in the way of those that it refers to.
fn foreign_key(table: &Table, key: &ForeignKey, beside: &[Unmanaged]) -> Unmanaged {
    let uses = |object: &ObjectName, columns: &[String], blocks| {
        let used =
            |column: &String| Use { object: object.clone(), column: Some(column.clone()), blocks };
        columns.iter().map(used).collect::<Vec<_>>()
    };
    let mut all = uses(&table.name, &key.columns, false);
    all.extend(uses(&key.referenced_table, &key.referenced_columns, true));
    let form = beside.iter().find(|object| {
        object.kind == UnmanagedKind::ConstraintState
            && object.table.as_ref() == Some(&table.name)
            && object.name.name == key.name
    });
    Unmanaged {
        kind: UnmanagedKind::ForeignKey,
        name: table.name.sibling(&key.name),
        table: Some(table.name.clone()),
        definition: form.and_then(|form| form.definition.clone()),
        uses: all,
    }
}

/// Columns that the schema does not know, and that keep their enum type from being dropped.
fn enum_columns(table: &Table, known: Option<&Table>) -> Vec<Unmanaged> {
    let is_unknown = |column: &&Column| {
        !known.is_some_and(|known| known.columns.iter().any(|own| own.name == column.name))
    };
    let of_enum = |column: &Column| {
        let ColumnType::Enum(name) = &column.column_type else { return None };
        Some(Unmanaged {
            kind: UnmanagedKind::Column,
            name: ObjectName::local(column.name.to_string()),
            table: Some(table.name.clone()),
            definition: None,
            uses: vec![Use { object: ObjectName::clone(name), column: None, blocks: true }],
        })
    };
    table.columns.iter().filter(is_unknown).filter_map(of_enum).collect()
}

/// Indexes of the live database that the schema could not say or does not know, and that nobody meant
/// as drift: partial ones, and those of deferrable constraints. They are part of the live model, and
/// kept like what is beside it.
fn special_indexes(
    expected: &BTreeMap<&ObjectName, &Table>,
    live: &Database,
    beside: &[Unmanaged],
) -> Vec<Unmanaged> {
    let mut found = Vec::new();
    for table in &live.tables {
        let known = expected.get(&table.name);
        for index in &table.indexes {
            let is_known =
                known.is_some_and(|known| known.indexes.iter().any(|own| own.name == index.name));
            let is_special =
                index.predicate.is_some() || is_deferrable(&table.name, &index.name, beside);
            if known.is_none() || is_known || !is_special {
                continue;
            }
            let blocks = live.provider == Provider::Sqlite;
            let uses = index.columns.iter().map(|column| Use {
                object: table.name.clone(),
                column: Some(column.name.to_string()),
                blocks,
            });
            let mut words: Vec<String> =
                index.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
            words.extend(index.predicate.clone());
            found.push(Unmanaged {
                kind: UnmanagedKind::SpecialIndex,
                name: table.name.sibling(&index.name),
                table: Some(table.name.clone()),
                definition: Some(words.join(", ")),
                uses: uses.chain(mentioned(table, index.predicate.as_deref(), blocks)).collect(),
            });
        }
    }
    found
}

/// The columns that a predicate names.
fn mentioned<'a>(
    table: &'a Table,
    predicate: Option<&str>,
    blocks: bool,
) -> impl Iterator<Item = Use> + use<'a> {
    let names = identifiers(predicate.unwrap_or_default());
    let columns = table.columns.iter();
    columns.filter(move |column| names.contains(column.name.to_lowercase().as_str())).map(
        move |column| Use {
            object: table.name.clone(),
            column: Some(column.name.to_string()),
            blocks,
        },
    )
}
