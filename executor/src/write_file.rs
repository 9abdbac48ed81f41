//! Texts in, files with exactly these texts out: each is written beside its place, synced and
//! renamed, so that a crash leaves the old file or the new one. Several are all staged before the
//! first is put in place. Knows nothing of what the texts say.

use crate::error::{Error, Result, io_words};
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A text beside the place that it is for.
#[derive(Debug)]
pub struct Staged {
    file: NamedTempFile,
    /// As it was named, for messages.
    path: PathBuf,
    /// Where it goes: behind a link, the file that this leads to.
    place: PathBuf,
    /// Whether a file stood there.
    replaces: bool,
}

/// Stages a text in place of a file that may be there.
///
/// # Errors
///
/// Something else than a file stands there or one that is read-only, its folder does not exist, or
/// the file system refuses.
pub fn stage(path: &Path, text: &str) -> Result<Staged> {
    let existing = std::fs::metadata(path);
    if existing.as_ref().is_ok_and(|found| !found.is_file()) {
        return Err(Error::invalid(
            "not-a-file",
            format!("Nothing was written: {} is there and is no file.", path.display()),
        )
        .help("Name a file."));
    }
    // A file can be replaced whatever its own mode says; the mode says that nobody should.
    if existing.as_ref().is_ok_and(|found| found.permissions().readonly()) {
        let message = format!("Nothing was written: {} is read-only.", path.display());
        return Err(Error::failed("cannot-write-file", message)
            .help("Make it writable if it is meant to change."));
    }
    let failed = |error: std::io::Error| failure(path, &error);
    let place = match &existing {
        Ok(_) => dunce::canonicalize(path).map_err(failed)?,
        Err(_) => path.to_owned(),
    };
    let file = beside(&place, text).map_err(failed)?;
    if let Ok(existing) = &existing {
        file.as_file().set_permissions(existing.permissions()).map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    Ok(Staged { file, path: path.to_owned(), place, replaces: existing.is_ok() })
}

/// Stages a text for a place where nothing stands yet.
///
/// # Errors
///
/// Its folder does not exist, or the file system refuses.
pub fn stage_new(path: &Path, text: &str) -> Result<Staged> {
    let failed = |error: std::io::Error| failure(path, &error);
    let file = beside(path, text).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    Ok(Staged { file, path: path.to_owned(), place: path.to_owned(), replaces: false })
}

impl Staged {
    /// Puts the text in its place. What somebody else put there meanwhile is left alone.
    ///
    /// # Errors
    ///
    /// `exists` where something is there that was not when it was staged, or the file system
    /// refuses.
    pub fn put_in_place(self) -> Result<()> {
        let Self { file, path, place, replaces } = self;
        let result = match replaces {
            true => file.persist(&place),
            false => file.persist_noclobber(&place),
        };
        match result {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(Error::refused("exists", format!("{} is there already.", path.display())))
            }
            Err(error) => Err(failure(&path, &error.error)),
        }
    }
}

/// Writes the text, in place of a file that may be there; whether one was.
///
/// # Errors
///
/// Those of [`stage`] and [`Staged::put_in_place`].
pub fn replace(path: &Path, text: &str) -> Result<bool> {
    let staged = stage(path, text)?;
    let replaces = staged.replaces;
    staged.put_in_place()?;
    Ok(replaces)
}

/// Writes the text where nothing stands yet; whatever stands there is never touched.
///
/// # Errors
///
/// Those of [`stage_new`] and [`Staged::put_in_place`].
pub fn create(path: &Path, text: &str) -> Result<()> {
    stage_new(path, text)?.put_in_place()
}

/// Makes the folder that a file is for, and those above it, where they are missing.
///
/// # Errors
///
/// The file system refuses.
pub fn make_folder_of(path: &Path) -> Result<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|error| {
        let message =
            format!("Making the folder {} failed: {}.", folder.display(), io_words(&error));
        Error::failed("cannot-write-file", message)
            .help("Check the permissions of the folder above it.")
    })
}

fn beside(place: &Path, text: &str) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // As a program that just opens a file would leave it: readable as far as the umask allows.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut staged = builder.prefix(".comon-tmp-").tempfile_in(folder.unwrap_or(Path::new(".")))?;
    staged.write_all(text.as_bytes())?;
    Ok(staged)
}

fn failure(path: &Path, error: &std::io::Error) -> Error {
    let folder: PathBuf = path.parent().map(Path::to_owned).unwrap_or_default();
    let message = format!("Writing {} failed: {}.", path.display(), io_words(error));
    let error = Error::failed("cannot-write-file", message);
    match folder.as_os_str().is_empty() || folder.is_dir() {
        true => error.help("Check the permissions of the file and its folder, and the space left."),
        false => error.help(format!("Create the folder {} first.", folder.display())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[cfg(unix)]
    #[test]
    fn existing_text_is_replaced_as_a_whole_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sql");
        assert!(!replace(&path, "one, and longer").unwrap());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(replace(&path, "two").unwrap());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(replace(&path, "three").unwrap_err().id, "cannot-write-file");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn what_is_there_is_never_touched_by_create() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        create(&path, "mine").unwrap();
        assert_eq!(create(&path, "yours").unwrap_err().id, "exists");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    }

    #[test]
    fn a_file_that_came_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let staged = stage(&path, "mine").unwrap();
        std::fs::write(&path, "theirs").unwrap();
        assert_eq!(staged.put_in_place().unwrap_err().id, "exists");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_no_file_and_a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(replace(folder.path(), "x").unwrap_err().id, "not-a-file");
        let error = replace(&folder.path().join("no/such/a.sql"), "x").unwrap_err();
        assert!(error.help.unwrap().contains("Create the folder"));
    }
}
