//! Several statements in, to a PostgreSQL server as one message, and the rows that are wanted out: each
//! way to the server and back costs as much as a small statement. The server runs them in turn and leaves
//! the rest out at the first that fails, so nothing runs behind a BEGIN or COMMIT that failed.
//! <https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT>
//! It knows nothing of what the statements do.

use super::failure::Running;
use super::lock::pooled;
use super::postgres::milliseconds;
use super::silence::answered;
use super::transaction::{Question, State, ended};
use super::{Connection, Limits, Param, Row, Session};
use crate::error::{Error, Result};
use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Either};

/// What a transaction begins with whose statements go to the server together with BEGIN.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// How long its statements may wait and run.
    pub limits: Limits,
    /// What is noted for the queries before its end; empty for nothing.
    pub note: &'a str,
    /// Where that holds, nothing runs.
    pub unless: Question<'a>,
    /// The statements.
    pub statements: &'a [&'a str],
    /// A query whose answer will be asked for next.
    pub ahead: Option<&'a str>,
}

/// Why a transaction did not come to the end of its statements. It is open still.
#[derive(Debug)]
pub enum Halted {
    /// The condition holds: nothing ran.
    Unless,
    /// Nothing of it ran.
    Opening(Error),
    /// The statement of that place among them, from 0, or what was asked after the last.
    Statement(usize, Error),
}

/// The first part that failed, from 0.
pub(super) struct Stopped {
    pub(super) at: usize,
    pub(super) error: Error,
}

const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// What the opening says where it lets nothing run; the server quotes it.
const ELSEWHERE: &str = "comon: elsewhere";
const UNLESS: &str = "comon: unless";

impl Session {
    /// PostgreSQL: makes the statement known to the session, where it is not yet, and returns what runs it;
    /// its parameters follow in parentheses.
    ///
    /// # Errors
    ///
    /// The database refuses it.
    pub async fn prepared(&mut self, sql: &str) -> Result<String> {
        let known = self.prepared.iter().position(|each| each == sql);
        let number = known.unwrap_or(self.prepared.len());
        if known.is_none() {
            self.execute(&format!("PREPARE comon_{number} AS {sql}")).await?;
            self.prepared.push(sql.to_owned());
        }
        Ok(format!("EXECUTE comon_{number}"))
    }

    /// The answer to a query that stays the same as long as the session lasts: it is asked once.
    ///
    /// # Errors
    ///
    /// The database refuses it.
    pub async fn remembered(&mut self, sql: &'static str) -> Result<Vec<Row>> {
        if let Some((_, rows)) = self.remembered.iter().find(|(asked, _)| *asked == sql) {
            return Ok(rows.clone());
        }
        let rows = self.query(sql).await?;
        self.remembered.push((sql, rows.clone()));
        Ok(rows)
    }

    /// PostgreSQL: begins a transaction, runs statements in it exactly as written and asks what will be
    /// asked next, all in one message; the answer waits for whoever asks. What ends the transaction before it
    /// goes first.
    ///
    /// # Errors
    ///
    /// Where it stopped, and why. The caller rolls back.
    pub async fn begin_whole(&mut self, whole: &Whole<'_>) -> Result<(), Halted> {
        let begin = self.opening(whole).await.map_err(Halted::Opening)?;
        let ending = self.held().map_err(Halted::Opening)?;
        let before = ending.len();
        let mut parts: Vec<&str> = ending.iter().map(String::as_str).collect();
        parts.extend([BEGIN, begin.as_str()]);
        parts.extend(whole.statements);
        parts.extend(whole.ahead);
        let last = parts.len() - 1;
        let read = |at: usize| at == before + 1 || whole.ahead.is_some() && at == last;
        // Whatever comes back, it may have begun.
        self.transaction = State::Open { identity: None, failed: false, note: None };
        let mut answers = match self.together(&parts, read).await {
            Ok(answers) => answers.into_iter(),
            Err(Stopped { at, error }) if at < before => {
                self.not_ended(&error);
                return Err(Halted::Opening(error));
            }
            Err(Stopped { at, error }) => return Err(halted(Stopped { at: at - before, error })),
        };
        let identity = answers.next().unwrap_or_default().first_mut().and_then(|row| row.take(0));
        self.transaction =
            State::Open { identity, failed: false, note: Some(whole.note.to_owned()) };
        self.ahead = whole.ahead.map(|sql| (sql.to_owned(), answers.next().unwrap_or_default()));
        Ok(())
    }

    /// What follows BEGIN: it pins the limits, notes, tells which transaction it is, and fails where the
    /// condition holds or where another server process than the one that holds the lock answers.
    async fn opening(&mut self, whole: &Whole<'_>) -> Result<String> {
        let Question { sql: condition, value } = whole.unless;
        let process = self.facts.process.unwrap_or_default();
        let sql = format!(
            "SELECT pg_catalog.txid_current()::text, set_config('lock_timeout', $2, false), \
             set_config('statement_timeout', $3, false), set_config('comon.note', $4, true), \
             (CASE WHEN pg_catalog.pg_backend_pid() <> {process} THEN '{ELSEWHERE}' \
             WHEN {condition} THEN '{UNLESS}' ELSE 'true' END)::boolean"
        );
        let execute = self.prepared(&sql).await?;
        let texts = [
            value.to_owned(),
            milliseconds(whole.limits.lock).to_string(),
            milliseconds(whole.limits.statement).to_string(),
            whole.note.to_owned(),
        ];
        let texts: Vec<String> =
            texts.into_iter().map(|text| Param::Text(text).literal()).collect();
        Ok(format!("{execute} ({})", texts.join(", ")))
    }

    /// PostgreSQL: runs statements and commits, in one message. After an error the caller rolls back.
    ///
    /// # Errors
    ///
    /// One of them fails, or the commit: then nothing is committed.
    pub async fn commit_with(&mut self, statements: &[&str]) -> Result<()> {
        self.check_open()?;
        let mut parts = statements.to_vec();
        parts.push("COMMIT");
        self.together(&parts, |_| false).await.map_err(|stopped| stopped.error)?;
        self.transaction = State::None;
        self.ending.settled();
        Ok(())
    }

    /// Whether a transaction is open that can commit.
    pub(super) fn check_open(&self) -> Result<()> {
        match &self.transaction {
            State::Open { failed: false, .. } => Ok(()),
            State::Open { .. } | State::None => Err(ended()),
        }
    }

    /// Runs them in turn until one fails; the rows of those that shall be read.
    pub(super) async fn together(
        &mut self,
        parts: &[&str],
        read: impl Fn(usize) -> bool,
    ) -> Result<Vec<Vec<Row>>, Stopped> {
        self.check_line().map_err(|error| Stopped { at: 0, error })?;
        let Connection::Postgres(connection) = &mut self.connection else {
            let error =
                Error::failed("database-error", "SQLite takes one statement after the other.");
            return Err(Stopped { at: 0, error });
        };
        let mut answers = Vec::new();
        let mut rows = Vec::new();
        let mut at = 0;
        // A comment at the end of one does not reach the next.
        let query = sqlx::raw_sql(AssertSqlSafe(parts.join(BETWEEN)));
        let asked = async {
            let mut stream = query.fetch_many(&mut **connection);
            while let Some(each) = stream.try_next().await? {
                match each {
                    Either::Left(_) => {
                        if read(at) {
                            answers.push(std::mem::take(&mut rows));
                        }
                        at += 1;
                    }
                    Either::Right(row) if read(at) => rows.push(Row::from_postgres(&row)?),
                    Either::Right(_) => {}
                }
            }
            Ok(())
        };
        let result = answered(self.line.as_ref(), asked).await;
        let Err(error) = result else { return Ok(answers) };
        let before = parts.iter().take(at).map(|part| part.chars().count() + BETWEEN.len()).sum();
        let running = Running { sql: parts.get(at).copied().unwrap_or_default(), before };
        Err(Stopped { at, error: self.explained(error, running) })
    }
}

const BETWEEN: &str = "\n;\n";

fn halted(stopped: Stopped) -> Halted {
    let Stopped { at, error } = stopped;
    match at.checked_sub(2) {
        Some(at) => Halted::Statement(at, error),
        None if error.message.contains(ELSEWHERE) => Halted::Opening(pooled()),
        None if error.message.contains(UNLESS) => Halted::Unless,
        None => Halted::Opening(error),
    }
}
