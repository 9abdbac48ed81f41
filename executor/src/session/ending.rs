//! The end of a transaction of PostgreSQL that can wait for the first message of the next one: it saves a way to
//! the server and back. Such a commit is not waited for until it is on the server's disk either: a later one
//! is, and the server keeps them in their order, so if it fails in between it loses the last ones whole, and
//! none that came before them. It knows nothing of what the transactions do.
//! <https://www.postgresql.org/docs/current/wal-async-commit.html>

use super::Session;
use super::together::Stopped;
use super::transaction::State;
use crate::error::{Error, Result};

/// What a session knows of ends that wait.
#[derive(Debug, Default)]
pub(super) struct Ending {
    /// The last statements of the open transaction, none where nothing waits.
    held: Vec<String>,
    /// Why such an end failed. Nothing else runs until whoever left it to the session asks.
    failed: Option<Error>,
    /// Whether something is committed that may not be on the disk.
    unsettled: bool,
}

impl Ending {
    /// A commit was waited for, and so were all before it.
    pub(super) fn settled(&mut self) {
        self.unsettled = false;
    }
}

const NOT_WAITED_FOR: &str = "SET LOCAL synchronous_commit TO off";

impl Session {
    /// PostgreSQL: runs a statement and commits, as soon as anything else is asked, and in the same message where
    /// that is another transaction ([`Session::begin_whole`]). The caller asks for [`Session::unended`] behind
    /// whatever comes next.
    ///
    /// # Errors
    ///
    /// No transaction is open, or a statement of it failed.
    pub fn commit_with_the_next(&mut self, statement: String) -> Result<()> {
        self.check_open()?;
        self.ending.held = vec![statement, NOT_WAITED_FOR.to_owned(), "COMMIT".to_owned()];
        Ok(())
    }

    /// Why the transaction that was to end with the next one did not; it is rolled back.
    pub fn unended(&mut self) -> Option<Error> {
        self.ending.failed.take()
    }

    /// Whether there is such an error.
    pub fn has_unended(&self) -> bool {
        self.ending.failed.is_some()
    }

    /// Whether something is committed, or about to be, that may not be on the server's disk.
    pub fn is_unsettled(&self) -> bool {
        self.ending.unsettled || !self.ending.held.is_empty()
    }

    /// Whether the end of the open transaction waits.
    pub(super) fn is_held(&self) -> bool {
        !self.ending.held.is_empty()
    }

    /// What ends the open transaction; whoever takes it sends it.
    pub(super) fn held(&mut self) -> Result<Vec<String>> {
        if let Some(error) = &self.ending.failed {
            return Err(error.clone());
        }
        let held = std::mem::take(&mut self.ending.held);
        self.ending.unsettled |= !held.is_empty();
        Ok(held)
    }

    /// Remembers that what was held did not come to its end.
    pub(super) fn not_ended(&mut self, error: &Error) {
        self.ending.failed = Some(error.clone());
    }

    /// Ends the open transaction, where its end waits.
    pub(super) async fn end_held(&mut self) -> Result<()> {
        let held = self.held()?;
        if held.is_empty() {
            return Ok(());
        }
        let parts: Vec<&str> = held.iter().map(String::as_str).collect();
        match self.together(&parts, |_| false).await {
            Ok(_) => {
                self.transaction = State::None;
                Ok(())
            }
            Err(Stopped { error, .. }) => {
                // The error that led here says more than one of the rollback.
                let _ = self.undo().await;
                self.not_ended(&error);
                Err(error)
            }
        }
    }
}
