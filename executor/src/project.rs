//! Flags and a working directory in, a [`Project`] out: which schema files, which migrations
//! folder, which configuration, and from them the database URL. Nothing is written, and the
//! process's environment is never changed.

mod files;
mod url;

pub use files::has_datasource;
pub use url::{DatabaseUrl, UrlOptions, resolve_url};

use crate::config::{self, Config};
use crate::error::{Error, Result};
use planner_core::source::Sources;
use std::path::{Path, PathBuf};

/// What the flags say of the places.
#[derive(Debug, Clone, Default)]
pub struct PlaceOptions {
    /// `--schema`: a file, or a folder of .prisma files.
    pub schema: Option<PathBuf>,
    /// `--migrations`.
    pub migrations: Option<PathBuf>,
    /// `--config`.
    pub config: Option<PathBuf>,
}

/// The places and texts that a command works with.
#[derive(Debug, Clone)]
pub struct Project {
    /// The schema file or folder, as found: relative where the flags are.
    pub schema: PathBuf,
    /// The folder of the file with the datasource: SQLite paths and `.env` are relative to it.
    pub folder: PathBuf,
    /// The schema's files. Paths are relative to a schema folder; a single file goes by its
    /// path as found.
    pub sources: Sources,
    /// The migrations folder; it need not exist yet.
    pub migrations: PathBuf,
    /// comon.toml, or what holds without one.
    pub config: Config,
    /// The working directory that everything was found from.
    pub working_directory: PathBuf,
}

impl Project {
    /// Finds everything from the working directory.
    ///
    /// # Errors
    /// `missing-schema`, `unreadable-schema`, `two-migration-folders`, and those of the
    /// configuration.
    pub fn find(options: &PlaceOptions, working_directory: &Path) -> Result<Self> {
        let schema = find_schema(options.schema.as_deref(), working_directory)?;
        let found = files::read(working_directory, &schema, options.migrations.as_deref())?;
        let migrations = match &options.migrations {
            Some(folder) => folder.clone(),
            None => find_migrations(working_directory, &found.folder)?,
        };
        let config = find_config(options.config.as_deref(), working_directory, &found.folder)?;
        let sources = found.without(&migrations);
        Ok(Self {
            schema,
            folder: found.folder,
            sources,
            migrations,
            config,
            working_directory: working_directory.to_owned(),
        })
    }

    /// A project whose schema does not exist yet, and is to be written to that file.
    ///
    /// # Errors
    /// Those of the configuration, and `two-migration-folders`.
    pub fn with_new_schema(
        options: &PlaceOptions,
        working_directory: &Path,
        schema: PathBuf,
    ) -> Result<Self> {
        let folder = schema.parent().unwrap_or(Path::new("")).to_owned();
        let migrations = match &options.migrations {
            Some(folder) => folder.clone(),
            None => find_migrations(working_directory, &folder)?,
        };
        let config = find_config(options.config.as_deref(), working_directory, &folder)?;
        Ok(Self {
            schema,
            folder,
            sources: Sources::default(),
            migrations,
            config,
            working_directory: working_directory.to_owned(),
        })
    }

    /// The same files under the paths that people open: what diagnostics show.
    pub fn shown_sources(&self) -> Sources {
        if self.working_directory.join(&self.schema).is_file() {
            return self.sources.clone();
        }
        let prefix = files::slashed(&self.schema);
        let files = self.sources.iter().map(|(_, file)| planner_core::source::SourceFile {
            path: format!("{}/{}", prefix.trim_end_matches('/'), file.path),
            text: file.text.clone(),
        });
        Sources::new(files.collect())
    }

    /// The migrations folder from the root of the file system.
    pub fn migrations_path(&self) -> PathBuf {
        self.working_directory.join(&self.migrations)
    }

    /// The folder of the datasource's file from the root of the file system.
    pub fn folder_path(&self) -> PathBuf {
        self.working_directory.join(&self.folder)
    }
}

/// Where a schema is looked for without `--schema`.
pub const SCHEMA_PLACES: [&str; 3] = ["prisma/schema.prisma", "schema.prisma", "prisma/schema"];

/// Where a new schema is written: to the file that is named, into the folder that is named, else
/// into `prisma/` where there is one, else here.
pub fn new_schema_place(given: Option<&Path>, working_directory: &Path) -> PathBuf {
    match given {
        Some(path) if working_directory.join(path).is_dir() => path.join("schema.prisma"),
        Some(path) => path.to_owned(),
        None if working_directory.join("prisma").is_dir() => PathBuf::from("prisma/schema.prisma"),
        None => PathBuf::from("schema.prisma"),
    }
}

fn find_schema(given: Option<&Path>, working_directory: &Path) -> Result<PathBuf> {
    if let Some(path) = given {
        if working_directory.join(path).exists() {
            return Ok(path.to_owned());
        }
        return Err(Error::invalid(
            "missing-schema",
            format!("The schema {} does not exist.", path.display()),
        )
        .help("Correct --schema."));
    }
    let found = SCHEMA_PLACES.iter().find(|place| working_directory.join(place).exists());
    found.map(PathBuf::from).ok_or_else(|| {
        Error::invalid("missing-schema", "There is no Prisma schema here.")
            .detail(format!(
                "Looked for {} in {}.",
                SCHEMA_PLACES.join(", "),
                working_directory.display()
            ))
            .help("Name it with --schema.")
    })
}

/// `migrations/` beside the file with the datasource, or an existing `prisma/migrations/` below.
fn find_migrations(working_directory: &Path, folder: &Path) -> Result<PathBuf> {
    let beside = folder.join("migrations");
    let below = folder.join("prisma").join("migrations");
    let exists = |path: &Path| working_directory.join(path).is_dir();
    match (exists(&beside), exists(&below)) {
        (true, true) => Err(Error::invalid(
            "two-migration-folders",
            format!(
                "There are two migrations folders: {} and {}.",
                beside.display(),
                below.display()
            ),
        )
        .help(
            "Say which one counts with --migrations, or move the migrations of one into the other.",
        )),
        (false, true) => Ok(below),
        (true | false, false) => Ok(beside),
    }
}

/// `--config`, else comon.toml beside the schema or in a folder above it.
///
/// # Errors
///
/// It cannot be read.
pub fn find_config(
    given: Option<&Path>,
    working_directory: &Path,
    folder: &Path,
) -> Result<Config> {
    let read = |path: &Path| {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Error::invalid(
                "unreadable-config",
                format!(
                    "The configuration {} cannot be read: {}.",
                    path.display(),
                    crate::error::io_words(&error)
                ),
            )
        })?;
        Config::parse(&text, path)
    };
    let mut places = config_places(given, working_directory, folder).into_iter();
    if given.is_some() {
        return places.next().map_or_else(|| Ok(Config::default()), |path| read(&path));
    }
    places.find(|path| path.is_file()).map_or_else(|| Ok(Config::default()), |path| read(&path))
}

/// Where the configuration is looked for, the first that exists counts: `--config`, else
/// comon.toml beside the schema and in the folders above it.
pub fn config_places(
    given: Option<&Path>,
    working_directory: &Path,
    folder: &Path,
) -> Vec<PathBuf> {
    if let Some(path) = given {
        return vec![working_directory.join(path)];
    }
    let start = working_directory.join(folder);
    let start = dunce::canonicalize(&start).unwrap_or(start);
    start.ancestors().map(|folder| folder.join(config::FILE_NAME)).collect()
}

#[cfg(test)]
mod tests;
