//! What SQLite is asked: its schema table, and the pragmas of each table. Out come their rows, those of a
//! table under its name. Knows nothing of what they mean.

use super::Stored;
use crate::error::Result;
use crate::session::{Row, Session};
use std::collections::{BTreeMap, BTreeSet};

/// A row of the schema table.
#[derive(Debug)]
pub(super) struct SchemaRow {
    /// `table`, `index`, `view` or `trigger`.
    pub(super) kind: String,
    /// Its name.
    pub(super) name: String,
    /// The table that it is on; for a table or view its own name.
    pub(super) table: String,
    /// The statement that made it; SQLite's own indexes have none.
    pub(super) sql: Option<String>,
}

/// A table as `table_list` lists it.
#[derive(Debug)]
pub(super) struct ListedTable {
    /// Its name.
    pub(super) name: String,
    /// `table` or `virtual`.
    pub(super) kind: String,
    /// Whether it is WITHOUT ROWID.
    pub(super) without_rowid: bool,
    /// Whether it is STRICT.
    pub(super) strict: bool,
    /// The statement that made it.
    pub(super) sql: Option<String>,
}

/// What is asked of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pragma {
    /// Its columns.
    Columns,
    /// Its foreign keys.
    ForeignKeys,
}

/// The schema's rows: of these tables, with all views and triggers, or all.
pub(super) async fn read_schema(
    session: &mut Session,
    only: Option<&BTreeSet<&str>>,
) -> Result<Vec<SchemaRow>> {
    let condition = only.map(|names| {
        let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        format!(" WHERE tbl_name IN ({}) OR type IN ('trigger', 'view')", names.join(", "))
    });
    schema_where(session, &condition.unwrap_or_default()).await
}

async fn schema_where(session: &mut Session, condition: &str) -> Result<Vec<SchemaRow>> {
    let sql = format!(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema{condition} ORDER BY type, name"
    );
    let row = |mut row: Row| SchemaRow {
        kind: row.take(0).unwrap_or_default(),
        name: row.take(1).unwrap_or_default(),
        table: row.take(2).unwrap_or_default(),
        sql: row.take(3),
    };
    Ok(session.query(&sql).await?.into_iter().map(row).collect())
}

/// The tables among these rows but SQLite's own and the shadow tables of virtual ones. `whole`: whether
/// the rows are all there are.
pub(super) async fn tables(
    session: &mut Session,
    rows: &[SchemaRow],
    whole: bool,
) -> Result<Vec<ListedTable>> {
    // Each call looks at every table there is.
    let mut listed = match whole {
        true => session.query("PRAGMA main.table_list").await?,
        false => Vec::new(),
    };
    let own = rows.iter().filter(|row| row.kind == "table" && !row.name.starts_with("sqlite_"));
    if !whole {
        for row in own.clone() {
            let sql = format!("PRAGMA main.table_list({})", quoted(&row.name));
            listed.extend(session.query(&sql).await?);
        }
    }
    let listed: BTreeMap<&str, &Row> =
        listed.iter().map(|found| (found.text_or_empty(1), found)).collect();
    let table = |row: &SchemaRow| {
        let found = listed.get(row.name.as_str())?;
        matches!(found.text(2), Some("table" | "virtual")).then(|| ListedTable {
            name: row.name.clone(),
            kind: found.text_or_empty(2).to_owned(),
            without_rowid: found.is_true(4),
            strict: found.is_true(5),
            sql: row.sql.clone(),
        })
    };
    Ok(own.filter_map(table).collect())
}

/// The rows of a pragma for each table, with the table's name before their values.
pub(super) async fn of_tables(
    session: &mut Session,
    tables: &Stored,
    pragma: Pragma,
) -> Result<Vec<Row>> {
    let name = match pragma {
        Pragma::Columns => "table_xinfo",
        Pragma::ForeignKeys => "foreign_key_list",
    };
    let mut rows = Vec::new();
    for table in tables.keys() {
        let found = session.query(&format!("PRAGMA main.{name}({})", quoted(table))).await?;
        rows.extend(found.into_iter().map(|row| row.below([Some(table.clone())])));
    }
    Ok(rows)
}

/// The columns of the indexes of each table but its primary key's: before the values of `index_xinfo`
/// stand the table's name, the index's name, whether it is unique, its origin, whether it is partial and
/// its SQL.
pub(super) async fn indexes(
    session: &mut Session,
    tables: &Stored,
    schema: &[SchemaRow],
) -> Result<Vec<Row>> {
    let made = schema.iter().filter(|row| row.kind == "index");
    let made: BTreeMap<&str, &SchemaRow> = made.map(|row| (row.name.as_str(), row)).collect();
    let mut rows = Vec::new();
    for table in tables.keys() {
        let mut indexes =
            session.query(&format!("PRAGMA main.index_list({})", quoted(table))).await?;
        indexes.sort_by(|left, right| left.text(1).cmp(&right.text(1)));
        for index in indexes.iter().filter(|index| index.text(3) != Some("pk")) {
            let name = index.text_or_empty(1);
            let text = |column: usize| index.text(column).map(ToOwned::to_owned);
            let head = [
                Some(table.clone()),
                text(1),
                text(2),
                text(3),
                text(4),
                made.get(name).and_then(|row| row.sql.clone()),
            ];
            let columns =
                session.query(&format!("PRAGMA main.index_xinfo({})", quoted(name))).await?;
            let keys = columns.into_iter().filter(|column| column.is_true(5));
            rows.extend(keys.map(|column| column.below(head.clone())));
        }
    }
    Ok(rows)
}

/// The tables that foreign keys refer to and that are not among those looked at.
pub(super) async fn referred(
    session: &mut Session,
    tables: &Stored,
    foreign_keys: &[Row],
) -> Result<Vec<SchemaRow>> {
    let known: BTreeSet<String> = tables.keys().map(|name| name.to_ascii_lowercase()).collect();
    let names = foreign_keys.iter().map(|row| row.text_or_empty(3).to_ascii_lowercase());
    let names: BTreeSet<String> = names.filter(|name| !known.contains(name)).collect();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    let condition = format!(" WHERE type = 'table' AND lower(name) IN ({})", names.join(", "));
    schema_where(session, &condition).await
}

fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}
