//! `comon db push`: the schema in, the database brought to it, without migrations. The same plan,
//! gate and way of running as a migration's; nothing is recorded, and so a database that has
//! migrations differs from them afterwards, which is said.

use crate::commands::backup::{self, Backup, Occasion};
use crate::commands::between::{Between, from_live};
use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, scope};
use crate::commands::course::under_lock;
use crate::commands::global::{Accept, Renames};
use crate::commands::measure::{is_one_transaction, measure};
use crate::commands::new_migration::ask_for_rename;
use crate::commands::own_database::OnShared;
use crate::commands::push_plan::PushPlan;
use crate::commands::show::{self, counted};
use crate::commands::side::{Known, Which, schema_database};
use crate::commands::{generate, prompt};
use crate::deploy::decision::{Accepted, Problem};
use crate::deploy::gate::{Consent, Gate};
use crate::deploy::standing::Standing;
use crate::error::{Error, ErrorKind, Result};
use crate::execute::apply::{Failure, Pushed, push};
use crate::history::store::{self, Stored};
use crate::live::{self, LiveExpressions, Unmanaged, spelling};
use crate::output::{Report, Tone};
use crate::project::Project;
use crate::session::{Access, Missing, Session};
use planner_core::database::model::Database;
use planner_core::diff::RenameHint;
use planner_core::warning::Finding;
use std::collections::BTreeSet;

/// Bring the database to the schema, without a migration
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Drop all tables and enum types first; what the schema language cannot say is kept
    #[arg(long, conflicts_with = "rename")]
    force_reset: bool,

    #[command(flatten)]
    renames: Renames,

    #[command(flatten)]
    shared: OnShared,

    #[command(flatten)]
    accept: Accept,

    /// The same as --allow-warnings
    #[arg(long, help_heading = "Accepting warnings")]
    accept_data_loss: bool,

    #[command(flatten)]
    backup: Backup,
}

/// Runs the command.
///
/// # Errors
///
/// The schema is invalid, the database cannot be used, or a statement fails.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let hints = args.renames.hints()?;
    let project = context.project()?;
    let mut consent = args.accept.consent(&project.config)?;
    consent.all |= args.accept_data_loss;
    let schema = context.schema(&project)?;
    let provider = schema.datasource.provider;
    // What the server would refuse is told before anything is reached.
    let expected = schema_database(&project.shown_sources(), Which::To, provider)?;
    let target = context.target(&project, &schema)?;
    args.backup.check(target.provider())?;
    let look = scope(&project, &schema);
    let session = context.connect(&target, Access::Write, Missing::Create).await?;
    let work = Work { context, args, project: &project, look: &look };
    let push = async |session: &mut Session| {
        let stored = store::read(session).await?;
        args.shared.check(&target, &stored.history, "push")?;
        work.under_lock(session, &stored, expected, consent, hints).await
    };
    let report = under_lock(context, session, context.patience(), push).await?;
    if report.exit_code != 0 {
        return Ok(report);
    }
    Ok(generate::named(report, &schema, &project))
}

struct Work<'a> {
    context: &'a Context<'a>,
    args: &'a Args,
    project: &'a Project,
    look: &'a live::Scope,
}

impl Work<'_> {
    async fn under_lock(
        &self,
        session: &mut Session,
        stored: &Stored,
        expected: Database,
        mut consent: Consent,
        hints: Vec<RenameHint>,
    ) -> Result<Report> {
        refuse_incomplete(stored)?;
        let last = stored.history.last_active();
        let known = last.and_then(|row| row.ours.live_expressions.as_deref());
        let known = known.map(LiveExpressions::from_json).unwrap_or_default();
        let inherits = stored.history.has_rows_of_others();
        let found = live::introspect(session, self.look).await?;
        let known = spelling::learn(session, &expected, &found.database, known).await?;
        let with = Known { config: &self.project.config, expressions: &known, inherits };
        let (mut plan, hints) = match self.args.force_reset {
            true => (PushPlan::anew(&found, &expected, with)?, hints),
            false => self.planned(&found, &expected, with, hints)?,
        };
        let clearable = is_one_transaction(&plan.script);
        measure(session, &mut plan.gates, clearable, &Standing::default()).await?;
        let (mut open, mut accepted) = consent.sort(plan.gates.clone());
        if plan.obstacles.is_empty() && !open.is_empty() && self.context.terminal.can_ask() {
            consent.all = prompt::accept_all(self.context.terminal, &open)?;
            (open, accepted) = consent.sort(plan.gates.clone());
        }
        let unused = consent.unused(&plan.gates, &[]);
        let report = if !open.is_empty() || !plan.obstacles.is_empty() {
            self.refused(&plan, &open, &hints)
        } else if plan.is_empty() {
            Report::new(Tone::Good, "No change: the database is what the schema says.")
                .field("statements", 0)
        } else {
            let to_clear = accepted.iter().filter_map(|each| each.to_clear.clone()).collect();
            let occasion = Occasion {
                accepted: &accepted,
                before: "push",
                shared: stored.history.is_shared(),
                config: self.project.config.backup,
            };
            let copy = self.args.backup.make(self.context, session, occasion).await?;
            match self.execute(session, &plan, &expected, with, to_clear).await {
                Ok(pushed) => {
                    let count = counted(plan.script.statements().count(), "statement");
                    backup::told(copy, done(&plan, &pushed, &count))
                }
                Err(failure) => return Err(backup::explained(copy, session.target(), failure)),
            }
        };
        let kept = kept(&plan, &found.unmanaged);
        // A push that was refused took nothing along.
        let there = match report.exit_code {
            0 => kept.clone(),
            _ => found.unmanaged.iter().filter(|object| !object.kind.is_in_model()).collect(),
        };
        Ok(self
            .told(report, &plan, &accepted, stored)
            .lines(unused.iter().map(|flag| format!("note: {flag}")))
            .field("openWarnings", open.iter().map(show::gate_value).collect::<Vec<_>>())
            .field(
                "unmanaged",
                there.iter().map(|object| show::unmanaged_value(object)).collect::<Vec<_>>(),
            )
            .lines(kept_lines(&plan, &kept)))
    }

    /// Plans from what is there; on a terminal it asks whether what looks like a rename is one.
    fn planned(
        &self,
        found: &live::LiveDatabase,
        expected: &Database,
        with: Known<'_>,
        mut hints: Vec<RenameHint>,
    ) -> Result<(PushPlan, Vec<RenameHint>)> {
        let mut between: Between = from_live(found, expected, with, &hints)?;
        let mut answered = BTreeSet::new();
        while self.context.terminal.can_ask() {
            let mut open = between.planned.look_alikes();
            open.retain(|each| !answered.contains(&each.before));
            let Some(next) = open.into_iter().next() else { break };
            if let Some(hint) = ask_for_rename(&next)? {
                hints.push(hint);
                between = from_live(found, expected, with, &hints)?;
            }
            answered.insert(next.before);
        }
        Ok((PushPlan::of(between)?, hints))
    }

    async fn execute(
        &self,
        session: &mut Session,
        plan: &PushPlan,
        expected: &Database,
        with: Known<'_>,
        to_clear: Vec<Finding>,
    ) -> Result<Pushed, Failure> {
        let made = make_schema(session).await;
        made.map_err(|error| Failure { error, committed: false })?;
        let changed = plan.changed();
        let rebuilt = plan.rebuilt();
        let managed_indexes = plan.managed_indexes();
        let accepted = BTreeSet::new();
        let migration = plan.migration(
            expected,
            &changed,
            &rebuilt,
            &managed_indexes,
            with,
            self.look,
            &accepted,
            to_clear,
        );
        let done = push(session, &migration, self.context.interrupt, self.context.terminal).await;
        done.map_err(|failure| {
            let committed = failure.committed;
            Failure { error: explain(failure), committed }
        })
    }

    fn refused(&self, plan: &PushPlan, open: &[Gate], hints: &[RenameHint]) -> Report {
        let mut reasons = Vec::new();
        if !plan.obstacles.is_empty() {
            reasons.push(format!("{} would fail", counted(plan.obstacles.len(), "statement")));
        }
        if !open.is_empty() {
            reasons.push(counted(open.len(), "open warning"));
        }
        let verdict = format!("Refused, nothing was pushed: {}.", reasons.join(", "));
        let report = Report::new(Tone::Bad, verdict)
            .exit(1)
            .lines(show::problems(&plan.obstacles))
            .lines(show::open_warnings(open));
        let next = plan.obstacles.first().map(|problem: &Problem| problem.next.clone());
        let again = CommandLine::new("comon db push")
            .switch("--force-reset", self.args.force_reset)
            .flag("--rename", hints.iter().map(RenameHint::to_string))
            .flag("--on-shared", &self.args.shared.on_shared)
            .accept(&self.args.accept);
        let again = self.args.backup.again(again).place(self.context.global);
        report.next(next.unwrap_or_else(|| show::after_review(&again, open)))
    }

    /// What every answer says: the plan, and what it means for recorded migrations.
    fn told(
        &self,
        report: Report,
        plan: &PushPlan,
        accepted: &[Accepted],
        stored: &Stored,
    ) -> Report {
        let mut report = plan.told(report, &self.project.config.levels).field(
            "acceptedWarnings",
            accepted.iter().map(show::accepted_value).collect::<Vec<_>>(),
        );
        let recorded = stored.history.active().len();
        let pushed = report.exit_code == 0 && !plan.is_empty();
        if pushed && recorded > 0 {
            report = report.line(format!(
                "note: {} recorded here, and what was pushed is none of them: comon migrate status \
                 reports it as drift until a migration says the same.",
                match recorded {
                    1 => "1 migration is".to_owned(),
                    count => format!("{count} migrations are"),
                }
            ));
        }
        report.field("pushed", pushed).field("leavesDrift", pushed && recorded > 0)
    }
}

/// A migration that was begun and not finished has to come to its end first: its next section
/// starts from what the last one left.
fn refuse_incomplete(stored: &Stored) -> Result<()> {
    let active = stored.history.active_by_migration();
    let open = stored.journal.iter().find(|step| !active.contains_key(step.migration.as_str()));
    match open {
        None => Ok(()),
        Some(step) => Err(Error::refused(
            "migration-incomplete",
            format!("{} was begun here and is not finished.", step.migration),
        )
        .help("Run comon migrate deploy to finish it, then push.")),
    }
}

/// The PostgreSQL schema that the URL names may not exist yet.
async fn make_schema(session: &mut Session) -> Result<()> {
    session.in_own_transaction(Session::create_missing_schema).await
}

fn done(plan: &PushPlan, pushed: &Pushed, count: &str) -> Report {
    let milliseconds = u64::try_from(pushed.duration.as_millis()).unwrap_or(u64::MAX);
    let kept = pushed.kept.iter().map(|each| format!("  kept {each}"));
    Report::new(Tone::Good, format!("Pushed the schema: {count}, {milliseconds} ms."))
        .lines(kept)
        .field("statements", plan.script.statements().count())
        .field("durationMs", milliseconds)
        .field("kept", pushed.kept.clone())
}

/// The objects that are listed: neither is the model theirs, nor do they go with a table or a type.
fn kept<'a>(plan: &PushPlan, objects: &'a [Unmanaged]) -> Vec<&'a Unmanaged> {
    let gone = plan.dropped();
    let is_kept = |object: &&Unmanaged| {
        !object.kind.is_in_model()
            && object.table.as_ref().is_none_or(|table| !gone.contains(table))
    };
    objects.iter().filter(is_kept).collect()
}

/// With a reset people ask what is still there.
fn kept_lines(plan: &PushPlan, kept: &[&Unmanaged]) -> Vec<String> {
    let kept: Vec<String> = kept.iter().map(|object| format!("  {object}")).collect();
    if !plan.is_reset || kept.is_empty() {
        return Vec::new();
    }
    std::iter::once("Outside the schema language, kept:".to_owned()).chain(kept).collect()
}

/// What a failed push leaves, so that nobody has to guess.
fn explain(failure: Failure) -> Error {
    let mut error = failure.error;
    if error.id == "unexpected-result" {
        error.message = "The planned SQL does not leave what the schema says.".to_owned();
        error.help = Some(
            "This is a mistake of comon. comon migrate dev --create-only writes the SQL where it \
             can be edited."
                .to_owned(),
        );
    }
    error = match failure.committed {
        true => {
            error.detail("The sections before are committed; the next push goes on from there.")
        }
        false => error.detail("It was rolled back; nothing of it is left."),
    };
    if error.help.is_none() {
        let interrupted = matches!(error.kind, ErrorKind::Interrupted(_));
        error = error.help(match interrupted {
            true => "Run comon db push again to go on.",
            false => "Repair what the message names, then run comon db push again.",
        });
    }
    error
}
