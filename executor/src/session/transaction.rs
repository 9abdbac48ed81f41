//! Transactions of a session: begin, the check that it is still the same one, commit with its
//! retries, rollback.

use super::attendance::who_has_open;
use super::lock::pooled;
use super::postgres::{limits_sql, literal};
use super::{Connection, Limits, Session};
use crate::error::{Error, Result};
use std::time::{Duration, Instant};

/// What a session knows of its transaction.
#[derive(Debug, Default)]
pub(super) enum State {
    /// None is open.
    #[default]
    None,
    /// Open. `identity` is PostgreSQL's transaction id, `note` what was noted in it.
    Open { identity: Option<String>, failed: bool, note: Option<String> },
}

/// What a transaction begins with. On PostgreSQL all of it goes to the server with BEGIN.
#[derive(Debug, Clone, Default)]
pub struct Opening<'a> {
    /// How long its statements may wait and run, where it is not as long as before.
    pub limits: Option<Limits>,
    /// What is asked as it begins.
    pub question: Option<Question<'a>>,
    /// PostgreSQL: what will be noted for the queries before its end.
    pub note: Option<String>,
}

/// An SQL expression with the parameter `$1`, and its value.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The expression.
    pub sql: &'a str,
    /// The value.
    pub value: &'a str,
}

/// PostgreSQL: what [`Session::note`] noted, as an SQL expression.
pub const NOTE: &str = "current_setting('comon.note')";

/// PostgreSQL: the expression that notes a text, as long as the transaction lasts or, outside one, for
/// the session.
fn note_sql(text: &str, in_transaction: bool) -> String {
    format!("set_config('comon.note', {}, {in_transaction})", literal(text))
}

impl State {
    /// A statement failed: PostgreSQL would answer COMMIT with a silent ROLLBACK.
    pub(super) fn note_failure(&mut self) {
        if let Self::Open { failed, .. } = self {
            *failed = true;
        }
    }
}

/// How long BEGIN and COMMIT are tried again on SQLite while other programs hold the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommitRetry(pub Duration);

impl Default for CommitRetry {
    fn default() -> Self {
        Self(Duration::from_secs(60))
    }
}

/// After how long a wait is told again.
const REMIND: Duration = Duration::from_secs(10);

/// Between two tries, each of which waits as long as the session's limit for locks.
const PAUSE: Duration = Duration::from_millis(50);

impl Session {
    /// Opens a transaction: BEGIN on PostgreSQL; BEGIN IMMEDIATE on SQLite, so that it is the
    /// only writer from the start.
    pub async fn begin(&mut self) -> Result<()> {
        self.begin_with(&Opening::default()).await.map(|_| ())
    }

    /// The same, and what belongs to its opening. Returns the answer to the question.
    pub async fn begin_with(&mut self, opening: &Opening<'_>) -> Result<Option<String>> {
        self.end_held().await?;
        match &self.connection {
            Connection::Postgres(_) => {
                let question = opening.question.map_or("NULL".to_owned(), |question| {
                    question.sql.replace("$1", &literal(question.value))
                });
                let mut asked = vec![
                    "pg_catalog.txid_current()::text".to_owned(),
                    "pg_catalog.pg_backend_pid()".to_owned(),
                    format!("({question})::text"),
                ];
                asked.extend(opening.limits.map(limits_sql));
                asked.extend(opening.note.as_deref().map(|note| note_sql(note, true)));
                let sql =
                    format!("BEGIN ISOLATION LEVEL READ COMMITTED; SELECT {}", asked.join(", "));
                // Whatever comes back, it may have begun.
                self.transaction = State::Open { identity: None, failed: false, note: None };
                let mut row = match self.query_one(&sql).await {
                    Ok(row) => row,
                    Err(error) => {
                        let _ = self.rollback().await;
                        return Err(error);
                    }
                };
                let (identity, note) = (row.take(0), opening.note.clone());
                self.transaction = State::Open { identity, failed: false, note };
                // The deploy lock belongs to that process: elsewhere nobody holds it.
                if row.integer(1) != self.facts.process {
                    self.rollback().await?;
                    return Err(pooled());
                }
                Ok(row.take(2))
            }
            Connection::Sqlite(_) => {
                if let Some(limits) = opening.limits {
                    self.set_limits(limits).await?;
                }
                self.while_busy("BEGIN IMMEDIATE", "begin", CommitRetry::default()).await?;
                self.transaction = State::Open { identity: None, failed: false, note: None };
                let Some(Question { sql, value }) = opening.question else { return Ok(None) };
                match self.query_with(&format!("SELECT {sql}"), &[value.into()]).await {
                    Ok(mut rows) => Ok(rows.first_mut().and_then(|row| row.take(0))),
                    Err(error) => {
                        let _ = self.rollback().await;
                        Err(error)
                    }
                }
            }
        }
    }

    /// PostgreSQL: notes a text that queries read as [`NOTE`]: what they are about, so that their own
    /// text is always the same. Inside a transaction it lasts as long.
    pub async fn note(&mut self, text: &str) -> Result<()> {
        let noted = match &self.transaction {
            State::Open { note, .. } => note.as_deref() == Some(text),
            State::None => false,
        };
        if noted || matches!(self.connection, Connection::Sqlite(_)) {
            return Ok(());
        }
        let sql = format!("SELECT {}", note_sql(text, self.in_transaction()));
        self.execute(&sql).await?;
        if let State::Open { note, .. } = &mut self.transaction {
            *note = Some(text.to_owned());
        }
        Ok(())
    }

    /// Opens a transaction that sees one state and writes nothing: for probes and reviews.
    pub async fn begin_read_only(&mut self) -> Result<()> {
        match &self.connection {
            Connection::Postgres(_) => {
                self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
            }
            Connection::Sqlite(_) => {
                self.execute("BEGIN").await?;
            }
        }
        self.transaction = State::Open { identity: None, failed: false, note: None };
        Ok(())
    }

    /// Whether [`Session::begin`] was called and neither commit nor rollback since.
    pub fn in_transaction(&self) -> bool {
        matches!(self.transaction, State::Open { .. })
    }

    /// Whether a statement of the open transaction failed, so that it cannot commit.
    pub fn has_failed(&self) -> bool {
        matches!(self.transaction, State::Open { failed: true, .. })
    }

    /// Asks the database whether the transaction that [`Session::begin`] opened is still open:
    /// the check before the history row. A statement that ended it is an error.
    pub async fn check_transaction(&mut self) -> Result<()> {
        let State::Open { identity, .. } = &self.transaction else {
            return Err(ended());
        };
        let identity = identity.clone();
        match &self.connection {
            Connection::Postgres(_) => {
                let row = self.query_one("SELECT pg_catalog.txid_current()::text").await?;
                if identity.as_deref() != row.text(0) {
                    return Err(ended());
                }
                Ok(())
            }
            Connection::Sqlite(file) if file.in_transaction() => Ok(()),
            Connection::Sqlite(_) => {
                self.transaction = State::None;
                Err(ended())
            }
        }
    }

    /// Commits. On SQLite a COMMIT that finds readers in the way leaves the transaction open, so
    /// it is tried again until `retry` is over. After an error the caller rolls back.
    pub async fn commit(&mut self, retry: CommitRetry) -> Result<()> {
        match &self.transaction {
            State::Open { failed: false, .. } => {}
            State::Open { failed: true, .. } => {
                return Err(Error::failed(
                    "transaction-failed",
                    "Nothing was committed: a statement of the transaction had failed.",
                ));
            }
            State::None => return Err(ended()),
        }
        self.while_busy("COMMIT", "commit", retry).await?;
        self.transaction = State::None;
        Ok(())
    }

    /// Runs a statement that SQLite refuses while another program is in its way, until it is not, the
    /// time is over or the run is stopped; whoever waits is told. PostgreSQL waits by itself.
    pub(super) async fn while_busy(
        &mut self,
        sql: &str,
        verb: &str,
        retry: CommitRetry,
    ) -> Result<()> {
        let start = Instant::now();
        let mut told: Option<Instant> = None;
        loop {
            let error = match self.execute_patiently(sql).await {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            let waited = start.elapsed();
            if error.id != "database-busy" || waited >= retry.0 {
                return Err(error);
            }
            if let State::Open { failed, .. } = &mut self.transaction {
                *failed = false;
            }
            if let Some(stop) = self.attendance.stop() {
                return Err(stop.detail(format!("Stopped while waiting to {verb}.")));
            }
            if told.is_none_or(|at| at.elapsed() >= REMIND) {
                let left = retry.0.saturating_sub(waited).as_secs();
                self.attendance.say(&format!(
                    "Waiting to {verb}: another program is using {}{}; {left} s more.",
                    self.target.database_name(),
                    who_has_open(&self.target)
                ));
                told = Some(Instant::now());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Does the work in a transaction of its own: all of it is committed, or nothing.
    ///
    /// # Errors
    ///
    /// The work fails, or the transaction cannot be begun or committed.
    pub async fn in_own_transaction<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        self.in_transaction_with(&Opening::default(), async |session, _| work(session).await).await
    }

    /// The same with an opening; the work is told the answer to its question.
    ///
    /// # Errors
    ///
    /// As [`Session::in_own_transaction`].
    pub async fn in_transaction_with<T>(
        &mut self,
        opening: &Opening<'_>,
        work: impl AsyncFnOnce(&mut Self, Option<String>) -> Result<T>,
    ) -> Result<T> {
        let answer = self.begin_with(opening).await?;
        let result = match work(self, answer).await {
            Ok(done) => self.commit(CommitRetry::default()).await.map(|()| done),
            Err(error) => Err(error),
        };
        if result.is_err() {
            // The error that led here says more than one of the rollback.
            let _ = self.rollback().await;
        }
        result
    }

    /// Rolls back what is open; without an open transaction it does nothing.
    pub async fn rollback(&mut self) -> Result<()> {
        // One whose end waits has done all that it was to do, and nothing is open behind it.
        if self.is_held() {
            return self.end_held().await;
        }
        self.undo().await
    }

    /// The same where no end waits.
    pub(super) async fn undo(&mut self) -> Result<()> {
        if !self.in_transaction() {
            return Ok(());
        }
        self.transaction = State::None;
        match self.send("ROLLBACK").await {
            // SQLite rolls back by itself on some errors, and then has nothing left to do.
            Err(error) if error.message.contains("no transaction is active") => Ok(()),
            result => result.map(|_| ()),
        }
    }
}

pub(super) fn ended() -> Error {
    Error::failed(
        "transaction-ended",
        "A statement of the migration ended the transaction that it ran in.",
    )
    .help(
        "Take transaction control (COMMIT, ROLLBACK, also inside functions) out of migration.sql.",
    )
}
