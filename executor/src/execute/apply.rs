//! One reviewed migration in, its effect and its history row out, together or not at all. The
//! bytes of migration.sql run; nothing else does but the bracket's dependents on SQLite. A push is
//! the same without a row, and so without a journal: the next one plans from what is there.

use crate::error::{Error, Result};
use crate::execute::bracket::{self, Bracket};
use crate::execute::clear;
use crate::execute::progress::changed_since;
use crate::execute::record::now;
use crate::execute::result_check::Expected;
use crate::execute::statement::{self, Place};
use crate::execute::unit::{self, Unit, UnitMode};
use crate::history::journal::{JournalStep, StepState};
use crate::history::row::Row;
use crate::history::store;
use crate::interrupt::Interrupt;
use crate::output::Terminal;
use crate::session::{Canceller, Limits, Opening, Session};
use planner_core::provider::Provider;
use planner_core::script::Script;
use planner_core::warning::Finding;
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
    /// Warnings that were accepted as far as nothing is at risk once the tables are locked.
    pub to_clear: Vec<Finding>,
    /// What it must leave.
    pub expected: Expected<'a>,
    /// How often a section is tried when a lock is not free in time, each try a fresh transaction.
    pub lock_tries: u32,
    /// Steps of an earlier run.
    pub journal: Vec<&'a JournalStep>,
    /// A migration whose journal is forgotten with the row: one whose begun run is undone.
    pub forgets: Option<&'a str>,
    /// Whether another one follows in the same run, with whose first message this one may end.
    pub followed: bool,
}

/// What a push did.
#[derive(Debug, Clone)]
pub struct Pushed {
    /// Objects outside the schema that were taken away and brought back.
    pub kept: Vec<String>,
    /// How long it took.
    pub duration: Duration,
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
pub(super) struct Run<'a> {
    pub(super) migration: &'a Migration<'a>,
    /// Its history row, but for the time, the duration and what the server says of expressions;
    /// `None` where nothing is recorded.
    pub(super) row: Option<&'a Row>,
    pub(super) canceller: Canceller,
    pub(super) interrupt: &'a Interrupt,
    pub(super) terminal: &'a Terminal,
    pub(super) started: Instant,
    pub(super) statement_count: usize,
    /// Whether it has more than one unit, or one that runs bare.
    pub(super) journalled: bool,
}

/// Runs the migration under the deploy lock, which the caller holds. `row` is its history row, but
/// for the time, the duration and what the server says of expressions.
///
/// # Errors
///
/// The database refuses, the result is not what the migration promises, or the run was stopped.
/// The open transaction is rolled back.
pub async fn apply(
    session: &mut Session,
    migration: &Migration<'_>,
    row: Row,
    interrupt: &Interrupt,
    terminal: &Terminal,
) -> Result<Applied, Failure> {
    let done = run_all(session, migration, Some(&row), interrupt, terminal).await?;
    let Pushed { kept, duration } = done.1;
    Ok(Applied { row: done.0.unwrap_or(row), kept, duration })
}

/// The same without a history row: nothing is recorded.
///
/// # Errors
///
/// As [`apply`].
pub async fn push(
    session: &mut Session,
    migration: &Migration<'_>,
    interrupt: &Interrupt,
    terminal: &Terminal,
) -> Result<Pushed, Failure> {
    run_all(session, migration, None, interrupt, terminal).await.map(|(_, pushed)| pushed)
}

async fn run_all(
    session: &mut Session,
    migration: &Migration<'_>,
    row: Option<&Row>,
    interrupt: &Interrupt,
    terminal: &Terminal,
) -> Result<(Option<Row>, Pushed), Failure> {
    let units = unit::units(migration.script);
    let mut committed = migration.journal.iter().any(|step| step.state == StepState::Finished);
    let result = async {
        let run = begin(session, migration, row, &units, interrupt, terminal)?;
        // Apart: what runs a command need not hold all that a statement waits for.
        Box::pin(run.units(session, &units, &mut committed)).await
    };
    let result = result.await;
    result.map_err(|error| Failure { error, committed })
}

fn begin<'a>(
    session: &Session,
    migration: &'a Migration<'a>,
    row: Option<&'a Row>,
    units: &[Unit<'_>],
    interrupt: &'a Interrupt,
    terminal: &'a Terminal,
) -> Result<Run<'a>> {
    let changed = changed_since(units, &migration.journal);
    if !changed.is_empty() {
        let error = Error::refused(
            "migration-changed",
            format!("{} was begun here and its file was changed since.", migration.name),
        );
        return Err(changed.into_iter().fold(error, Error::detail).help(
            "Restore migration.sql as it was when the run began, then run comon migrate deploy; or take \
             the finished steps back with comon migrate rollback before you change it.",
        ));
    }
    let several = units.len() > 1 || units.iter().any(|unit| unit.mode == UnitMode::Bare);
    Ok(Run {
        migration,
        row,
        canceller: session.canceller(),
        interrupt,
        terminal,
        started: Instant::now(),
        statement_count: units.iter().map(|unit| unit.statements.len()).sum(),
        journalled: several && row.is_some(),
    })
}

/// What a unit did.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) kept: Vec<String>,
    pub(super) row: Option<Row>,
}

impl Run<'_> {
    async fn units(
        &self,
        session: &mut Session,
        units: &[Unit<'_>],
        committed: &mut bool,
    ) -> Result<(Option<Row>, Pushed)> {
        let mut kept = Vec::new();
        let mut row = None;
        let mut checked = false;
        for unit in units {
            let known = self.migration.journal.iter().find(|step| step.step == unit.number);
            if known.is_some_and(|step| step.state == StepState::Finished) {
                continue;
            }
            let last = unit.number + 1 == units.len() as i64;
            let done = match unit.mode {
                UnitMode::Transaction => self.transaction(session, unit, last).await,
                UnitMode::Bare => {
                    self.bare(session, unit, known.copied()).await.map(|()| Done::default())
                }
            };
            match done {
                Ok(done) => {
                    kept.extend(done.kept);
                    row = done.row;
                    checked = last && unit.mode == UnitMode::Transaction;
                    *committed = true;
                }
                Err(error) => {
                    if *committed || unit.mode == UnitMode::Bare {
                        *committed = true;
                        self.note_failure(session, unit, &error).await;
                    }
                    return Err(error);
                }
            }
        }
        if !checked {
            // No statement at all, or the last one ran bare: the row has a transaction of its own.
            row = self.record_alone(session).await?;
        }
        *committed = true;
        Ok((row, Pushed { kept, duration: self.started.elapsed() }))
    }

    async fn transaction(
        &self,
        session: &mut Session,
        unit: &Unit<'_>,
        last: bool,
    ) -> Result<Done> {
        let attempt = async |session: &mut Session| self.try_transaction(session, unit, last).await;
        self.with_tries(session, attempt).await
    }

    async fn try_transaction(
        &self,
        session: &mut Session,
        unit: &Unit<'_>,
        last: bool,
    ) -> Result<Done> {
        if self.is_at_once(session, unit, last) {
            return self.at_once(session, unit).await;
        }
        let foreign_keys_off =
            self.migration.script.foreign_keys_off && session.provider() == Provider::Sqlite;
        if foreign_keys_off {
            session.set_foreign_keys(false).await?;
        }
        let opening = Opening {
            limits: Some(limits_of(session, unit)),
            question: self.recorded_already(),
            note: self.migration.expected.note(session).filter(|_| last),
        };
        let work = async |session: &mut Session, answer: Option<String>| {
            self.not_recorded(answer.as_deref())?;
            self.inside(session, unit, last, foreign_keys_off).await
        };
        let result = session.in_transaction_with(&opening, work).await;
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
        let to_clear = &self.migration.to_clear;
        let limits = limits_of(session, unit);
        clear::check(session, self.migration.name, to_clear, limits).await?;
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
        let row = if last {
            self.record(session).await?
        } else {
            session.check_transaction().await?;
            None
        };
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
        self.not_stopped()?;
        Ok(Done { kept, row })
    }

    /// The last look before a commit whether the run shall stop.
    pub(super) fn not_stopped(&self) -> Result<()> {
        let Some(error) = self.interrupt.error() else { return Ok(()) };
        Err(error.detail(format!("{} was rolled back before its commit.", self.migration.name)))
    }

    pub(super) async fn statement(
        &self,
        session: &mut Session,
        statement: &planner_core::script::Statement,
        number: usize,
        bracket: Option<&mut Bracket>,
    ) -> Result<()> {
        let place = Place {
            migration: self.migration.name,
            reviewed: self.row.is_some(),
            number,
            count: self.statement_count,
        };
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
}

/// A section's own limits, else those of every session.
pub(super) fn limits_of(session: &Session, unit: &Unit<'_>) -> Limits {
    let own = session.limits();
    Limits {
        lock: unit.lock_timeout.or(own.lock),
        statement: unit.statement_timeout.or(own.statement),
    }
}
