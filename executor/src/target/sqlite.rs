//! An SQLite URL or path in, the absolute file out.

use crate::error::{Error, Result};
use std::path::{Component, Path, PathBuf};

/// An SQLite database: one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqliteTarget {
    /// Absolute path, without `.` and `..` where that needs no look at the disk.
    pub file: PathBuf,
}

impl SqliteTarget {
    /// Reads `file:dev.db`, `sqlite:dev.db`, `file:///abs/dev.db` or a bare path, relative to
    /// `folder`. What stands after a `?` is for clients and ignored.
    pub(super) fn parse(url: &str, folder: &Path) -> Result<Self> {
        let path = match url.strip_prefix("file:").or_else(|| url.strip_prefix("sqlite:")) {
            Some(rest) => rest.split('?').next().unwrap_or_default(),
            None => url,
        };
        let path = match path.strip_prefix("//") {
            // `sqlite://dev.db` is a relative path to every client that takes this form.
            Some(rest) => rest,
            None => path,
        };
        // `file:///C:/app/dev.db`, as a URL has it.
        let path = match path.strip_prefix('/') {
            Some(rest) if cfg!(windows) && rest.as_bytes().get(1) == Some(&b':') => rest,
            _ => path,
        };
        if path.is_empty() {
            return Err(Error::invalid("empty-url", "The SQLite URL names no file.")
                .help("Write it as file:dev.db, relative to the schema's folder."));
        }
        if path.contains(":memory:") || url.contains("mode=memory") {
            return Err(Error::invalid(
                "sqlite-in-memory",
                "An SQLite database in memory cannot be migrated: it is gone when the command ends.",
            )
            .help("Give a file, such as file:dev.db."));
        }
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        Ok(Self { file: clean(&folder.join(path)) })
    }

    /// The file that holds the deploy lock: `<file>.comon-lock`.
    pub fn lock_file(&self) -> PathBuf {
        let mut name = self.file.clone().into_os_string();
        name.push(".comon-lock");
        PathBuf::from(name)
    }
}

/// Takes `.` out, and `..` with the folder before it.
fn clean(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                result.push(component);
            }
        }
    }
    result
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_file_is_the_same_file() {
        for url in [
            "file:dev.db",
            "file:./dev.db",
            "file:../prisma/dev.db?connection_limit=1",
            "sqlite:dev.db",
            "sqlite://dev.db",
            "dev.db",
            "file:/app/prisma/dev.db",
            "file:///app/prisma/dev.db",
            "/app/prisma/dev.db",
        ] {
            let target = SqliteTarget::parse(url, Path::new("/app/prisma")).unwrap();
            assert_eq!(target.file, Path::new("/app/prisma/dev.db"), "{url}");
        }
    }

    #[test]
    fn memory_is_no_target() {
        for url in [":memory:", "file::memory:?cache=shared", "file:x?mode=memory"] {
            let error = SqliteTarget::parse(url, Path::new("/")).unwrap_err();
            assert_eq!(error.id, "sqlite-in-memory", "{url}");
        }
    }
}
