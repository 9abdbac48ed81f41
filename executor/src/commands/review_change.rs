//! A checkout and the base of its change -> the review of the change: reads both sides' files and
//! hands them to the planner's `review_change`, which knows the rules.

use crate::artifact_dir;
use crate::commands::context::Context;
use crate::commands::git::{Base, Blob, Checkout};
use crate::commands::review_clients::Clients;
use crate::commands::review_moves::{MigrationsFolder, moved};
use crate::config::{self, Config};
use crate::error::{Error, Result};
use crate::project::{self, Project};
use planner_core::artifact::ArtifactFiles;
use planner_core::artifact::files::FILE_NAMES;
use planner_core::review::change::{ChangeReview, MigrationFiles, ProjectFiles, review_change};
use planner_core::review::render::Placement;
use planner_core::source::SourceFile;
use planner_core::warning::levels::Levels;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The review of a change, and where its project lies.
#[derive(Debug)]
pub struct Reviewed {
    /// Where it lies in the repository.
    pub placement: Placement,
    /// The review.
    pub change: ChangeReview,
    /// Its migrations folder.
    pub folder: PathBuf,
    /// The migrations folder that the base had, from the root of the repository.
    pub base_folder: Option<String>,
    /// The comon.toml that it goes by: what it is called, and its text.
    pub settings: Option<(String, String)>,
}

/// Reviews a project of a checkout against the commit at which it left the base. `moves`: where the base had
/// the migrations folders that moved, where all projects of the checkout were looked at.
///
/// # Errors
///
/// Files cannot be read, or the schema is not in the checkout.
pub fn of_change(
    context: &Context<'_>,
    project: &Project,
    base: &Base,
    moves: Option<&BTreeMap<String, String>>,
) -> Result<Reviewed> {
    let checkout = base.checkout();
    let migrations = project.migrations_path();
    let inside = checkout.inside(&migrations);
    let places = project::config_places(
        context.global.config.as_deref(),
        &project.working_directory,
        &project.folder,
    );
    let places: Vec<(PathBuf, String)> = places
        .into_iter()
        .filter_map(|path| Some((path.clone(), checkout.inside(&path)?)))
        .collect();

    let mut was = ProjectFiles::default();
    let mut levels = Levels::default();
    let mut settings = None;
    let mut head = head_files(checkout, project, &migrations)?;
    let asked: Vec<&str> =
        inside.iter().chain(places.iter().map(|(_, path)| path)).map(String::as_str).collect();
    let mut blobs = match asked.is_empty() {
        true => Vec::new(),
        false => base.read(&base.list(&base.merge_base, &asked)?)?,
    };
    let configured =
        places.iter().find_map(|(path, inside)| Some((path, take(&mut blobs, inside)?)));
    if let Some((path, bytes)) = configured {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        levels = Config::parse(&text, path)?.levels;
        settings = Some((config::FILE_NAME.to_owned(), text.clone()));
        was.configuration = Some(text);
    }
    let regular = |path: &PathBuf| !checkout.is_linked(path);
    let here = places.iter().filter(|(path, _)| regular(path));
    head.configuration =
        here.map(|(path, _)| path).find_map(|path| std::fs::read_to_string(path).ok());

    let mut base_folder = inside.clone();
    if let Some(folder) = &inside {
        was.migrations = migrations_in(&blobs, folder);
        if was.migrations.is_empty() {
            base_folder = match moves {
                Some(moves) => moves.get(folder).cloned(),
                None => {
                    let own = migrations_folder(folder, &migrations)?;
                    moved(base, &folders_at(base)?, &[own])?.remove(folder)
                }
            };
            if let Some(old) = &base_folder {
                let entries = base.list(&base.merge_base, &[old])?;
                was.migrations = migrations_in(&base.read(&entries)?, old);
            }
        }
        // Where histories cross, what any of the common commits has is known.
        for commit in &base.others {
            let more = migrations_in(&base.read(&base.list(commit, &[folder])?)?, folder);
            let new =
                |each: &MigrationFiles| was.migrations.iter().all(|known| known.name != each.name);
            let more: Vec<MigrationFiles> = more.into_iter().filter(new).collect();
            was.migrations.extend(more);
        }
        if base.tip != base.merge_base {
            let known: BTreeSet<&str> = [&was, &head]
                .into_iter()
                .flat_map(|side| side.migrations.iter().map(|each| each.name.as_str()))
                .collect();
            let mut names = base.names(&base.tip, base_folder.as_deref().unwrap_or(folder))?;
            // A migration has a name of digits first; what else stands there is no migration.
            names.retain(|name| {
                name.starts_with(|first: char| first.is_ascii_digit())
                    && !known.contains(name.as_str())
            });
            was.newer = names;
        }
    }
    let placement = placement(checkout, project, places.iter().find(|(path, _)| path.is_file()));
    let mut change = review_change(&was, &head, &levels);
    if let Ok(schema) = context.schema(project) {
        let clients = Clients::of(base, &schema, project)?;
        change.problems.extend(clients.problems);
        change.notes.extend(clients.notes);
    }
    Ok(Reviewed { placement, change, folder: migrations, base_folder, settings })
}

/// The reviews of a migrations folder that no schema uses any more.
///
/// # Errors
///
/// Files cannot be read.
pub fn of_abandoned(base: &Base, folder: &str) -> Result<Reviewed> {
    let entries = base.list(&base.merge_base, &[folder])?;
    let was = migrations_in(&base.read(&entries)?, folder);
    let place = base.checkout().root().join(folder);
    let head = read_migrations(&place)?;
    let sides =
        [was, head].map(|migrations| ProjectFiles { migrations, ..ProjectFiles::default() });
    let [was, head] = &sides;
    let placement = Placement {
        schema: folder.to_owned(),
        migrations: folder.to_owned(),
        ..Placement::default()
    };
    let mut change = review_change(was, head, &Levels::default());
    change.problems.insert(0, deleted_schema(folder));
    Ok(Reviewed {
        placement,
        change,
        folder: place,
        base_folder: Some(folder.to_owned()),
        settings: None,
    })
}

fn deleted_schema(folder: &str) -> planner_core::review::change::ChangeProblem {
    planner_core::review::change::ChangeProblem {
        code: "deleted-schema",
        migration: None,
        file: None,
        lines: None,
        message: format!(
            "No schema belongs to {folder} any more, and its databases are still there."
        ),
        help: "Restore the schema; or take the project out in a pull request that says so.",
    }
}

/// Where a project lies in a checkout.
pub fn placement(
    checkout: &Checkout,
    project: &Project,
    configuration: Option<&(PathBuf, String)>,
) -> Placement {
    let inside = |path: &Path| {
        checkout.inside(path).unwrap_or_else(|| path.to_string_lossy().replace('\\', "/"))
    };
    Placement {
        schema: inside(&project.working_directory.join(&project.schema)),
        migrations: inside(&project.migrations_path()),
        configuration: configuration.map(|(_, path)| path.clone()),
        head: checkout.head.clone(),
        ..Placement::default()
    }
}

/// The project as it is checked out.
fn head_files(checkout: &Checkout, project: &Project, migrations: &Path) -> Result<ProjectFiles> {
    let schema = project.working_directory.join(&project.schema);
    let single = schema.is_file();
    let mut files = Vec::with_capacity(project.sources.len());
    for (_, file) in project.sources.iter() {
        let path = if single { schema.clone() } else { schema.join(&file.path) };
        let shown = checkout.inside(&path).unwrap_or_else(|| file.path.clone());
        if checkout.is_linked(&path) {
            return Err(Error::refused(
                "linked-schema",
                format!("{} is a link, or lies behind one: it is not read.", file.path),
            )
            .help("Commit the file itself."));
        }
        files.push(SourceFile { path: shown, text: file.text.clone() });
    }
    Ok(ProjectFiles {
        migrations: read_migrations(migrations)?,
        schema: files,
        ..ProjectFiles::default()
    })
}

/// A migrations folder of the checkout. `path`: from the root of the repository.
///
/// # Errors
///
/// It cannot be read.
pub fn migrations_folder(path: &str, folder: &Path) -> Result<MigrationsFolder> {
    Ok(MigrationsFolder { path: path.to_owned(), migrations: read_migrations(folder)? })
}

fn read_migrations(folder: &Path) -> Result<Vec<MigrationFiles>> {
    let folders = artifact_dir::read_all(folder)?.into_iter();
    let files = |folder: artifact_dir::Folder| MigrationFiles {
        name: folder.name,
        files: folder.files.into_iter().collect(),
        unreadable: folder.problems,
    };
    Ok(folders.map(files).collect())
}

/// The migrations among files, by the folder that they lie in.
pub fn migrations_in(blobs: &[Blob], folder: &str) -> Vec<MigrationFiles> {
    let mut folders: BTreeMap<String, ArtifactFiles> = BTreeMap::new();
    for blob in blobs {
        // Deeper files, and those beside the migrations, are none of theirs.
        if let Some(path) = below(&blob.path, folder)
            && let Some((name, file)) = path.split_once('/')
            && FILE_NAMES.contains(&file)
        {
            folders.entry(name.to_owned()).or_default().set(file, blob.bytes.clone());
        }
    }
    let files = |(name, files)| MigrationFiles { name, files, ..MigrationFiles::default() };
    folders.into_iter().map(files).collect()
}

/// A path from a folder; `None` where it does not lie in it.
fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    if folder.is_empty() {
        return Some(path);
    }
    path.strip_prefix(folder)?.strip_prefix('/')
}

fn take(blobs: &mut Vec<Blob>, path: &str) -> Option<Vec<u8>> {
    let at = blobs.iter().position(|blob| blob.path == path)?;
    Some(blobs.swap_remove(at).bytes)
}

/// The migrations folders that the base has.
///
/// # Errors
///
/// git fails.
pub fn folders_at(base: &Base) -> Result<BTreeSet<String>> {
    let mut folders = BTreeSet::new();
    for entry in base.list(&base.merge_base, &[])? {
        let mut parts = entry.path.rsplitn(3, '/');
        let (file, name, folder) = (parts.next(), parts.next(), parts.next());
        let digits = |name: &str| name.starts_with(|first: char| first.is_ascii_digit());
        if file == Some("migration.sql") && name.is_some_and(digits) {
            folders.insert(folder.unwrap_or_default().to_owned());
        }
    }
    Ok(folders)
}
