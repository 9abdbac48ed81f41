//! A migration of one transaction on PostgreSQL, in two messages: its statements and the check of what
//! they left, then its history row and the commit, which go with the statements of the next migration where
//! one follows. What is compared in between is the same as step by step, and so is what an error says. A run
//! that is traced goes step by step: a span takes as long as its statement does.

use crate::error::{Error, Result};
use crate::execute::apply::{Done, Run, limits_of};
use crate::execute::statement::{self, Place, explain, stopped};
use crate::execute::unit::Unit;
use crate::history::{store, tables};
use crate::session::{Halted, Session, Whole};
use planner_core::provider::Provider;

/// A longer text goes statement by statement: a server takes a message in whole.
const SHORT: usize = 64 * 1024;

impl Run<'_> {
    /// Whether the unit is the whole migration and nothing has to be done in between.
    pub(super) fn is_at_once(&self, session: &Session, unit: &Unit<'_>, last: bool) -> bool {
        let length: usize = unit.statements.iter().map(|each| each.text.len()).sum();
        session.provider() == Provider::Postgresql
            && last
            && self.row.is_some()
            && !self.journalled
            && self.migration.journal.is_empty()
            && self.migration.forgets.is_none()
            && self.migration.to_clear.is_empty()
            && length <= SHORT
            && !tracing::enabled!(tracing::Level::INFO)
    }

    /// Runs it, checks it, records it and commits. After an error nothing of it is left.
    pub(super) async fn at_once(&self, session: &mut Session, unit: &Unit<'_>) -> Result<Done> {
        let result = self.in_two_messages(session, unit).await;
        if result.is_err() {
            // The error that led here says more than one of the rollback.
            let _ = session.rollback().await;
        }
        result
    }

    async fn in_two_messages(&self, session: &mut Session, unit: &Unit<'_>) -> Result<Done> {
        let place = |at: usize| Place {
            migration: self.migration.name,
            reviewed: true,
            number: unit.first_statement + at,
            count: self.statement_count,
        };
        if let Some(error) = self.interrupt.error() {
            return Err(stopped(error, place(0)));
        }
        let expected = &self.migration.expected;
        let note = expected.note(session).unwrap_or_default();
        let ahead = expected.question(session).await?;
        let statements: Vec<&str> = unit.statements.iter().map(|each| each.text.as_str()).collect();
        let name = self.row.map(|row| row.name.as_str()).unwrap_or_default();
        let whole = Whole {
            limits: limits_of(session, unit),
            note: &note,
            unless: tables::is_recorded(name),
            statements: &statements,
            ahead: ahead.as_deref(),
        };
        let running = session.begin_whole(&whole);
        match statement::until_stopped(&self.canceller, self.interrupt, running).await {
            Ok(()) => {}
            Err(Halted::Unless) => return Err(self.recorded_meanwhile()),
            Err(Halted::Opening(error)) => return Err(error),
            Err(Halted::Statement(at, error)) => {
                let place = place(at.min(statements.len().saturating_sub(1)));
                return Err(match (self.interrupt.error(), unit.statements.get(at)) {
                    (Some(stop), _) => stopped(stop, place),
                    (None, Some(statement)) => explain(error, statement, place),
                    (None, None) => error,
                });
            }
        }
        let row = self.checked_row(session).await?;
        let insert = match &row {
            Some(row) => store::inserting(session, row).await?,
            None => return Err(Error::failed("not-recorded", "A migration has no row to record.")),
        };
        self.not_stopped()?;
        match self.migration.followed {
            true => session.commit_with_the_next(insert)?,
            false => session.commit_with(&[&insert]).await?,
        }
        Ok(Done { kept: Vec::new(), row })
    }
}
