//! `comon migrate status`: what is applied, pending or wrong, and what deploy would do. Reads
//! only.

use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, Opened};
use crate::commands::course::refuse_old_server;
use crate::commands::global::Accept;
use crate::commands::held;
use crate::commands::show::{self, counted};
use crate::commands::state::State;
use crate::deploy::decision::{Decision, State as Standing};
use crate::deploy::situation::Scope;
use crate::error::{Error, Result};
use crate::live;
use crate::output::{Report, Tone};
use crate::session::{Access, Missing};
use std::collections::BTreeSet;

/// Say what is applied, pending or wrong, and what deploy would do; exits 1 where it is not clean
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    accept: Accept,
}

/// Runs the command.
///
/// # Errors
///
/// The project or the database cannot be read.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let opened = context.open()?;
    let Opened { project, schema, target, look } = &opened;
    let consent = args.accept.consent(&project.config)?;
    let mut session = context.connect(target, Access::Read, Missing::Refuse).await?;
    let folder = opened.folder()?;
    let scope = Scope::default();
    let holder = session.lock_holder().await?;
    let state = State::read(&mut session, folder, &scope, look).await;
    let explain = |error| held::explain_locked(error, target, holder.as_ref());
    let state = state.map_err(explain)?;
    let views = live::view_differences(&mut session, look, schema).await?;
    let too_old = refuse_old_server(&mut session, &state).await.err();
    session.close().await?;
    let mut decision = state.decide(target.provider(), &scope, &consent, &BTreeSet::new());
    decision.notices.extend(views);
    let report = report(context, &decision, too_old.as_ref());
    Ok(held::told(report, holder.as_ref()))
}

fn report(context: &Context<'_>, decision: &Decision, too_old: Option<&Error>) -> Report {
    let applied = decision.migrations.iter().filter(|each| each.state == Standing::Applied).count();
    let pending = decision.pending.len();
    let codes = codes(decision);
    let (tone, verdict) = match (decision.is_clean(), codes.is_empty()) {
        (true, _) if applied == 0 => {
            (Tone::Good, "Up to date: there are no migrations.".to_owned())
        }
        (true, _) => {
            (Tone::Good, format!("Up to date: {} applied.", counted(applied, "migration")))
        }
        (false, true) => (Tone::Caution, format!("{} pending.", counted(pending, "migration"))),
        (false, false) if pending == 0 => (Tone::Bad, format!("Not clean: {codes}.")),
        (false, false) => {
            (Tone::Bad, format!("Not clean: {codes}; {} pending.", counted(pending, "migration")))
        }
    };
    let mut report = Report::new(tone, verdict)
        .exit(i32::from(!decision.is_clean()))
        .lines(show::migrations(&decision.migrations))
        .lines(show::problems(&decision.problems));
    if !decision.open.is_empty() {
        report = report
            .line(format!("deploy would refuse: {}", counted(decision.open.len(), "open warning")))
            .lines(show::open_warnings(&decision.open));
    } else if decision.is_refused() {
        report = report.line("deploy would refuse.".to_owned());
    } else if let Some(error) = too_old {
        report = report.line(format!("deploy would refuse: {}", error.message));
    } else if pending > 0 {
        report = report.line(format!("deploy would apply {}.", counted(pending, "migration")));
    }
    report = report.lines(show::notices(decision));
    for (name, value) in show::fields(decision) {
        report = report.field(name, value);
    }
    report = report
        .field("clean", decision.is_clean())
        .field("deployWouldRefuse", pending > 0 && (decision.is_refused() || too_old.is_some()));
    match next(context, decision, too_old) {
        Some(next) => report.next(next),
        None => report,
    }
}

fn next(context: &Context<'_>, decision: &Decision, too_old: Option<&Error>) -> Option<String> {
    let deploy = CommandLine::new("comon migrate deploy").place(context.global);
    if decision.is_refused() {
        return Some(show::next_after_refusal(decision, &deploy));
    }
    if let Some(help) = too_old.and_then(|error| error.help.clone()) {
        return Some(help);
    }
    if !decision.pending.is_empty() {
        return Some(deploy.text());
    }
    decision.problems.first().map(|problem| problem.next.clone())
}

/// The words of all codes but "pending", each once.
fn codes(decision: &Decision) -> String {
    let mut words: Vec<&str> = Vec::new();
    for problem in &decision.problems {
        let word = problem.code.word();
        if word != "local-migration-not-applied" && !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(", ")
}
