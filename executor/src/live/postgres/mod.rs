//! PostgreSQL's catalogue -> the planner's model, by a few queries over whole schemas.

mod columns;
mod constraints;
mod dependencies;
pub(in crate::live) mod facts;
mod filter;
mod indexes;
mod look;
mod objects;
mod seldom;
mod types;

use super::unmanaged::Unmanaged;
use super::{LiveDatabase, Scope};
use crate::error::Result;
use crate::session::{Asked, Listing, Row, Session};
use filter::Filter;
use planner_core::database::model::{
    Column, ColumnType, Database, EnumType, Extension, ForeignKey, Index, ObjectName, Origin,
    PrimaryKey, Table, TableRole,
};
use planner_core::provider::Provider;
use std::collections::{BTreeMap, BTreeSet};

/// What the queries find, table by table.
#[derive(Debug, Default)]
struct Found {
    columns: BTreeMap<ObjectName, Vec<Column>>,
    numbers: BTreeMap<ObjectName, Vec<NumberedColumn>>,
    primary_keys: BTreeMap<ObjectName, PrimaryKey>,
    foreign_keys: BTreeMap<ObjectName, Vec<ForeignKey>>,
    indexes: BTreeMap<ObjectName, Vec<Index>>,
    /// The indexes of exclusion constraints, by their oids.
    excluding: BTreeSet<String>,
    /// Whether a column has the type of a table's rows, or its numbers from what may be another
    /// column's sequence.
    has_odd_columns: bool,
    /// Whether there may be something of what few databases have.
    has_seldom_objects: bool,
    unmanaged: Vec<Unmanaged>,
}

/// A column by the number that keys and indexes know it by.
#[derive(Debug)]
struct NumberedColumn {
    number: i64,
    name: String,
    /// The oid of its collation.
    collation: String,
}

impl Found {
    /// Whether a column has an enum type.
    fn uses_enums(&self) -> bool {
        let mut columns = self.columns.values().flatten();
        columns.any(|column| matches!(column.column_type, ColumnType::Enum(_)))
    }

    /// The column of that number.
    fn numbered(&self, table: &ObjectName, number: i64) -> Option<&NumberedColumn> {
        self.numbers.get(table)?.iter().find(|column| column.number == number)
    }

    /// The names of columns whose numbers stand in a text.
    fn column_names(&self, table: &ObjectName, numbers: &str) -> Vec<String> {
        let numbers = numbers.split(' ').filter_map(|number| number.parse().ok());
        let columns = numbers.filter_map(|number| self.numbered(table, number));
        columns.map(|column| column.name.clone()).collect()
    }
}

/// Reads the default schema and the others that `scope` names. Every way to the server and back
/// counts, and so does every query: a look at a few tables, as before each commit, is a small one, and
/// asks only for what it is compared with.
pub(super) async fn introspect(
    session: &mut Session,
    default_schema: &str,
    scope: &Scope,
) -> Result<LiveDatabase> {
    let filter = Filter::new(default_schema, scope);
    let mut found = Found::default();
    match filter.note() {
        Some(tables) => {
            session.note(&tables).await?;
            let tables = look::read(session, &filter, &mut found).await?;
            let mut enums = Vec::new();
            if found.uses_enums() {
                let listing = types::listing(&filter);
                let rows = session.listings("", &[listing], Asked::Often).await?;
                enums = types::read(rows.first().map(Vec::as_slice).unwrap_or_default(), &filter);
            }
            Ok(live_database(tables, found, Whole { enums, ..Whole::default() }))
        }
        None => {
            let (tables, whole) = read_whole(session, &filter, &mut found).await?;
            Ok(live_database(tables, found, whole))
        }
    }
}

/// What belongs to no table.
#[derive(Debug, Default)]
struct Whole {
    enums: Vec<EnumType>,
    extensions: Vec<Extension>,
    namespaces: Vec<String>,
}

async fn read_whole(
    session: &mut Session,
    filter: &Filter,
    found: &mut Found,
) -> Result<(Vec<ObjectName>, Whole)> {
    let listings = [
        objects::tables_listing(),
        columns::listing(),
        constraints::listing(),
        indexes::listing(session.facts().version_number.0),
        indexes::classes_listing(),
        types::listing(filter),
        objects::listing(filter),
        extensions_listing(),
        namespaces_listing(),
    ];
    let mut rows = session.listings(&filter.looked(), &listings, Asked::Once).await?.into_iter();
    let mut next = || rows.next().unwrap_or_default();
    let tables = objects::read_tables(&next(), filter);
    columns::read(&next(), filter, found);
    constraints::read(&next(), filter, found);
    let (indexes, classes) = (next(), next());
    indexes::read(session, &indexes, &classes, filter, found).await?;
    let enums = types::read(&next(), filter);
    objects::read(&next(), filter, found);
    let extensions = next().iter().map(extension).collect();
    let namespaces = existing(&next(), filter);
    seldom::read(session, filter, found).await?;
    dependencies::read(session, filter, found).await?;
    Ok((tables, Whole { enums, extensions, namespaces }))
}

fn live_database(tables: Vec<ObjectName>, mut found: Found, whole: Whole) -> LiveDatabase {
    let tables = tables
        .into_iter()
        .map(|name| Table {
            columns: found.columns.remove(&name).unwrap_or_default(),
            primary_key: found.primary_keys.remove(&name),
            indexes: found.indexes.remove(&name).unwrap_or_default(),
            foreign_keys: found.foreign_keys.remove(&name).unwrap_or_default(),
            logical_name: None,
            role: TableRole::Model,
            span: None,
            name,
        })
        .collect();
    found.unmanaged.sort();
    LiveDatabase {
        database: Database {
            provider: Provider::Postgresql,
            origin: Origin::Live,
            namespaces: whole.namespaces,
            extensions: whole.extensions,
            enums: whole.enums,
            tables,
        },
        unmanaged: found.unmanaged,
        set_aside: Vec::new(),
    }
}

/// The names of the tables that `scope` is restricted to, as the queries read them.
pub(super) fn note(default_schema: &str, scope: &Scope) -> Option<String> {
    Filter::new(default_schema, scope).note()
}

/// How [`introspect`] will ask for the tables that `scope` is restricted to; `None` where it is not.
pub(super) async fn question(session: &mut Session, scope: &Scope) -> Result<Option<String>> {
    match scope.only {
        Some(_) => look::question(session).await.map(Some),
        None => Ok(None),
    }
}

/// The columns of the views of the same schemas.
pub(super) async fn views(
    session: &mut Session,
    default_schema: &str,
    scope: &Scope,
) -> Result<BTreeMap<ObjectName, Vec<Column>>> {
    columns::of_views(session, &Filter::new(default_schema, scope)).await
}

/// Installed extensions but the language that every database has: a row for each.
fn extensions_listing() -> Listing {
    let sql = "SELECT e.extname, n.nspname, e.extversion FROM pg_catalog.pg_extension e \
               JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace \
               WHERE e.extname <> 'plpgsql' ORDER BY e.extname";
    Listing { sql: sql.to_owned(), columns: 3 }
}

fn extension(row: &Row) -> Extension {
    Extension {
        name: row.text_or_empty(0).to_owned(),
        schema: row.text(1).map(ToOwned::to_owned),
        version: row.text(2).map(ToOwned::to_owned),
    }
}

/// All schemas: a row for each.
fn namespaces_listing() -> Listing {
    Listing { sql: "SELECT nspname FROM pg_catalog.pg_namespace".to_owned(), columns: 1 }
}

/// Which of the schemas looked at beside the default one exist, in the order in which they are listed.
fn existing(rows: &[Row], filter: &Filter) -> Vec<String> {
    let existing: Vec<&str> = rows.iter().filter_map(|row| row.text(0)).collect();
    let others = filter.others().iter();
    others.filter(|name| existing.contains(&name.as_str())).cloned().collect()
}
