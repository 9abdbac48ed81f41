//! Opening a session: reaching the database, creating a missing one where that is allowed, and
//! pinning the settings.

use super::{Session, postgres, sqlite};
use crate::error::Result;
use crate::target::Target;

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// A read-only command: nothing can be written through the session.
    Read,
    /// Changes may follow.
    Write,
}

/// What to do where the database does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Say so, and how to create it.
    Refuse,
    /// Create the SQLite file or the PostgreSQL database.
    Create,
}

impl Session {
    /// Connects to the target and pins the session's settings. PostgreSQL: `search_path` is the
    /// target's schema alone, the time zone UTC, strings standard, `row_security` off, five
    /// seconds for a lock and no limit for a statement. SQLite: foreign keys on, five seconds
    /// for a lock; the journal mode is left as it is.
    ///
    /// # Errors
    /// Each with its own id: `server-unreachable`, `wrong-password`, `unknown-database`,
    /// `missing-file`, `missing-directory`, `not-a-database`, `permission-denied`,
    /// `connect-timeout`, `tls-failed`, `not-wanted-server`.
    pub async fn connect(target: &Target, access: Access, missing: Missing) -> Result<Self> {
        match target {
            Target::Postgres(postgres) => postgres::connect(postgres, access, missing).await,
            Target::Sqlite(sqlite) => sqlite::connect(sqlite, access, missing).await,
        }
    }
}
