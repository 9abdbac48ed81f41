//! Indexes other than primary keys.

use super::super::unmanaged::{Unmanaged, UnmanagedKind};
use super::create_sql::index_predicate;
use super::{Stored, by_table};
use crate::session::{Listing, Row};
use planner_core::database::model::{Index, IndexColumn, IndexMethod, ObjectName, SortOrder};
use planner_core::dialect::sqlite::identifiers::unique_name;
use std::collections::BTreeMap;

/// The indexes of the tables: a row for each column of each index.
pub(super) fn listing(tables: &str) -> Listing {
    let sql = format!(
        "SELECT m.name, l.name, l.\"unique\", l.origin, l.partial, i.sql, \
         x.cid, x.name, x.\"desc\", x.coll \
         FROM sqlite_schema m JOIN pragma_index_list(m.name) l \
         JOIN pragma_index_xinfo(l.name) x LEFT JOIN sqlite_schema i \
         ON i.type = 'index' AND i.name = l.name \
         WHERE m.type = 'table' AND {tables} AND l.origin <> 'pk' AND x.key = 1 \
         ORDER BY m.name, l.name, x.seqno"
    );
    Listing { sql, columns: 10 }
}

/// Reads what that lists.
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
    if rows.iter().any(|row| row.integer(6) == Some(-2)) {
        return Err(UnmanagedKind::ExpressionIndex);
    }
    // A column's own collation is a table option; here only what the index itself names counts.
    let has_collation = rows.iter().any(|row| row.text(9) != Some("BINARY"));
    if has_collation && plain_collations {
        return Err(UnmanagedKind::SpecialIndex);
    }
    let columns: Vec<IndexColumn> = rows
        .iter()
        .map(|row| IndexColumn {
            name: row.text_or_empty(7).into(),
            sort: if row.is_true(8) { SortOrder::Descending } else { SortOrder::Ascending },
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
