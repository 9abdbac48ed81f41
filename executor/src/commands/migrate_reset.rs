//! `comon migrate reset`: everything that schema and history know goes from this database, in one
//! transaction, then all migrations are applied. What nobody knows is kept and listed.

use crate::commands::apply_pending::{applied_lines, applied_values, apply_pending};
use crate::commands::backup::{self, Backup, Occasion};
use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, Opened};
use crate::commands::course::{Manner, prepare_history, under_lock};
use crate::commands::generate;
use crate::commands::global::Accept;
use crate::commands::measure::{is_one_transaction, measure};
use crate::commands::prompt;
use crate::commands::reset_plan::{Reach, ResetPlan};
use crate::commands::show::{self, counted};
use crate::commands::side::Known;
use crate::commands::state::{Folder, State};
use crate::deploy::assess::lowered;
use crate::deploy::decision::{Accepted, Decision};
use crate::deploy::gate::{Consent, Gate};
use crate::deploy::situation::Scope;
use crate::deploy::standing::Standing;
use crate::error::{Error, Result};
use crate::execute::apply::{Applied, Failure, push};
use crate::history::store::{self, Stored};
use crate::live::{self, LiveExpressions};
use crate::output::{Report, Tone};
use crate::project::Project;
use crate::session::{Access, Missing, Session};
use crate::target::Target;
use planner_core::database::lower::lower;
use planner_core::database::model::{Database, ObjectName};
use planner_core::dialect;
use planner_core::provider::Provider;
use planner_core::schema::model::Schema;
use planner_core::subject::shell_word;
use planner_core::warning::registry::SCRIPT_RULES;
use std::collections::BTreeSet;

/// Drop what schema and history know, then apply all migrations
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Accept the loss of everything that is dropped, without asking
    #[arg(long)]
    force: bool,

    /// Drop also what neither schema nor history knows: other tables, views, functions, types
    #[arg(long)]
    include_unmanaged: bool,

    /// Reset a database that `deploy` wrote to; repeat its name (--force is not enough)
    #[arg(long, value_name = "DATABASE")]
    destroy: Option<String>,

    #[command(flatten)]
    accept: Accept,

    #[command(flatten)]
    backup: Backup,
}

/// Runs the command.
///
/// # Errors
///
/// The schema is invalid, the database is shared or cannot be used, or a statement fails.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let opened = context.open()?;
    let mut consent = args.accept.consent(&opened.project.config)?;
    consent.all |= args.force;
    args.backup.check(opened.target.provider())?;
    let folder = opened.folder()?;
    let session = context.connect(&opened.target, Access::Write, Missing::Create).await?;
    let Opened { project, schema, target, look } = &opened;
    let work = Work { context, args, project, schema, target, look };
    let reset = async |session: &mut Session| work.under_lock(session, folder, consent).await;
    let report = under_lock(context, session, context.patience(), reset).await?;
    if report.exit_code != 0 {
        return Ok(report);
    }
    Ok(generate::named(report, schema, project))
}

struct Work<'a> {
    context: &'a Context<'a>,
    args: &'a Args,
    project: &'a Project,
    schema: &'a Schema,
    target: &'a Target,
    look: &'a live::Scope,
}

impl Work<'_> {
    async fn under_lock(
        &self,
        session: &mut Session,
        folder: Folder,
        mut consent: Consent,
    ) -> Result<Report> {
        let stored = store::read(session).await?;
        self.check_shared(&stored)?;
        let expressions = stored.history.last_expressions().map(LiveExpressions::from_json);
        let expressions = expressions.unwrap_or_default();
        let inherits = stored.history.has_rows_of_others();
        let found = live::introspect(session, self.look).await?;
        let known = self.known(&stored, &folder);
        let with = Known { config: &self.project.config, expressions: &expressions, inherits };
        let reach =
            Reach { known: &known, unmanaged: self.args.include_unmanaged, history: stored.exists };
        let mut plan = ResetPlan::of(&found, reach, with)?;
        let clearable = is_one_transaction(&plan.script);
        measure(session, &mut plan.gates, clearable, &Standing::default()).await?;
        // What comes after is decided over as on an empty database, before anything goes.
        let provider = session.provider();
        let fresh = State::of_nothing(folder.clone(), provider);
        let decide = |consent: &Consent| {
            let (own, emptied) = after_reset(&fresh, provider, consent);
            let mut decision = own;
            let (open, accepted) = consent.sort(plan.gates.clone());
            let mut gates = plan.gates.clone();
            gates.extend(fresh.assessments.values().flat_map(|each| each.gates.clone()));
            decision.unused_flags = consent.unused(&gates, &[]);
            decision.open.splice(0..0, open);
            decision.accepted.extend(accepted);
            decision.accepted.extend(emptied);
            decision
        };
        let decision = prompt::decided(self.context.terminal, &mut consent, "", decide)?;
        if decision.is_refused() {
            let report = show::refused(&decision, "reset", &self.again());
            return Ok(told(report, &plan).field("applied", Vec::<String>::new()));
        }
        let shared = stored.history.is_shared();
        let occasion = Occasion {
            accepted: &decision.accepted,
            before: "reset",
            shared,
            config: self.project.config.backup,
        };
        let kept = self.args.backup.make(self.context, session, occasion).await?;
        let applied = match self.all(session, folder, &decision, &plan, shared).await {
            Ok(applied) => applied,
            Err(failure) => return Err(backup::explained(kept, session.target(), failure)),
        };
        let report = Report::new(Tone::Good, self.verdict(&plan, &applied))
            .lines(applied_lines(&applied))
            .lines(show::notices(&decision));
        let report = show::fields(&decision)
            .into_iter()
            .fold(report, |report, (name, value)| report.field(name, value));
        Ok(told(backup::told(kept, report), &plan)
            .field("applied", applied_values(&applied))
            .next(CommandLine::new("comon migrate status").place(self.context.global).text()))
    }

    /// Drops what goes, then applies all artifacts.
    async fn all(
        &self,
        session: &mut Session,
        folder: Folder,
        decision: &Decision,
        plan: &ResetPlan,
        shared: bool,
    ) -> Result<Vec<Applied>, Failure> {
        if !plan.is_empty() {
            self.context.terminal.progress("dropping what schema and history know");
            let to_clear = decision.accepted.iter().filter(|each| each.migration.is_empty());
            let to_clear = to_clear.filter_map(|each| each.to_clear.clone()).collect();
            let migration = plan.migration(self.look, to_clear);
            push(session, &migration, self.context.interrupt, self.context.terminal)
                .await
                .map_err(|failure| Failure { error: self.explain(failure.error), ..failure })?;
        }
        self.deploy(session, folder, decision, shared).await.map_err(|failure| Failure {
            committed: failure.committed || !plan.is_empty(),
            ..failure
        })
    }

    /// A shared database needs its name repeated.
    fn check_shared(&self, stored: &Stored) -> Result<()> {
        let name = self.target.database_name();
        if !stored.history.is_shared() || self.args.destroy.as_deref() == Some(&name) {
            return Ok(());
        }
        Err(Error::refused(
            "shared-database",
            format!("{name} is shared: comon migrate deploy wrote to it, so reset does not."),
        )
        .help(format!(
            "Point --url at a database of your own, or say --destroy {} if all of it may go.",
            shell_word(&name)
        )))
    }

    /// What the schema, the history and the folder speak of.
    fn known(&self, stored: &Stored, folder: &Folder) -> Vec<Database> {
        let provider = self.target.provider();
        let own = lower(self.schema, dialect::type_system(self.schema.datasource.provider)).0;
        let mut texts: BTreeSet<&str> = BTreeSet::new();
        for row in stored.history.active() {
            texts.extend(row.before_schema.as_deref());
            texts.extend(row.after_schema.as_deref());
        }
        let begun = stored.journal.iter().map(|step| step.migration.as_str());
        let begun = begun.filter_map(|name| folder.reviewed.get(name));
        texts.extend(begun.map(|reviewed| reviewed.artifact.after_schema.as_str()));
        texts.extend(folder.local.last().map(|local| local.after.as_str()));
        let mut known = vec![own];
        known.extend(texts.into_iter().filter_map(|text| lowered(text, provider)));
        known
    }

    /// All artifacts, in order, onto what is left.
    async fn deploy(
        &self,
        session: &mut Session,
        folder: Folder,
        decided: &Decision,
        shared: bool,
    ) -> Result<Vec<Applied>, Failure> {
        if decided.pending.is_empty() {
            return Ok(Vec::new());
        }
        let failed = |error| Failure { error, committed: false };
        prepare_history(session).await.map_err(failed)?;
        let state = State::read(session, folder, &Scope::default(), self.look).await;
        let state = state.map_err(failed)?;
        // A database that was shared stays so: this deploys to it.
        let manner = Manner::of(if shared { "deploy" } else { "reset" });
        apply_pending(self.context, session, &state, decided, manner).await
    }

    fn verdict(&self, plan: &ResetPlan, applied: &[Applied]) -> String {
        let name = self.target.database_name();
        let dropped = counted(plan.dropped.len(), "table");
        match applied.len() {
            0 => format!("Reset {name}: dropped {dropped}; there is no migration to apply."),
            count => {
                format!("Reset {name}: dropped {dropped}, applied {}.", counted(count, "migration"))
            }
        }
    }

    /// What a failed reset leaves.
    fn explain(&self, error: Error) -> Error {
        let error = error.detail("It was rolled back; nothing was dropped.");
        let is_needed = error.database_code.as_deref() == Some("2BP01");
        match error.help {
            Some(_) => error,
            // Other objects depend on a table that goes.
            None if is_needed && self.args.include_unmanaged => {
                error.help("Drop what depends on it first: it is outside of what is looked at.")
            }
            None if is_needed => {
                error.help("Drop what depends on it first, or say --include-unmanaged.")
            }
            None => {
                error.help("Repair what the message names, then run comon migrate reset again.")
            }
        }
    }

    fn again(&self) -> CommandLine {
        let line = CommandLine::new("comon migrate reset")
            .switch("--include-unmanaged", self.args.include_unmanaged)
            .flag("--destroy", &self.args.destroy)
            .accept(&self.args.accept);
        self.args.backup.again(line).place(self.context.global)
    }
}

/// What is decided of the migrations on an empty database. There, no row of theirs is at risk: their
/// planned statements need no second yes. Statements that a person wrote do.
fn after_reset(fresh: &State, provider: Provider, consent: &Consent) -> (Decision, Vec<Accepted>) {
    let none = Consent { all: false, ..consent.clone() };
    let mut decision = fresh.decide(provider, &Scope::default(), &none, &BTreeSet::new());
    let by_hand =
        |gate: &Gate| gate.finding.is_none() || SCRIPT_RULES.iter().any(|rule| rule.id == gate.id);
    let (written, emptied): (Vec<Gate>, Vec<Gate>) = decision.open.drain(..).partition(by_hand);
    let (open, mut accepted) = consent.sort(written);
    decision.open = open;
    accepted.extend(emptied.into_iter().map(|gate| Accepted {
        migration: gate.migration,
        id: gate.id,
        subject: gate.subject,
        message: gate.message,
        by: "migrate reset: no row is left".to_owned(),
        measured: Vec::new(),
        to_clear: None,
        takes_away: false,
    }));
    (decision, accepted)
}

/// What every answer says: what goes and what stays.
fn told(report: Report, plan: &ResetPlan) -> Report {
    let texts = |names: &[ObjectName]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut report = report;
    let kept: Vec<String> = plan
        .kept_tables
        .iter()
        .map(|table| format!("  table {table}"))
        .chain(plan.kept.iter().map(|object| format!("  {object}")))
        .collect();
    if !kept.is_empty() {
        report = report
            .line("Known to neither schema nor history, kept (--include-unmanaged drops it):")
            .lines(kept);
    }
    if report.exit_code != 0 && !plan.sql.is_empty() {
        report = report
            .line(String::new())
            .line("SQL:")
            .lines(plan.sql.lines().map(|line| format!("  {line}")));
    }
    report
        .field("dropped", texts(&plan.dropped))
        .field("keptTables", texts(&plan.kept_tables))
        .field("unmanaged", plan.kept.iter().map(show::unmanaged_value).collect::<Vec<_>>())
        .field("script", plan.sql.clone())
}
