//! What a migration left -> whether it is what after.prisma says. Read inside the transaction,
//! before the history row and the commit.

use crate::error::{Error, Result};
use crate::live::comon_orm::compare_tolerantly;
use crate::live::{self, ExternalTables, LiveExpressions, compare};
use crate::session::Session;
use planner_core::database::model::{Database, ObjectName};
use std::collections::BTreeSet;

/// What a migration must leave.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// after.prisma, lowered.
    pub after: &'a Database,
    /// The tables that the migration changes, under their names before and after.
    pub changed: &'a BTreeSet<ObjectName>,
    /// Whether all tables count: SQL that the planner did not write may change any of them.
    pub whole: bool,
    /// Whether comon_orm's migrations made tables here, whose layout is its own.
    pub inherits: bool,
    /// Where to look.
    pub scope: &'a live::Scope,
    /// What servers made of expressions so far.
    pub known: &'a LiveExpressions,
    /// Differences that were there before and that were accepted, by the names to accept them.
    pub accepted: &'a BTreeSet<String>,
}

impl Expected<'_> {
    /// What is read back: nothing, some tables or all.
    fn scope(&self) -> Option<live::Scope> {
        let is_checked = !cfg!(feature = "unchecked");
        if !is_checked || self.changed.is_empty() && !self.whole {
            return None;
        }
        let only = (!self.whole).then(|| self.changed.clone());
        Some(live::Scope { only, ..self.scope.clone() })
    }

    /// PostgreSQL: how it will be read back, where it is some tables.
    pub async fn question(&self, session: &mut Session) -> Result<Option<String>> {
        match self.scope() {
            Some(scope) => live::question(session, &scope).await,
            None => Ok(None),
        }
    }

    /// What the session notes to read it back.
    pub fn note(&self, session: &Session) -> Option<String> {
        live::note(session, &self.scope()?)
    }
}

/// What the check learned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// All that is known of expressions now.
    pub expressions: LiveExpressions,
}

/// Reads the changed tables back, or all of them, and compares.
///
/// # Errors
///
/// Each difference is listed, or a statement ended the transaction; the caller rolls back.
pub async fn check(
    session: &mut Session,
    migration: &str,
    expected: &Expected<'_>,
) -> Result<Checked> {
    let Some(scope) = expected.scope() else {
        session.check_transaction().await?;
        return Ok(Checked { expressions: expected.known.clone() });
    };
    let found = live::introspect(session, &scope).await?;
    let only = scope.only.as_ref();
    let external: &ExternalTables = &expected.scope.external;
    let fresh = LiveExpressions::collect(expected.after, &found.database);
    let known = expected.known.clone().extended(fresh);
    let judge = if expected.inherits { compare_tolerantly } else { compare };
    let differences = judge(expected.after, &found, external, &known, only);
    let wrong: Vec<String> = differences
        .into_iter()
        .filter(|each| !each.notice)
        .filter(|each| !each.names.iter().any(|name| expected.accepted.contains(name)))
        .map(|each| each.message)
        .collect();
    if wrong.is_empty() {
        return Ok(Checked { expressions: known });
    }
    let error = Error::failed(
        "unexpected-result",
        format!("{migration} does not leave what its after.prisma says."),
    );
    Err(wrong.into_iter().fold(error, Error::detail).help(
        "Correct migration.sql so that it leads to after.prisma, then run comon migrate seal.",
    ))
}
