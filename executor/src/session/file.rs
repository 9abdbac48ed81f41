//! The open SQLite file: statements run on the thread that asks for them. A driver with a thread of its
//! own takes longer to hand a row from one to the other than SQLite takes to find it. So nobody beside
//! can stop what runs: it looks for itself whether a signal came or its time is over, and so does its
//! wait for other programs.

use super::connect::Access;
use super::value::{Param, Row};
use crate::interrupt::Interrupt;
use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::{Batch, Connection, OpenFlags, Result, Statement};
use std::cell::Cell;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many of SQLite's virtual machine instructions lie between two looks.
const INSTRUCTIONS: i32 = 20_000;

/// How many statements are kept prepared.
const KEPT: usize = 16;

/// The longest pause between two looks whether another program is done.
const PAUSE: Duration = Duration::from_millis(25);

thread_local! {
    /// How long the statement that runs on this thread waits for other programs; `None` is forever.
    static PATIENCE: Cell<Option<Duration>> = const { Cell::new(None) };
    /// When it began to wait.
    static WAITING: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// An open file.
#[derive(Debug)]
pub(super) struct SqliteFile {
    connection: Connection,
    /// When the running statement has to end.
    deadline: Arc<Mutex<Option<Instant>>>,
    /// How long a statement waits for other programs.
    patience: Option<Duration>,
}

impl SqliteFile {
    /// Opens the file; SQLite reads nothing of it yet.
    pub(super) fn open(file: &Path, access: Access, create: bool) -> Result<Self> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let connection = Connection::open_with_flags(file, flags)?;
        connection.set_prepared_statement_cache_capacity(KEPT);
        connection.busy_handler(Some(wait))?;
        let deadline = Arc::<Mutex<Option<Instant>>>::default();
        let seen = Arc::clone(&deadline);
        let mut stopped = false;
        // Once it stopped a statement, what undoes it may run.
        let ends = move || {
            if !stopped && is_interrupted() {
                stopped = true;
                return true;
            }
            let deadline = *seen.lock().unwrap_or_else(PoisonError::into_inner);
            deadline.is_some_and(|deadline| Instant::now() >= deadline)
        };
        connection.progress_handler(INSTRUCTIONS, Some(ends))?;
        let mut file = Self { connection, deadline, patience: None };
        file.execute("PRAGMA foreign_keys = ON", &[], false)?;
        if access == Access::Read {
            file.execute("PRAGMA query_only = ON", &[], false)?;
        }
        Ok(file)
    }

    /// Sets how long statements wait for other programs from now on.
    pub(super) fn set_patience(&mut self, patience: Option<Duration>) {
        self.patience = patience;
    }

    /// Stops what runs after that long; `None` lets it run.
    pub(super) fn stop_after(&self, limit: Option<Duration>) {
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = deadline;
    }

    /// Whether a transaction is open.
    pub(super) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Runs what the text holds, to its end; how many rows it touched.
    pub(super) fn execute(&mut self, sql: &str, params: &[Param], kept: bool) -> Result<u64> {
        let before = self.connection.total_changes();
        self.run(sql, params, kept, |_| {})?;
        let touched = self.connection.total_changes() != before;
        Ok(if touched { self.connection.changes() } else { 0 })
    }

    /// All rows of what the text holds.
    pub(super) fn query(&mut self, sql: &str, params: &[Param], kept: bool) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        self.run(sql, params, kept, |row| rows.push(row))?;
        Ok(rows)
    }

    fn run(
        &mut self,
        sql: &str,
        params: &[Param],
        kept: bool,
        mut take: impl FnMut(Row),
    ) -> Result<()> {
        PATIENCE.set(self.patience);
        if kept {
            return step(&mut *self.connection.prepare_cached(sql)?, params, &mut take);
        }
        let mut batch = Batch::new(&self.connection, sql);
        while let Some(mut statement) = batch.next()? {
            step(&mut statement, params, &mut take)?;
        }
        Ok(())
    }

    /// Closes the file in good order.
    pub(super) fn close(self) -> Result<()> {
        self.connection.close().map_err(|(_, error)| error)
    }
}

/// Runs a prepared statement to its end.
fn step(statement: &mut Statement<'_>, params: &[Param], take: &mut impl FnMut(Row)) -> Result<()> {
    for (at, param) in params.iter().enumerate() {
        if let Some(index) = statement.parameter_index(&format!("${}", at + 1))? {
            statement.raw_bind_parameter(index, param)?;
        }
    }
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        take(Row::from_sqlite(row, columns)?);
    }
    Ok(())
}

/// Called by SQLite when another program is in the way, the `tries`th time: whether to try again.
fn wait(tries: i32) -> bool {
    let now = Instant::now();
    if tries == 0 {
        WAITING.set(Some(now));
    }
    let waited = WAITING.get().map_or(Duration::ZERO, |since| now.duration_since(since));
    if is_interrupted() || PATIENCE.get().is_some_and(|patience| waited >= patience) {
        return false;
    }
    let left = PATIENCE.get().map_or(PAUSE, |patience| patience.saturating_sub(waited));
    let pause = Duration::from_millis(1 << tries.clamp(0, 5));
    std::thread::sleep(pause.min(PAUSE).min(left));
    true
}

fn is_interrupted() -> bool {
    Interrupt::of_process().is_some_and(Interrupt::is_asked)
}
