//! `--backup`: a copy of an SQLite database before the first change, and how to go back to it.

use crate::commands::context::{Context, working_directory};
use crate::error::{Error, Result};
use crate::session::Session;
use crate::target::Target;
use planner_core::provider::Provider;
use planner_core::subject::shell_word;
use std::path::Path;

/// Whether a database of that family can be copied.
///
/// # Errors
///
/// It is PostgreSQL's.
pub fn supported(provider: Provider) -> Result<()> {
    match provider {
        Provider::Sqlite => Ok(()),
        Provider::Postgresql => Err(Error::invalid(
            "backup-not-supported",
            "--backup copies the file of an SQLite database, and this is PostgreSQL.",
        )
        .help("Make a backup with pg_dump, or a snapshot of the server, before the deploy.")),
    }
}

/// Copies the database; returns where the copy is.
///
/// # Errors
///
/// Something is there already, or it cannot be written.
pub async fn make(context: &Context<'_>, session: &mut Session, path: &Path) -> Result<String> {
    let place = working_directory()?.join(path);
    let shown = place.display().to_string();
    context.terminal.progress(&format!("copying the database into {shown}"));
    session.copy_into(&place).await?;
    Ok(shown)
}

/// How to go back to the state before all of it.
pub fn restoring(target: &Target, backup: &str) -> String {
    let file = match target {
        Target::Sqlite(sqlite) => sqlite.file.display().to_string(),
        Target::Postgres(_) => target.database_name(),
    };
    let word = |text: &str| shell_word(text);
    format!(
        "The database as it was before the deploy is in {backup}. To go back to it, with every \
         program that uses the database stopped: rm -f {wal} {shm} {journal} && cp {backup_word} {file_word}",
        wal = word(&format!("{file}-wal")),
        shm = word(&format!("{file}-shm")),
        journal = word(&format!("{file}-journal")),
        backup_word = word(backup),
        file_word = word(&file),
    )
}
