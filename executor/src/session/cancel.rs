//! Stopping a statement that runs on a PostgreSQL server, from another task: what Ctrl-C does first.
//! What runs on SQLite looks for itself.

use super::{Session, connect, postgres};
use crate::error::Result;
use crate::target::{PostgresTarget, Target};

/// Cancels the running statement of the session that it was made from. The statement then fails
/// with the id `statement-cancelled`, and its transaction can be rolled back.
#[derive(Debug, Clone)]
pub struct Canceller {
    server: Option<(PostgresTarget, i64)>,
}

impl Session {
    /// A handle that cancels what this session runs.
    pub fn canceller(&self) -> Canceller {
        let process = self.facts.process.unwrap_or_default();
        match &self.target {
            Target::Postgres(target) => Canceller { server: Some((target.clone(), process)) },
            Target::Sqlite(_) => Canceller { server: None },
        }
    }
}

impl Canceller {
    /// Asks for the running statement to stop; one that just ended is not disturbed. This takes a
    /// connection of its own.
    pub async fn cancel(&self) -> Result<()> {
        let Some((target, process)) = &self.server else { return Ok(()) };
        let target = Target::Postgres(target.clone());
        let mut session =
            Session::connect(&target, connect::Access::Read, connect::Missing::Refuse).await?;
        session.execute(&postgres::cancel_sql(*process)).await?;
        session.close().await
    }
}
