//! The migrations folder on disk: which migrations there are, the bytes of each one's files, and
//! the atomic writing of a new one. Knows nothing of what the bytes mean: that is
//! `planner_core::artifact`.
//!
//! Folders come from strangers' pull requests, so files are opened without ever following a
//! link, must be regular files in real directories, are bounded in size and are read once: the
//! bytes returned here are those that get verified, shown and executed.

mod aside;

pub use aside::{Aside, set_aside};

use crate::error::{Error, Result};
use crate::system::{self, rename_without_replacing, sync_folder};
use planner_core::artifact::files::{FILE_NAMES, MAX_FILE_BYTES};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Temporary folders of a write in progress begin with this; readers ignore them.
const TEMPORARY_PREFIX: &str = ".comon-tmp-";

/// The files of one migration directory as they stand on disk; a missing file is not in the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Name of the directory, which is the migration's name.
    pub name: String,
    /// File name -> bytes.
    pub files: BTreeMap<&'static str, Vec<u8>>,
    /// Why files could not be read, one sentence each.
    pub problems: Vec<String>,
}

/// All migrations of the folder, ordered by name, bytewise; none where the folder does not exist.
///
/// # Errors
///
/// The folder itself cannot be read or is not a real directory.
pub fn read_all(migrations: &Path) -> Result<Vec<Folder>> {
    let directory = match system::Folder::open(migrations) {
        Ok(directory) => directory,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(cannot_read_folder(migrations, &error)),
    };
    let mut names = directory.names().map_err(|error| cannot_read_folder(migrations, &error))?;
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    Ok(names.into_iter().filter_map(|name| read_folder(&directory, name)).collect())
}

/// One migration by its name; `None` where there is no such directory.
///
/// # Errors
///
/// As [`read_all`].
pub fn read_one(migrations: &Path, name: &str) -> Result<Option<Folder>> {
    Ok(read_all(migrations)?.into_iter().find(|folder| folder.name == name))
}

/// Writes a new migration directory: beside its place, synced, renamed. An existing one is
/// never overwritten, and a crash at any moment leaves either nothing or all of it (a temporary
/// folder aside, which readers ignore).
///
/// # Errors
///
/// A directory of that name exists, or the file system refuses.
pub fn write_new(migrations: &Path, name: &str, files: &[(&str, &[u8])]) -> Result<PathBuf> {
    let target = migrations.join(name);
    let failed = |what: &str, error: &dyn std::fmt::Display| {
        Error::failed("cannot-write-migration", format!("{what} failed: {error}"))
            .help(format!("check the permissions of {}", migrations.display()))
    };
    std::fs::create_dir_all(migrations)
        .map_err(|error| failed(&format!("creating {}", migrations.display()), &error))?;
    if target.symlink_metadata().is_ok() {
        return Err(exists_already(&target));
    }
    let staging = migrations.join(temporary_name(name));
    let written = write_staged(&staging, files)
        .map_err(|error| failed(&format!("writing into {}", migrations.display()), &error))
        .and_then(|()| {
            rename_without_replacing(&staging, &target).map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty => exists_already(&target),
                _ => failed(&format!("renaming to {}", target.display()), &error),
            })
        });
    if let Err(error) = written {
        // Best effort: what stays has a name that readers ignore.
        let _ = std::fs::remove_dir_all(&staging);
        return Err(error);
    }
    sync_folder(migrations).map_err(|error| failed("syncing the migrations folder", &error))?;
    Ok(target)
}

/// Replaces files of an existing migration directory, each by an atomic rename. Only `seal`
/// does this, on a migration that was never applied.
///
/// # Errors
///
/// The file system refuses.
pub fn replace_files(folder: &Path, files: &[(&str, &[u8])]) -> Result<()> {
    for (file_name, bytes) in files {
        let replace = || -> io::Result<()> {
            let staged = folder.join(temporary_name(file_name));
            write_synced(&staged, bytes)?;
            std::fs::rename(&staged, folder.join(file_name))?;
            Ok(())
        };
        replace().map_err(|error| {
            Error::failed("cannot-write-migration", format!("writing {file_name} failed: {error}"))
                .help(format!("check the permissions of {}", folder.display()))
        })?;
    }
    sync_folder(folder).map_err(|error| {
        Error::failed("cannot-write-migration", format!("syncing the folder failed: {error}"))
    })
}

/// Removes a migration directory that this run wrote and that never was applied: first out of
/// sight by a rename, so that no reader sees half of it.
///
/// # Errors
///
/// The file system refuses.
pub fn remove(migrations: &Path, name: &str) -> Result<()> {
    let hidden = migrations.join(format!("{TEMPORARY_PREFIX}removed-{name}"));
    let gone = std::fs::rename(migrations.join(name), &hidden)
        .and_then(|()| std::fs::remove_dir_all(&hidden));
    gone.map_err(|error| {
        Error::failed("cannot-remove-migration", format!("removing {name} failed: {error}"))
            .help(format!("remove {} by hand", migrations.join(name).display()))
    })
}

/// Whether a migration may be called so.
pub fn is_valid_name(name: &str) -> bool {
    let mut characters = name.chars();
    name.len() <= 120
        && characters.next().is_some_and(|first| first.is_ascii_alphanumeric())
        && characters.all(|each| each.is_ascii_alphanumeric() || matches!(each, '_' | '.' | '-'))
}

fn read_folder(directory: &system::Folder, name: String) -> Option<Folder> {
    let mut folder = Folder { name, files: BTreeMap::new(), problems: Vec::new() };
    let Ok(opened) = directory.folder(&folder.name) else {
        // A plain file beside the migrations (migration_lock.toml, README) is not one.
        if directory.is_file(&folder.name) {
            return None;
        }
        let problem = match directory.is_link(&folder.name) {
            true => "it is a link; a migration must be a real directory",
            false => "it cannot be opened as a directory",
        };
        folder.problems.push(problem.to_owned());
        return Some(folder);
    };
    if !is_valid_name(&folder.name) {
        folder.problems.push(
            "its name is not letters, digits, `_`, `.` and `-`, at most 120 of them".to_owned(),
        );
    }
    for file_name in FILE_NAMES {
        match read_regular_file(&opened, file_name) {
            Ok(Some(bytes)) => {
                folder.files.insert(file_name, bytes);
            }
            Ok(None) => {}
            Err(problem) => folder.problems.push(format!("{file_name} {problem}")),
        }
    }
    Some(folder)
}

fn read_regular_file(directory: &system::Folder, name: &str) -> Result<Option<Vec<u8>>, String> {
    let opened = match directory.file(name) {
        Ok(opened) => opened,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(_) if directory.is_link(name) => {
            return Err("is a link; a migration's files must be regular files".to_owned());
        }
        Err(error) => return Err(format!("cannot be opened: {error}")),
    };
    let metadata = opened.metadata().map_err(|error| format!("cannot be read: {error}"))?;
    if !metadata.is_file() {
        return Err("is not a regular file".to_owned());
    }
    // The size is but a guess: the file may grow or shrink meanwhile.
    let size = usize::try_from(metadata.len()).unwrap_or(MAX_FILE_BYTES).min(MAX_FILE_BYTES);
    let mut bytes = Vec::with_capacity(size + 1);
    opened
        .take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(format!("is larger than {} MiB", MAX_FILE_BYTES / 1024 / 1024));
    }
    Ok(Some(bytes))
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn write_staged(staging: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    std::fs::create_dir(staging)?;
    for (file_name, bytes) in files {
        write_synced(&staging.join(file_name), bytes)?;
    }
    sync_folder(staging)
}

/// Unique among the processes of this machine and the moments of one process.
fn temporary_name(name: &str) -> String {
    let nanoseconds = time::OffsetDateTime::now_utc().unix_timestamp_nanos();
    format!("{TEMPORARY_PREFIX}{}-{nanoseconds}-{name}", std::process::id())
}

fn exists_already(target: &Path) -> Error {
    Error::invalid("migration-exists", format!("{} exists already", target.display()))
        .help("choose another --name")
}

fn cannot_read_folder(migrations: &Path, error: &io::Error) -> Error {
    Error::failed(
        "cannot-read-migrations",
        format!("the migrations folder {} cannot be read: {error}", migrations.display()),
    )
    .help("name a readable folder with --migrations")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn five(text: &str) -> Vec<(&'static str, &[u8])> {
        FILE_NAMES.iter().map(|name| (*name, text.as_bytes())).collect()
    }

    #[test]
    fn written_directory_is_read_back_and_never_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let migrations = root.path().join("migrations");
        write_new(&migrations, "20260101000000_a", &five("one")).unwrap();
        let again = write_new(&migrations, "20260101000000_a", &five("two")).unwrap_err();
        assert_eq!(again.id, "migration-exists");
        let folders = read_all(&migrations).unwrap();
        assert_eq!(folders.len(), 1);
        assert_eq!(folders[0].files["migration.sql"], b"one");
        assert_eq!(folders[0].problems, Vec::<String>::new());
        let left: Vec<_> = std::fs::read_dir(&migrations).unwrap().collect();
        assert_eq!(left.len(), 1, "no temporary folder stays behind");
    }

    #[test]
    fn folders_are_ordered_bytewise_and_hidden_ones_and_files_ignored() {
        let root = tempfile::tempdir().unwrap();
        for name in ["b", "B", "a", ".comon-tmp-x"] {
            std::fs::create_dir(root.path().join(name)).unwrap();
        }
        std::fs::write(root.path().join("migration_lock.toml"), "x").unwrap();
        let names: Vec<_> =
            read_all(root.path()).unwrap().into_iter().map(|each| each.name).collect();
        assert_eq!(names, ["B", "a", "b"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_named_and_never_followed() {
        let root = tempfile::tempdir().unwrap();
        let real = root.path().join("elsewhere.sql");
        std::fs::write(&real, "DROP TABLE users;").unwrap();
        let migrations = root.path().join("migrations");
        write_new(&migrations, "1", &[("warnings.txt", b"")]).unwrap();
        std::os::unix::fs::symlink(&real, migrations.join("1/migration.sql")).unwrap();
        std::os::unix::fs::symlink(migrations.join("1"), migrations.join("2")).unwrap();
        let folders = read_all(&migrations).unwrap();
        assert!(!folders[0].files.contains_key("migration.sql"));
        assert!(folders[0].problems[0].contains("migration.sql is a link"));
        assert!(folders[1].problems[0].contains("it is a link"));
    }

    #[cfg(unix)]
    #[test]
    fn fifo_is_refused_without_waiting() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("1")).unwrap();
        let path = root.path().join("1/migration.sql");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        let folders = read_all(root.path()).unwrap();
        assert!(folders[0].problems[0].contains("not a regular file"));
    }

    #[test]
    fn missing_folder_holds_no_migrations() {
        let root = tempfile::tempdir().unwrap();
        assert!(read_all(&root.path().join("none")).unwrap().is_empty());
    }

    #[test]
    fn names_follow_the_pattern() {
        assert!(is_valid_name("20260101000000_add-users.v2"));
        assert!(!is_valid_name("_add"));
        assert!(!is_valid_name("a/b"));
        assert!(!is_valid_name(""));
        assert!(!is_valid_name(&"a".repeat(121)));
    }
}
