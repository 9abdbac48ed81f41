//! Sizes, privileges, long transactions and followers of a live database, as far as the tables that
//! pending migrations touch go. Read-only; counts and sizes, never a value. What cannot be measured
//! stays unknown.

use crate::error::Result;
use crate::live::{Scope, postgres, sqlite};
use crate::session::Session;
use crate::target::Target;
use planner_core::database::model::ObjectName;
use planner_core::review::facts::{ReplicaFacts, TableFacts, TransactionFacts};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What was measured beside the warnings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measurements {
    /// What the whole database takes.
    pub database_bytes: Option<u64>,
    /// What its file system has left; unknown where only the server sees it.
    pub free_bytes: Option<u64>,
    /// The tables that are there.
    pub tables: BTreeMap<ObjectName, TableFacts>,
    /// What the role may do.
    pub rights: Rights,
    /// Transactions of others that are older than asked for and hold locks on those tables.
    pub transactions: Vec<TransactionFacts>,
    /// Servers and tools that follow this one.
    pub replicas: Vec<ReplicaFacts>,
}

/// What a role may do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rights {
    /// Who is connected; `None` where there are no roles.
    pub role: Option<String>,
    /// Each table that is there.
    pub tables: BTreeMap<ObjectName, Right>,
    /// Each enum type that is there: its owner, and whether the role is one of them.
    pub enums: BTreeMap<ObjectName, Right>,
    /// The table of the history, where it is there.
    pub history: Option<HistoryRight>,
    /// Schemas that the role may not create anything in.
    pub closed_schemas: BTreeSet<String>,
    /// The schema that unqualified names mean.
    pub default_schema: String,
    /// Whether that schema is there.
    pub has_default_schema: bool,
    /// Whether the role may create schemas in the database.
    pub creates_schemas: bool,
    /// Why nothing can be written: the file of SQLite, or a role whose transactions only read.
    pub unwritable: Option<String>,
}

/// What a role may do with the table of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRight {
    /// Whose it is.
    pub owner: String,
    /// Whether the role is one of its owners.
    pub owns: bool,
    /// Whether the role may write rows into it.
    pub inserts: bool,
    /// Whether it has all columns that a row needs.
    pub is_complete: bool,
}

/// What a role may do with one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// Whose it is.
    pub owner: String,
    /// Whether the role is one of its owners.
    pub owns: bool,
    /// Whether foreign keys of the role may lead to it.
    pub references: bool,
}

/// What to measure.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// What is looked at.
    pub look: &'a Scope,
    /// The tables that pending migrations touch, under their names before and after.
    pub tables: &'a BTreeSet<ObjectName>,
    /// From which age on a transaction counts as long.
    pub older_than: Duration,
}

/// Measures.
///
/// # Errors
///
/// The catalogue cannot be read.
pub async fn measure(session: &mut Session, wanted: &Wanted<'_>) -> Result<Measurements> {
    match session.target().clone() {
        Target::Postgres(target) => postgres::facts::measure(session, &target.schema, wanted).await,
        Target::Sqlite(target) => sqlite::facts::measure(session, &target.file, wanted).await,
    }
}
