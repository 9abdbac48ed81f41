//! Indexes other than primary keys.

use super::super::unmanaged::{Unmanaged, UnmanagedKind};
use super::create_sql::index_predicate;
use super::{Stored, by_table};
use crate::session::Row;
use planner_core::database::model::{Index, IndexColumn, IndexMethod, ObjectName, SortOrder};
use planner_core::dialect::sqlite::identifiers::unique_name;
use std::collections::BTreeMap;

/// Reads the columns of all indexes, each below the names of its table and its index and what is said
/// of the index.
pub(super) fn read(
    rows: Vec<Row>,
    stored: &Stored,
    unmanaged: &mut Vec<Unmanaged>,
) -> BTreeMap<String, Vec<Index>> {
    let mut result = BTreeMap::new();
    for (table, rows) in by_table(rows) {
        let Some(create) = stored.get(&table) else {
            continue;
        };
        let mut indexes = Vec::new();
        for rows in rows.chunk_by(|left, right| left.text(1) == right.text(1)) {
            match index(&table, rows, create.collations.is_empty()) {
                Ok(index) => {
                    if is_constraint(rows) {
                        unmanaged.push(note(
                            UnmanagedKind::UniqueConstraint,
                            &table,
                            &index.name,
                            None,
                        ));
                    }
                    indexes.push(index);
                }
                Err(kind) => {
                    let first = rows.first();
                    let name = first.map(|row| row.text_or_empty(1)).unwrap_or_default();
                    let sql = first.and_then(|row| row.text(5));
                    unmanaged.push(note(kind, &table, name, sql));
                }
            }
        }
        indexes.sort_by(|left, right| left.name.cmp(&right.name));
        result.insert(table, indexes);
    }
    result
}

/// The index in the language's terms, or why it has none. One that serves a UNIQUE constraint
/// has a name of SQLite's own; it goes by the conventional one.
fn index(table: &str, rows: &[Row], plain_collations: bool) -> Result<Index, UnmanagedKind> {
    let Some(first) = rows.first() else {
        return Err(UnmanagedKind::SpecialIndex);
    };
    if rows.iter().any(|row| row.integer(7) == Some(-2)) {
        return Err(UnmanagedKind::ExpressionIndex);
    }
    // A column's own collation is a table option; here only what the index itself names counts.
    let has_collation = rows.iter().any(|row| row.text(10) != Some("BINARY"));
    if has_collation && plain_collations {
        return Err(UnmanagedKind::SpecialIndex);
    }
    let columns: Vec<IndexColumn> = rows
        .iter()
        .map(|row| IndexColumn {
            name: row.text_or_empty(8).into(),
            sort: if row.is_true(9) { SortOrder::Descending } else { SortOrder::Ascending },
            operator_class: None,
        })
        .collect();
    let name = match is_constraint(rows) {
        true => {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            unique_name(table, &names)
        }
        false => first.text_or_empty(1).to_owned(),
    };
    Ok(Index {
        name,
        unique: first.is_true(2),
        columns,
        method: IndexMethod::BTree,
        predicate: first.text(5).filter(|_| first.is_true(4)).and_then(index_predicate),
        span: None,
    })
}

fn is_constraint(rows: &[Row]) -> bool {
    rows.first().is_some_and(|row| row.text(3) == Some("u"))
}

fn note(kind: UnmanagedKind, table: &str, name: &str, sql: Option<&str>) -> Unmanaged {
    Unmanaged {
        kind,
        name: ObjectName::local(name),
        table: Some(ObjectName::local(table)),
        definition: sql.map(ToOwned::to_owned),
        uses: Vec::new(),
    }
}
