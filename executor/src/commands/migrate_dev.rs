//! `comon migrate dev`: an edited schema in, a reviewed migration out, applied here. Decides
//! over everything first; refused, it writes nothing and prints the plan.

use crate::artifact_dir;
use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, scope};
use crate::commands::course::{Course, Manner, PATIENCE, under_lock};
use crate::commands::global::{Accept, Renames};
use crate::commands::migrate_deploy::{
    applied_lines, applied_values, apply_pending, with_whereabouts,
};
use crate::commands::new_migration::{self, NewMigration};
use crate::commands::own_database::OnShared;
use crate::commands::show;
use crate::commands::state::{Folder, State, measure};
use crate::commands::{generate, prompt};
use crate::deploy::assess::{Ready, rebuilt_by};
use crate::deploy::decision::{Decision, Problem};
use crate::deploy::gate::Consent;
use crate::deploy::obstacles;
use crate::deploy::situation::Scope;
use crate::deploy::unmanaged;
use crate::error::{Error, Result};
use crate::execute::apply::Applied;
use crate::live;
use crate::output::{Report, Tone};
use crate::project::Project;
use crate::session::{Access, Missing, Session};
use crate::target::Target;
use planner_core::diff::RenameHint;
use planner_core::planner::Planned;
use planner_core::script;
use planner_core::warning::Finding;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Turn the edited schema into a reviewed migration and apply it here
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migration's name; a UTC time stamp is put before it, unless it begins with one
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Write the files for review and apply nothing
    #[arg(long)]
    create_only: bool,

    #[command(flatten)]
    renames: Renames,

    #[command(flatten)]
    shared: OnShared,

    #[command(flatten)]
    accept: Accept,
}

/// Runs the command.
///
/// # Errors
///
/// The schema is invalid, the database cannot be used, or a migration fails.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let consent = Consent::parse(args.accept.allow_warnings, &args.accept.allow)?;
    let hints = args.renames.hints()?;
    let project = context.project()?;
    let schema = context.schema(&project)?;
    if args.create_only {
        return create_only(context, args, &project, schema.datasource.provider, hints);
    }
    let target = context.target(&project, &schema)?;
    let look = scope(&project, &schema);
    let session = context.connect(&target, Access::Write, Missing::Create).await?;
    let work = Work { context, args, project: &project, target: &target, look: &look };
    let dev = async |session: &mut Session| work.under_lock(session, consent, hints).await;
    let report = under_lock(context, session, PATIENCE, dev).await?;
    if report.exit_code != 0 {
        return Ok(report);
    }
    Ok(report.lines(generate::hints(&schema, &project)?))
}

/// Plans and writes the files, without a database.
fn create_only(
    context: &Context<'_>,
    args: &Args,
    project: &Project,
    provider: planner_core::provider::Provider,
    hints: Vec<RenameHint>,
) -> Result<Report> {
    let folder = Folder::read(&project.migrations_path(), provider)?;
    let unusable: Vec<String> = folder
        .local
        .iter()
        .flat_map(|local| {
            let lines = local.invalid.iter().chain(&local.unsealed);
            lines.map(|line| format!("{}: {line}", local.name)).collect::<Vec<_>>()
        })
        .collect();
    if !unusable.is_empty() {
        let error = Error::refused(
            "invalid-local-artifacts",
            "Nothing was written: migrations of the folder cannot be used.",
        );
        return Err(unusable.into_iter().fold(error, Error::detail).help(
            "Restore them from version control; comon migrate seal <name> accepts a meant edit.",
        ));
    }
    let planned = new_migration::plan(context, project, &folder, hints)?;
    if planned.planned.is_empty() {
        return Ok(no_change());
    }
    let written = write(context, args, project, &folder, &planned)?;
    Ok(plan_report(
        Report::new(
            Tone::Good,
            format!("Wrote {} for review; nothing was applied.", written.shown),
        ),
        &planned.planned,
    )
    .field("migration", written.name.clone())
    .next(format!(
        "{}, then {}",
        CommandLine::new("comon review").argument(&written.name).place(context.global).text(),
        CommandLine::new("comon migrate deploy").place(context.global).text()
    )))
}

struct Work<'a> {
    context: &'a Context<'a>,
    args: &'a Args,
    project: &'a Project,
    target: &'a Target,
    look: &'a live::Scope,
}

struct Written {
    name: String,
    shown: String,
}

impl Work<'_> {
    async fn under_lock(
        &self,
        session: &mut Session,
        mut consent: Consent,
        hints: Vec<RenameHint>,
    ) -> Result<Report> {
        let scope = Scope::default();
        let folder = Folder::read(&self.project.migrations_path(), self.target.provider())?;
        let state = State::read(session, folder, &scope, self.look).await?;
        self.args.shared.check(self.target, &state.stored.history, "dev")?;
        let new = new_migration::plan(self.context, self.project, &state.folder, hints)?;
        let planned = &new.planned;
        let touched = crate::deploy::assess::touched(planned);
        let mut gates = new_migration::gates(&new);
        gates.extend(unmanaged::gates(new_migration::UNNAMED, planned, &state.unmanaged));
        measure(session, &mut gates).await?;
        let obstacles = obstacles_of(planned, &state);
        let decide = |consent: &Consent| {
            let mut decision = state.decide(self.target.provider(), &scope, consent, &touched);
            let gates = gates.clone();
            // What is said of pending migrations alone does not know the new one.
            decision.unused_flags.retain(|flag| {
                !gates.iter().any(|gate| flag.starts_with(&format!("--allow {}", gate.id)))
            });
            let (open, accepted) = consent.sort(gates);
            decision.problems.splice(0..0, obstacles.iter().cloned());
            decision.open.extend(open);
            decision.accepted.extend(accepted);
            decision
        };
        let mut decision = decide(&consent);
        let stops = decision.problems.iter().any(|problem| problem.stops);
        if !stops && !decision.open.is_empty() && self.context.terminal.can_ask() {
            consent.all = prompt::accept_all(self.context.terminal, &decision.open)?;
            decision = decide(&consent);
        }
        if decision.is_refused() {
            return Ok(refused(&decision, planned, &self.again(&new.hints)));
        }
        if planned.is_empty() && decision.pending.is_empty() {
            return Ok(no_change()
                .lines(show::problems(&drift_only(&decision)))
                .lines(show::notices(&decision)));
        }
        // The name is asked for before anything is written.
        let name = match planned.is_empty() {
            true => None,
            false => {
                Some(new_migration::name(self.context, self.args.name.as_deref(), &state.folder)?)
            }
        };
        let mut applied =
            apply_pending(self.context, session, &state, &decision, self.look, Manner::of("dev"))
                .await?;
        let mut report = Report::new(Tone::Good, String::new());
        if let Some(name) = name {
            let written = write_named(self.project, &new, name)?;
            report = report.line(format!("  wrote {}", written.shown));
            applied.extend(self.apply_new(session, &decision, &consent, &written).await?);
            report = report.field("migration", written.name);
        }
        let names: Vec<&str> = applied.iter().map(|each| each.row.migration()).collect();
        report.verdict = format!("Applied {}.", names.join(", "));
        for (name, value) in show::fields(&decision) {
            report = report.field(name, value);
        }
        Ok(plan_report(
            report
                .lines(applied_lines(&applied))
                .lines(show::problems(&drift_only(&decision)))
                .lines(show::notices(&decision)),
            planned,
        )
        .field("applied", applied_values(&applied))
        .next(CommandLine::new("comon migrate status").place(self.context.global).text()))
    }

    /// What was typed, and what was answered of renames.
    fn again(&self, hints: &[RenameHint]) -> CommandLine {
        CommandLine::new("comon migrate dev")
            .flag("--name", &self.args.name)
            .flag("--rename", hints.iter().map(RenameHint::to_string))
            .flag("--on-shared", &self.args.shared.on_shared)
            .accept(&self.args.accept)
            .place(self.context.global)
    }

    /// Applies the migration that was just written, from the bytes on disk. Where nothing of it
    /// is committed, the directory goes again.
    async fn apply_new(
        &self,
        session: &mut Session,
        decision: &Decision,
        consent: &Consent,
        written: &Written,
    ) -> Result<Option<Applied>> {
        let migrations = self.project.migrations_path();
        let result = self.apply_written(session, decision, consent, written).await;
        match result {
            Ok(applied) => Ok(applied),
            Err((error, true)) => Err(with_whereabouts(error, &written.name, true, &[])),
            Err((error, false)) => {
                let removed = artifact_dir::remove(&migrations, &written.name);
                let mut error = with_whereabouts(error, &written.name, false, &[]);
                error = match removed {
                    Ok(()) => error.detail(format!("{} was removed again.", written.shown)),
                    Err(kept) => error.detail(kept.message),
                };
                Err(error)
            }
        }
    }

    async fn apply_written(
        &self,
        session: &mut Session,
        decision: &Decision,
        consent: &Consent,
        written: &Written,
    ) -> Result<Option<Applied>, (Error, bool)> {
        let plain = |error: Error| (error, false);
        let folder =
            Folder::read(&self.project.migrations_path(), self.target.provider()).map_err(plain)?;
        let state =
            State::read(session, folder, &Scope::default(), self.look).await.map_err(plain)?;
        // Its warnings were decided over before it was written; what counts here is the rest.
        let consent = Consent { all: true, flags: consent.flags.clone() };
        let provider = self.target.provider();
        let again = state.decide(provider, &Scope::default(), &consent, &BTreeSet::new());
        let stopping: Vec<_> =
            again.problems.iter().filter(|problem| problem.stops).cloned().collect();
        if !stopping.is_empty() {
            let error = Error::refused("artifact-unusable", "The new migration cannot be applied.");
            return Err(plain(show::problems(&stopping).into_iter().fold(error, Error::detail)));
        }
        let Some(ready) = state.ready.get(&written.name) else { return Ok(None) };
        let accepted = decision.accepted_for(new_migration::UNNAMED);
        let mut course = Course::begin(session, &state, Manner::of("dev")).await.map_err(plain)?;
        course
            .apply(self.context, session, &state, self.look, ready, &accepted)
            .await
            .map(Some)
            .map_err(|failure| (failure.error, failure.committed))
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

fn write(
    context: &Context<'_>,
    args: &Args,
    project: &Project,
    folder: &Folder,
    new: &NewMigration,
) -> Result<Written> {
    let name = new_migration::name(context, args.name.as_deref(), folder)?;
    write_named(project, new, name)
}

fn write_named(project: &Project, new: &NewMigration, name: String) -> Result<Written> {
    new_migration::write(&project.migrations_path(), new, &name)?;
    let shown = project.migrations.join(&name).display().to_string();
    Ok(Written { name, shown })
}

fn no_change() -> Report {
    Report::new(Tone::Good, "No change: the schema means what the last migration left.")
        .field("applied", Vec::<String>::new())
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
    plan_report(report, planned)
}

/// The report with the plan below: warnings, notices and the SQL.
fn plan_report(report: Report, planned: &Planned) -> Report {
    if planned.is_empty() {
        return report;
    }
    let gating: Vec<String> = planned.gating().map(|each| format!("  {}", each.message)).collect();
    let mut report = report;
    if !gating.is_empty() {
        report = report.line(String::new()).line("Warnings:").lines(gating);
    }
    let notices: Vec<&Finding> = planned.notices().collect();
    if !notices.is_empty() {
        report = report
            .line(String::new())
            .line("Notices:")
            .lines(notices.iter().map(|each| format!("  {}  {}", each.rule, each.message)));
    }
    let notice = |each: &&Finding| json!({ "id": each.rule, "subject": each.subject.to_string(), "message": each.message });
    let notices: Vec<Value> = notices.iter().map(notice).collect();
    let sql = planned.migration_sql.trim_end();
    report = report.line(String::new());
    report = match sql.is_empty() {
        true => report.line("The database itself needs no statement for this change."),
        false => report.line("migration.sql:").lines(sql.lines().map(|line| format!("  {line}"))),
    };
    report
        .field("migrationSql", planned.migration_sql.clone())
        .field("warnings", planned.warnings.clone())
        .field("planNotices", notices)
}

fn drift_only(decision: &Decision) -> Vec<crate::deploy::decision::Problem> {
    let is_drift = |problem: &&crate::deploy::decision::Problem| {
        problem.code == crate::deploy::decision::Code::Drift
    };
    decision.problems.iter().filter(is_drift).cloned().collect()
}
