//! A statement that the database refuses in a transaction, such as CREATE INDEX CONCURRENTLY: what
//! an earlier run left of it is looked up first, then it runs alone.

use crate::error::{Error, Result};
use crate::execute::apply::Run;
use crate::execute::effect::{BareEffect, bare_effect};
use crate::execute::record::now;
use crate::execute::unit::Unit;
use crate::history::journal::{JournalStep, StepState};
use crate::live::concurrent::{self, Detachment, FoundIndex};
use crate::session::{Limits, Session};
use planner_core::script::Statement;

/// What an earlier run left of a statement.
enum Left {
    /// All of it.
    Everything,
    /// Nothing, or nothing that is in the way.
    Nothing,
    /// These indexes, of no use to anybody.
    Rubbish(Vec<FoundIndex>),
    /// A statement that finishes it.
    Half(String),
}

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
        let effect = bare_effect(&statement.text);
        // What a run cut off left is this migration's; before the first run it is somebody else's.
        let mut ours = known.is_some_and(|step| step.digest == unit.digest);
        if !ours {
            refuse_foreign_index(session, effect.as_ref()).await?;
        }
        let limits = Limits { lock: unit.lock_timeout, statement: unit.statement_timeout };
        let begun = known.map(|step| step.state);
        let result = self
            .with_tries(session, async |session| {
                let left = match &effect {
                    Some(effect) if ours => self.left(session, effect, begun).await?,
                    Some(_) | None => Left::Nothing,
                };
                ours = true;
                session.set_limits(limits).await?;
                let result = self.finish(session, unit, statement, left, &step).await;
                session.set_limits(session.limits()).await?;
                result
            })
            .await;
        result?;
        step.state = StepState::Finished;
        step.ended_at = Some(now());
        self.journal_alone(session, &step).await
    }

    /// Does what is left to do of a statement.
    async fn finish(
        &self,
        session: &mut Session,
        unit: &Unit<'_>,
        statement: &Statement,
        left: Left,
        step: &JournalStep,
    ) -> Result<()> {
        let first = unit.first_statement;
        match left {
            Left::Everything => return Ok(()),
            Left::Half(sql) => {
                let rest = Statement { text: sql, ..statement.clone() };
                return self.statement(session, &rest, first, None).await;
            }
            Left::Nothing => {}
            Left::Rubbish(indexes) => {
                for index in indexes {
                    self.terminal.note(&format!("Dropping the half-built index {}.", index.name));
                    let text = concurrent::drop_index_sql(&index.name);
                    let drop = Statement { text, ..statement.clone() };
                    self.statement(session, &drop, first, None).await?;
                }
            }
        }
        self.journal_alone(session, step).await?;
        self.statement(session, statement, first, None).await
    }

    async fn left(
        &self,
        session: &mut Session,
        effect: &BareEffect,
        begun: Option<StepState>,
    ) -> Result<Left> {
        Ok(match effect {
            BareEffect::IndexThere { table, index, .. } => {
                match concurrent::index_of_table(session, table, index).await? {
                    None => Left::Nothing,
                    Some(found) if !found.valid => Left::Rubbish(vec![found]),
                    // A build that the database refused made no valid index.
                    Some(_) if begun == Some(StepState::Failed) => Left::Nothing,
                    Some(_) => Left::Everything,
                }
            }
            BareEffect::IndexGone(name) => match concurrent::index_is_there(session, name).await? {
                true => Left::Nothing,
                false => Left::Everything,
            },
            BareEffect::IndexRebuilt(name) => {
                Left::Rubbish(concurrent::copies_of_index(session, name).await?)
            }
            BareEffect::PartitionDetached { parent, partition } => {
                match concurrent::detachment(session, parent, partition).await? {
                    Detachment::NotBegun => Left::Nothing,
                    Detachment::Done => Left::Everything,
                    Detachment::Pending => {
                        Left::Half(concurrent::finish_detachment_sql(parent, partition))
                    }
                }
            }
        })
    }
}

/// An index that is there before its statement was ever begun is not this migration's: IF NOT EXISTS
/// would take a half-built one for whole, and a resumed run any one for its own.
async fn refuse_foreign_index(session: &mut Session, effect: Option<&BareEffect>) -> Result<()> {
    let Some(BareEffect::IndexThere { table, index, or_there_before }) = effect else {
        return Ok(());
    };
    let Some(found) = concurrent::index_of_table(session, table, index).await? else {
        return Ok(());
    };
    if found.valid && *or_there_before {
        return Ok(());
    }
    let state = if found.valid { "" } else { ", half-built and of no use" };
    Err(Error::failed(
        "index-exists",
        format!(
            "The index {} is there already{state}; this migration did not make it.",
            found.name
        ),
    )
    .help(format!(
        "Look at it (\\d {table} in psql); {} takes it away. Then run comon migrate deploy again.",
        concurrent::drop_index_sql(&found.name)
    )))
}
