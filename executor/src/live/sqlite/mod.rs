//! SQLite's schema table and pragmas -> the planner's model. What the pragmas do not tell
//! (AUTOINCREMENT, checks, WHERE of an index) is read from the stored SQL.

mod catalogue;
mod columns;
mod create_sql;
pub(in crate::live) mod facts;
mod foreign_keys;
mod indexes;

use super::unmanaged::{Unmanaged, UnmanagedKind, note_mentions};
use super::{LiveDatabase, Scope};
use crate::error::Result;
use crate::session::{Row, Session};
use catalogue::{ListedTable, Pragma, SchemaRow};
use create_sql::CreateTable;
use planner_core::database::model::{Column, Database, ObjectName, Origin, Table, TableRole};
use planner_core::provider::Provider;
use std::collections::{BTreeMap, BTreeSet};

/// Reads the whole file, or the tables that `scope` names. The pragmas are asked one by one: as tables
/// in one large query they take several times as long.
pub(super) async fn introspect(session: &mut Session, scope: &Scope) -> Result<LiveDatabase> {
    if session.in_transaction() {
        session.check_transaction().await?;
    }
    let mut unmanaged = Vec::new();
    let names = scope.only.as_ref().map(|only| {
        let names = only.iter().map(|table| table.name.as_str());
        names.collect::<BTreeSet<_>>()
    });
    let schema = catalogue::read_schema(session, names.as_ref()).await?;
    let mut stored = Stored::new();
    read_tables(
        catalogue::tables(session, &schema, names.is_none()).await?,
        &mut stored,
        &mut unmanaged,
    );
    let foreign_keys = catalogue::of_tables(session, &stored, Pragma::ForeignKeys).await?;
    let indexes = catalogue::indexes(session, &stored, &schema).await?;
    // A key without columns means those of the table that it refers to.
    let referred = catalogue::referred(session, &stored, &foreign_keys).await?;
    let more = catalogue::tables(session, &referred, false).await?;
    read_tables(more, &mut stored, &mut Vec::new());
    let columns = catalogue::of_tables(session, &stored, Pragma::Columns).await?;
    let mut columns = columns::read(columns, &stored, &mut unmanaged);
    let mut indexes = indexes::read(indexes, &stored, &mut unmanaged);
    let mut foreign_keys = foreign_keys::read(foreign_keys, &stored, &columns);
    read_triggers_and_views(&schema, &mut unmanaged);
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

/// Ordinary tables with their SQL, and virtual ones; SQLite's own tables and the shadow tables of
/// virtual ones are no one's business.
fn read_tables(rows: Vec<ListedTable>, stored: &mut Stored, unmanaged: &mut Vec<Unmanaged>) {
    for row in rows {
        if row.kind == "virtual" {
            unmanaged.push(Unmanaged {
                kind: UnmanagedKind::VirtualTable,
                name: ObjectName::local(row.name),
                table: None,
                definition: row.sql,
                uses: Vec::new(),
            });
            continue;
        }
        let mut table = CreateTable::read(row.sql.as_deref().unwrap_or_default());
        table.without_rowid = row.without_rowid;
        table.strict = row.strict;
        stored.insert(row.name, table);
    }
}

fn read_triggers_and_views(schema: &[SchemaRow], unmanaged: &mut Vec<Unmanaged>) {
    for row in schema.iter().filter(|row| matches!(row.kind.as_str(), "trigger" | "view")) {
        let is_trigger = row.kind == "trigger";
        unmanaged.push(Unmanaged {
            kind: if is_trigger { UnmanagedKind::Trigger } else { UnmanagedKind::View },
            name: ObjectName::local(&row.name),
            table: is_trigger.then(|| ObjectName::local(&row.table)),
            definition: row.sql.clone(),
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
