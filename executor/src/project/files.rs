//! A schema file or folder in, its texts out, and which folder the datasource lies in.

use crate::error::{Error, Result};
use planner_core::source::{SourceFile, Sources};
use std::path::{Component, Path, PathBuf};

/// No schema of people is larger; a file that is, is something else.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The files of a schema before the migrations folder is known.
#[derive(Debug)]
pub(super) struct Found {
    /// The folder of the file with the datasource.
    pub(super) folder: PathBuf,
    /// Path as found, and the file.
    files: Vec<(PathBuf, SourceFile)>,
}

impl Found {
    /// The sources without those in the migrations folder.
    pub(super) fn without(&self, migrations: &Path) -> Sources {
        let kept = self.files.iter().filter(|(path, _)| !path.starts_with(migrations));
        Sources::new(kept.map(|(_, file)| file.clone()).collect())
    }
}

/// Reads the schema, and finds the file with the datasource; without one, the schema's own
/// folder counts.
pub(super) fn read(
    working_directory: &Path,
    schema: &Path,
    migrations: Option<&Path>,
) -> Result<Found> {
    if working_directory.join(schema).is_file() {
        let text = read_text(&working_directory.join(schema), schema)?;
        let folder = schema.parent().unwrap_or(Path::new("")).to_owned();
        let file = SourceFile { path: slashed(schema), text };
        return Ok(Found { folder, files: vec![(schema.to_owned(), file)] });
    }
    let mut paths = Vec::new();
    collect(working_directory, schema, migrations, &mut paths)?;
    if paths.is_empty() {
        return Err(Error::invalid(
            "missing-schema",
            format!("The folder {} holds no .prisma file.", schema.display()),
        )
        .help("Name the schema's file or folder with --schema."));
    }
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let text = read_text(&working_directory.join(&path), &path)?;
        let relative = path.strip_prefix(schema).unwrap_or(&path);
        files.push((path.clone(), SourceFile { path: slashed(relative), text }));
    }
    let with_datasource = files.iter().find(|(_, file)| has_datasource(&file.text));
    let folder = with_datasource.and_then(|(path, _)| path.parent()).unwrap_or(schema).to_owned();
    Ok(Found { folder, files })
}

/// All .prisma files below, folders with a leading dot, `node_modules`, migrations and links to
/// folders left out.
fn collect(
    working_directory: &Path,
    folder: &Path,
    migrations: Option<&Path>,
    paths: &mut Vec<PathBuf>,
) -> Result<()> {
    let entries = std::fs::read_dir(working_directory.join(folder));
    let entries = entries.and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
    let mut entries = entries.map_err(|error| unreadable(folder, &error))?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let path = folder.join(&name);
        let kind = entry.file_type().map_err(|error| unreadable(&path, &error))?;
        if kind.is_dir() {
            let hidden = name.to_string_lossy().starts_with('.') || name == "node_modules";
            let is_migrations = migrations == Some(path.as_path());
            if !hidden && !is_migrations && !entry.path().join("migration.sql").exists() {
                collect(working_directory, &path, migrations, paths)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "prisma") {
            paths.push(path);
        }
    }
    Ok(())
}

fn read_text(path: &Path, shown: &Path) -> Result<String> {
    let size = std::fs::metadata(path).map_err(|error| unreadable(shown, &error))?.len();
    if size > MAX_BYTES {
        return Err(Error::invalid(
            "unreadable-schema",
            format!("The schema file {} is larger than 64 MiB.", shown.display()),
        ));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(shown, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        Error::invalid(
            "unreadable-schema",
            format!("The schema file {}:{line} is not UTF-8.", shown.display()),
        )
        .help("Save it in the encoding UTF-8.")
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::invalid(
        "unreadable-schema",
        format!("The schema {} cannot be read: {}.", path.display(), crate::error::io_words(error)),
    )
}

/// A path with forward slashes, without a leading `./`.
pub(super) fn slashed(path: &Path) -> String {
    let mut text = String::new();
    for component in path.components() {
        if component == Component::CurDir {
            continue;
        }
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        text.push_str(&component.as_os_str().to_string_lossy().replace('\\', "/"));
    }
    text
}

/// Whether a `datasource` block begins on one of the text's lines.
/// Whether a schema file has a datasource.
pub fn has_datasource(text: &str) -> bool {
    text.lines().any(|line| {
        let rest = line.trim_start().strip_prefix("datasource");
        rest.is_some_and(|rest| rest.starts_with([' ', '\t']))
    })
}
