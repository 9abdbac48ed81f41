//! Texts -> schema files on disk, whole or not at all: each is staged beside its place, and several
//! are all staged before the first is put there. What is in them is not known here.

use crate::error::{Error, Result};
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A text beside the file that it is for.
#[derive(Debug)]
pub struct Staged {
    file: NamedTempFile,
    path: PathBuf,
    is_new: bool,
}

/// Beside, synced, to be renamed: a crash leaves the old text or the new one. Through a link the
/// file that it leads to is replaced, not the link.
///
/// # Errors
///
/// The file is not there or is read-only, or its folder cannot be written.
pub fn stage(path: &Path, text: &str) -> Result<Staged> {
    let failed = |error: std::io::Error| cannot_write(path, &words(&error));
    let target = std::fs::canonicalize(path).map_err(failed)?;
    let permissions = std::fs::metadata(&target).map_err(failed)?.permissions();
    // A file can be replaced whatever its own mode says; the mode says that nobody should.
    if permissions.readonly() {
        return Err(cannot_write(path, "the file is read-only"));
    }
    let file = beside(&target, text).map_err(failed)?;
    file.as_file().set_permissions(permissions).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    Ok(Staged { file, path: target, is_new: false })
}

/// The same for a file that does not exist yet, with the folders that it needs.
///
/// # Errors
///
/// Its folder cannot be made or written.
pub fn stage_new(path: &Path, text: &str) -> Result<Staged> {
    let failed = |error: std::io::Error| cannot_write(path, &words(&error));
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(failed)?;
    let file = beside(path, text).map_err(failed)?;
    set_usual_permissions(file.as_file()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    Ok(Staged { file, path: path.to_owned(), is_new: true })
}

impl Staged {
    /// Puts the text in its place. A new file that somebody else wrote meanwhile is left alone.
    ///
    /// # Errors
    ///
    /// It cannot be put there.
    pub fn put_in_place(self) -> Result<()> {
        let Self { file, path, is_new } = self;
        let result = match is_new {
            true => file.persist_noclobber(&path),
            false => file.persist(&path),
        };
        result.map(drop).map_err(|error| cannot_write(&path, &words(&error.error)))
    }
}

fn beside(path: &Path, text: &str) -> std::io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".comon-tmp-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

/// Temporary files are for their owner alone; a schema is for whoever may read the project.
#[cfg(unix)]
fn set_usual_permissions(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_usual_permissions(_file: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

fn cannot_write(path: &Path, reason: &str) -> Error {
    Error::failed("cannot-write-schema", format!("Writing {} failed: {reason}.", path.display()))
        .help("Check the permissions of the file and its folder.")
}

/// An operating system's error without its number.
pub fn words(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("below/schema.prisma");
        stage_new(&path, "one").unwrap().put_in_place().unwrap();
        let second = stage_new(&path, "two").unwrap().put_in_place();
        assert_eq!(second.unwrap_err().id, "cannot-write-schema");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        stage(&path, "three").unwrap().put_in_place().unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
