//! `comon migrate dev`: an edited schema in, a reviewed migration out, applied here. Decides
//! over everything first; refused, it writes nothing and prints the plan.

use crate::artifact_dir::{self, Aside};
use crate::commands::afterwards;
use crate::commands::amend::Amended;
use crate::commands::apply_pending::{
    applied_lines, applied_values, apply_pending, with_whereabouts,
};
use crate::commands::backup::{self, Backup, Occasion};
use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, scope};
use crate::commands::course::{Course, Manner, under_lock};
use crate::commands::create_only::{self, no_change};
use crate::commands::global::{Accept, Renames};
use crate::commands::measure::{is_one_transaction, measure};
use crate::commands::migrate_rollback::lost_lines;
use crate::commands::new_migration::{self, NewMigration, Written, write_named};
use crate::commands::own_database::OnShared;
use crate::commands::show;
use crate::commands::state::{Folder, State};
use crate::commands::{generate, prompt};
use crate::deploy::assess::{Ready, notice_gates, rebuilt_by};
use crate::deploy::decision::{Decision, Problem};
use crate::deploy::gate::Consent;
use crate::deploy::obstacles;
use crate::deploy::situation::Scope;
use crate::deploy::unmanaged;
use crate::error::{Error, Result};
use crate::execute::apply::{Applied, Failure, LOCK_TRIES};
use crate::live;
use crate::output::{Report, Tone};
use crate::project::Project;
use crate::session::{Access, Missing, Session};
use crate::target::Target;
use planner_core::diff::RenameHint;
use planner_core::planner::Planned;
use planner_core::script;
use std::collections::BTreeSet;

/// Turn the edited schema into a reviewed migration and apply it here
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migration's name; a UTC time stamp is put before it, unless it begins with one
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,

    /// Write the files for review and apply nothing
    #[arg(long)]
    create_only: bool,

    /// Take the last migration back, which no shared database has, and plan it anew
    #[arg(long)]
    pub amend: bool,

    /// Write a migration without a change, for SQL of one's own; nothing is applied
    #[arg(long, conflicts_with_all = ["amend", "rename"])]
    empty: bool,

    /// Leave what the generator blocks ask for as it is
    #[arg(long)]
    no_generate: bool,

    #[command(flatten)]
    renames: Renames,

    #[command(flatten)]
    shared: OnShared,

    #[command(flatten)]
    accept: Accept,

    #[command(flatten)]
    backup: Backup,
}

/// Runs the command.
///
/// # Errors
///
/// The schema is invalid, the database cannot be used, or a migration fails.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let hints = args.renames.hints()?;
    let project = context.project()?;
    let consent = args.accept.consent(&project.config)?;
    let schema = context.schema(&project)?;
    if args.empty {
        return create_only::empty(context, args, &project, schema.datasource.provider);
    }
    if args.create_only {
        return create_only::run(context, args, &project, &schema, hints).await;
    }
    let target = context.target(&project, &schema)?;
    args.backup.check(target.provider())?;
    let look = scope(&project, &schema);
    let session = context.connect(&target, Access::Write, Missing::Create).await?;
    let work = Work { context, args, project: &project, target: &target, look: &look };
    let dev = async |session: &mut Session| work.under_lock(session, consent, hints).await;
    let report = under_lock(context, session, context.patience(), dev).await?;
    if report.exit_code != 0 {
        return Ok(report);
    }
    match args.no_generate {
        true => Ok(generate::named(report, &schema, &project)),
        false => generate::after(context, report, &schema, &project).await,
    }
}

struct Work<'a> {
    context: &'a Context<'a>,
    args: &'a Args,
    project: &'a Project,
    target: &'a Target,
    look: &'a live::Scope,
}

impl Work<'_> {
    async fn under_lock(
        &self,
        session: &mut Session,
        mut consent: Consent,
        hints: Vec<RenameHint>,
    ) -> Result<Report> {
        let folder = Folder::read(&self.project.migrations_path(), self.target.provider())?;
        let folder = folder.named_as(&self.project.config.levels.naming);
        let amended = self.args.amend.then(|| Amended::of(&folder)).transpose()?;
        let scope = amended.as_ref().map(Amended::scope).unwrap_or_default();
        let state = State::read(session, folder, &scope, self.look).await?;
        self.args.shared.check(self.target, &state.stored.history, "dev")?;
        let (base, undo, hints) = match &amended {
            None => (state.folder.clone(), None, hints),
            Some(amended) => {
                let config = &self.project.config;
                let undo = amended.undo(session, &state, config).await?;
                let base = amended.base(&state.folder);
                let hints = amended.hints(self.project, &base, hints);
                (base, undo, hints)
            }
        };
        let new = new_migration::plan(self.context, self.project, &base, hints)?;
        let planned = &new.planned;
        let mut touched = crate::deploy::assess::touched(planned);
        let mut gates = new_migration::gates(&new);
        gates.extend(consent.raised(&notice_gates(
            new_migration::UNNAMED,
            planned,
            &planned.findings,
        )));
        gates.extend(unmanaged::gates(new_migration::UNNAMED, planned, &state.beside_after));
        if let Ok(own) = script::parse(planned.provider(), &planned.migration_sql) {
            let clearable = is_one_transaction(&own);
            measure(session, &mut gates, clearable, &state.standing).await?;
        }
        let mut obstacles = obstacles_of(planned, &state);
        if let Some(undo) = &undo {
            touched.extend(crate::deploy::assess::touched(&undo.planned));
            gates.splice(0..0, undo.gates.iter().cloned());
            obstacles.extend(undo.obstacles.iter().cloned());
        }
        let decide = |consent: &Consent| {
            let mut decision = state.decide(self.target.provider(), &scope, consent, &touched);
            let gates = gates.clone();
            // What is said of pending migrations alone does not know the new one.
            decision.unused_flags.retain(|flag| {
                !gates.iter().any(|gate| flag.starts_with(&format!("--allow {}", gate.id)))
            });
            let (open, accepted) = consent.sort(gates);
            // Whatever is wrong with what is taken back goes with it.
            let taken_back = amended.as_ref().map(|amended| amended.name.as_str());
            decision.problems.retain(|problem| {
                taken_back.is_none() || problem.migration.as_deref() != taken_back
            });
            decision.problems.splice(0..0, obstacles.iter().cloned());
            decision.open.extend(open);
            decision.accepted.extend(accepted);
            decision
        };
        let decision = prompt::decided(self.context.terminal, &mut consent, "", decide)?;
        if decision.is_refused() {
            let report = refused(&decision, planned, &self.again(&new.hints));
            return Ok(report.lines(undo.iter().flat_map(lost_lines)));
        }
        if planned.is_empty() && decision.pending.is_empty() && amended.is_none() {
            return Ok(no_change()
                .lines(show::problems(&drift_only(&decision)))
                .lines(show::notices(&decision)));
        }
        // The name is asked for before anything is written.
        let given = self.args.name.as_deref().or(amended.as_ref().map(|each| each.name.as_str()));
        let name = match planned.is_empty() {
            true => None,
            false => Some(new_migration::name(self.context, given, &base)?),
        };
        let named = amended.as_ref().map(|each| each.name.as_str());
        let first = named.or(decision.pending.first().map(String::as_str)).or(name.as_deref());
        let occasion = Occasion {
            accepted: &decision.accepted,
            before: first.unwrap_or("dev"),
            shared: state.stored.history.is_shared(),
            config: self.project.config.backup,
        };
        let kept = self.args.backup.make(self.context, session, occasion).await?;
        let mut report = Report::new(Tone::Good, String::new());
        let mut aside = None;
        if let Some(amended) = &amended {
            if let Some(undo) = &undo {
                let accepted = decision.accepted_for(&amended.name);
                let context = self.context;
                let undone = undo.run(context, session, &state, &accepted, LOCK_TRIES).await;
                if let Err(failure) = undone {
                    return Err(backup::explained(kept, session.target(), failure));
                }
            }
            aside = Some(amended.set_aside(&self.project.migrations_path())?);
            report = report
                .line(format!("  took back {}", amended.name))
                .field("amended", amended.name.clone());
        }
        let applied = self.apply_all(session, &state, &decision, &consent, &new, name).await;
        let (applied, written) = match (applied, aside) {
            (Ok(done), aside) => {
                aside.map_or(Ok(()), Aside::discard)?;
                done
            }
            (Err(Failure { error, committed }), aside) => {
                let error = match (&amended, aside) {
                    (Some(amended), Some(aside)) => {
                        amended.bring_back(aside, error, undo.is_some())
                    }
                    _ => error,
                };
                let failure = Failure { error, committed: committed || undo.is_some() };
                return Err(backup::explained(kept, session.target(), failure));
            }
        };
        if let Some(written) = written {
            report =
                report.line(format!("  wrote {}", written.shown)).field("migration", written.name);
        }
        report = backup::told(kept, report);
        let (from, by) = ((self.project, self.look), (&Scope::default(), &consent));
        let decision = afterwards::told(session, from, by, (&state, &decision)).await;
        let names: Vec<&str> = applied.iter().map(|each| each.row.migration()).collect();
        report.verdict = match names.is_empty() {
            false => format!("Applied {}.", names.join(", ")),
            true => "Nothing is left to plan: the schema means what was before it.".to_owned(),
        };
        for (name, value) in show::fields(&decision) {
            report = report.field(name, value);
        }
        Ok(show::plan(
            report
                .lines(applied_lines(&applied))
                .lines(show::problems(&drift_only(&decision)))
                .lines(show::notices(&decision)),
            planned,
        )
        .field("applied", applied_values(&applied))
        .next(CommandLine::new("comon migrate status").place(self.context.global).text()))
    }

    /// Applies what is pending, then writes the new migration and applies it.
    async fn apply_all(
        &self,
        session: &mut Session,
        state: &State,
        decision: &Decision,
        consent: &Consent,
        new: &NewMigration,
        name: Option<String>,
    ) -> Result<(Vec<Applied>, Option<Written>), Failure> {
        let manner = Manner::of("dev");
        let mut applied = apply_pending(self.context, session, state, decision, manner).await?;
        let Some(name) = name else { return Ok((applied, None)) };
        let earlier = !applied.is_empty();
        let written = write_named(self.project, new, name)
            .map_err(|error| Failure { error, committed: earlier })?;
        let own = self.apply_new(session, decision, consent, &written).await;
        applied.extend(
            own.map_err(|failure| Failure { committed: failure.committed || earlier, ..failure })?,
        );
        Ok((applied, Some(written)))
    }

    /// What was typed, and what was answered of renames.
    fn again(&self, hints: &[RenameHint]) -> CommandLine {
        let line = CommandLine::new("comon migrate dev")
            .flag("--name", &self.args.name)
            .switch("--amend", self.args.amend)
            .flag("--rename", hints.iter().map(RenameHint::to_string))
            .flag("--on-shared", &self.args.shared.on_shared)
            .accept(&self.args.accept);
        self.args.backup.again(line).place(self.context.global)
    }

    /// Applies the migration that was just written, from the bytes on disk. Where nothing of it
    /// is committed, the directory goes again.
    async fn apply_new(
        &self,
        session: &mut Session,
        decision: &Decision,
        consent: &Consent,
        written: &Written,
    ) -> Result<Option<Applied>, Failure> {
        let migrations = self.project.migrations_path();
        let result = self.apply_written(session, decision, consent, written).await;
        result.map_err(|Failure { error, committed }| {
            let error = match (&error.help, error.id) {
                _ if committed => error,
                (Some(_), _) => error,
                (None, "interrupted") => error.help("Run comon migrate dev again."),
                (None, _) => {
                    error.help("Repair what the message names, then run comon migrate dev again.")
                }
            };
            let mut error = with_whereabouts(error, &written.name, committed, &[], true);
            if !committed {
                error = match artifact_dir::remove(&migrations, &written.name) {
                    Ok(()) => error.detail(format!("{} was removed again.", written.shown)),
                    Err(kept) => error.detail(kept.message),
                };
            }
            Failure { error, committed }
        })
    }

    async fn apply_written(
        &self,
        session: &mut Session,
        decision: &Decision,
        consent: &Consent,
        written: &Written,
    ) -> Result<Option<Applied>, Failure> {
        let plain = |error: Error| Failure { error, committed: false };
        let folder =
            Folder::read(&self.project.migrations_path(), self.target.provider()).map_err(plain)?;
        // One that was taken back just now comes again under its name.
        let scope = Scope { to: None, reapply: BTreeSet::from([written.name.clone()]) };
        let state = State::read(session, folder, &scope, self.look).await.map_err(plain)?;
        // Its warnings were decided over before it was written; what counts here is the rest.
        let consent = Consent { all: true, ..consent.clone() };
        let provider = self.target.provider();
        let again = state.decide(provider, &scope, &consent, &BTreeSet::new());
        let stopping: Vec<_> =
            again.problems.iter().filter(|problem| problem.stops).cloned().collect();
        if !stopping.is_empty() {
            let error = Error::refused("artifact-unusable", "The new migration cannot be applied.");
            return Err(plain(show::problems(&stopping).into_iter().fold(error, Error::detail)));
        }
        let Some(ready) = state.ready.get(&written.name) else { return Ok(None) };
        let accepted = decision.accepted_for(new_migration::UNNAMED);
        let mut course = Course::begin(session, &state, Manner::of("dev")).await.map_err(plain)?;
        course.apply(self.context, session, &state, ready, &accepted).await.map(Some)
    }
}

/// Statements of the new plan that would fail in this database.
fn obstacles_of(planned: &Planned, state: &State) -> Vec<Problem> {
    let mut rebuilt = rebuilt_by(planned);
    rebuilt.extend(state.ready.values().flat_map(Ready::rebuilt));
    match script::parse(planned.provider(), &planned.migration_sql) {
        Ok(own) => obstacles::problems(None, planned.provider(), &own, &rebuilt, &state.unlike),
        // Its errors are told where the migration is read back before it is applied.
        Err(_) => Vec::new(),
    }
}

fn refused(decision: &Decision, planned: &Planned, again: &CommandLine) -> Report {
    let report = show::refused(decision, "written or applied", again);
    // A plan on top of files that nobody could read would start from nothing.
    let unreadable = |problem: &crate::deploy::decision::Problem| {
        problem.code == crate::deploy::decision::Code::InvalidLocalArtifacts
    };
    if decision.problems.iter().any(unreadable) {
        return report;
    }
    show::plan(report, planned)
}

fn drift_only(decision: &Decision) -> Vec<crate::deploy::decision::Problem> {
    let is_drift = |problem: &&crate::deploy::decision::Problem| {
        problem.code == crate::deploy::decision::Code::Drift
    };
    decision.problems.iter().filter(is_drift).cloned().collect()
}
