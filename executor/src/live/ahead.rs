//! A database that is read before it is known whether that will be asked for, and what of it still holds later.
//! The first query of a new connection takes the server longest, and meanwhile the migrations folder is read.

use super::{LiveDatabase, Scope, introspect};
use crate::error::Result;
use crate::session::{Moment, Session};

/// What was read, and when.
#[derive(Debug)]
pub struct Ahead {
    found: LiveDatabase,
    moment: Moment,
}

impl Ahead {
    /// Reads all of it, where later it can be told whether it still holds, and it is likely to.
    pub async fn read(session: &mut Session, scope: &Scope) -> Option<Self> {
        // What fails here is told where it is asked for.
        let moment = session.moment().await.ok()?.filter(Moment::is_still)?;
        let found = introspect(session, scope).await.ok()?;
        Some(Self { found, moment })
    }

    /// What was read, where nothing at all was committed on the server since; else it is read now.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub async fn found(self, session: &mut Session, scope: &Scope) -> Result<LiveDatabase> {
        match session.moment().await? {
            Some(moment) if moment == self.moment => Ok(self.found),
            Some(_) | None => introspect(session, scope).await,
        }
    }
}
