//! One dedicated connection to one database: what every statement of comon goes through. It
//! knows how to pin a session's settings, run one statement, ask for rows, and hold
//! transactions and the deploy lock; it knows nothing of schemas, plans or history.

mod attendance;
mod backup;
mod cancel;
mod connect;
mod ending;
mod failure;
mod file;
mod listing;
mod lock;
mod moment;
mod own_socket;
mod postgres;
mod silence;
mod sqlite;
mod sqlite_failure;
#[cfg(test)]
mod tests;
mod together;
mod transaction;
mod value;

pub use attendance::Attendance;
pub use cancel::Canceller;
pub use connect::{Access, Missing};
pub use listing::{Asked, Listing, json_rows};
pub(crate) use lock::file_lock_holder;
pub use lock::{DeployLock, Holder, Wait};
pub use moment::Moment;
pub use sqlite::ForeignKeyViolation;
pub use together::{Halted, Whole};
pub use transaction::{CommitRetry, NOTE, Opening, Question};
pub use value::{Param, Row, is_true};

use crate::error::{Error, Result};
use crate::target::Target;
use file::SqliteFile;
use futures_util::TryStreamExt;
use planner_core::provider::Provider;
use silence::answered;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use std::time::Duration;

/// One dedicated connection, its settings pinned. Dropping it ends the connection, which rolls
/// back what was open and releases what was locked.
#[derive(Debug)]
pub struct Session {
    target: Target,
    connection: Connection,
    facts: ServerFacts,
    transaction: transaction::State,
    attendance: Attendance,
    limits: Limits,
    probe_limit: Duration,
    /// PostgreSQL: how it is looked whether an answer will come.
    line: Option<silence::Line>,
    /// Why nothing can be asked any more.
    lost: Option<Error>,
    /// PostgreSQL: the statements that it knows by number.
    prepared: Vec<String>,
    /// Answers that stay the same.
    remembered: Vec<(&'static str, Vec<Row>)>,
    /// The answer to what will be asked next, by the question.
    ahead: Option<(String, Vec<Row>)>,
    /// PostgreSQL: what ends transactions together with what comes next.
    ending: ending::Ending,
}

/// The driver's connection.
#[derive(Debug)]
enum Connection {
    Postgres(Box<PgConnection>),
    Sqlite(Box<SqliteFile>),
}

/// What the server said of itself when the connection was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFacts {
    /// Its version as people write it, such as `15.18` or `3.51.3`.
    pub version: String,
    /// Major and minor version as numbers: (15, 18), (3, 51).
    pub version_number: (u32, u32),
    /// Who is connected: the role on PostgreSQL, `None` on SQLite.
    pub user: Option<String>,
    /// PostgreSQL's process id of this connection.
    pub process: Option<i64>,
    /// Whether the target's schema exists (always so on SQLite).
    pub schema_exists: bool,
    /// SQLite's journal mode, such as `delete` or `wal`.
    pub journal_mode: Option<String>,
}

/// How long statements may wait and run. `None` is without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// How long a statement waits for a lock: `lock_timeout` on PostgreSQL, `busy_timeout` on
    /// SQLite.
    pub lock: Option<Duration>,
    /// How long a statement runs: `statement_timeout` on PostgreSQL; SQLite has no such limit.
    pub statement: Option<Duration>,
}

/// What a new session starts with, and deploy's default: five seconds for a lock.
pub const DEFAULT_LIMITS: Limits = Limits { lock: Some(Duration::from_secs(5)), statement: None };

/// No question may hold a run up for longer.
pub const PROBE_LIMIT: Duration = Duration::from_secs(5);

impl Session {
    /// The database that it is connected to.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The database family.
    pub fn provider(&self) -> Provider {
        self.target.provider()
    }

    /// What the server said of itself.
    pub fn facts(&self) -> &ServerFacts {
        &self.facts
    }

    /// From now on waits are told and can be stopped.
    pub fn attend(&mut self, attendance: Attendance) {
        self.attendance = attendance;
    }

    /// Runs one statement without parameters, by PostgreSQL's simple protocol, exactly as
    /// written. Returns how many rows it touched. An error carries the SQLSTATE (SQLite: the
    /// extended result code), the database's own words, and the place in the statement.
    pub async fn execute(&mut self, sql: &str) -> Result<u64> {
        let result = self.execute_patiently(sql).await;
        result.map_err(|error| self.unless_stopped(error))
    }

    /// The same, where an interrupted wait is no reason to end yet.
    async fn execute_patiently(&mut self, sql: &str) -> Result<u64> {
        self.end_held().await?;
        self.send(sql).await
    }

    /// The same, whatever waits.
    async fn send(&mut self, sql: &str) -> Result<u64> {
        self.check_line()?;
        match &mut self.connection {
            Connection::Postgres(connection) => {
                let query = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
                let asked = query.execute(&mut **connection);
                let result = answered(self.line.as_ref(), asked).await;
                self.judge(result.map(|result| result.rows_affected()), sql)
            }
            Connection::Sqlite(file) => {
                let result = file.execute(sql, &[], false);
                self.judge_sqlite(result)
            }
        }
    }

    /// Runs one statement with parameters (`$1` …, on both databases). Returns how many rows it
    /// touched.
    pub async fn execute_with(&mut self, sql: &str, params: &[Param]) -> Result<u64> {
        self.execute_bound(sql, params, false).await
    }

    /// The same, prepared when it is run first: for a statement that one session runs many times.
    pub async fn execute_prepared(&mut self, sql: &str, params: &[Param]) -> Result<u64> {
        self.execute_bound(sql, params, true).await
    }

    async fn execute_bound(&mut self, sql: &str, params: &[Param], prepared: bool) -> Result<u64> {
        self.end_held().await?;
        self.check_line()?;
        let result = match &mut self.connection {
            Connection::Postgres(connection) => {
                let query = value::bind(AssertSqlSafe(sql.to_owned()), params, prepared);
                let asked = query.execute(&mut **connection);
                let result = answered(self.line.as_ref(), asked).await;
                self.judge(result.map(|result| result.rows_affected()), sql)
            }
            Connection::Sqlite(file) => {
                let result = file.execute(sql, params, prepared);
                self.judge_sqlite(result)
            }
        };
        result.map_err(|error| self.unless_stopped(error))
    }

    /// Runs one query without parameters and returns all its rows.
    pub async fn query(&mut self, sql: &str) -> Result<Vec<Row>> {
        if let Some((_, rows)) = self.ahead.take_if(|(asked, _)| asked == sql) {
            return Ok(rows);
        }
        self.end_held().await?;
        self.check_line()?;
        let result = match &mut self.connection {
            Connection::Postgres(connection) => {
                let query = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
                let rows = query.fetch(&mut **connection);
                let rows = rows.and_then(async |row| Row::from_postgres(&row)).try_collect();
                let rows = answered(self.line.as_ref(), rows).await;
                self.judge(rows, sql)
            }
            Connection::Sqlite(file) => {
                let rows = file.query(sql, &[], false);
                self.judge_sqlite(rows)
            }
        };
        result.map_err(|error| self.unless_stopped(error))
    }

    /// SQLite: asks what may be refused, such as whether a view works. A refusal leaves the open transaction as
    /// it is, since SQLite takes back but the statement that failed.
    ///
    /// # Errors
    ///
    /// Outside, where there is nothing to ask any more: another database, or SQLite ended the transaction. Inside, the
    /// refusal.
    pub fn try_sqlite(&mut self, sql: &str) -> Result<Result<Vec<Row>>> {
        self.check_line()?;
        let Connection::Sqlite(file) = &mut self.connection else {
            return Err(Error::failed(
                "wrong-database",
                "SQLite was to be asked, and this is PostgreSQL.",
            ));
        };
        let was_open = file.in_transaction();
        let refused = match file.query(sql, &[], false) {
            Ok(rows) => return Ok(Ok(rows)),
            Err(error) => error,
        };
        let has_ended = was_open && !file.in_transaction();
        let refused = sqlite_failure::explain(&refused, &self.target);
        if has_ended || matches!(refused.id, "statement-cancelled" | "database-busy") {
            self.transaction.note_failure();
            return Err(self.unless_stopped(refused));
        }
        Ok(Err(refused))
    }

    /// Runs one query with parameters (`$1` …, on both databases) and returns all its rows.
    pub async fn query_with(&mut self, sql: &str, params: &[Param]) -> Result<Vec<Row>> {
        self.query_bound(sql, params, false).await
    }

    /// The same, prepared when it is asked for first: for a query that one session asks many times.
    pub async fn query_prepared(&mut self, sql: &str, params: &[Param]) -> Result<Vec<Row>> {
        self.query_bound(sql, params, true).await
    }

    async fn query_bound(
        &mut self,
        sql: &str,
        params: &[Param],
        prepared: bool,
    ) -> Result<Vec<Row>> {
        self.end_held().await?;
        self.check_line()?;
        let result = match &mut self.connection {
            Connection::Postgres(connection) => {
                let query = value::bind(AssertSqlSafe(sql.to_owned()), params, prepared);
                let rows = query.fetch(&mut **connection);
                let rows = rows.and_then(async |row| Row::from_postgres(&row)).try_collect();
                let rows = answered(self.line.as_ref(), rows).await;
                self.judge(rows, sql)
            }
            Connection::Sqlite(file) => {
                let rows = file.query(sql, params, prepared);
                self.judge_sqlite(rows)
            }
        };
        result.map_err(|error| self.unless_stopped(error))
    }

    /// The one row of a query that always has one.
    pub async fn query_one(&mut self, sql: &str) -> Result<Row> {
        let rows = self.query(sql).await?;
        Ok(rows.into_iter().next().unwrap_or_default())
    }

    /// Sets how long the statements that follow may wait and run. On PostgreSQL inside a
    /// transaction the limits go back with it.
    pub async fn set_limits(&mut self, limits: Limits) -> Result<()> {
        match &mut self.connection {
            // A function that ran may have set others.
            Connection::Postgres(_) => {
                let sql = format!("SELECT {}", postgres::limits_sql(limits));
                self.execute(&sql).await.map(|_| ())
            }
            Connection::Sqlite(file) => {
                file.set_patience(limits.lock);
                Ok(())
            }
        }
    }

    /// How long its statements may wait and run where nothing else is said.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// How long a question about the data at risk may take.
    pub fn probe_limit(&self) -> Duration {
        self.probe_limit
    }

    /// Sets what its statements and its questions may take from now on.
    ///
    /// # Errors
    ///
    /// The database refuses.
    pub async fn configure(&mut self, limits: Limits, probe_limit: Duration) -> Result<()> {
        self.probe_limit = probe_limit;
        if limits == self.limits {
            return Ok(());
        }
        self.limits = limits;
        self.set_limits(limits).await
    }

    /// Ends the connection in good order. What is open is rolled back.
    pub async fn close(self) -> Result<()> {
        if let Some(lost) = self.lost {
            return Err(lost);
        }
        let target = self.target;
        match self.connection {
            Connection::Postgres(connection) => {
                let result = connection.close().await;
                result.map_err(|error| failure::explain(error, &target, None))
            }
            Connection::Sqlite(file) => {
                file.close().map_err(|error| sqlite_failure::explain(&error, &target))
            }
        }
    }

    /// The error as people read it; remembers that the open transaction cannot commit.
    fn judge<T>(&mut self, result: sqlx::Result<T>, sql: &str) -> Result<T> {
        result.map_err(|error| self.explained(error, sql.into()))
    }

    fn explained(&mut self, error: sqlx::Error, running: failure::Running<'_>) -> Error {
        self.transaction.note_failure();
        let silent = silence::is_silence(&error);
        let explained = failure::explain(error, &self.target, Some(running));
        if silent {
            self.lost = Some(explained.clone());
        }
        explained
    }

    /// A connection that an answer was given up on is of no use. What was asked ahead is no longer so
    /// once anything else runs.
    fn check_line(&mut self) -> Result<()> {
        self.ahead = None;
        match &self.lost {
            Some(lost) => Err(lost.clone()),
            None => Ok(()),
        }
    }

    fn judge_sqlite<T>(&mut self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| {
            self.transaction.note_failure();
            sqlite_failure::explain(&error, &self.target)
        })
    }

    /// What a signal stopped, or kept from waiting, ends for that reason.
    fn unless_stopped(&self, error: Error) -> Error {
        match error.id {
            "statement-cancelled" | "database-busy" => self.attendance.stop().unwrap_or(error),
            _ => error,
        }
    }
}
