//! `comon migrate deploy`: decides over all pending migrations, then applies the reviewed bytes
//! in order.

use crate::commands::afterwards;
use crate::commands::apply_pending::{applied_lines, applied_values, apply_pending};
use crate::commands::backup::{self, Backup, Occasion};
use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, Opened};
use crate::commands::course::{Manner, refuse_old_server, under_lock};
use crate::commands::expected_review::ExpectedReview;
use crate::commands::facts::{self, LONG_TRANSACTION};
use crate::commands::global::Accept;
use crate::commands::held;
use crate::commands::show::{self, counted};
use crate::commands::state::{Folder, State};
use crate::commands::unknown_migration;
use crate::commands::wait;
use crate::deploy::decide::pending;
use crate::deploy::decision::Decision;
use crate::deploy::gate::Consent;
use crate::deploy::situation::Scope;
use crate::error::{Error, Result};
use crate::execute::apply::{Applied, LOCK_TRIES};
use crate::history::store::Stored;
use crate::live::{Ahead, dependents};
use crate::output::{Report, Tone};
use crate::session::{Access, Missing, Session};
use planner_core::provider::Provider;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::ManuallyDrop;
use std::panic::resume_unwind;
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

    /// Create the database where it does not exist
    #[arg(long)]
    create_database: bool,

    #[command(flatten)]
    accept: Accept,

    #[command(flatten)]
    backup: Backup,
}

/// Runs the command.
///
/// # Errors
///
/// The project or the database cannot be read, another run holds the lock, or a migration fails.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let opened = context.open()?;
    let Opened { project, target, look, .. } = &opened;
    let consent = args.accept.consent(&project.config)?;
    let wait = wait::asked(context, args.wait.as_deref())?;
    let expected = args.expect.as_deref().map(ExpectedReview::read).transpose()?;
    args.backup.check(target.provider())?;

    let access = if args.dry_run { Access::Read } else { Access::Write };
    // A dry run writes nothing, and so creates nothing.
    let creates = args.create_database && !args.dry_run;
    let missing = if creates { Missing::Create } else { Missing::Refuse };
    let connecting = context.connect(target, access, missing);
    let (folder, session) = match creates {
        // Nothing is created for a folder that cannot be read, or that lacks what is named.
        true => {
            let folder = opened.folder()?;
            self::wanted(args, &folder)?;
            (folder, connecting.await.map(|session| (session, None)))
        }
        false => {
            let (migrations, provider) = (project.migrations_path(), target.provider());
            let reading = tokio::task::spawn_blocking(move || Folder::read(&migrations, provider));
            let looking = async {
                let mut session = connecting.await?;
                let ahead = match args.dry_run {
                    true => None,
                    false => Ahead::read(&mut session, look).await,
                };
                Ok((session, ahead))
            };
            let (folder, session) = tokio::join!(reading, looking);
            let folder = folder.unwrap_or_else(|panic| resume_unwind(panic.into_panic()))?;
            (folder.named_as(&project.config.levels.naming), session)
        }
    };
    let wanted = wanted(args, &folder)?;
    let (mut session, ahead) = session.map_err(|error| not_created(error, args))?;
    let asked = Asked {
        args,
        wanted: &wanted,
        consent: &consent,
        expected: expected.as_ref(),
        opened: &opened,
    };
    if args.dry_run {
        let report = dry_run(context, &asked, &mut session, folder).await?;
        session.close().await?;
        return Ok(report);
    }

    // Without anything to do there is nothing to lock, and nothing is created.
    if let Some(stored) = nothing_to_do(&mut session, &folder, &wanted).await? {
        let state = State::of_stored(&mut session, folder, stored, &wanted, look, ahead).await?;
        let decision = state.decide(target.provider(), &wanted, &consent, &BTreeSet::new());
        session.close().await?;
        return Ok(if decision.is_refused() {
            refused(&decision, &again(context, args))
        } else {
            done(&decision, &[])
        });
    }
    let work = async |session: &mut Session| deploy(context, &asked, session, folder, ahead).await;
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
    opened: &'a Opened,
}

async fn deploy(
    context: &Context<'_>,
    asked: &Asked<'_>,
    session: &mut Session,
    folder: Folder,
    ahead: Option<Ahead>,
) -> Result<Report> {
    let Asked { args, wanted, consent, expected, opened } = asked;
    let look = &opened.look;
    let stored = folder.stored(session).await?;
    // The process ends next: to give back a long folder's plans table by table would only take time.
    let state = State::of_stored(session, folder, stored, wanted, look, ahead).await?;
    let state = ManuallyDrop::new(state);
    let decision = state.decide(session.provider(), wanted, consent, &BTreeSet::new());
    if let Some(expected) = expected {
        expected.check(&state, &decision)?;
    }
    if decision.is_refused() {
        return Ok(refused(&decision, &again(context, args)));
    }
    refuse_old_server(session, &state).await?;
    // Where somebody else did all the work there is nothing to keep.
    let kept = match decision.pending.first() {
        Some(first) => {
            let occasion = Occasion {
                accepted: &decision.accepted,
                before: first,
                shared: true,
                config: opened.project.config.backup,
            };
            args.backup.make(context, session, occasion).await?
        }
        None => None,
    };
    let manner = Manner { command: "deploy", lock_tries: args.lock_tries };
    match apply_pending(context, session, &state, &decision, manner).await {
        Ok(applied) => {
            let (from, by) = ((&opened.project, look), (*wanted, *consent));
            let decision = afterwards::told(session, from, by, (&state, &decision)).await;
            Ok(backup::told(kept, done(&decision, &applied)))
        }
        Err(failure) => Err(backup::explained(kept, session.target(), failure)),
    }
}

fn wanted(args: &Args, folder: &Folder) -> Result<Scope> {
    let known = |name: &str| folder.local.iter().any(|local| local.name == name);
    for name in args.to.iter().chain(&args.reapply) {
        if !known(name) {
            return Err(unknown_migration::in_folder(name, folder.names()));
        }
    }
    Ok(Scope { to: args.to.clone(), reapply: args.reapply.iter().cloned().collect() })
}

/// A dry run with --create-database finds nothing to look at.
fn not_created(error: Error, args: &Args) -> Error {
    let is_missing = ["missing-file", "unknown-database"].contains(&error.id);
    if !(is_missing && args.dry_run && args.create_database) {
        return error;
    }
    error.help(
        "A dry run creates nothing: comon migrate diff --from-empty --to-migrations --script shows what a new \
         database would hold; without --dry-run it is created.",
    )
}

/// What was typed, to be run after a refusal or a dry run.
fn again(context: &Context<'_>, args: &Args) -> CommandLine {
    let line = CommandLine::new("comon migrate deploy")
        .flag("--to", &args.to)
        .flag("--wait", &args.wait)
        .flag("--lock-tries", (args.lock_tries != LOCK_TRIES).then(|| args.lock_tries.to_string()))
        .flag("--reapply", &args.reapply)
        .flag("--expect", args.expect.as_ref().map(|path| path.to_string_lossy()))
        .switch("--create-database", args.create_database)
        .accept(&args.accept);
    args.backup.again(line).place(context.global)
}

fn refused(decision: &Decision, again: &CommandLine) -> Report {
    show::refused(decision, "applied", again).field("applied", Vec::<String>::new())
}

fn done(decision: &Decision, applied: &[Applied]) -> Report {
    let verdict = match applied.len() {
        0 => show::nothing_to_do(decision).to_owned(),
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

async fn dry_run(
    context: &Context<'_>,
    asked: &Asked<'_>,
    session: &mut Session,
    folder: Folder,
) -> Result<Report> {
    let Asked { args, wanted, consent, expected, opened } = asked;
    let holder = session.lock_holder().await?;
    let state = State::read(session, folder, wanted, &opened.look).await;
    let state =
        state.map_err(|error| held::explain_locked(error, &opened.target, holder.as_ref()))?;
    let decision = state.decide(session.provider(), wanted, consent, &BTreeSet::new());
    if let Some(expected) = expected {
        expected.check(&state, &decision)?;
    }
    if !decision.is_refused() {
        refuse_old_server(session, &state).await?;
    }
    let kept = dependents_kept(session, &state, &decision).await?;
    let measured = facts::gather(session, &state, &decision, LONG_TRANSACTION).await?;
    let copy = args.backup.expected(session, &decision, opened.project.config.backup).await?;
    let report = would(&state, &decision, &kept, &again(context, args))
        .line(String::new())
        .lines(
            facts::obstacles(&measured, copy).into_iter().map(|each| format!("in the way: {each}")),
        )
        .lines(facts::lines(&measured, copy, LONG_TRANSACTION))
        .field("facts", serde_json::to_value(&measured).unwrap_or_default());
    Ok(held::told(report, holder.as_ref()))
}

fn would(
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
        Report::new(Tone::Good, show::nothing_to_do(decision))
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
