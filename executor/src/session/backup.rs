//! A copy of a whole SQLite database, made through its own session, so that it is one state of it
//! whoever writes at the time.

use super::{CommitRetry, Session};
use crate::error::{Error, Result, io_words};
use crate::system::{sync_file, sync_folder, with_rights_of};
use crate::target::Target;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

impl Session {
    /// SQLite: how many bytes a copy takes; 0 where there is nothing to copy.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub async fn copy_bytes(&mut self) -> Result<u64> {
        if self.query_one("SELECT count(*) FROM sqlite_schema").await?.integer(0) == Some(0) {
            return Ok(0);
        }
        let sql = "SELECT (page_count - freelist_count) * page_size \
                   FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
        let bytes = self.query_one(sql).await?.integer(0);
        Ok(bytes.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default())
    }

    /// SQLite: writes the database as it is into a new file, and to the disk; who may read the one may
    /// read the other. It comes to its name when it is whole. The session must not be in a transaction.
    ///
    /// # Errors
    ///
    /// Something stands there already, there is no space, or it was asked to stop.
    pub async fn copy_into(&mut self, place: &Path) -> Result<()> {
        let shown = place.display();
        let failed = |cause: String| {
            Error::failed(
                "backup-failed",
                format!("The copy {shown} could not be written; nothing was applied."),
            )
            .detail(cause)
        };
        if place.symlink_metadata().is_ok() {
            return Err(Error::refused(
                "backup-exists",
                format!("{shown} is there already; nothing was applied."),
            )
            .help("Name a file that does not exist yet."));
        }
        let io_failed = |error: std::io::Error| failed(format!("{}.", io_words(&error)));
        let part = self.fresh_part(place).map_err(io_failed)?;
        let Some(text) = part.to_str() else {
            return Err(Error::invalid(
                "backup-failed",
                format!("{shown} is no name for a copy: it is not UTF-8."),
            ));
        };
        let literal = format!("'{}'", text.replace('\'', "''"));
        self.while_busy(&format!("VACUUM INTO {literal}"), "copy", CommitRetry::default())
            .await
            .map_err(|error| match error.id {
                // What is about the place of the copy names the database in SQLite's words.
                "disk-full" | "disk-failure" | "cannot-open" | "permission-denied" => {
                    failed(error.message)
                }
                _ => error
                    .detail(format!("The copy {shown} could not be written; nothing was applied.")),
            })?;
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
        sync_file(&part).map_err(io_failed)?;
        part.persist_noclobber(place).map_err(|error| io_failed(error.error))?;
        sync_folder(folder.unwrap_or(Path::new("."))).map_err(io_failed)
    }

    /// An empty file for the copy, which SQLite takes for a fresh database: with the mode of the
    /// database, and gone unless it becomes the copy. One that a killed run left is taken away; the
    /// deploy lock says that nobody writes it.
    fn fresh_part(&self, place: &Path) -> std::io::Result<TempPath> {
        let mut name = place.as_os_str().to_owned();
        name.push(".comon-part");
        let part = PathBuf::from(name);
        match fs::remove_file(&part) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        if let Target::Sqlite(target) = &self.target {
            with_rights_of(&mut options, &target.file)?;
        }
        options.open(&part)?;
        TempPath::try_from_path(part)
    }
}
