//! `comon migrate seal`: a migration whose migration.sql was edited by hand before its first
//! apply, sealed anew. The edit stands in warnings.txt from then on, and gates.

use crate::artifact_dir;
use crate::commands::context::Context;
use crate::commands::reachable;
use crate::commands::unknown_migration;
use crate::deploy::known_line::recognise;
use crate::deploy::load::{load, sentence};
use crate::error::{Error, Result};
use crate::execute::progress::changed_since;
use crate::execute::unit;
use crate::history::journal;
use crate::output::{Report, Tone};
use crate::project::Project;
use planner_core::artifact::{self, ArtifactFiles};
use planner_core::review::replan;
use planner_core::schema::model::Schema;
use planner_core::script::Script;
use planner_core::warning::Level;
use planner_core::warning::registry::SCRIPT_RULES;
use similar::TextDiff;

/// Seal a migration whose migration.sql was edited by hand
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
/// The migration cannot be used, or the database at hand has applied it.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let schema = context.schema(&project)?;
    let migrations = project.migrations_path();
    let Some(folder) = artifact_dir::read_one(&migrations, &args.name)? else {
        let folders = artifact_dir::read_all(&migrations)?;
        let names = folders.iter().map(|folder| folder.name.as_str());
        return Err(unknown_migration::in_folder(&args.name, names));
    };
    let files: ArtifactFiles = folder.files.clone().into_iter().collect();
    let provider = schema.datasource.provider;
    let (local, reviewed) = load(folder, provider);
    let Some(reviewed) = reviewed else {
        let error = Error::refused(
            "invalid-local-artifacts",
            format!("Nothing was sealed: the files of {} cannot be used.", args.name),
        );
        return Err(local
            .invalid
            .into_iter()
            .fold(error, Error::detail)
            .help("Repair what is named, then run comon migrate seal again."));
    };
    refuse_applied(context, &project, &schema, &args.name, reviewed.artifact.script.as_ref())
        .await?;
    let replanned = replan(&reviewed.artifact).map_err(|error| {
        Error::refused("cannot-plan", "Nothing was sealed: its schemas cannot be planned.")
            .detail(error.to_string())
    })?;
    let written_rules = SCRIPT_RULES.iter().filter(|rule| rule.level == Level::Gating);
    let about_written = |id: &str| written_rules.clone().any(|rule| rule.id == id);
    let found: Vec<String> = replanned
        .findings
        .iter()
        .filter(|finding| about_written(finding.rule))
        .map(|finding| finding.message.clone())
        .collect();
    let edited = !found.is_empty();
    let kept =
        reviewed.artifact.warnings.iter().filter(|line| !about_written(recognise(line).0)).cloned();
    let warnings: Vec<String> = kept.chain(found).collect();
    let sealed = artifact::reseal(&args.name, &files, &warnings).map_err(|problems| {
        let error = Error::refused("invalid-local-artifacts", "Nothing was sealed.");
        problems.iter().map(sentence).fold(error, Error::detail)
    })?;
    let changed: Vec<(&str, &[u8])> = sealed
        .present()
        .filter(|(name, bytes)| {
            files.present().find(|(other, _)| other == name).is_none_or(|(_, old)| old != *bytes)
        })
        .collect();
    artifact_dir::replace_files(&migrations.join(&args.name), &changed)?;
    let verdict = if changed.is_empty() {
        format!("{} was sealed already; nothing changed.", args.name)
    } else {
        format!("Sealed {}.", args.name)
    };
    let mut report = Report::new(Tone::Good, verdict)
        .field("migration", args.name.clone())
        .field("edited", edited)
        .field("warnings", warnings.clone());
    if edited {
        report = report.line("migration.sql differs from what the planner writes:");
        report = report.lines(shown_difference(
            &replanned.planned.migration_sql,
            &reviewed.artifact.migration_sql,
        ));
    }
    report = report.lines(warnings.iter().map(|line| format!("  {line}")));
    Ok(report.next(format!("comon review {}, then comon migrate deploy", args.name)))
}

/// Refuses what the database at hand has applied. A database that cannot be reached has nothing
/// to say here: sealing is about files.
async fn refuse_applied(
    context: &Context<'_>,
    project: &Project,
    schema: &Schema,
    name: &str,
    script: Option<&Script>,
) -> Result<()> {
    let Some(stored) = reachable::stored(context, project, schema).await? else { return Ok(()) };
    // What is unfinished may be repaired; what is finished may not be told otherwise.
    let journal = journal::of_migration(&stored.journal, name);
    let changed = script.map(|script| changed_since(&unit::units(script), &journal));
    if let Some(changed) = changed.filter(|changed| !changed.is_empty()) {
        let error = Error::refused(
            "migration-changed",
            format!("{name} was begun here, and steps that are finished were edited."),
        );
        return Err(changed
            .into_iter()
            .fold(error, Error::detail)
            .help("Restore the statements that ran, and edit only those after them."));
    }
    if stored.history.active_by_migration().contains_key(name) {
        return Err(Error::refused(
            "already-applied",
            format!("{name} is applied here; what was applied is never edited."),
        )
        .help(
            "Restore its directory from version control, and put the change into a new migration.",
        ));
    }
    Ok(())
}

fn shown_difference(written: &str, edited: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(written, edited);
    let text = diff.unified_diff().context_radius(2).header("planned", "migration.sql").to_string();
    text.lines().map(|line| format!("  {line}")).collect()
}
