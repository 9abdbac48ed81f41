//! Whether anything was committed between two looks at a PostgreSQL server, as it says itself: what was read at
//! the first look is then what a second reading would find. It knows nothing of what was read.
//! <https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT>

use super::{Connection, Session};
use crate::error::Result;

/// What a server told of its transactions at one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    snapshot: String,
}

/// Every transaction that ends, whatever its end, changes this text: the ends of those that run are listed in
/// it, and that of a later one moves its bounds.
const SNAPSHOT: &str = "SELECT pg_catalog.pg_current_snapshot()::text";

impl Session {
    /// The present moment; `None` where it cannot be told, as on SQLite.
    ///
    /// # Errors
    ///
    /// The server refuses to tell.
    pub async fn moment(&mut self) -> Result<Option<Moment>> {
        if matches!(self.connection, Connection::Sqlite(_)) {
            return Ok(None);
        }
        let row = self.query_one(SNAPSHOT).await?;
        Ok(row.text(0).map(|text| Moment { snapshot: text.to_owned() }))
    }
}

impl Moment {
    /// Whether no transaction that changes anything was running among those that began before: on a server
    /// that is not still, a later moment is hardly ever the same.
    pub fn is_still(&self) -> bool {
        let mut bounds = self.snapshot.split(':');
        let (first, next, running) = (bounds.next(), bounds.next(), bounds.next());
        first == next && running.is_none_or(str::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn moment_with_a_running_transaction_is_not_still() {
        let is_still = |text: &str| Moment { snapshot: text.to_owned() }.is_still();
        assert!(is_still("750:750:"));
        assert!(!is_still("748:750:748"));
    }
}
