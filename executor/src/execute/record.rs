//! What a run leaves written about itself: the history row, in the transaction of the last
//! statements, and the journal of its sections. A run without a row leaves nothing.

use crate::error::{Error, Result};
use crate::execute::apply::Run;
use crate::execute::result_check;
use crate::execute::unit::Unit;
use crate::history::journal::{JournalStep, StepState};
use crate::history::row::Row;
use crate::history::{store, tables};
use crate::session::{Opening, Question, Session, is_true};

impl Run<'_> {
    pub(super) async fn journal_alone(
        &self,
        session: &mut Session,
        step: &JournalStep,
    ) -> Result<()> {
        if self.row.is_none() {
            return Ok(());
        }
        session.in_own_transaction(async |session| store::journal(session, step).await).await
    }

    /// The journal says where it stopped; if even that cannot be written, the steps before say
    /// enough for the next run.
    pub(super) async fn note_failure(&self, session: &mut Session, unit: &Unit<'_>, error: &Error) {
        let step = JournalStep {
            migration: self.migration.name.to_owned(),
            step: unit.number,
            digest: unit.digest.clone(),
            state: StepState::Failed,
            started_at: now(),
            ended_at: Some(now()),
            error: Some(error.message.clone()),
        };
        let _ = self.journal_alone(session, &step).await;
    }

    pub(super) async fn record_alone(&self, session: &mut Session) -> Result<Option<Row>> {
        let opening = Opening { question: self.recorded_already(), ..Opening::default() };
        let work = async |session: &mut Session, answer: Option<String>| {
            self.not_recorded(answer.as_deref())?;
            self.record(session).await
        };
        session.in_transaction_with(&opening, work).await
    }

    /// The result is read back and compared, then the history row is written: both inside the
    /// transaction of the last statements.
    pub(super) async fn record(&self, session: &mut Session) -> Result<Option<Row>> {
        let Some(row) = self.checked_row(session).await? else { return Ok(None) };
        if self.journalled || !self.migration.journal.is_empty() {
            store::clear_journal(session, self.migration.name).await?;
        }
        if let Some(undone) = self.migration.forgets {
            store::clear_journal(session, undone).await?;
        }
        store::insert(session, &row).await?;
        Ok(Some(row))
    }

    /// Reads the result back and compares it; the history row as it is to be written.
    pub(super) async fn checked_row(&self, session: &mut Session) -> Result<Option<Row>> {
        let checked =
            result_check::check(session, self.migration.name, &self.migration.expected).await?;
        let Some(row) = self.row else { return Ok(None) };
        let mut row = row.clone();
        row.applied_at = now();
        row.ours.duration_ms = i64::try_from(self.started.elapsed().as_millis()).ok();
        row.ours.live_expressions = checked.expressions.to_json();
        Ok(Some(row))
    }

    /// The question whether its row is there, asked as each of its transactions begins.
    pub(super) fn recorded_already(&self) -> Option<Question<'_>> {
        self.row.map(|row| tables::is_recorded(&row.name))
    }

    /// Somebody who does not know the lock may have been here in the meantime.
    pub(super) fn not_recorded(&self, answer: Option<&str>) -> Result<()> {
        if !answer.is_some_and(is_true) {
            return Ok(());
        }
        Err(self.recorded_meanwhile())
    }

    pub(super) fn recorded_meanwhile(&self) -> Error {
        Error::refused(
            "applied-meanwhile",
            format!("{} was applied by someone else in the meantime.", self.migration.name),
        )
        .help("Run comon migrate status.")
    }
}

/// The present time as the history holds it.
pub fn now() -> String {
    use time::format_description::well_known::Rfc3339;
    let now = time::OffsetDateTime::now_utc();
    let now = now.replace_nanosecond(now.nanosecond() / 1_000 * 1_000).unwrap_or(now);
    now.format(&Rfc3339).unwrap_or_default()
}
