//! `comon migrate rebase`: a migration that was planned from an older state, planned anew on top of the
//! present last one, under a new time stamp. Where the database at hand has applied it, it is rolled
//! back there first, through the gate. What was deployed is never rebased.

use crate::artifact_dir;
use crate::commands::backup::{self, Backup, Kept, Occasion};
use crate::commands::carry::{Carry, bring_along};
use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, scope};
use crate::commands::course::under_lock;
use crate::commands::global::Accept;
use crate::commands::migrate_rollback::lost_lines;
use crate::commands::new_migration::{self, NewMigration};
use crate::commands::prompt;
use crate::commands::reachable;
use crate::commands::show;
use crate::commands::state::{Folder, State};
use crate::commands::undo::{Undo, last};
use crate::commands::unknown_migration;
use crate::config::Config;
use crate::deploy::assess::{Reviewed, snapshot_sources};
use crate::deploy::gate::Consent;
use crate::deploy::load::sentence;
use crate::deploy::restored::hints;
use crate::deploy::situation::{LocalMigration, Scope};
use crate::error::{Error, Result};
use crate::execute::apply::LOCK_TRIES;
use crate::output::{Report, Tone};
use crate::project::Project;
use crate::session::{Access, Session};
use planner_core::artifact::{self, ArtifactFiles};
use planner_core::planner::{PlanRequest, plan_for};
use planner_core::provider::Provider;
use planner_core::review::replan;
use planner_core::schema::model::Schema;
use planner_core::source::Sources;

/// Plan a migration anew on top of the present last one, under a new time stamp
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migration's name
    #[arg(value_name = "MIGRATION")]
    migration: String,

    #[command(flatten)]
    accept: Accept,

    #[command(flatten)]
    backup: Backup,
}

/// What the database at hand had to say.
enum Here {
    /// It has not applied the migration, or could not be asked.
    NotApplied,
    /// It was rolled back here, perhaps behind a copy.
    RolledBack(Option<Kept>),
    /// It cannot be rolled back without a yes.
    Refused(Box<Report>),
}

/// Runs the command.
///
/// # Errors
///
/// The migration is not there or deployed, others changed the same, or the files cannot be written.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let schema = context.schema(&project)?;
    let provider = schema.datasource.provider;
    let folder = Folder::read(&project.migrations_path(), provider)?;
    new_migration::check_usable(&folder)?;
    let name = args.migration.as_str();
    let Some(reviewed) = folder.reviewed.get(name) else {
        return Err(unknown_migration::in_folder(name, folder.names()));
    };
    let others: Vec<&LocalMigration> =
        folder.local.iter().filter(|local| local.name != name).collect();
    let onto = others.last().map(|local| local.after.as_str()).unwrap_or_default();
    if follows(onto, &reviewed.artifact.before_schema, provider)
        && folder.last().is_some_and(|local| local.name == name)
    {
        let verdict =
            format!("{name} is on top of the last migration already; nothing was written.");
        return Ok(Report::new(Tone::Good, verdict)
            .field("written", false)
            .field("migration", name));
    }
    refuse_base(&folder, name, reviewed)?;
    let planned_from =
        others.iter().rposition(|local| local.after == reviewed.artifact.before_schema);
    let meanwhile: Vec<&LocalMigration> =
        others.iter().skip(planned_from.map_or(0, |place| place + 1)).copied().collect();
    let what = format!("the change of {name}");
    let carry = Carry {
        what: &what,
        from: &reviewed.artifact.before_schema,
        to: &reviewed.artifact.after_schema,
        onto,
        others: &meanwhile,
        provider,
    };
    let carried = carry.plan(hints(&reviewed.artifact.metadata))?;
    let new = &carried.new;
    if new.planned.is_empty()
        && !reviewed.artifact.before_schema.eq(&reviewed.artifact.after_schema)
    {
        return Err(Error::refused(
            "nothing-left",
            format!("Nothing was written: the last state holds all that {name} changes."),
        )
        .help(format!("Remove the directory of {name}.")));
    }
    let written = carried_files(reviewed, new)?;
    let suffix = name.trim_start_matches(|each: char| each.is_ascii_digit());
    let suffix = suffix.trim_start_matches(['_', '-', '.']);
    let suffix = if suffix.is_empty() { "rebased" } else { suffix };
    let new_name = new_migration::name(context, Some(suffix), &folder)?;

    let here = roll_back_here(context, args, &project, &schema).await?;
    if let Here::Refused(report) = here {
        return Ok(*report);
    }
    let migrations = project.migrations_path();
    match &written {
        Written::Planned => new_migration::write(&project, new, &new_name)?,
        Written::Carried => {
            let files = edited_files(reviewed, new, &new_name, &project.config)?;
            new_migration::write_files(&migrations, &new_name, &files)?;
        }
    }
    artifact_dir::remove(&migrations, name)?;
    let own = bring_along(&project, &carry, new)?;
    let shown = project.migrations.join(&new_name).display().to_string();
    let (rolled_back, kept) = match here {
        Here::RolledBack(kept) => (true, kept),
        Here::NotApplied | Here::Refused(_) => (false, None),
    };
    let mut report = Report::new(Tone::Good, format!("Rebased {name}: it is {shown} now."));
    if rolled_back {
        report = report.line(format!("  rolled back {name} on this database"));
    }
    report = backup::told(kept, report);
    if matches!(written, Written::Carried) {
        report = report.line("  kept the edits of its migration.sql");
    }
    Ok(show::plan(report.line(own.line(&project)).lines(carried.notes()), &new.planned)
        .field("written", true)
        .field("migration", new_name)
        .field("rebased", name)
        .field("rolledBack", rolled_back)
        .field("keptEdits", matches!(written, Written::Carried))
        .field("schema", own.word())
        .next(CommandLine::new("comon migrate dev").place(context.global).text()))
}

/// Whether a snapshot means what another one does.
fn follows(end: &str, start: &str, provider: Provider) -> bool {
    if end == start {
        return true;
    }
    let after = Sources::single("before.prisma", start);
    let before = snapshot_sources("after.prisma", end);
    let request = PlanRequest { before: before.as_ref(), after: &after, hints: &[] };
    plan_for(&request, Some(provider)).is_ok_and(|planned| planned.is_empty())
}

/// What others were planned on top of stays where it is.
fn refuse_base(folder: &Folder, name: &str, reviewed: &Reviewed) -> Result<()> {
    let place = folder.local.iter().position(|local| local.name == name);
    let next = place.and_then(|place| folder.local.get(place + 1));
    match next.filter(|next| next.before == reviewed.artifact.after_schema) {
        None => Ok(()),
        Some(next) => Err(Error::refused(
            "others-depend-on-it",
            format!("Nothing was written: {} is planned on top of {name}.", next.name),
        )
        .help(format!(
            "Rebase the last migration first, or take {name} back with comon migrate revert."
        ))),
    }
}

/// How the new migration.sql comes about.
enum Written {
    /// As planned.
    Planned,
    /// The edited one, since the plan is the same.
    Carried,
}

/// Edits by hand go along only where they still fit: where the plan beneath them is the same.
fn carried_files(reviewed: &Reviewed, new: &NewMigration) -> Result<Written> {
    let unplannable = |error: planner_core::planner::PlanError| {
        Error::refused("cannot-plan", "The migration's own change cannot be planned again.")
            .detail(error.to_string())
    };
    let old = replan(&reviewed.artifact).map_err(unplannable)?.planned;
    if old.migration_sql == reviewed.artifact.migration_sql {
        return Ok(Written::Planned);
    }
    if old.migration_sql == new.planned.migration_sql && !reviewed.is_foreign() {
        return Ok(Written::Carried);
    }
    Err(Error::refused(
        "hand-edited",
        format!(
            "Nothing was written: migration.sql of {} was written by hand, and on top of the last \
             migration its plan is another one.",
            reviewed.name
        ),
    )
    .help(format!(
        "Keep its statements, remove the directory of {}, plan its change with comon migrate dev \
         --create-only, put the statements in and run comon migrate seal.",
        reviewed.name
    )))
}

/// The planned files with the edited SQL and the warnings that stand for it, sealed.
fn edited_files(
    reviewed: &Reviewed,
    new: &NewMigration,
    name: &str,
    config: &Config,
) -> Result<ArtifactFiles> {
    let mut files = new_migration::files(new, name, config)?;
    files.migration_sql = Some(reviewed.artifact.migration_sql.clone().into_bytes());
    artifact::reseal(name, &files, &reviewed.artifact.warnings).map_err(|problems| {
        let error =
            Error::refused("invalid-local-artifacts", "The edited migration cannot be sealed.");
        problems.iter().map(sentence).fold(error, Error::detail)
    })
}

/// Rolls the migration back on the database at hand. One that cannot be reached has nothing to say.
async fn roll_back_here(
    context: &Context<'_>,
    args: &Args,
    project: &Project,
    schema: &Schema,
) -> Result<Here> {
    let reached = reachable::session(context, project, schema, Access::Write).await;
    let Some((session, target)) = reached else { return Ok(Here::NotApplied) };
    let look = scope(project, schema);
    let folder = Folder::read(&project.migrations_path(), target.provider())?;
    let work = async |session: &mut Session| {
        let state = State::read(session, folder, &Scope::default(), &look).await?;
        take_back(context, args, session, &state, project).await
    };
    under_lock(context, session, context.patience(), work).await
}

async fn take_back(
    context: &Context<'_>,
    args: &Args,
    session: &mut Session,
    state: &State,
    project: &Project,
) -> Result<Here> {
    let name = args.migration.as_str();
    let history = &state.stored.history;
    let begun = state.stored.journal.iter().any(|step| step.migration == name);
    if !history.active_by_migration().contains_key(name) && !begun {
        return Ok(Here::NotApplied);
    }
    if history.is_shared() {
        return Err(Error::refused(
            "already-deployed",
            format!("{name} is deployed here; what was deployed is never planned anew."),
        )
        .help(
            "Put the change that is missing into a new migration, or take it back with comon \
               migrate revert.",
        ));
    }
    last(state, Some(name))?;
    let mut consent = args.accept.consent(&project.config)?;
    let undo = Undo::plan(session, state, &project.config, name).await?;
    let provider = session.provider();
    let decide = |consent: &Consent| undo.decide(state, provider, consent);
    let decision = prompt::decided(context.terminal, &mut consent, "", decide)?;
    if decision.is_refused() {
        let again = CommandLine::new("comon migrate rebase").argument(name).accept(&args.accept);
        let again = args.backup.again(again).place(context.global);
        let report = show::refused(&decision, "written or rolled back", &again);
        return Ok(Here::Refused(Box::new(report.lines(lost_lines(&undo)))));
    }
    let accepted = decision.accepted_for(name);
    let occasion = Occasion {
        accepted: &decision.accepted,
        before: &format!("rebase-of-{name}"),
        shared: false,
        config: project.config.backup,
    };
    let kept = args.backup.make(context, session, occasion).await?;
    match undo.run(context, session, state, &accepted, LOCK_TRIES).await {
        Ok(_) => Ok(Here::RolledBack(kept)),
        Err(failure) => Err(backup::explained(kept, session.target(), failure)),
    }
}
