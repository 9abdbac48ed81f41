//! SQLite's schema table and pragmas -> the planner's model. What the pragmas do not tell
//! (AUTOINCREMENT, checks, WHERE of an index) is read from the stored SQL.

mod columns;
mod create_sql;
pub(in crate::live) mod facts;
mod foreign_keys;
mod indexes;

use super::unmanaged::{Unmanaged, UnmanagedKind, note_mentions};
use super::{LiveDatabase, Scope};
use crate::error::Result;
use crate::session::{Listing, Row, Session};
use create_sql::CreateTable;
use planner_core::database::model::{Column, Database, ObjectName, Origin, Table, TableRole};
use planner_core::provider::Provider;
use std::collections::BTreeMap;

/// Reads the whole file, or the tables that `scope` names.
pub(super) async fn introspect(session: &mut Session, scope: &Scope) -> Result<LiveDatabase> {
    let mut unmanaged = Vec::new();
    let own = own_tables(scope);
    let listings = [
        tables_listing(&own),
        columns::listing(&own),
        indexes::listing(&own),
        foreign_keys::listing(&own),
        triggers_and_views_listing(),
    ];
    let mut rows = session.listings(&listings).await?.into_iter();
    let mut next = || rows.next().unwrap_or_default();
    let stored = read_tables(&next(), &mut unmanaged);
    let mut columns = columns::read(next(), &stored, &mut unmanaged);
    let mut indexes = indexes::read(next(), &stored, &mut unmanaged);
    let mut foreign_keys = foreign_keys::read(next(), &stored, &columns);
    read_triggers_and_views(&next(), &mut unmanaged);
    let wanted = |table: &ObjectName| scope.only.as_ref().is_none_or(|only| only.contains(table));
    let tables: Vec<Table> = stored
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
    note_mentions(&mut unmanaged, &tables);
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

/// A condition on the schema's rows `m`: that they are tables of the scope, or such as these refer
/// to, whose columns a key without columns means.
fn own_tables(scope: &Scope) -> String {
    let Some(only) = &scope.only else { return "TRUE".to_owned() };
    let names: Vec<String> =
        only.iter().map(|name| format!("'{}'", name.name.replace('\'', "''"))).collect();
    let names = names.join(", ");
    format!(
        "(m.name IN ({names}) OR lower(m.name) IN (SELECT lower(f.\"table\") FROM sqlite_schema o \
         JOIN pragma_foreign_key_list(o.name) f WHERE o.type = 'table' AND o.name IN ({names})))"
    )
}

/// Ordinary tables with their SQL, and virtual ones; SQLite's own tables and the shadow tables of
/// virtual ones are no one's business.
fn tables_listing(tables: &str) -> Listing {
    let sql = format!(
        "SELECT l.name, l.type, l.wr, l.strict, m.sql FROM pragma_table_list l \
         JOIN sqlite_schema m ON m.type = 'table' AND m.name = l.name \
         WHERE l.schema = 'main' AND l.type IN ('table', 'virtual') AND {tables} \
         AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    );
    Listing { sql, columns: 5 }
}

fn read_tables(rows: &[Row], unmanaged: &mut Vec<Unmanaged>) -> Stored {
    let mut stored = Stored::new();
    for row in rows {
        let name = row.text_or_empty(0).to_owned();
        if row.text(1) == Some("virtual") {
            unmanaged.push(Unmanaged {
                kind: UnmanagedKind::VirtualTable,
                name: ObjectName::local(name),
                table: None,
                definition: row.text(4).map(ToOwned::to_owned),
                uses: Vec::new(),
            });
            continue;
        }
        let mut table = CreateTable::read(row.text_or_empty(4));
        table.without_rowid = row.is_true(2);
        table.strict = row.is_true(3);
        stored.insert(name, table);
    }
    stored
}

fn triggers_and_views_listing() -> Listing {
    let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema \
               WHERE type IN ('trigger', 'view') ORDER BY type, name";
    Listing { sql: sql.to_owned(), columns: 4 }
}

fn read_triggers_and_views(rows: &[Row], unmanaged: &mut Vec<Unmanaged>) {
    for row in rows {
        let is_trigger = row.text(0) == Some("trigger");
        let table = row.text_or_empty(2);
        unmanaged.push(Unmanaged {
            kind: if is_trigger { UnmanagedKind::Trigger } else { UnmanagedKind::View },
            name: ObjectName::local(row.text_or_empty(1)),
            table: is_trigger.then(|| ObjectName::local(table)),
            definition: row.text(3).map(ToOwned::to_owned),
            uses: Vec::new(),
        });
    }
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
            uses: Vec::new(),
        });
    };
    for check in &table.checks {
        let label = check.name.as_deref().unwrap_or(&check.expression);
        note(UnmanagedKind::CheckConstraint, label, Some(&check.expression));
    }
    for collation in &table.collations {
        note(UnmanagedKind::TableOption, &format!("COLLATE {collation}"), None);
    }
    for conflict in &table.conflicts {
        note(UnmanagedKind::TableOption, &format!("ON CONFLICT {conflict}"), None);
    }
    if table.deferrable {
        note(UnmanagedKind::TableOption, "DEFERRABLE INITIALLY DEFERRED", None);
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
