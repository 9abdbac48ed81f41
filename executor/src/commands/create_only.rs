//! `comon migrate dev --create-only` and `--empty`: the files of a new migration, for review. No database
//! is changed.

use crate::artifact_dir::Aside;
use crate::commands::amend::Amended;
use crate::commands::command_line::CommandLine;
use crate::commands::context::Context;
use crate::commands::migrate_dev::Args;
use crate::commands::new_migration::{self, Written, write_named};
use crate::commands::state::Folder;
use crate::commands::{reachable, show};
use crate::error::Result;
use crate::output::{Report, Tone};
use crate::project::Project;
use planner_core::diff::RenameHint;
use planner_core::provider::Provider;
use planner_core::schema::model::Schema;

/// Plans and writes the files, without a database; one that is amended must not be applied where a
/// database can be asked.
///
/// # Errors
///
/// The schema or the folder cannot be used, or the files cannot be written.
pub async fn run(
    context: &Context<'_>,
    args: &Args,
    project: &Project,
    schema: &Schema,
    hints: Vec<RenameHint>,
) -> Result<Report> {
    let migrations = project.migrations_path();
    let mut folder = Folder::read(&migrations, schema.datasource.provider)?;
    new_migration::check_usable(&folder)?;
    let amended = args.amend.then(|| Amended::of(&folder)).transpose()?;
    let mut hints = hints;
    if let Some(amended) = &amended {
        if let Some(stored) = reachable::stored(context, project, schema).await? {
            amended.refuse_applied(&stored.history)?;
        }
        folder = amended.base(&folder);
        hints = amended.hints(project, &folder, hints);
    }
    let planned = new_migration::plan(context, project, &folder, hints)?;
    if planned.planned.is_empty() && amended.is_none() {
        return Ok(no_change());
    }
    let aside = amended.as_ref().map(|amended| amended.set_aside(&migrations)).transpose()?;
    let mut report = Report::new(Tone::Good, String::new());
    if let Some(amended) = &amended {
        report = report
            .line(format!("  took back {}", amended.name))
            .field("amended", amended.name.clone());
    }
    if planned.planned.is_empty() {
        aside.map_or(Ok(()), Aside::discard)?;
        report.verdict = "Nothing is left to plan: the schema means what was before it.".to_owned();
        return Ok(report.field("applied", Vec::<String>::new()));
    }
    let given = args.name.as_deref().or(amended.as_ref().map(|amended| amended.name.as_str()));
    let written = new_migration::name(context, given, &folder)
        .and_then(|name| write_named(project, &planned, name));
    let written = match (written, aside) {
        (Ok(written), aside) => {
            aside.map_or(Ok(()), Aside::discard)?;
            written
        }
        (Err(error), Some(aside)) => {
            return Err(match &amended {
                Some(amended) => amended.bring_back(aside, error, false),
                None => error,
            });
        }
        (Err(error), None) => return Err(error),
    };
    report.verdict = format!("Wrote {} for review; nothing was applied.", written.shown);
    Ok(show::plan(report, &planned.planned)
        .field("migration", written.name.clone())
        .next(after_writing(context, &written)))
}

/// Writes a migration that changes no schema, for SQL of one's own.
///
/// # Errors
///
/// As [`run`].
pub fn empty(
    context: &Context<'_>,
    args: &Args,
    project: &Project,
    provider: Provider,
) -> Result<Report> {
    let folder = Folder::read(&project.migrations_path(), provider)?;
    new_migration::check_usable(&folder)?;
    let new = new_migration::empty(&folder, provider)?;
    let name = new_migration::name(context, args.name.as_deref(), &folder)?;
    let written = write_named(project, &new, name)?;
    let verdict = format!("Wrote {}, which changes nothing yet.", written.shown);
    Ok(Report::new(Tone::Good, verdict)
        .line(format!("  write its statements into {}/migration.sql", written.shown))
        .field("migration", written.name.clone())
        .next(format!(
            "comon migrate seal {}, then {}",
            written.name,
            after_writing(context, &written)
        )))
}

/// Review, then deploy.
fn after_writing(context: &Context<'_>, written: &Written) -> String {
    format!(
        "{}, then {}",
        CommandLine::new("comon review").argument(&written.name).place(context.global).text(),
        CommandLine::new("comon migrate deploy").place(context.global).text()
    )
}

/// There is nothing to plan.
pub fn no_change() -> Report {
    Report::new(Tone::Good, "No change: the schema means what the last migration left.")
        .field("applied", Vec::<String>::new())
}
