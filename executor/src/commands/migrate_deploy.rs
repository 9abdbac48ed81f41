//! `comon migrate deploy`: decides over all pending migrations, then applies the reviewed bytes
//! in order.

use crate::commands::backup;
use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, scope};
use crate::commands::course::{Course, Manner, under_lock};
use crate::commands::expected_review::ExpectedReview;
use crate::commands::facts::{self, LONG_TRANSACTION};
use crate::commands::global::Accept;
use crate::commands::show::{self, counted};
use crate::commands::state::{Folder, State};
use crate::commands::wait;
use crate::deploy::decide::pending;
use crate::deploy::decision::Decision;
use crate::deploy::gate::Consent;
use crate::deploy::situation::Scope;
use crate::error::{Error, Result};
use crate::execute::apply::{Applied, LOCK_TRIES};
use crate::history::store::Stored;
use crate::live::{self, dependents};
use crate::output::{Report, Tone};
use crate::session::{Access, Missing, Session};
use planner_core::provider::Provider;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Apply the reviewed migrations, in order; any open warning or problem stops all of them
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Say what would run, and run nothing
    #[arg(long)]
    dry_run: bool,

    /// Apply nothing after this migration
    #[arg(long, value_name = "NAME")]
    to: Option<String>,

    /// How long to wait for another deploy: 30s, 5m, 1h, 0 or forever [default: 60s]
    #[arg(long, value_name = "DURATION", value_parser = wait::valid)]
    wait: Option<String>,

    /// How often to try again what waits for a lock of another session (PostgreSQL)
    #[arg(long, value_name = "COUNT", default_value_t = LOCK_TRIES,
          value_parser = clap::value_parser!(u32).range(1..=1000))]
    lock_tries: u32,

    /// Apply a migration again that was rolled back here (repeatable)
    #[arg(long, value_name = "NAME")]
    reapply: Vec<String>,

    /// Apply nothing that is not in this review, the output of comon review --json
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,

    /// SQLite: copy the database into this new file before the first change
    #[arg(long, value_name = "FILE")]
    backup: Option<PathBuf>,

    /// Create the database where it does not exist
    #[arg(long)]
    create_database: bool,

    #[command(flatten)]
    accept: Accept,
}

/// Runs the command.
///
/// # Errors
///
/// The project or the database cannot be read, another run holds the lock, or a migration fails.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let consent = args.accept.consent(&project.config)?;
    let wait = wait::asked(context, args.wait.as_deref())?;
    let schema = context.schema(&project)?;
    let target = context.target(&project, &schema)?;
    let folder = Folder::read(&project.migrations_path(), target.provider())?;
    let wanted = wanted(args, &folder)?;
    let look = scope(&project, &schema);
    let expected = args.expect.as_deref().map(ExpectedReview::read).transpose()?;
    if args.backup.is_some() {
        backup::supported(target.provider())?;
    }

    let access = if args.dry_run { Access::Read } else { Access::Write };
    // A dry run writes nothing, and so creates nothing.
    let creates = args.create_database && !args.dry_run;
    let missing = if creates { Missing::Create } else { Missing::Refuse };
    let mut session = context.connect(&target, access, missing).await?;
    if args.dry_run {
        let state = State::read(&mut session, folder, &wanted, &look).await?;
        let decision = state.decide(target.provider(), &wanted, &consent, &BTreeSet::new());
        if let Some(expected) = &expected {
            expected.check(&state, &decision)?;
        }
        let kept = dependents_kept(&mut session, &state, &decision).await?;
        let measured =
            facts::gather(&mut session, &state, &decision, &look, LONG_TRANSACTION).await?;
        session.close().await?;
        return Ok(dry_run(&state, &decision, &kept, &again(context, args))
            .line(String::new())
            .lines(
                facts::obstacles(&measured).into_iter().map(|each| format!("in the way: {each}")),
            )
            .lines(facts::lines(&measured, LONG_TRANSACTION))
            .field("facts", serde_json::to_value(&measured).unwrap_or_default()));
    }

    // Without anything to do there is nothing to lock, and nothing is created.
    if let Some(stored) = nothing_to_do(&mut session, &folder, &wanted).await? {
        let state = State::of_stored(&mut session, folder, stored, &wanted, &look).await?;
        let decision = state.decide(target.provider(), &wanted, &consent, &BTreeSet::new());
        session.close().await?;
        return Ok(if decision.is_refused() {
            refused(&decision, &again(context, args))
        } else {
            done(&decision, &[])
        });
    }
    let work = async |session: &mut Session| {
        let asked = Asked { args, wanted: &wanted, consent: &consent, expected: expected.as_ref() };
        deploy(context, &asked, session, folder, &look).await
    };
    under_lock(context, session, wait, work).await
}

/// What is stored, where everything wanted is applied. Another deploy that is about to commit to an
/// SQLite file lets nobody read it; what it leaves is seen when it gives the lock back.
async fn nothing_to_do(
    session: &mut Session,
    folder: &Folder,
    wanted: &Scope,
) -> Result<Option<Stored>> {
    match folder.stored(session).await {
        Ok(stored) => {
            let is_done = pending(&folder.local, &stored.history, wanted).is_empty()
                && stored.journal.is_empty();
            Ok(is_done.then_some(stored))
        }
        Err(error) if error.id == "database-busy" => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the command line asks for.
struct Asked<'a> {
    args: &'a Args,
    wanted: &'a Scope,
    consent: &'a Consent,
    expected: Option<&'a ExpectedReview>,
}

async fn deploy(
    context: &Context<'_>,
    asked: &Asked<'_>,
    session: &mut Session,
    folder: Folder,
    look: &live::Scope,
) -> Result<Report> {
    let Asked { args, wanted, consent, expected } = asked;
    let stored = folder.stored(session).await?;
    let state = State::of_stored(session, folder, stored, wanted, look).await?;
    let decision = state.decide(session.provider(), wanted, consent, &BTreeSet::new());
    if let Some(expected) = expected {
        expected.check(&state, &decision)?;
    }
    if decision.is_refused() {
        return Ok(refused(&decision, &again(context, args)));
    }
    // Where somebody else did all the work there is nothing to keep.
    let wanted_backup = args.backup.as_deref().filter(|_| !decision.pending.is_empty());
    let backup = match wanted_backup {
        Some(path) => Some(backup::make(context, session, path).await?),
        None => None,
    };
    let manner = Manner { command: "deploy", lock_tries: args.lock_tries };
    let applied = apply_pending(context, session, &state, &decision, look, manner).await;
    let Some(shown) = backup else { return Ok(done(&decision, &applied?)) };
    let restoring = backup::restoring(session.target(), &shown);
    let applied = applied.map_err(|error| error.detail(restoring))?;
    Ok(done(&decision, &applied).line(format!("  before it: {shown}")).field("backup", shown))
}

/// Applies what the decision lets through, in order.
///
/// # Errors
///
/// One fails; those before it stay applied and are named.
pub async fn apply_pending(
    context: &Context<'_>,
    session: &mut Session,
    state: &State,
    decision: &Decision,
    look: &live::Scope,
    manner: Manner,
) -> Result<Vec<Applied>> {
    let mut applied: Vec<Applied> = Vec::new();
    if decision.pending.is_empty() {
        return Ok(applied);
    }
    let mut course = Course::begin(session, state, manner).await?;
    for (index, name) in decision.pending.iter().enumerate() {
        let Some(ready) = state.ready.get(name) else { continue };
        context.terminal.progress(&format!(
            "applying {name} ({} of {})",
            index + 1,
            decision.pending.len()
        ));
        let accepted = decision.accepted_for(name);
        match course.apply(context, session, state, look, ready, &accepted).await {
            Ok(one) => applied.push(one),
            Err(failure) => {
                let names: Vec<&str> = applied.iter().map(|each| each.row.migration()).collect();
                return Err(with_whereabouts(failure.error, name, failure.committed, &names));
            }
        }
    }
    Ok(applied)
}

/// What a failed run leaves, so that nobody has to guess.
pub fn with_whereabouts(error: Error, name: &str, committed: bool, before: &[&str]) -> Error {
    let mut error = error;
    error = if error.id == "connection-lost" {
        error.detail(format!(
            "Whether {name} was committed cannot be told from here; comon migrate status says it."
        ))
    } else if committed {
        error
            .detail(format!("{name} is incomplete: its finished steps are committed and recorded."))
    } else {
        error.detail(format!("{name} was rolled back; nothing of it is left."))
    };
    if !before.is_empty() {
        error = error.detail(format!("Applied before it, and recorded: {}.", before.join(", ")));
    }
    if error.help.is_none() && error.id == "interrupted" {
        error = error.help("Run comon migrate deploy again to go on.");
    } else if error.help.is_none() {
        error = error.help("Repair what the message names, then run comon migrate deploy again.");
    }
    error
}

fn wanted(args: &Args, folder: &Folder) -> Result<Scope> {
    let known = |name: &str| folder.local.iter().any(|local| local.name == name);
    for name in args.to.iter().chain(&args.reapply) {
        if !known(name) {
            return Err(Error::invalid(
                "unknown-migration",
                format!("The migrations folder has no migration {name}."),
            )
            .help("comon migrate status lists their names."));
        }
    }
    Ok(Scope { to: args.to.clone(), reapply: args.reapply.iter().cloned().collect() })
}

/// What was typed, to be run after a refusal or a dry run.
fn again(context: &Context<'_>, args: &Args) -> CommandLine {
    CommandLine::new("comon migrate deploy")
        .flag("--to", &args.to)
        .flag("--wait", &args.wait)
        .flag("--lock-tries", (args.lock_tries != LOCK_TRIES).then(|| args.lock_tries.to_string()))
        .flag("--reapply", &args.reapply)
        .flag("--expect", args.expect.as_ref().map(|path| path.to_string_lossy()))
        .flag("--backup", args.backup.as_ref().map(|path| path.to_string_lossy()))
        .switch("--create-database", args.create_database)
        .accept(&args.accept)
        .place(context.global)
}

fn refused(decision: &Decision, again: &CommandLine) -> Report {
    show::refused(decision, "applied", again).field("applied", Vec::<String>::new())
}

fn done(decision: &Decision, applied: &[Applied]) -> Report {
    let verdict = match applied.len() {
        0 => "Nothing to do: every migration is applied.".to_owned(),
        count => format!("Applied {}.", counted(count, "migration")),
    };
    let standing: Vec<_> = decision
        .problems
        .iter()
        .filter(|problem| problem.code == crate::deploy::decision::Code::Drift)
        .cloned()
        .collect();
    let mut report = Report::new(Tone::Good, verdict)
        .lines(applied_lines(applied))
        .lines(show::problems(&standing))
        .lines(show::notices(decision));
    for (name, value) in show::fields(decision) {
        report = report.field(name, value);
    }
    report.field("applied", applied_values(applied))
}

/// One line a migration: name, statements, time, and what was kept beside the schema.
pub fn applied_lines(applied: &[Applied]) -> Vec<String> {
    let mut lines = Vec::new();
    for each in applied {
        let statements = usize::try_from(each.row.statement_count).unwrap_or_default();
        lines.push(format!(
            "  {}  {}, {} ms",
            each.row.migration(),
            counted(statements, "statement"),
            each.duration.as_millis()
        ));
        lines.extend(each.kept.iter().map(|kept| format!("    kept {kept}")));
    }
    lines
}

/// The same as fields.
pub fn applied_values(applied: &[Applied]) -> Vec<serde_json::Value> {
    applied
        .iter()
        .map(|each| {
            json!({
                "name": each.row.migration(),
                "statements": each.row.statement_count,
                "durationMs": each.row.ours.duration_ms,
                "kept": each.kept,
            })
        })
        .collect()
}

/// SQLite: what is outside the schema and gets recreated around the rebuilds of each pending
/// migration. These are the only statements beyond the file, so a dry run names them.
async fn dependents_kept(
    session: &mut Session,
    state: &State,
    decision: &Decision,
) -> Result<BTreeMap<String, Vec<String>>> {
    let mut kept = BTreeMap::new();
    if session.provider() != Provider::Sqlite {
        return Ok(kept);
    }
    let all = dependents::read(session).await?;
    for name in &decision.pending {
        let Some(ready) = state.ready.get(name) else { continue };
        let affected = dependents::affected(&all, &ready.rebuilt(), &ready.managed_indexes());
        kept.insert(name.clone(), affected.iter().map(|each| each.describe()).collect());
    }
    Ok(kept)
}

fn dry_run(
    state: &State,
    decision: &Decision,
    kept: &BTreeMap<String, Vec<String>>,
    again: &CommandLine,
) -> Report {
    let count = decision.pending.len();
    let mut report = if decision.is_refused() {
        Report::new(
            Tone::Bad,
            show::refusal(decision, "applied").replace("Refused", "deploy would refuse"),
        )
        .exit(1)
        .next(show::next_after_refusal(decision, again))
    } else if count == 0 {
        Report::new(Tone::Good, "Nothing to do: every migration is applied.")
    } else {
        Report::new(Tone::Good, format!("deploy would apply {}.", counted(count, "migration")))
            .next(again.text())
    };
    report = report
        .lines(show::problems(&decision.problems))
        .lines(show::open_warnings(&decision.open))
        .lines(show::notices(decision));
    let mut scripts = Vec::new();
    for name in &decision.pending {
        let Some(ready) = state.ready.get(name) else { continue };
        let sql = ready.executed_sql();
        report = report.line(String::new()).line(format!("-- {name}"));
        let kept = kept.get(name).map(Vec::as_slice).unwrap_or_default();
        report = report.lines(kept.iter().map(|each| format!("-- keeps {each}")));
        report = report.lines(sql.trim_end().lines().map(str::to_owned));
        scripts.push(json!({ "name": name, "migrationSql": sql, "kept": kept }));
    }
    for (name, value) in show::fields(decision) {
        report = report.field(name, value);
    }
    report.field("dryRun", true).field("scripts", scripts)
}
