//! One dedicated connection to one database: what every statement of comon goes through. It
//! knows how to pin a session's settings, run one statement, ask for rows, and hold
//! transactions and the deploy lock; it knows nothing of schemas, plans or history.

mod attendance;
mod backup;
mod cancel;
mod connect;
mod failure;
mod lock;
mod postgres;
mod sqlite;
#[cfg(test)]
mod tests;
mod transaction;
mod value;

pub use attendance::Attendance;
pub use cancel::Canceller;
pub use connect::{Access, Missing};
pub use lock::{DeployLock, Holder, Wait};
pub use sqlite::{ForeignKeyViolation, Listing};
pub use transaction::CommitRetry;
pub use value::{Param, Row};

use crate::error::Result;
use crate::target::Target;
use futures_util::TryStreamExt;
use planner_core::provider::Provider;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Postgres, Sqlite};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// One dedicated connection, its settings pinned. Dropping it ends the connection, which rolls
/// back what was open and releases what was locked.
#[derive(Debug)]
pub struct Session {
    target: Target,
    connection: Connection,
    facts: ServerFacts,
    transaction: transaction::State,
    /// SQLite: the limit for locks that was set last, where that is known.
    lock_limit: Option<Option<Duration>>,
    /// SQLite: raised to stop the running statement, once somebody asked for it.
    stop: Option<Arc<AtomicBool>>,
    attendance: Attendance,
    limits: Limits,
    probe_limit: Duration,
}

/// The driver's connection.
#[derive(Debug)]
pub(crate) enum Connection {
    Postgres(Box<PgConnection>),
    Sqlite(Box<SqliteConnection>),
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
        let safe = AssertSqlSafe(sql.to_owned());
        let result = match &mut self.connection {
            Connection::Postgres(connection) => sqlx::raw_sql(safe)
                .execute(&mut **connection)
                .await
                .map(|result| result.rows_affected()),
            Connection::Sqlite(connection) => sqlx::raw_sql(safe)
                .execute(&mut **connection)
                .await
                .map(|result| result.rows_affected()),
        };
        self.judge(result, sql)
    }

    /// Runs one statement with parameters (`$1` …, on both databases). Returns how many rows it
    /// touched.
    pub async fn execute_with(&mut self, sql: &str, params: &[Param]) -> Result<u64> {
        let safe = AssertSqlSafe(sql.to_owned());
        let result = match &mut self.connection {
            Connection::Postgres(connection) => value::bind::<Postgres>(safe, params)
                .execute(&mut **connection)
                .await
                .map(|result| result.rows_affected()),
            Connection::Sqlite(connection) => value::bind::<Sqlite>(safe, params)
                .execute(&mut **connection)
                .await
                .map(|result| result.rows_affected()),
        };
        self.judge(result, sql)
    }

    /// Runs one query without parameters and returns all its rows.
    pub async fn query(&mut self, sql: &str) -> Result<Vec<Row>> {
        let safe = AssertSqlSafe(sql.to_owned());
        let result = match &mut self.connection {
            Connection::Postgres(connection) => {
                let rows = sqlx::raw_sql(safe).fetch(&mut **connection);
                rows.and_then(async |row| Row::from_postgres(&row)).try_collect().await
            }
            Connection::Sqlite(connection) => {
                let rows = sqlx::raw_sql(safe).fetch(&mut **connection);
                rows.and_then(async |row| Row::from_sqlite(&row)).try_collect().await
            }
        };
        self.judge(result, sql)
    }

    /// Runs one query with parameters (`$1` …, on both databases) and returns all its rows.
    pub async fn query_with(&mut self, sql: &str, params: &[Param]) -> Result<Vec<Row>> {
        self.query_bound(sql, params, false).await
    }

    async fn query_bound(
        &mut self,
        sql: &str,
        params: &[Param],
        prepared: bool,
    ) -> Result<Vec<Row>> {
        let safe = AssertSqlSafe(sql.to_owned());
        let result = match &mut self.connection {
            Connection::Postgres(connection) => {
                let query = value::bind::<Postgres>(safe, params).persistent(prepared);
                let rows = query.fetch(&mut **connection);
                rows.and_then(async |row| Row::from_postgres(&row)).try_collect().await
            }
            Connection::Sqlite(connection) => {
                let query = value::bind::<Sqlite>(safe, params).persistent(prepared);
                let rows = query.fetch(&mut **connection);
                rows.and_then(async |row| Row::from_sqlite(&row)).try_collect().await
            }
        };
        self.judge(result, sql)
    }

    /// The same, prepared when it is asked for first: for a query that one session asks many times.
    pub async fn query_prepared(&mut self, sql: &str, params: &[Param]) -> Result<Vec<Row>> {
        self.query_bound(sql, params, true).await
    }

    /// The one row of a query that always has one.
    pub async fn query_one(&mut self, sql: &str) -> Result<Row> {
        let rows = self.query(sql).await?;
        Ok(rows.into_iter().next().unwrap_or_default())
    }

    /// Sets how long the statements that follow may wait and run. On PostgreSQL inside a
    /// transaction the limits go back with it.
    pub async fn set_limits(&mut self, limits: Limits) -> Result<()> {
        match &self.connection {
            // A function that ran may have set others.
            Connection::Postgres(_) => {
                self.execute(&postgres::limits_sql(limits)).await.map(|_| ())
            }
            Connection::Sqlite(_) if self.lock_limit == Some(limits.lock) => Ok(()),
            Connection::Sqlite(_) => {
                self.lock_limit = None;
                self.execute(&sqlite::busy_timeout_sql(limits.lock)).await?;
                self.lock_limit = Some(limits.lock);
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
        let target = self.target;
        let result = match self.connection {
            Connection::Postgres(connection) => connection.close().await,
            Connection::Sqlite(connection) => connection.close().await,
        };
        result.map_err(|error| failure::explain(error, &target, None))
    }

    /// The error as people read it; remembers that the open transaction cannot commit.
    fn judge<T>(&mut self, result: sqlx::Result<T>, sql: &str) -> Result<T> {
        result.map_err(|error| {
            self.transaction.note_failure();
            failure::explain(error, &self.target, Some(sql))
        })
    }
}
