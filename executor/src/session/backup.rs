//! A copy of a whole SQLite database, made through its own session, so that it is one state of it
//! whoever writes at the time.

use super::Session;
use crate::error::{Error, Result, io_words};
use std::fs::File;
use std::path::Path;

impl Session {
    /// SQLite: writes the database as it is into a new file, and to the disk. The session must not
    /// be in a transaction.
    ///
    /// # Errors
    ///
    /// Something stands there already, there is no space, or the database is not SQLite.
    pub async fn copy_into(&mut self, place: &Path) -> Result<()> {
        let shown = place.display();
        let Some(text) = place.to_str() else {
            return Err(Error::invalid(
                "backup-failed",
                format!("{shown} is no name for a backup: it is not UTF-8."),
            ));
        };
        // SQLite takes an empty file for a fresh one, and would fill it.
        if place.symlink_metadata().is_ok() {
            return Err(Error::refused(
                "backup-exists",
                format!("{shown} is there already; nothing was applied."),
            )
            .help("Name a file that does not exist yet."));
        }
        let literal = format!("'{}'", text.replace('\'', "''"));
        let written = match self.execute(&format!("VACUUM INTO {literal}")).await {
            Ok(_) => sync(place),
            Err(error) => Err(error),
        };
        written.map_err(|error| {
            // Half a copy is none.
            let _ = std::fs::remove_file(place);
            Error::failed(
                "backup-failed",
                format!("The backup {shown} could not be written; nothing was applied."),
            )
            .detail(error.message)
            .help("Free space there, or name another place.")
        })
    }
}

fn sync(place: &Path) -> Result<()> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    let synced = File::open(place)
        .and_then(|file| file.sync_all())
        .and_then(|()| File::open(folder.unwrap_or(Path::new(".")))?.sync_all());
    synced.map_err(|error| Error::failed("backup-failed", format!("{}.", io_words(&error))))
}
