//! SQLite's schema table and pragmas -> the planner's model. What the pragmas do not tell
//! (AUTOINCREMENT, checks, WHERE of an index) is read from the stored SQL.

mod columns;
mod create_sql;
mod foreign_keys;
mod indexes;

use super::unmanaged::{Unmanaged, UnmanagedKind};
use super::{LiveDatabase, Scope};
use crate::error::Result;
use crate::session::{Row, Session};
use create_sql::CreateTable;
use planner_core::database::model::{Column, Database, ObjectName, Origin, Table, TableRole};
use planner_core::provider::Provider;
use std::collections::BTreeMap;

/// Reads the whole file, or the tables that `scope` names.
pub(super) async fn introspect(session: &mut Session, scope: &Scope) -> Result<LiveDatabase> {
    let mut unmanaged = Vec::new();
    let stored = read_tables(session, &mut unmanaged).await?;
    let mut columns = columns::read(session, &stored, &mut unmanaged).await?;
    let mut indexes = indexes::read(session, &stored, &mut unmanaged).await?;
    let mut foreign_keys = foreign_keys::read(session, &stored, &columns).await?;
    read_triggers_and_views(session, &mut unmanaged).await?;
    let wanted = |table: &ObjectName| scope.only.as_ref().is_none_or(|only| only.contains(table));
    let tables = stored
        .into_iter()
        .filter(|(name, _)| wanted(&ObjectName::local(name)))
        .map(|(name, table)| {
            let (columns, primary_key) = columns.remove(&name).unwrap_or_default();
            note_options(&name, &table, &mut unmanaged);
            Table {
                logical_name: None,
                role: TableRole::Model,
                columns,
                primary_key,
                indexes: indexes.remove(&name).unwrap_or_default(),
                foreign_keys: foreign_keys.remove(&name).unwrap_or_default(),
                span: None,
                name: ObjectName::local(name),
            }
        })
        .collect();
    // Views may be on any table, so they stay.
    unmanaged.retain(|object| object.table.as_ref().is_none_or(wanted));
    unmanaged.sort();
    Ok(LiveDatabase {
        database: Database {
            provider: Provider::Sqlite,
            origin: Origin::Live,
            namespaces: Vec::new(),
            extensions: Vec::new(),
            enums: Vec::new(),
            tables,
        },
        unmanaged,
        set_aside: Vec::new(),
    })
}

/// The columns of the views.
pub(super) async fn views(session: &mut Session) -> Result<BTreeMap<ObjectName, Vec<Column>>> {
    let columns = columns::of_views(session).await?;
    Ok(columns.into_iter().map(|(name, columns)| (ObjectName::local(name), columns)).collect())
}

/// The table's stored SQL, read for what no pragma tells.
type Stored = BTreeMap<String, CreateTable>;

/// Ordinary tables with their SQL. Virtual tables are noted; SQLite's own tables and the shadow
/// tables of virtual ones are no one's business.
async fn read_tables(session: &mut Session, unmanaged: &mut Vec<Unmanaged>) -> Result<Stored> {
    let rows = session
        .query(
            "SELECT l.name, l.type, l.wr, l.strict, m.sql FROM pragma_table_list l \
             JOIN sqlite_schema m ON m.type = 'table' AND m.name = l.name \
             WHERE l.schema = 'main' AND l.type IN ('table', 'virtual') \
             AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        )
        .await?;
    let mut stored = Stored::new();
    for row in &rows {
        let name = row.text_or_empty(0).to_owned();
        if row.text(1) == Some("virtual") {
            unmanaged.push(Unmanaged {
                kind: UnmanagedKind::VirtualTable,
                name: ObjectName::local(name),
                table: None,
                definition: row.text(4).map(ToOwned::to_owned),
            });
            continue;
        }
        let mut table = CreateTable::read(row.text_or_empty(4));
        table.without_rowid = row.is_true(2);
        table.strict = row.is_true(3);
        stored.insert(name, table);
    }
    Ok(stored)
}

async fn read_triggers_and_views(
    session: &mut Session,
    unmanaged: &mut Vec<Unmanaged>,
) -> Result<()> {
    let rows = session
        .query(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema \
             WHERE type IN ('trigger', 'view') ORDER BY type, name",
        )
        .await?;
    for row in &rows {
        let is_trigger = row.text(0) == Some("trigger");
        let table = row.text_or_empty(2);
        unmanaged.push(Unmanaged {
            kind: if is_trigger { UnmanagedKind::Trigger } else { UnmanagedKind::View },
            name: ObjectName::local(row.text_or_empty(1)),
            table: is_trigger.then(|| ObjectName::local(table)),
            definition: row.text(3).map(ToOwned::to_owned),
        });
    }
    Ok(())
}

/// Checks and table options, which a rebuild from the schema would lose.
fn note_options(name: &str, table: &CreateTable, unmanaged: &mut Vec<Unmanaged>) {
    let on = ObjectName::local(name);
    let mut note = |kind, label: &str, definition: Option<&str>| {
        unmanaged.push(Unmanaged {
            kind,
            name: ObjectName::local(label),
            table: Some(on.clone()),
            definition: definition.map(ToOwned::to_owned),
        });
    };
    for check in &table.checks {
        let label = check.name.as_deref().unwrap_or(&check.expression);
        note(UnmanagedKind::CheckConstraint, label, Some(&check.expression));
    }
    for collation in &table.collations {
        note(UnmanagedKind::TableOption, &format!("COLLATE {collation}"), None);
    }
    if table.strict {
        note(UnmanagedKind::TableOption, "STRICT", None);
    }
    if table.without_rowid {
        note(UnmanagedKind::TableOption, "WITHOUT ROWID", None);
    }
}

/// Rows grouped by the table that their first column names.
fn by_table(rows: Vec<Row>) -> BTreeMap<String, Vec<Row>> {
    let mut groups: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.text_or_empty(0).to_owned()).or_default().push(row);
    }
    groups
}

#[cfg(test)]
mod tests;
