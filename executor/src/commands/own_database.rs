//! What `migrate dev` and `db push` share: both change a database that is one person's to
//! experiment on. Knows nothing of what they do to it.

use crate::error::{Error, Result};
use crate::history::row::History;
use crate::target::Target;
use planner_core::subject::shell_word;

/// The way to such a command on a database that is not one person's.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct OnShared {
    /// Work on a database that `deploy` wrote to; repeat its name
    #[arg(long, value_name = "DATABASE")]
    pub on_shared: Option<String>,
}

impl OnShared {
    /// Refuses a database that `deploy` ever wrote to, unless its name was repeated. `command` is
    /// the word of the one that refuses.
    ///
    /// # Errors
    ///
    /// The database is shared.
    pub fn check(&self, target: &Target, history: &History, command: &str) -> Result<()> {
        let name = target.database_name();
        if !history.is_shared() || self.on_shared.as_deref() == Some(&name) {
            return Ok(());
        }
        Err(Error::refused(
            "shared-database",
            format!("{name} is shared: comon migrate deploy wrote to it, so {command} does not."),
        )
        .help(format!(
            "Point --url at a database of your own, or say --on-shared {} if you mean it.",
            shell_word(&name)
        )))
    }
}
