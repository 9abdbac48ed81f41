//! A session in, what its database holds out: the tables as the planner's own model, and beside
//! them every object that the schema language cannot say. Read-only. It knows nothing of plans
//! and history, and decides nothing.

mod ahead;
mod alike;
pub mod beside;
mod words;
pub mod blockers;
pub mod comon_orm;
mod compare;
pub mod concurrent;
pub mod dependents;
pub mod drop_objects;
pub mod probes;
pub mod pull;
mod describe;
pub mod excluded;
pub mod facts;
pub mod functions;
mod expressions;
pub mod spelling;
pub mod unmanaged;
mod postgres;
mod sqlite;
mod views;

pub use ahead::Ahead;
pub use compare::{Aligned, Difference, align, compare};
pub use dependents::identifiers;
pub use excluded::ExternalTables;
pub use expressions::LiveExpressions;
pub use unmanaged::{Unmanaged, UnmanagedKind};
pub use views::{view_differences, views};

use crate::error::Result;
use crate::session::Session;
use crate::target::Target;
use planner_core::database::model::{Database, ObjectName, Table};
use std::collections::BTreeSet;

/// What a database holds.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveDatabase {
    /// Tables, enums, extensions; `Origin::Live`. Tables and enums in the order of their names.
    pub database: Database,
    /// Objects outside the schema language, in order of kind and name. Those of tables that are
    /// not part of `database` are left out.
    pub unmanaged: Vec<Unmanaged>,
    /// Tables that are never part of a schema (comon's own, other tools' histories, external
    /// ones), as they are. `compare` takes back those other tools' names that a schema declares.
    pub set_aside: Vec<Table>,
}

/// What is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// `schemas` of the datasource (PostgreSQL). The target's own schema is always looked at.
    pub namespaces: Vec<String>,
    /// What the configuration calls external.
    pub external: ExternalTables,
    /// Only these tables with their columns, keys, indexes and enum types, which is quick;
    /// `None` is the whole database, objects beside its tables included.
    pub only: Option<BTreeSet<ObjectName>>,
}

impl Scope {
    /// The same with all schemas in which these databases have something.
    #[must_use]
    pub fn over<'a>(&self, databases: impl IntoIterator<Item = &'a Database>) -> Self {
        let mut scope = self.clone();
        for database in databases {
            let tables = database.tables.iter().map(|table| &table.name);
            let enums = database.enums.iter().map(|each| &each.name);
            for namespace in tables.chain(enums).filter_map(|name| name.namespace.as_ref()) {
                if !scope.namespaces.contains(namespace) {
                    scope.namespaces.push(namespace.clone());
                }
            }
        }
        scope
    }
}

/// Reads the database, or the part of it that `scope` names. Reads a consistent state only inside
/// a transaction, which the caller opens where it matters.
pub async fn introspect(session: &mut Session, scope: &Scope) -> Result<LiveDatabase> {
    let mut live = match session.target().clone() {
        Target::Postgres(target) => postgres::introspect(session, &target.schema, scope).await?,
        Target::Sqlite(_) => sqlite::introspect(session, scope).await?,
    };
    excluded::set_aside(&mut live, &scope.external);
    Ok(live)
}

/// What the session has to note to read that part of the database: PostgreSQL reads it by queries
/// whose texts name no table.
pub fn note(session: &Session, scope: &Scope) -> Option<String> {
    match session.target() {
        Target::Postgres(target) => postgres::note(&target.schema, scope),
        Target::Sqlite(_) => None,
    }
}

/// PostgreSQL: the query by which some tables are read, where `scope` is restricted to some and they are
/// noted. Whoever asks it ahead saves a way to the server and back.
pub async fn question(session: &mut Session, scope: &Scope) -> Result<Option<String>> {
    match session.target() {
        Target::Postgres(_) => postgres::question(session, scope).await,
        Target::Sqlite(_) => Ok(None),
    }
}
