//! `comon migrate resolve`: repairs the history where a person knows better than it. Runs no
//! statement of a migration.

use crate::commands::context::{Context, scope};
use crate::commands::course::{applied_row, ours, prepare_history, under_lock};
use crate::commands::state::{Folder, State};
use crate::commands::unknown_migration;
use crate::deploy::assess::lowered;
use crate::deploy::situation::Scope;
use crate::error::{Error, Result};
use crate::execute::record::now;
use crate::history::row::{Kind, Row};
use crate::history::{journal, store};
use crate::live::comon_orm::compare_tolerantly;
use crate::live::{self, compare};
use crate::output::{Report, Tone};
use crate::session::{Access, Missing, Session};

/// Repair the history: record a migration as applied or as rolled back, without running it
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Args {
    /// Record that this migration of the folder is applied
    #[arg(long, value_name = "NAME")]
    applied: Option<String>,

    /// Record that this migration was undone by hand, or forget an incomplete one
    #[arg(long, value_name = "NAME")]
    rolled_back: Option<String>,
}

/// Runs the command.
///
/// # Errors
///
/// The history or the folder does not fit what is to be recorded.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let schema = context.schema(&project)?;
    let target = context.target(&project, &schema)?;
    let folder = Folder::read(&project.migrations_path(), target.provider())?;
    let look = scope(&project, &schema);
    let session = context.connect(&target, Access::Write, Missing::Refuse).await?;
    let work = async |session: &mut Session| match (&args.applied, &args.rolled_back) {
        (Some(name), _) => applied(session, folder, name, &look).await,
        (None, Some(name)) => rolled_back(session, folder, name, &look).await,
        (None, None) => {
            Err(Error::invalid("nothing-to-resolve", "Say --applied or --rolled-back."))
        }
    };
    under_lock(context, session, context.patience(), work).await
}

async fn applied(
    session: &mut Session,
    folder: Folder,
    name: &str,
    look: &live::Scope,
) -> Result<Report> {
    let state = read(session, folder, look).await?;
    if state.stored.history.active_by_migration().contains_key(name) {
        return Err(Error::refused("already-applied", format!("{name} is recorded as applied."))
            .help("There is nothing to do; comon migrate status says whether all is clean."));
    }
    let Some(local) = state.folder.local.iter().find(|local| local.name == name) else {
        return Err(unknown_migration::in_folder(name, state.folder.names()));
    };
    let problems: Vec<&String> = local.invalid.iter().chain(&local.unsealed).collect();
    let Some(reviewed) = state.folder.reviewed.get(name).filter(|_| problems.is_empty()) else {
        let error = Error::refused(
            "invalid-local-artifacts",
            format!("Nothing was recorded: the files of {name} cannot be used."),
        );
        return Err(problems.into_iter().fold(error, |error, line| error.detail(line.clone())).help(
            "Restore its directory from version control; comon migrate seal accepts a meant edit.",
        ));
    };
    refuse_out_of_order(&state, name)?;
    let after = lowered(&reviewed.artifact.after_schema, reviewed.provider);
    let look = state.look.over(&after);
    let found = live::introspect(session, &look).await?;
    let judge = if state.inherits { compare_tolerantly } else { compare };
    let differences = after
        .map(|after| judge(&after, &found, &look.external, &state.known, None))
        .unwrap_or_default();
    let mut own = ours("resolve", state.stored.history.next_seq());
    own.live_expressions = state.known.to_json();
    // It ran elsewhere, by somebody's hand; kept, so that a lost directory can come back.
    own.migration_sql = Some(reviewed.artifact.migration_sql.clone());
    let row = applied_row(&state.stored.history, reviewed, own);
    let row = Row { applied_at: now(), ..row };
    write(session, &row, name).await?;
    let mut report =
        Report::new(Tone::Good, format!("Recorded {name} as applied; nothing was run."))
            .field("migration", name)
            .next("comon migrate status");
    if !differences.is_empty() {
        report = report.line("The database differs from its after.prisma:");
        report = report.lines(differences.into_iter().map(|each| format!("    {}", each.message)));
    }
    Ok(report)
}

/// A history is a chain: recorded out of order, its last row would not say what the database is.
fn refuse_out_of_order(state: &State, name: &str) -> Result<()> {
    let active = state.stored.history.active_by_migration();
    let undone = state.stored.history.rolled_back();
    let earlier = state.folder.names().take_while(|each| *each != name);
    let mut open = earlier.filter(|each| !active.contains_key(*each) && !undone.contains(*each));
    if let Some(open) = open.next() {
        let message =
            format!("Nothing was recorded: {open} comes before {name} and is not applied.");
        return Err(Error::refused("out-of-order", message)
            .help(format!("Record {open} first, or deploy it; comon migrate status lists them.")));
    }
    let later = active.keys().find(|each| **each > name);
    if let Some(later) = later {
        let message =
            format!("Nothing was recorded: {later} comes after {name} and is applied already.");
        return Err(Error::refused("out-of-order", message).help(format!(
            "Record {later} as rolled back with --rolled-back, then {name} and {later} as applied, in this order."
        )));
    }
    Ok(())
}

async fn rolled_back(
    session: &mut Session,
    folder: Folder,
    name: &str,
    look: &live::Scope,
) -> Result<Report> {
    let state = read(session, folder, look).await?;
    let history = &state.stored.history;
    let steps = journal::of_migration(&state.stored.journal, name);
    if !steps.is_empty() {
        let before = journal::describe(&steps);
        let clear = async |session: &mut Session| store::clear_journal(session, name).await;
        session.in_own_transaction(clear).await?;
        return Ok(Report::new(
            Tone::Good,
            format!("Forgot the incomplete run of {name}; nothing was run."),
        )
        .line(format!("  before: {before}"))
        .field("migration", name)
        .next("comon migrate status"));
    }
    let active = history.active_by_migration();
    let Some(row) = active.get(name) else {
        return Err(Error::refused(
            "not-applied",
            format!("{name} is neither applied nor incomplete here."),
        )
        .help("comon history lists what is."));
    };
    let milliseconds = time::OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000;
    let undone = Row {
        name: format!("{name}_rollback_{milliseconds}"),
        applied_at: now(),
        statement_count: 0,
        kind: Kind::Rollback,
        target_name: Some(name.to_owned()),
        provider: row.provider.clone(),
        checksum: row.checksum.clone(),
        before_schema: row.after_schema.clone(),
        after_schema: row.before_schema.clone(),
        warnings: Vec::new(),
        rebuild_required: false,
        ours: ours("resolve", history.next_seq()),
    };
    write(session, &undone, name).await?;
    Ok(Report::new(Tone::Good, format!("Recorded {name} as rolled back; nothing was run."))
        .field("migration", name)
        .next("comon migrate status"))
}

async fn read(session: &mut Session, folder: Folder, look: &live::Scope) -> Result<State> {
    State::read(session, folder, &Scope::default(), look).await
}

async fn write(session: &mut Session, row: &Row, migration: &str) -> Result<()> {
    prepare_history(session).await?;
    let record = async |session: &mut Session| {
        store::clear_journal(session, migration).await?;
        store::insert(session, row).await
    };
    session.in_own_transaction(record).await
}
