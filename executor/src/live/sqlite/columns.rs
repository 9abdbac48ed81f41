//! Columns and primary keys.

use super::super::unmanaged::{Unmanaged, UnmanagedKind};
use super::{Stored, by_table};
use crate::error::Result;
use crate::session::{Row, Session};
use planner_core::database::model::{Column, ColumnArity, ObjectName, PrimaryKey};
use planner_core::dialect::sqlite::{defaults, types};
use std::collections::BTreeMap;

/// Columns in order, and the primary key.
pub(super) type Columns = (Vec<Column>, Option<PrimaryKey>);

/// Reads the rows of `table_xinfo`, each below the name of its table.
pub(super) fn read(
    rows: Vec<Row>,
    stored: &Stored,
    unmanaged: &mut Vec<Unmanaged>,
) -> BTreeMap<String, Columns> {
    let mut result = BTreeMap::new();
    for (name, rows) in by_table(rows) {
        let Some(table) = stored.get(&name) else {
            continue;
        };
        let key = primary_key(&rows);
        let rowid_alias = rowid_alias(&rows, table.without_rowid);
        let mut columns = Vec::with_capacity(rows.len());
        for row in &rows {
            let column_name = row.text_or_empty(2);
            // 2 and 3 are virtual and stored generated columns.
            if matches!(row.integer(7), Some(2 | 3)) {
                unmanaged.push(Unmanaged {
                    kind: UnmanagedKind::GeneratedColumn,
                    name: ObjectName::local(column_name),
                    table: Some(ObjectName::local(&name)),
                    definition: None,
                    uses: Vec::new(),
                });
            }
            let is_alias = rowid_alias == Some(column_name);
            columns.push(column(row, is_alias, is_alias && table.autoincrement));
        }
        result.insert(name, (columns, key));
    }
    result
}

/// Reads the columns of all views. A view whose query no longer works has none to read, and must
/// not hide the others; so each is asked alone.
pub(super) async fn of_views(session: &mut Session) -> Result<BTreeMap<String, Vec<Column>>> {
    let names = session.query("SELECT name FROM sqlite_schema WHERE type = 'view'").await?;
    let mut views = BTreeMap::new();
    for name in names.iter().filter_map(|row| row.text(0)) {
        let sql = format!("PRAGMA main.table_xinfo('{}')", name.replace('\'', "''"));
        let rows = session.try_sqlite(&sql)?.unwrap_or_default();
        let rows = rows.into_iter().map(|row| row.below([None]));
        let columns = rows.map(|row| column(&row, false, false)).collect();
        views.insert(name.to_owned(), columns);
    }
    Ok(views)
}

/// `is_alias`: the column is the rowid under another name, which is never NULL.
fn column(row: &Row, is_alias: bool, autoincrement: bool) -> Column {
    let column_type = types::from_catalogue(row.text_or_empty(3));
    let arity = match row.is_true(4) || is_alias {
        true => ColumnArity::Required,
        false => ColumnArity::Nullable,
    };
    let default = row.text(5).and_then(|text| defaults::from_catalogue(text, &column_type));
    Column {
        name: row.text_or_empty(2).into(),
        logical_name: None,
        column_type,
        arity,
        default,
        autoincrement,
        client: None,
        span: None,
    }
}

/// `pk` counts the columns of the key from 1.
fn primary_key(rows: &[Row]) -> Option<PrimaryKey> {
    let mut key: Vec<(i64, &str)> = rows
        .iter()
        .filter_map(|row| Some((row.integer(6).filter(|place| *place > 0)?, row.text(2)?)))
        .collect();
    key.sort_unstable();
    let columns: Vec<String> = key.into_iter().map(|(_, name)| name.to_owned()).collect();
    (!columns.is_empty()).then_some(PrimaryKey { name: None, columns })
}

/// The column that is the rowid under another name: a sole key of exactly the type INTEGER.
fn rowid_alias(rows: &[Row], without_rowid: bool) -> Option<&str> {
    let mut keys = rows.iter().filter(|row| row.integer(6).is_some_and(|place| place > 0));
    let (first, second) = (keys.next()?, keys.next());
    let is_integer = first.text_or_empty(3).eq_ignore_ascii_case("INTEGER");
    (second.is_none() && is_integer && !without_rowid).then(|| first.text_or_empty(2))
}
