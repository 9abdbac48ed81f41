//! A statement that the database refuses in a transaction, such as CREATE INDEX CONCURRENTLY: what
//! an earlier run left of it is looked up first, then it runs alone.

use crate::error::Result;
use crate::execute::apply::Run;
use crate::execute::record::now;
use crate::execute::unit::{self, BareEffect, Unit};
use crate::execute::watch::watched;
use crate::history::journal::{JournalStep, StepState};
use crate::live::concurrent;
use crate::session::{DEFAULT_LIMITS, Limits, Session};

impl Run<'_> {
    /// A statement that the database refuses in a transaction. What an earlier run left of it is
    /// looked up first: a build that failed leaves an invalid index behind.
    pub(super) async fn bare(
        &self,
        session: &mut Session,
        unit: &Unit<'_>,
        known: Option<&JournalStep>,
    ) -> Result<()> {
        let Some(statement) = unit.statements.first() else {
            return Ok(());
        };
        let mut step = JournalStep {
            migration: self.migration.name.to_owned(),
            step: unit.number,
            digest: unit.digest.clone(),
            state: StepState::Started,
            started_at: now(),
            ended_at: None,
            error: None,
        };
        let effect = unit::bare_effect(&statement.text);
        let begun = known.is_some_and(|step| step.digest == unit.digest);
        let there = begun && self.effect_is_there(session, &effect).await?;
        if !there {
            self.journal_alone(session, &step).await?;
            let limits = Limits { lock: unit.lock_timeout, statement: unit.statement_timeout };
            session.set_limits(limits).await?;
            let target = session.target().clone();
            let process = session.facts().process.unwrap_or_default();
            let running = self.statement(session, statement, unit.first_statement, None);
            let result = watched(&target, process, running).await;
            session.set_limits(DEFAULT_LIMITS).await?;
            result?;
        }
        step.state = StepState::Finished;
        step.ended_at = Some(now());
        self.journal_alone(session, &step).await
    }

    async fn effect_is_there(&self, session: &mut Session, effect: &BareEffect) -> Result<bool> {
        match effect {
            BareEffect::Repeatable => Ok(false),
            BareEffect::IndexGone(name) => {
                Ok(concurrent::index_state(session, name).await?.is_none())
            }
            BareEffect::IndexThere(name) => match concurrent::index_state(session, name).await? {
                None => Ok(false),
                Some(concurrent::IndexState::Valid) => Ok(true),
                Some(concurrent::IndexState::Invalid) => {
                    self.terminal.progress(&format!("dropping the half-built index {name}"));
                    session.execute(&concurrent::drop_index_sql(name)).await?;
                    Ok(false)
                }
            },
        }
    }
}
