//! `comon migrate restore`: a migration directory that is lost, written again from the history as it
//! was applied; or what is missing for that. Runs nothing and writes no database.

use crate::artifact_dir;
use crate::commands::command_line::CommandLine;
use crate::commands::context::Context;
use crate::commands::state::Folder;
use crate::commands::unknown_migration;
use crate::deploy::restored::{Neighbours, Restored, SqlSource, restored};
use crate::error::{Error, Result};
use crate::history::row::{History, Kind, Row};
use crate::history::store;
use crate::output::{Report, Tone};
use crate::session::{Access, Missing};
use planner_core::artifact::ArtifactFiles;
use std::collections::BTreeSet;

/// Write a lost migration directory again, from the history of this database
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migration's name
    #[arg(value_name = "NAME")]
    name: String,
}

/// Runs the command.
///
/// # Errors
///
/// The history does not know the migration, does not hold enough of it, or other files are there.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let schema = context.schema(&project)?;
    let target = context.target(&project, &schema)?;
    let mut session = context.connect(&target, Access::Read, Missing::Refuse).await?;
    let stored = store::read(&mut session).await?;
    session.close().await?;
    let folder = Folder::read(&project.migrations_path(), target.provider())?;
    let name = args.name.as_str();
    let Some(row) = row_of(&stored.history, name) else {
        let names: BTreeSet<&str> = stored.history.rows().iter().map(Row::migration).collect();
        return Err(unknown_migration::in_history(name, names.into_iter()));
    };
    // A row is data of a database: its name is no path.
    if !artifact_dir::is_valid_name(name) {
        return Err(Error::refused(
            "invalid-name",
            format!("`{}` cannot be the name of a directory.", name.escape_debug()),
        )
        .help("Names are letters, digits, `_`, `.` and `-`, at most 120 of them."));
    }
    let neighbours = neighbours(&folder, name);
    let Restored { files, sql, notes } =
        restored(row, target.provider(), neighbours).map_err(|missing| {
            let error = Error::refused(
                "cannot-restore",
                format!("Nothing was written: the history does not hold all of {name}."),
            );
            missing
                .into_iter()
                .fold(error, Error::detail)
                .help("Fetch its directory from version control, or from a colleague's checkout.")
        })?;
    let migrations = project.migrations_path();
    let shown = project.migrations.join(name).display().to_string();
    let report = match artifact_dir::read_one(&migrations, name)? {
        Some(there) => refuse_others(name, &shown, there, &files)?,
        None => {
            let texts: Vec<(&str, &[u8])> = files.present().collect();
            artifact_dir::write_new(&migrations, name, &texts)?;
            let origin = match sql {
                SqlSource::Stored => "its SQL is the one that was executed",
                SqlSource::Planned => "its SQL was planned again and has the recorded checksum",
            };
            Report::new(Tone::Good, format!("Restored {shown} as it was applied."))
                .line(format!("  {origin}"))
                .lines(notes.iter().map(|note| format!("  note: {note}")))
                .field("written", true)
        }
    };
    let listed: Vec<&str> = files.present().map(|(file, _)| file).collect();
    Ok(report
        .field("migration", name)
        .field("files", listed)
        .field("checksum", row.checksum.clone())
        .field(
            "sqlFrom",
            match sql {
                SqlSource::Stored => "history",
                SqlSource::Planned => "planner",
            },
        )
        .field("notices", notes)
        .next(CommandLine::new("comon migrate status").place(context.global).text()))
}

/// The row of the latest application, a standing one first.
pub fn row_of<'a>(history: &'a History, name: &str) -> Option<&'a Row> {
    let active = history.active_by_migration().get(name).copied();
    let applied = |row: &&Row| row.kind == Kind::Apply && row.migration() == name;
    active.or_else(|| history.rows().iter().rev().find(applied))
}

/// The snapshots on both sides of a gap in the folder.
pub fn neighbours<'a>(folder: &'a Folder, name: &str) -> Neighbours<'a> {
    let is_before = |other: &str| other.as_bytes() < name.as_bytes();
    let previous = folder.local.iter().rfind(|local| is_before(&local.name));
    let next = folder.local.iter().find(|local| local.name != name && !is_before(&local.name));
    Neighbours {
        before: previous.filter(|local| local.invalid.is_empty()).map(|local| local.after.as_str()),
        after: next.filter(|local| local.invalid.is_empty()).map(|local| local.before.as_str()),
    }
}

/// A directory that is there is never overwritten: it is the restored one, or it is in the way.
fn refuse_others(
    name: &str,
    shown: &str,
    there: artifact_dir::Folder,
    files: &ArtifactFiles,
) -> Result<Report> {
    let own: ArtifactFiles = there.files.into_iter().collect();
    let differing: Vec<&str> = planner_core::artifact::files::FILE_NAMES
        .into_iter()
        .filter(|file| {
            let bytes = |files: &ArtifactFiles| {
                let found = files.present().find(|(present, _)| present == file);
                found.map(|(_, bytes)| bytes.to_vec())
            };
            bytes(&own) != bytes(files)
        })
        .collect();
    if differing.is_empty() {
        let verdict = format!("{shown} is there, as it was applied; nothing was written.");
        return Ok(Report::new(Tone::Good, verdict).field("written", false));
    }
    Err(Error::refused(
        "migration-exists",
        format!("{shown} is there, and differs from what was applied."),
    )
    .detail(format!("differs: {}", differing.join(", ")))
    .help(format!("Move the directory of {name} away, then run comon migrate restore {name}.")))
}
