//! Stopping a statement that runs, from another task: what Ctrl-C does first.

use super::{Connection, Session, connect, postgres};
use crate::error::Result;
use crate::target::{PostgresTarget, Target};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many of SQLite's virtual machine instructions lie between two looks at the flag.
const INSTRUCTIONS: i32 = 20_000;

/// Cancels the running statement of the session that it was made from. The statement then fails
/// with the id `statement-cancelled`, and its transaction can be rolled back.
#[derive(Debug, Clone)]
pub struct Canceller {
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    Postgres { target: PostgresTarget, process: i64 },
    Sqlite(Arc<AtomicBool>),
}

impl Session {
    /// A handle that cancels what this session runs.
    pub async fn canceller(&mut self) -> Result<Canceller> {
        let way = match (&mut self.connection, &self.target) {
            (Connection::Sqlite(connection), _) => {
                if let Some(flag) = &self.stop {
                    return Ok(Canceller { way: Way::Sqlite(Arc::clone(flag)) });
                }
                let flag = Arc::new(AtomicBool::new(false));
                let seen = Arc::clone(&flag);
                let mut handle = connection
                    .lock_handle()
                    .await
                    .map_err(|error| super::failure::explain(error, &self.target, None))?;
                // The flag goes down as it is seen, so that the ROLLBACK after it may run.
                handle.set_progress_handler(INSTRUCTIONS, move || {
                    !seen.swap(false, Ordering::Relaxed)
                });
                self.stop = Some(Arc::clone(&flag));
                Way::Sqlite(flag)
            }
            (Connection::Postgres(_), Target::Postgres(target)) => Way::Postgres {
                target: target.clone(),
                process: self.facts.process.unwrap_or_default(),
            },
            (Connection::Postgres(_), Target::Sqlite(_)) => {
                Way::Sqlite(Arc::new(AtomicBool::new(false)))
            }
        };
        Ok(Canceller { way })
    }
}

impl Canceller {
    /// Asks for the running statement to stop; one that just ended is not disturbed. On
    /// PostgreSQL this takes a connection of its own.
    pub async fn cancel(&self) -> Result<()> {
        match &self.way {
            Way::Sqlite(flag) => {
                flag.store(true, Ordering::Relaxed);
                Ok(())
            }
            Way::Postgres { target, process } => {
                let target = Target::Postgres(target.clone());
                let mut session =
                    Session::connect(&target, connect::Access::Read, connect::Missing::Refuse)
                        .await?;
                session.execute(&postgres::cancel_sql(*process)).await?;
                session.close().await
            }
        }
    }
}
