//! A repository -> the reviews of all its projects: every schema that has migrations here or at the base, and
//! every migrations folder of the base that no schema uses any more.

use crate::commands::context::Context;
use crate::commands::git::{Base, Checkout};
use crate::commands::review_change::{
    Reviewed, folders_at, migrations_folder, of_abandoned, of_change,
};
use crate::commands::review_moves::moved;
use crate::error::Result;
use crate::project::{PlaceOptions, Project, has_datasource};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The projects of a checkout, in the order of their schemas.
///
/// # Errors
///
/// git fails, or what belongs to a schema cannot be told.
pub fn projects(context: &Context<'_>, checkout: &Checkout) -> Result<Vec<Project>> {
    let files = checkout.files()?;
    let scripts: BTreeSet<&str> =
        files.iter().filter_map(|path| path.strip_suffix("migration.sql")).collect();
    let root = checkout.root();
    let mut folders: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
    for path in files.iter().filter(|path| path.ends_with(".prisma")) {
        let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
        // Snapshots of migrations are no schemas, and links lead anywhere.
        let snapshot = scripts.contains(path.strip_suffix(name_of(path)).unwrap_or_default());
        let place = root.join(path);
        if snapshot || !place.is_file() || checkout.is_linked(&place) {
            continue;
        }
        let text = std::fs::read(&place).unwrap_or_default();
        let declares = has_datasource(&String::from_utf8_lossy(&text));
        folders.entry(folder).or_default().push((path, declares));
    }
    let mut projects: Vec<Project> = Vec::new();
    for (folder, schemas) in folders {
        let declaring = schemas.iter().filter(|(_, declares)| *declares).count();
        for (path, _) in schemas.iter().filter(|(_, declares)| *declares) {
            // Files beside the only one with a datasource are parts of the same schema.
            let whole = declaring == 1 && schemas.len() > 1;
            let schema = if whole && !folder.is_empty() { folder } else { path };
            let options = PlaceOptions {
                schema: Some(PathBuf::from(schema)),
                migrations: None,
                config: context.global.config.clone(),
            };
            projects.push(Project::find(&options, root)?);
        }
    }
    Ok(projects)
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a project has migrations: a schema without is none of comon's.
pub fn has_migrations(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| entry.path().join("migration.sql").is_file())
}

/// The reviews of a change to all projects.
///
/// # Errors
///
/// git fails, or files cannot be read.
pub fn of_changes(context: &Context<'_>, base: &Base) -> Result<Vec<Reviewed>> {
    let mut abandoned = folders_at(base)?;
    let mut found: Vec<(Project, String)> = Vec::new();
    let mut heads = Vec::new();
    for project in projects(context, base.checkout())? {
        let migrations = project.migrations_path();
        let inside = base.checkout().inside(&migrations).unwrap_or_default();
        let known = abandoned.contains(&inside);
        if !known && !has_migrations(&migrations) {
            continue;
        }
        if !known {
            heads.push(migrations_folder(&inside, &migrations)?);
        }
        found.push((project, inside));
    }
    let moves = moved(base, &abandoned, &heads)?;
    let mut reviews = Vec::new();
    for (project, inside) in found {
        let reviewed = of_change(context, &project, base, Some(&moves))?;
        if let Some(folder) = &reviewed.base_folder {
            abandoned.remove(folder);
        }
        abandoned.remove(&inside);
        reviews.push(reviewed);
    }
    for folder in &abandoned {
        reviews.push(of_abandoned(base, folder)?);
    }
    Ok(reviews)
}
