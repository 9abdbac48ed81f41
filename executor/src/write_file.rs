//! A text in, a file with exactly that text out: written beside its place, synced and renamed, so
//! that a crash leaves the old file or the new one. Knows nothing of what the text says.

use crate::error::{Error, Result};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes the text, in place of a file that may be there; whether one was. Through a link the file
/// that it leads to is replaced, not the link.
///
/// # Errors
///
/// Something else than a file stands there or one that is read-only, its folder does not exist, or the file system refuses.
pub fn replace(path: &Path, text: &str) -> Result<bool> {
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
        return Err(Error::failed("cannot-write-file", message).help("Name another file."));
    }
    let failed = |error: std::io::Error| failure(path, &error);
    let place = match &existing {
        Ok(_) => std::fs::canonicalize(path).map_err(failed)?,
        Err(_) => path.to_owned(),
    };
    let mut staged = stage(&place, text).map_err(failed)?;
    if let Ok(existing) = &existing {
        staged.as_file_mut().set_permissions(existing.permissions()).map_err(failed)?;
    }
    staged.as_file().sync_all().map_err(failed)?;
    staged.persist(&place).map_err(|error| failure(path, &error.error))?;
    Ok(existing.is_ok())
}

/// Writes the text where nothing stands yet; whatever stands there is never touched.
///
/// # Errors
///
/// `exists` where something is there, its folder does not exist, or the file system refuses.
pub fn create(path: &Path, text: &str) -> Result<()> {
    let failed = |error: std::io::Error| failure(path, &error);
    let staged = stage(path, text).map_err(failed)?;
    staged.as_file().sync_all().map_err(failed)?;
    match staged.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Error::refused("exists", format!("{} is there already.", path.display())))
        }
        Err(error) => Err(failure(path, &error.error)),
    }
}

fn stage(place: &Path, text: &str) -> std::io::Result<tempfile::NamedTempFile> {
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
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    let folder: PathBuf = path.parent().map(Path::to_owned).unwrap_or_default();
    let error =
        Error::failed("cannot-write-file", format!("Writing {} failed: {words}.", path.display()));
    match folder.as_os_str().is_empty() || folder.is_dir() {
        true => error.help("Check the permissions of the file and its folder, and the space left."),
        false => error.help(format!("Create the folder {} first.", folder.display())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

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
    fn a_folder_is_no_file_and_a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(replace(folder.path(), "x").unwrap_err().id, "not-a-file");
        let error = replace(&folder.path().join("no/such/a.sql"), "x").unwrap_err();
        assert!(error.help.unwrap().contains("Create the folder"));
    }
}
