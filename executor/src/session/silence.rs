//! A statement that a PostgreSQL server was asked -> its answer, or the news that none will come: a
//! network may swallow everything without hanging up, and then neither end learns of the other. While an
//! answer is due, it is looked from a connection beside this one whether the server is there and still
//! knows this session. Knows nothing of what is asked.

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, Row as _};
use std::fmt;
use std::io::{Error, ErrorKind};
use std::time::Duration;

/// Where and as whom a session is connected.
#[derive(Clone)]
pub(super) struct Line {
    /// The one host of the URL that it is connected to.
    pub host: Box<PgConnectOptions>,
    /// The server's process.
    pub process: i64,
    /// How long a sign of life may take: an attempt to connect.
    pub patience: Duration,
}

/// Without what leads to the server: a password stands in it.
impl fmt::Debug for Line {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Line").field("process", &self.process).finish_non_exhaustive()
    }
}

/// How often in turn nothing may be heard, or only that the session is gone.
const TRIES: u32 = 3;

/// Between two looks, and before the first.
const PAUSE: Duration = Duration::from_secs(10);

/// What a look beside says.
#[derive(Debug, PartialEq, Eq)]
enum Sign {
    /// The server works on it, or says that it takes no other connection now.
    Alive,
    /// Nothing was heard.
    Nothing,
    /// The server has no such session, or one that waits for the next statement: its answer is lost.
    Lost,
}

/// Waits for an answer; gives up where none will come. What was asked must not be asked again on that
/// connection.
pub(super) async fn answered<T>(
    line: Option<&Line>,
    asked: impl Future<Output = sqlx::Result<T>>,
) -> sqlx::Result<T> {
    let Some(line) = line else { return asked.await };
    tokio::pin!(asked);
    tokio::select! {
        biased;
        answer = &mut asked => answer,
        why = line.silence() => Err(sqlx::Error::Io(Error::new(ErrorKind::TimedOut, why))),
    }
}

/// Whether an error is the one of [`answered`].
pub(super) fn is_silence(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(error) if error.kind() == ErrorKind::TimedOut)
}

impl Line {
    /// Ends when it is sure that no answer will come, and says why.
    async fn silence(&self) -> &'static str {
        let pause = PAUSE.min(self.patience);
        let mut last = (Sign::Alive, 0);
        loop {
            tokio::time::sleep(pause).await;
            // Apart, so that every statement of every command does not carry a whole connection.
            let sign = Box::pin(self.look()).await;
            last = match sign == last.0 {
                true => (sign, last.1 + 1),
                false => (sign, 1),
            };
            match last {
                (Sign::Nothing, TRIES..) => {
                    return "the network brings nothing back, and new connections neither";
                }
                (Sign::Lost, TRIES..) => {
                    return "the server is there and no longer answers to this session";
                }
                _ => {}
            }
        }
    }

    async fn look(&self) -> Sign {
        match tokio::time::timeout(self.patience, self.ask()).await {
            Ok(Ok(sign)) => sign,
            // Whoever refuses is there.
            Ok(Err(sqlx::Error::Database(_))) => Sign::Alive,
            Ok(Err(_)) | Err(_) => Sign::Nothing,
        }
    }

    async fn ask(&self) -> sqlx::Result<Sign> {
        let options = self.host.as_ref().clone().disable_statement_logging();
        let mut beside: PgConnection = options.connect().await?;
        let found = sqlx::query(STATE).bind(self.process).fetch_optional(&mut beside).await?;
        let waits = found.map(|row| row.try_get::<bool, _>(0)).transpose()?;
        // It was asked for a sign of life and no more.
        let _ = beside.close().await;
        Ok(match waits {
            Some(false) => Sign::Alive,
            Some(true) | None => Sign::Lost,
        })
    }
}

/// Whether the session waits for a statement although one was sent to it a while ago.
const STATE: &str = "SELECT coalesce(state LIKE 'idle%' \
                     AND pg_catalog.clock_timestamp() - state_change > interval '5 seconds', false) \
                     FROM pg_catalog.pg_stat_activity WHERE pid = $1::bigint::integer";
