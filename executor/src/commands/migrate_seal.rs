//! `comon migrate seal`: a migration whose migration.sql was edited by hand before its first
//! apply, sealed anew. The edit stands in warnings.txt from then on, and gates.

use crate::artifact_dir;
use crate::commands::context::Context;
use crate::commands::show::counted;
use crate::deploy::assess::{plan, script_error};
use crate::deploy::load::{load, sentence};
use crate::error::{Error, Result};
use crate::history::store;
use crate::output::{Report, Tone};
use crate::project::Project;
use crate::session::{Access, Missing, Session};
use planner_core::artifact::{self, ArtifactFiles};
use planner_core::schema::model::Schema;
use planner_core::script;
use similar::TextDiff;

/// Seal a migration whose migration.sql was edited by hand
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migration's name
    #[arg(value_name = "NAME")]
    name: String,
}

/// The rule whose line `seal` keeps in warnings.txt.
const HAND_EDITED: &str = "hand-edited-sql";

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
        return Err(Error::invalid(
            "unknown-migration",
            format!("The migrations folder has no migration {}.", args.name),
        )
        .help("comon migrate status lists their names."));
    };
    refuse_applied(context, &project, &schema, &args.name).await?;
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
    let planned = plan(&reviewed).map_err(|error| {
        Error::refused("cannot-plan", "Nothing was sealed: its schemas cannot be planned.")
            .detail(error.to_string())
    })?;
    let edited = statements(provider, &reviewed.migration_sql)?;
    let written = statements(provider, &planned.migration_sql)?;
    let (added, removed) = difference(&edited, &written);
    let mut warnings: Vec<String> = reviewed
        .warnings
        .iter()
        .filter(|line| crate::deploy::known_line::recognise(line).0 != HAND_EDITED)
        .cloned()
        .collect();
    if added + removed > 0 {
        warnings.push(format!(
            "Potential data loss: migration.sql has {} that the planner did not write and lacks \
             {removed} that it did.",
            counted(added, "statement")
        ));
    }
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
        .field("statementsAdded", added)
        .field("statementsRemoved", removed)
        .field("warnings", warnings.clone());
    if added + removed > 0 {
        report = report.line("migration.sql differs from what the planner writes:");
        report = report.lines(shown_difference(&planned.migration_sql, &reviewed.migration_sql));
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
) -> Result<()> {
    let Ok(target) = context.target(project, schema) else {
        context.terminal.note("note: there is no database URL, so no database was asked.");
        return Ok(());
    };
    context.terminal.target(&target.line());
    let mut session = match Session::connect(&target, Access::Read, Missing::Refuse).await {
        Ok(session) => session,
        Err(error) => {
            context.terminal.note(&format!("note: the database was not asked. {}", error.message));
            return Ok(());
        }
    };
    let stored = store::read(&mut session).await?;
    session.close().await?;
    let begun = stored.journal.iter().any(|step| step.migration == name);
    if begun || stored.history.active_by_migration().contains_key(name) {
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

fn statements(provider: planner_core::provider::Provider, sql: &str) -> Result<Vec<String>> {
    let script = script::parse(provider, sql).map_err(|errors| {
        let error = Error::refused("invalid-local-artifacts", "migration.sql cannot be read.");
        errors.iter().map(script_error).fold(error, Error::detail)
    })?;
    Ok(script.statements().map(|statement| statement.text.clone()).collect())
}

/// How many statements only one side has, in order.
fn difference(edited: &[String], written: &[String]) -> (usize, usize) {
    let texts = |all: &[String]| all.iter().map(|each| each.trim().to_owned()).collect::<Vec<_>>();
    let (edited, written) = (texts(edited), texts(written));
    let operations = similar::capture_diff_slices(similar::Algorithm::Myers, &written, &edited);
    operations.iter().fold((0, 0), |(added, removed), operation| {
        let (_, old, new) = operation.as_tag_tuple();
        match operation.tag() {
            similar::DiffTag::Equal => (added, removed),
            similar::DiffTag::Insert | similar::DiffTag::Delete | similar::DiffTag::Replace => {
                (added + new.len(), removed + old.len())
            }
        }
    })
}

fn shown_difference(written: &str, edited: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(written, edited);
    let text = diff.unified_diff().context_radius(2).header("planned", "migration.sql").to_string();
    text.lines().map(|line| format!("  {line}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_of_one_side_are_counted() {
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let written = list(&["a", "b", "c"]);
        assert_eq!(difference(&list(&["a", "x", "c", "d"]), &written), (2, 1));
        assert_eq!(difference(&written, &written), (0, 0));
    }
}
