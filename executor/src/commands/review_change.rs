//! A checkout and the base of its change -> the review of the change: reads both sides' files and
//! hands them to the planner's `review_change`, which knows the rules.

use crate::artifact_dir;
use crate::commands::context::Context;
use crate::commands::git;
use crate::commands::review::unreviewable;
use crate::config::Config;
use crate::error::Result;
use crate::project::{self, Project};
use planner_core::artifact::ArtifactFiles;
use planner_core::artifact::files::FILE_NAMES;
use planner_core::review::change::{ChangeReview, MigrationFiles, ProjectFiles, review_change};
use planner_core::warning::levels::Levels;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Reviews the checkout against the commit at which it left the base.
///
/// # Errors
///
/// git does not know the base, or files cannot be read.
pub fn of_change(context: &Context<'_>, project: &Project, since: &str) -> Result<ChangeReview> {
    let migrations = project.migrations_path();
    let git = git::Base::of(&migrations, since)?;
    let mut base = ProjectFiles::default();
    let mut folders: BTreeMap<String, ArtifactFiles> = BTreeMap::new();
    for blob in git.files(&git.merge_base, &migrations)? {
        // Deeper files, and those beside the migrations, are none of theirs.
        if let Some((name, file)) = blob.path.split_once('/')
            && FILE_NAMES.contains(&file)
        {
            folders.entry(name.to_owned()).or_default().set(file, blob.bytes);
        }
    }
    let names = git.names(&git.tip, &migrations)?;
    base.newer = names.into_iter().filter(|name| !folders.contains_key(name)).collect();
    base.migrations = migrations_of(folders);

    let mut folders = BTreeMap::new();
    for folder in artifact_dir::read_all(&migrations)? {
        if !folder.problems.is_empty() {
            return Err(unreviewable(&folder.name, &folder.problems));
        }
        base.newer.retain(|name| *name != folder.name);
        folders.insert(folder.name, folder.files.into_iter().collect());
    }
    let mut head = ProjectFiles { migrations: migrations_of(folders), ..ProjectFiles::default() };
    // A migration has a name of digits first; what else stands there is no migration.
    base.newer.retain(|name| name.starts_with(|first: char| first.is_ascii_digit()));
    head.schema = project.sources.iter().map(|(_, file)| file.clone()).collect();

    let places = project::config_places(
        context.global.config.as_deref(),
        &project.working_directory,
        &project.folder,
    );
    let inside: Vec<PathBuf> = match git.root() {
        Ok(root) => places.into_iter().filter(|path| path.starts_with(&root)).collect(),
        Err(_) => places,
    };
    head.configuration = inside.iter().find_map(|path| std::fs::read_to_string(path).ok());
    let mut levels = Levels::default();
    for path in &inside {
        if let Some(bytes) = git.file(&git.merge_base, path)? {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            levels = Config::parse(&text, path)?.levels;
            base.configuration = Some(text);
            break;
        }
    }
    Ok(review_change(&base, &head, &levels))
}

fn migrations_of(folders: BTreeMap<String, ArtifactFiles>) -> Vec<MigrationFiles> {
    folders.into_iter().map(|(name, files)| MigrationFiles { name, files }).collect()
}
