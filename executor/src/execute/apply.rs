//! One reviewed migration in, its effect and its history row out, together or not at all. The
//! bytes of migration.sql run; nothing else does but the bracket's dependents on SQLite.

use crate::error::{Error, Result};
use crate::execute::bracket::{self, Bracket};
use crate::execute::result_check::{self, Expected};
use crate::execute::statement::{self, Place};
use crate::execute::unit::{self, BareEffect, Unit, UnitMode};
use crate::execute::watch::watched;
use crate::history::journal::{JournalStep, StepState};
use crate::history::row::Row;
use crate::history::store;
use crate::interrupt::Interrupt;
use crate::live::concurrent;
use crate::output::Terminal;
use crate::session::{Canceller, CommitRetry, DEFAULT_LIMITS, Limits, Session};
use planner_core::provider::Provider;
use planner_core::script::Script;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How often a section is tried when a lock is not free in time, unless the run says otherwise.
pub const LOCK_TRIES: u32 = 10;

/// A migration, ready to run.
#[derive(Debug, Clone)]
pub struct Migration<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its statements.
    pub script: &'a Script,
    /// SQLite: the tables that it builds anew.
    pub rebuilt: &'a BTreeSet<String>,
    /// SQLite: indexes that the schema knows before or after.
    pub managed_indexes: &'a BTreeSet<String>,
    /// What it must leave.
    pub expected: Expected<'a>,
    /// How often a section is tried when a lock is not free in time, each try a fresh transaction.
    pub lock_tries: u32,
    /// Steps of an earlier run.
    pub journal: Vec<&'a JournalStep>,
    /// Its history row, but for the time, the duration and what the server says of expressions.
    pub row: Row,
}

/// What a migration did.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The history row as written.
    pub row: Row,
    /// Objects outside the schema that were taken away and brought back.
    pub kept: Vec<String>,
    /// How long it took.
    pub duration: Duration,
}

/// Why a migration did not come to its end.
#[derive(Debug)]
pub struct Failure {
    /// What happened.
    pub error: Error,
    /// Whether a section of it is committed, so that the next run goes on behind it.
    pub committed: bool,
}

/// What every step needs.
struct Run<'a> {
    migration: &'a Migration<'a>,
    canceller: Canceller,
    interrupt: &'a Interrupt,
    terminal: &'a Terminal,
    started: Instant,
    statement_count: usize,
    /// Whether it has more than one unit, or one that runs bare.
    journalled: bool,
}

/// Runs the migration under the deploy lock, which the caller holds.
///
/// # Errors
///
/// The database refuses, the result is not what the migration promises, or the run was stopped.
/// The open transaction is rolled back.
pub async fn apply(
    session: &mut Session,
    migration: &Migration<'_>,
    interrupt: &Interrupt,
    terminal: &Terminal,
) -> Result<Applied, Failure> {
    let units = unit::units(migration.script);
    let mut committed = migration.journal.iter().any(|step| step.state == StepState::Finished);
    let result = run_units(session, migration, &units, interrupt, terminal, &mut committed).await;
    result.map_err(|error| Failure { error, committed })
}

async fn run_units(
    session: &mut Session,
    migration: &Migration<'_>,
    units: &[Unit<'_>],
    interrupt: &Interrupt,
    terminal: &Terminal,
    committed: &mut bool,
) -> Result<Applied> {
    let changed = unit::changed_since(units, &migration.journal);
    if !changed.is_empty() {
        let error = Error::refused(
            "migration-changed",
            format!("{} was begun here and its file was changed since.", migration.name),
        );
        return Err(changed.into_iter().fold(error, Error::detail).help(
            "Restore migration.sql as it was when the run began, then run comon migrate deploy.",
        ));
    }
    let run = Run {
        migration,
        canceller: session.canceller().await?,
        interrupt,
        terminal,
        started: Instant::now(),
        statement_count: units.iter().map(|unit| unit.statements.len()).sum(),
        journalled: units.len() > 1 || units.iter().any(|unit| unit.mode == UnitMode::Bare),
    };
    let mut kept = Vec::new();
    let mut row = None;
    for unit in units {
        let known = migration.journal.iter().find(|step| step.step == unit.number);
        if known.is_some_and(|step| step.state == StepState::Finished) {
            continue;
        }
        let last = unit.number + 1 == units.len() as i64;
        let done = match unit.mode {
            UnitMode::Transaction => run.transaction(session, unit, last).await,
            UnitMode::Bare => {
                run.bare(session, unit, known.copied()).await.map(|()| Done::default())
            }
        };
        match done {
            Ok(done) => {
                kept.extend(done.kept);
                row = done.row;
                *committed = true;
            }
            Err(error) => {
                if *committed || unit.mode == UnitMode::Bare {
                    *committed = true;
                    run.note_failure(session, unit, &error).await;
                }
                return Err(error);
            }
        }
    }
    let row = match row {
        Some(row) => row,
        // No statement at all, or the last one ran bare: the row has a transaction of its own.
        None => run.record_alone(session).await?,
    };
    *committed = true;
    Ok(Applied { row, kept, duration: run.started.elapsed() })
}

#[derive(Debug, Default)]
struct Done {
    kept: Vec<String>,
    row: Option<Row>,
}

impl Run<'_> {
    async fn transaction(
        &self,
        session: &mut Session,
        unit: &Unit<'_>,
        last: bool,
    ) -> Result<Done> {
        let mut pause = Duration::from_secs(1);
        let mut tries = 1;
        loop {
            let last_try = tries >= self.migration.lock_tries;
            let result = match session.facts().process.filter(|_| last_try) {
                Some(process) => {
                    let target = session.target().clone();
                    watched(&target, process, self.try_transaction(session, unit, last)).await
                }
                None => self.try_transaction(session, unit, last).await,
            };
            let error = match result {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            let busy = error.id == "lock-timeout" && session.provider() == Provider::Postgresql;
            if !busy || last_try {
                return Err(error);
            }
            tries += 1;
            let pause_now = jittered(pause);
            self.terminal.progress(&format!(
                "a lock was not free in time; try {tries} of {} in {:.1} s",
                self.migration.lock_tries,
                pause_now.as_secs_f32()
            ));
            tokio::select! {
                () = tokio::time::sleep(pause_now) => {}
                () = self.interrupt.asked() => return Err(self.interrupt.error().unwrap_or(error)),
            }
            pause = (pause * 2).min(Duration::from_secs(60));
        }
    }

    async fn try_transaction(
        &self,
        session: &mut Session,
        unit: &Unit<'_>,
        last: bool,
    ) -> Result<Done> {
        let foreign_keys_off =
            self.migration.script.foreign_keys_off && session.provider() == Provider::Sqlite;
        if foreign_keys_off {
            session.set_foreign_keys(false).await?;
        }
        let limits = Limits {
            lock: unit.lock_timeout.or(DEFAULT_LIMITS.lock),
            statement: unit.statement_timeout.or(DEFAULT_LIMITS.statement),
        };
        session.set_limits(limits).await?;
        let result = match session.begin().await {
            Ok(()) => self.inside(session, unit, last, foreign_keys_off).await,
            Err(error) => Err(error),
        };
        let result = match result {
            Ok(done) => session.commit(CommitRetry::default()).await.map(|()| done),
            Err(error) => Err(error),
        };
        if result.is_err() {
            // The error that led here says more than one of the rollback.
            let _ = session.rollback().await;
        }
        if foreign_keys_off {
            let switched = session.set_foreign_keys(true).await;
            if result.is_ok() {
                switched?;
            }
        }
        result
    }

    /// Everything between BEGIN and COMMIT.
    async fn inside(
        &self,
        session: &mut Session,
        unit: &Unit<'_>,
        last: bool,
        foreign_keys_off: bool,
    ) -> Result<Done> {
        self.not_recorded(session).await?;
        let started_at = now();
        let mut bracket = if foreign_keys_off {
            let migration = self.migration;
            Some(bracket::open(session, migration.rebuilt, migration.managed_indexes).await?)
        } else {
            None
        };
        for (index, statement) in unit.statements.iter().enumerate() {
            let number = unit.first_statement + index;
            self.statement(session, statement, number, bracket.as_mut()).await?;
        }
        let kept = match &bracket {
            Some(bracket) => bracket::close(session, bracket).await?,
            None => Vec::new(),
        };
        session.check_transaction().await?;
        let row = if last { Some(self.record(session).await?) } else { None };
        if self.journalled && !last {
            let step = JournalStep {
                migration: self.migration.name.to_owned(),
                step: unit.number,
                digest: unit.digest.clone(),
                state: StepState::Finished,
                started_at,
                ended_at: Some(now()),
                error: None,
            };
            store::journal(session, &step).await?;
        }
        if let Some(error) = self.interrupt.error() {
            return Err(
                error.detail(format!("{} was rolled back before its commit.", self.migration.name))
            );
        }
        Ok(Done { kept, row })
    }

    async fn statement(
        &self,
        session: &mut Session,
        statement: &planner_core::script::Statement,
        number: usize,
        bracket: Option<&mut Bracket>,
    ) -> Result<()> {
        let place = Place { migration: self.migration.name, number, count: self.statement_count };
        let counted = match bracket {
            Some(bracket) => bracket::before_drop(session, bracket, statement).await?,
            None => None,
        };
        statement::run(session, &self.canceller, self.interrupt, statement, place).await?;
        match counted {
            Some(counted) => bracket::after_drop(session, &counted).await,
            None => Ok(()),
        }
    }

    /// A statement that the database refuses in a transaction. What an earlier run left of it is
    /// looked up first: a build that failed leaves an invalid index behind.
    async fn bare(
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

    async fn journal_alone(&self, session: &mut Session, step: &JournalStep) -> Result<()> {
        session.begin().await?;
        let result = match store::journal(session, step).await {
            Ok(()) => session.commit(CommitRetry::default()).await,
            Err(error) => Err(error),
        };
        if result.is_err() {
            let _ = session.rollback().await;
        }
        result
    }

    /// The journal says where it stopped; if even that cannot be written, the steps before say
    /// enough for the next run.
    async fn note_failure(&self, session: &mut Session, unit: &Unit<'_>, error: &Error) {
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

    async fn record_alone(&self, session: &mut Session) -> Result<Row> {
        session.begin().await?;
        let result = async {
            self.not_recorded(session).await?;
            let row = self.record(session).await?;
            session.commit(CommitRetry::default()).await?;
            Ok(row)
        }
        .await;
        if result.is_err() {
            let _ = session.rollback().await;
        }
        result
    }

    /// The result is read back and compared, then the history row is written: both inside the
    /// transaction of the last statements.
    async fn record(&self, session: &mut Session) -> Result<Row> {
        let checked =
            result_check::check(session, self.migration.name, &self.migration.expected).await?;
        let mut row = self.migration.row.clone();
        row.applied_at = now();
        row.ours.duration_ms = i64::try_from(self.started.elapsed().as_millis()).ok();
        row.ours.live_expressions = checked.expressions.to_json();
        if self.journalled || !self.migration.journal.is_empty() {
            store::clear_journal(session, self.migration.name).await?;
        }
        store::insert(session, &row).await?;
        Ok(row)
    }

    /// Somebody who does not know the lock may have been here in the meantime.
    async fn not_recorded(&self, session: &mut Session) -> Result<()> {
        if !store::is_recorded(session, &self.migration.row.name).await? {
            return Ok(());
        }
        Err(Error::refused(
            "applied-meanwhile",
            format!("{} was applied by someone else in the meantime.", self.migration.name),
        )
        .help("Run comon migrate status."))
    }
}

/// The present time as the history holds it.
pub fn now() -> String {
    use time::format_description::well_known::Rfc3339;
    let now = time::OffsetDateTime::now_utc();
    let now = now.replace_nanosecond(now.nanosecond() / 1_000 * 1_000).unwrap_or(now);
    now.format(&Rfc3339).unwrap_or_default()
}

/// Between half and the whole of it, so that two who wait do not meet again and again.
fn jittered(pause: Duration) -> Duration {
    let noise = time::OffsetDateTime::now_utc().nanosecond() % 1000;
    pause / 2 + pause / 2 * noise / 1000
}
