//! `comon migrate rollback`: the last migration of this database, undone: its way back planned, shown,
//! gated as a deploy is, run and recorded. Says what cannot come back.

use crate::commands::afterwards;
use crate::commands::backup::{self, Backup, Occasion};
use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, Opened};
use crate::commands::course::under_lock;
use crate::commands::global::Accept;
use crate::commands::prompt;
use crate::commands::show;
use crate::commands::state::{Folder, State};
use crate::commands::undo::{Undo, last};
use crate::commands::wait;
use crate::deploy::decision::Decision;
use crate::deploy::gate::Consent;
use crate::deploy::situation::Scope;
use crate::error::Result;
use crate::execute::apply::{Applied, LOCK_TRIES};
use crate::live;
use crate::output::{Report, Tone};
use crate::project::Project;
use crate::session::{Access, Missing, Session};
use serde_json::{Value, json};

/// Undo the last migration here; what cannot come back is said, and what is at risk is gated
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migration that is meant: the last one, or the one that stopped half-way
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Say what would run, and run nothing
    #[arg(long)]
    dry_run: bool,

    /// How long to wait for another deploy: 30s, 5m, 1h, 0 or forever [default: 60s]
    #[arg(long, value_name = "DURATION", value_parser = wait::valid)]
    wait: Option<String>,

    /// How often to try again what waits for a lock of another session (PostgreSQL)
    #[arg(long, value_name = "COUNT", default_value_t = LOCK_TRIES,
          value_parser = clap::value_parser!(u32).range(1..=1000))]
    lock_tries: u32,

    #[command(flatten)]
    accept: Accept,

    #[command(flatten)]
    backup: Backup,
}

/// Runs the command.
///
/// # Errors
///
/// There is nothing to undo, the database cannot be used, or a statement fails.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let opened = context.open()?;
    let Opened { project, target, look, .. } = &opened;
    let consent = args.accept.consent(&project.config)?;
    let wait = wait::asked(context, args.wait.as_deref())?;
    args.backup.check(target.provider())?;
    let folder = opened.folder()?;
    let access = if args.dry_run { Access::Read } else { Access::Write };
    let mut session = context.connect(target, access, Missing::Refuse).await?;
    let work = Work { context, args, project, look };
    if args.dry_run {
        let report = work.run(&mut session, folder, consent).await;
        session.close().await?;
        return report;
    }
    let roll_back = async |session: &mut Session| work.run(session, folder, consent).await;
    under_lock(context, session, wait, roll_back).await
}

struct Work<'a> {
    context: &'a Context<'a>,
    args: &'a Args,
    project: &'a Project,
    look: &'a live::Scope,
}

impl Work<'_> {
    async fn run(
        &self,
        session: &mut Session,
        folder: Folder,
        mut consent: Consent,
    ) -> Result<Report> {
        let state = State::read(session, folder, &Scope::default(), self.look).await?;
        let name = last(&state, self.args.name.as_deref())?;
        let undo = Undo::plan(session, &state, &self.project.config, &name).await?;
        let provider = session.provider();
        let decide = |consent: &Consent| undo.decide(&state, provider, consent);
        let decision = match self.args.dry_run {
            true => decide(&consent),
            false => {
                let lost = lost_lines(&undo).join("\n");
                prompt::decided(self.context.terminal, &mut consent, &lost, decide)?
            }
        };
        if self.args.dry_run {
            return Ok(self.told(self.dry_run(&undo, &decision), &undo, &state, &decision));
        }
        if decision.is_refused() {
            let report = show::refused(&decision, "rolled back", &self.again());
            return Ok(self.told(report, &undo, &state, &decision));
        }
        let accepted = decision.accepted_for(&name);
        let occasion = Occasion {
            accepted: &decision.accepted,
            before: &format!("rollback-of-{name}"),
            shared: state.stored.history.is_shared(),
            config: self.project.config.backup,
        };
        let kept = self.args.backup.make(self.context, session, occasion).await?;
        self.context.terminal.progress(&format!("rolling back {name}"));
        let tries = self.args.lock_tries;
        match undo.run(self.context, session, &state, &accepted, tries).await {
            Ok(done) => {
                let (from, by) = ((self.project, self.look), (&Scope::default(), &consent));
                let decision = afterwards::told(session, from, by, (&state, &decision)).await;
                let report = backup::told(kept, self.done(&undo, &decision, &done, &state));
                Ok(self.told(report, &undo, &state, &decision))
            }
            Err(failure) => Err(backup::explained(kept, session.target(), failure)),
        }
    }

    fn done(&self, undo: &Undo, decision: &Decision, done: &Applied, state: &State) -> Report {
        let name = &undo.migration;
        let milliseconds = u64::try_from(done.duration.as_millis()).unwrap_or(u64::MAX);
        let verdict = match undo.incomplete {
            false => format!("Rolled back {name}: {}, {milliseconds} ms.", undo.count()),
            true => {
                format!("Undid the finished steps of {name}: {}, {milliseconds} ms.", undo.count())
            }
        };
        let is_there = state.folder.local.iter().any(|local| local.name == *name);
        let status = CommandLine::new("comon migrate status").place(self.context.global).text();
        let next = match is_there {
            true => format!(
                "remove its directory, or apply it again with comon migrate deploy --reapply {name}"
            ),
            false => status,
        };
        let report = Report::new(Tone::Good, verdict)
            .lines(done.kept.iter().map(|kept| format!("  kept {kept}")))
            .lines(show::notices(decision))
            .field("rolledBack", true)
            .field("durationMs", milliseconds)
            .field("kept", done.kept.clone())
            .field("row", done.row.name.clone())
            .next(next);
        fields(report, decision)
    }

    fn dry_run(&self, undo: &Undo, decision: &Decision) -> Report {
        let report = if decision.is_refused() {
            let refusal = show::refusal(decision, "rolled back");
            Report::new(Tone::Bad, refusal.replace("Refused", "rollback would refuse"))
                .exit(1)
                .next(show::next_after_refusal(decision, &self.again()))
        } else {
            let verdict = format!("rollback would undo {}: {}.", undo.migration, undo.count());
            Report::new(Tone::Good, verdict).next(self.again().text())
        };
        let report = report
            .lines(show::problems(&decision.problems))
            .lines(show::open_warnings(&decision.open))
            .lines(show::notices(decision));
        fields(report, decision).field("dryRun", true)
    }

    /// What every answer says: what does not come back, the way for a shared database, the plan.
    fn told(&self, report: Report, undo: &Undo, state: &State, decision: &Decision) -> Report {
        let shared = state.stored.history.is_shared();
        let mut report = report.lines(lost_lines(undo));
        if shared && !undo.incomplete {
            let name = &undo.migration;
            let revert = CommandLine::new("comon migrate revert").argument(name);
            let revert = revert.flag("--name", Some("undo")).place(self.context.global).text();
            report = report.line(format!(
                "note: this database is shared. Others that applied {name} stay as they are; {revert} \
                 writes the way back for all of them, to be reviewed."
            ));
        }
        let notices: Vec<_> = undo.notices().collect();
        if !notices.is_empty() {
            let lines = notices.iter().map(|each| format!("  {}  {}", each.rule, each.message));
            report = report.line(String::new()).line("Notices:").lines(lines);
        }
        let sql = undo.sql.trim();
        report = report.line(String::new());
        report = match sql.is_empty() {
            true => report.line("The database itself needs no statement for this."),
            false => report.line("SQL:").lines(sql.lines().map(|line| format!("  {line}"))),
        };
        let notices: Vec<Value> =
            notices.iter().map(|each| json!({ "id": each.rule, "subject": each.subject.to_string(), "message": each.message })).collect();
        let rolled_back = report.fields.contains_key("rolledBack");
        report
            .field("migration", undo.migration.clone())
            .field("rolledBack", rolled_back)
            .field("incomplete", undo.incomplete)
            .field("statements", undo.statements())
            .field("script", undo.sql.clone())
            .field("cannotComeBack", undo.lost.clone())
            .field("planNotices", notices)
            .field("shared", shared)
            .field("refused", decision.is_refused())
    }

    /// What was typed, to be run after a refusal or a dry run.
    fn again(&self) -> CommandLine {
        let args = self.args;
        let tries = (args.lock_tries != LOCK_TRIES).then(|| args.lock_tries.to_string());
        let line = CommandLine::new("comon migrate rollback")
            .flag("--name", &args.name)
            .flag("--wait", &args.wait)
            .flag("--lock-tries", tries)
            .accept(&args.accept);
        args.backup.again(line).place(self.context.global)
    }
}

/// What does not come back, under its head.
pub fn lost_lines(undo: &Undo) -> Vec<String> {
    if undo.lost.is_empty() {
        return Vec::new();
    }
    let head = "This does not come back:".to_owned();
    std::iter::once(head).chain(undo.lost.iter().map(|line| format!("  {line}"))).collect()
}

/// The decision's fields; its list of migrations says where they stood before.
fn fields(report: Report, decision: &Decision) -> Report {
    show::fields(decision)
        .into_iter()
        .fold(report, |report, (name, value)| report.field(name, value))
}
