//! PostgreSQL's catalogue -> the planner's model, by a few queries over whole schemas.

mod columns;
mod constraints;
mod dependencies;
pub(in crate::live) mod facts;
mod filter;
mod indexes;
mod objects;
mod types;

use super::unmanaged::Unmanaged;
use super::{LiveDatabase, Scope};
use crate::error::Result;
use crate::session::{Row, Session};
use filter::Filter;
use planner_core::database::model::{
    Column, ColumnType, Database, Extension, ForeignKey, Index, ObjectName, Origin, PrimaryKey,
    Table, TableRole,
};
use planner_core::provider::Provider;
use std::collections::BTreeMap;

/// What the queries find, table by table.
#[derive(Debug, Default)]
struct Found {
    columns: BTreeMap<ObjectName, Vec<Column>>,
    primary_keys: BTreeMap<ObjectName, PrimaryKey>,
    foreign_keys: BTreeMap<ObjectName, Vec<ForeignKey>>,
    indexes: BTreeMap<ObjectName, Vec<Index>>,
    unmanaged: Vec<Unmanaged>,
}

impl Found {
    /// Whether a column has an enum type.
    fn uses_enums(&self) -> bool {
        let mut columns = self.columns.values().flatten();
        columns.any(|column| matches!(column.column_type, ColumnType::Enum(_)))
    }
}

/// Reads the default schema and the others that `scope` names.
pub(super) async fn introspect(
    session: &mut Session,
    default_schema: &str,
    scope: &Scope,
) -> Result<LiveDatabase> {
    let mut filter = Filter::new(default_schema, scope);
    let mut found = Found::default();
    let tables = objects::tables(session, &mut filter).await?;
    let filter = filter;
    columns::read(session, &filter, &mut found).await?;
    constraints::read(session, &filter, &mut found).await?;
    indexes::read(session, &filter, &mut found).await?;
    // Every query costs a millisecond of planning, so a look at a few tables, as before each
    // commit, asks only for what it is compared with.
    let enums = match filter.is_whole() || found.uses_enums() {
        true => types::enums(session, &filter).await?,
        false => Vec::new(),
    };
    let (mut extensions, mut namespaces) = (Vec::new(), Vec::new());
    if filter.is_whole() {
        objects::read_unmanaged(session, &filter, &mut found).await?;
        dependencies::read(session, &filter, &mut found).await?;
        extensions = read_extensions(session).await?;
        namespaces = read_namespaces(session, &filter).await?;
    }
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
    Ok(LiveDatabase {
        database: Database {
            provider: Provider::Postgresql,
            origin: Origin::Live,
            namespaces,
            extensions,
            enums,
            tables,
        },
        unmanaged: found.unmanaged,
        set_aside: Vec::new(),
    })
}

/// The columns of the views of the same schemas.
pub(super) async fn views(
    session: &mut Session,
    default_schema: &str,
    scope: &Scope,
) -> Result<BTreeMap<ObjectName, Vec<Column>>> {
    columns::of_views(session, &Filter::new(default_schema, scope)).await
}

/// Installed extensions but the language that every database has.
async fn read_extensions(session: &mut Session) -> Result<Vec<Extension>> {
    let rows = session
        .query(
            "SELECT e.extname::text, n.nspname::text, e.extversion \
             FROM pg_catalog.pg_extension e \
             JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace \
             WHERE e.extname <> 'plpgsql' ORDER BY e.extname",
        )
        .await?;
    let extension = |row: &Row| Extension {
        name: row.text_or_empty(0).to_owned(),
        schema: row.text(1).map(ToOwned::to_owned),
        version: row.text(2).map(ToOwned::to_owned),
    };
    Ok(rows.iter().map(extension).collect())
}

/// Which of the listed schemas exist, in the order in which they are listed.
async fn read_namespaces(session: &mut Session, filter: &Filter) -> Result<Vec<String>> {
    if filter.others().is_empty() {
        return Ok(Vec::new());
    }
    let rows = session.query("SELECT nspname::text FROM pg_catalog.pg_namespace").await?;
    let existing: Vec<&str> = rows.iter().filter_map(|row| row.text(0)).collect();
    let others = filter.others().iter();
    Ok(others.filter(|name| existing.contains(&name.as_str())).cloned().collect())
}
