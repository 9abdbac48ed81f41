//! A migration directory out of sight, while another takes its place: it goes for good, or comes back.

use super::temporary_name;
use crate::error::{Error, Result};
use crate::system::rename_without_replacing;
use std::path::{Path, PathBuf};

/// A directory that was taken out of sight and can come back.
#[derive(Debug)]
pub struct Aside {
    place: PathBuf,
    hidden: PathBuf,
}

/// Takes a migration directory out of sight, by a rename.
///
/// # Errors
///
/// The file system refuses.
pub fn set_aside(migrations: &Path, name: &str) -> Result<Aside> {
    let aside =
        Aside { place: migrations.join(name), hidden: migrations.join(temporary_name(name)) };
    std::fs::rename(&aside.place, &aside.hidden).map_err(|error| {
        Error::failed("cannot-remove-migration", format!("removing {name} failed: {error}"))
            .help(format!("check the permissions of {}", migrations.display()))
    })?;
    Ok(aside)
}

impl Aside {
    /// Brings it back, where nothing has taken its place.
    ///
    /// # Errors
    ///
    /// The file system refuses.
    pub fn bring_back(self) -> Result<()> {
        rename_without_replacing(&self.hidden, &self.place).map_err(|error| {
            Error::failed(
                "cannot-write-migration",
                format!("bringing {} back failed: {error}", self.place.display()),
            )
            .help(format!("it stands in {}", self.hidden.display()))
        })
    }

    /// Removes it for good.
    ///
    /// # Errors
    ///
    /// The file system refuses.
    pub fn discard(self) -> Result<()> {
        std::fs::remove_dir_all(&self.hidden).map_err(|error| {
            Error::failed("cannot-remove-migration", format!("removing failed: {error}"))
                .help(format!("remove {} by hand", self.hidden.display()))
        })
    }
}
