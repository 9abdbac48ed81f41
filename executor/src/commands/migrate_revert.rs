//! `comon migrate revert`: the forward fix of a migration: a new one, to be reviewed, that leads to the
//! last state without what it changed. What later ones changed stays; where they stand on it, they
//! are named. Writes files and reaches no database.

use crate::commands::carry::{Carry, bring_along};
use crate::commands::command_line::CommandLine;
use crate::commands::context::Context;
use crate::commands::new_migration;
use crate::commands::show;
use crate::commands::state::Folder;
use crate::commands::unknown_migration;
use crate::deploy::restored::hints;
use crate::error::Result;
use crate::output::{Report, Tone};
use planner_core::diff::RenameHint;
use planner_core::review::irrecoverable::irrecoverable;
use planner_core::review::replan;

/// Write the way back from a migration as a new one, for review; nothing is applied
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migration whose change goes
    #[arg(value_name = "MIGRATION")]
    migration: String,

    /// The new migration's name; a UTC time stamp is put before it, unless it begins with one
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// Runs the command.
///
/// # Errors
///
/// The migration is not there, later ones stand on it, or the files cannot be written.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let schema = context.schema(&project)?;
    let provider = schema.datasource.provider;
    let folder = Folder::read(&project.migrations_path(), provider)?;
    new_migration::check_usable(&folder)?;
    let target = args.migration.as_str();
    let place = folder.local.iter().position(|local| local.name == target);
    let found = place.zip(folder.reviewed.get(target)).zip(folder.last());
    let Some(((place, reviewed), last)) = found else {
        return Err(unknown_migration::in_folder(target, folder.names()));
    };
    let others: Vec<_> = folder.local.iter().skip(place + 1).collect();
    // comon_orm reads before.prisma back from its tables; people wrote the predecessor's.
    let previous = place.checked_sub(1).and_then(|index| folder.local.get(index));
    let to = previous
        .map_or(reviewed.artifact.before_schema.as_str(), |previous| previous.after.as_str());
    let what = format!("undoing {target}");
    let carry = Carry {
        what: &what,
        from: &reviewed.artifact.after_schema,
        to,
        onto: &last.after,
        others: &others,
        provider,
    };
    let invert = |hint: RenameHint| RenameHint { before: hint.after, after: hint.before };
    let back = hints(&reviewed.artifact.metadata).into_iter().map(invert).collect();
    let mut carried = carry.plan(back)?;
    let new = &mut carried.new;
    if last.foreign {
        new.before.clone_from(&new.planned.before_schema);
    }
    if new.planned.is_empty() {
        let verdict = format!("No change: nothing of {target} is left in the last state.");
        return Ok(Report::new(Tone::Good, verdict)
            .field("written", false)
            .field("reverts", target));
    }
    let name = new_migration::name(context, args.name.as_deref(), &folder)?;
    new_migration::write(&project, new, &name)?;
    let own = bring_along(&project, &carry, new)?;
    let lost = match replan(&reviewed.artifact) {
        Ok(forward) => irrecoverable(target, &forward.findings),
        Err(_) => Vec::new(),
    };
    let shown = project.migrations.join(&name).display().to_string();
    let verdict = format!("Wrote {shown} for review; nothing was applied.");
    let mut report =
        Report::new(Tone::Good, verdict).line(own.line(&project)).lines(carried.notes());
    if !lost.is_empty() {
        report = report.line("This does not come back:");
        report = report.lines(lost.iter().map(|line| format!("  {line}")));
    }
    Ok(show::plan(report, &carried.new.planned)
        .field("written", true)
        .field("migration", name.clone())
        .field("reverts", target)
        .field("schema", own.word())
        .field("cannotComeBack", lost)
        .next(format!(
            "{}, then {}",
            CommandLine::new("comon review").argument(&name).place(context.global).text(),
            CommandLine::new("comon migrate deploy").place(context.global).text()
        )))
}
