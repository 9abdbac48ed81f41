//! `comon migrate preflight`: what a deploy would find here. Reads only; what it measures goes into
//! facts.json for a review.

use crate::commands::backup::Backup;
use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, Opened, working_directory};
use crate::commands::course::refuse_old_server;
use crate::commands::facts::{self, LONG_TRANSACTION};
use crate::commands::global::Accept;
use crate::commands::held;
use crate::commands::show::{self, counted};
use crate::commands::state::State;
use crate::deploy::decision::Decision;
use crate::deploy::situation::Scope;
use crate::error::{Error, Result};
use crate::output::{Report, Tone};
use crate::session::{Access, Missing};
use crate::write_file;
use planner_core::script::directive;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

/// Measure what a deploy would find: values at risk, sizes, locks, privileges, long transactions
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write what was measured, counts and sizes and no values, for comon review --facts
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// From which age on a transaction counts as long: 90s, 5min [default: 60s]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    long_transactions: Option<Duration>,

    #[command(flatten)]
    accept: Accept,
}

fn duration(text: &str) -> Result<Duration, String> {
    directive::duration(text)
        .ok_or_else(|| format!("`{text}` is no duration; write a number and ms, s, min or h"))
}

/// Runs the command.
///
/// # Errors
///
/// The project or the database cannot be read, or the file cannot be written.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let opened = context.open()?;
    let Opened { project, target, look, .. } = &opened;
    let consent = args.accept.consent(&project.config)?;
    let mut session = context.connect(target, Access::Read, Missing::Refuse).await?;
    let folder = opened.folder()?;
    let wanted = Scope::default();
    let older_than = args.long_transactions.unwrap_or(LONG_TRANSACTION);
    let holder = session.lock_holder().await?;
    let state = State::read(&mut session, folder, &wanted, look).await;
    let explain = |error| held::explain_locked(error, target, holder.as_ref());
    let state = state.map_err(explain)?;
    let decision = state.decide(target.provider(), &wanted, &consent, &BTreeSet::new());
    let measured = facts::gather(&mut session, &state, &decision, older_than).await?;
    let copy = Backup::default().expected(&mut session, &decision, project.config.backup).await?;
    let mut obstacles = facts::obstacles(&measured, copy);
    obstacles
        .extend(refuse_old_server(&mut session, &state).await.err().map(|error| error.message));
    session.close().await?;
    let report = report(context, &decision, obstacles)
        .lines(facts::lines(&measured, copy, older_than))
        .field("facts", serde_json::to_value(&measured).unwrap_or_default());
    let mut report = held::told(report, holder.as_ref());
    if let Some(path) = &args.output {
        let place = working_directory()?.join(path);
        let text = serde_json::to_string_pretty(&measured).map_err(|error| {
            Error::failed("unwritable-facts", format!("The facts cannot be written: {error}."))
        })?;
        write_file::replace(&place, &format!("{text}\n"))?;
        report = report.line(format!("wrote {}", path.display()));
    }
    Ok(report)
}

fn report(context: &Context<'_>, decision: &Decision, obstacles: Vec<String>) -> Report {
    let pending = decision.pending.len();
    let deploy = CommandLine::new("comon migrate deploy").place(context.global);
    let report = if decision.is_refused() {
        let verdict = show::refusal(decision, "applied").replace("Refused", "deploy would refuse");
        Report::new(Tone::Bad, verdict).exit(1).next(show::next_after_refusal(decision, &deploy))
    } else if !obstacles.is_empty() {
        let count = counted(obstacles.len(), "thing");
        Report::new(Tone::Bad, format!("deploy would fail: {count} in its way.")).exit(1)
    } else if pending == 0 {
        Report::new(Tone::Good, show::nothing_to_do(decision))
    } else {
        Report::new(Tone::Good, format!("deploy would apply {}.", counted(pending, "migration")))
            .next(deploy.text())
    };
    let report = report
        .lines(show::problems(&decision.problems))
        .lines(show::open_warnings(&decision.open))
        .lines(show::notices(decision))
        .lines(obstacles.iter().map(|each| format!("in the way: {each}")));
    let report = show::fields(decision)
        .into_iter()
        .fold(report, |report, (name, value)| report.field(name, value));
    report.field("obstacles", obstacles)
}
