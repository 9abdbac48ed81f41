//! `comon migrate baseline`: the first migration of a database that was there before comon: planned from
//! nothing to the schema, and recorded as applied where the database is what the schema says.

use crate::artifact_dir;
use crate::commands::command_line::CommandLine;
use crate::commands::context::{Context, scope};
use crate::commands::course::{accepted_json, applied_row, ours, prepare_history, under_lock};
use crate::commands::global::Accept;
use crate::commands::new_migration;
use crate::commands::show::counted;
use crate::commands::state::Folder;
use crate::deploy::decision::Accepted;
use crate::deploy::gate::Consent;
use crate::error::{Error, Result};
use crate::execute::record::now;
use crate::history::row::Row;
use crate::history::store;
use crate::live::{self, Difference, LiveExpressions, compare};
use crate::output::{Report, Tone};
use crate::project::Project;
use crate::session::{Access, Missing, Session};
use planner_core::subject::shell_word;

/// Write a first migration for a database that already exists, and record it there as applied
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The migration's name; a UTC time stamp is put before it, unless it begins with one
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    #[command(flatten)]
    accept: Accept,
}

/// Runs the command.
///
/// # Errors
///
/// There are migrations already, or the database is not what the schema says.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let consent = args.accept.consent(&project.config)?;
    let schema = context.schema(&project)?;
    let target = context.target(&project, &schema)?;
    let folder = Folder::read(&project.migrations_path(), target.provider())?;
    refuse_migrations(&folder)?;
    let look = scope(&project, &schema);
    let session = context.connect(&target, Access::Write, Missing::Refuse).await?;
    let work = Work { context, args, project: &project, look: &look };
    let baseline = async |session: &mut Session| work.run(session, folder, consent).await;
    under_lock(context, session, context.patience(), baseline).await
}

struct Work<'a> {
    context: &'a Context<'a>,
    args: &'a Args,
    project: &'a Project,
    look: &'a live::Scope,
}

impl Work<'_> {
    async fn run(&self, session: &mut Session, folder: Folder, consent: Consent) -> Result<Report> {
        let history = store::read(session).await?.history;
        if let Some(row) = history.last_active() {
            return Err(Error::refused(
                "has-history",
                format!("Nothing was written: {} is applied here already.", row.migration()),
            )
            .help(
                "comon migrate status says where this database stands; comon migrate dev goes on.",
            ));
        }
        let new = new_migration::plan(self.context, self.project, &folder, Vec::new())?;
        let found = live::introspect(session, self.look).await?;
        let known = LiveExpressions::collect(&new.planned.after, &found.database);
        let differences = compare(&new.planned.after, &found, &self.look.external, &known, None);
        let (accepted, open) = sorted(&differences, &consent);
        if !open.is_empty() {
            return Ok(self.refused(&open));
        }
        let name = new_migration::name(self.context, self.args.name.as_deref(), &folder)?;
        let migrations = self.project.migrations_path();
        new_migration::write(self.project, &new, &name)?;
        let recorded = self.record(session, &name, &accepted, &known).await;
        if let Err(error) = recorded {
            // What is not recorded would be applied by the next deploy.
            return Err(match artifact_dir::remove(&migrations, &name) {
                Ok(()) => error.detail(format!("The directory of {name} was removed again.")),
                Err(kept) => error.detail(kept.message),
            });
        }
        let shown = self.project.migrations.join(&name).display().to_string();
        let tables = new.planned.after.tables.len();
        let beside: Vec<String> = found
            .unmanaged
            .iter()
            .filter(|object| !object.kind.is_in_model())
            .map(|object| format!("  {object}"))
            .collect();
        let mut report = Report::new(
            Tone::Good,
            format!(
                "Recorded {name} as applied; nothing was run. The database stands as it is: {}.",
                counted(tables, "table")
            ),
        )
        .line(format!("  wrote {shown}"));
        if !beside.is_empty() {
            report = report.line("In the database beside the schema:").lines(beside.clone());
        }
        let accepted: Vec<String> = accepted.iter().map(|each| each.message.clone()).collect();
        Ok(report
            .lines(accepted.iter().map(|line| format!("note: {line} (accepted)")))
            .field("migration", name)
            .field("acceptedDifferences", accepted)
            .field(
                "unmanaged",
                beside.iter().map(|line| line.trim().to_owned()).collect::<Vec<_>>(),
            )
            .next(CommandLine::new("comon migrate status").place(self.context.global).text()))
    }

    async fn record(
        &self,
        session: &mut Session,
        name: &str,
        accepted: &[Accepted],
        known: &LiveExpressions,
    ) -> Result<()> {
        let folder = Folder::read(&self.project.migrations_path(), session.provider())?;
        let Some(reviewed) = folder.reviewed.get(name) else {
            return Err(Error::failed("artifact-unusable", format!("{name} cannot be read back.")));
        };
        prepare_history(session).await?;
        let history = store::read(session).await?.history;
        let mut own = ours("baseline", history.next_seq());
        own.live_expressions = known.to_json();
        own.migration_sql = Some(reviewed.artifact.migration_sql.clone());
        own.accepted_warnings = accepted_json(&accepted.iter().collect::<Vec<_>>());
        let row = Row { applied_at: now(), ..applied_row(&history, reviewed, own) };
        session.in_own_transaction(async |session| store::insert(session, &row).await).await
    }

    fn refused(&self, open: &[&Difference]) -> Report {
        let count = counted(open.len(), "difference");
        let verdict = format!(
            "Refused, nothing was written: the database is not what the schema says: {count}."
        );
        let flag = |each: &Difference| {
            let name = each.names.first().map(String::as_str).unwrap_or_default();
            format!("--allow {}", shell_word(&format!("drift:{name}")))
        };
        let lines = open.iter().map(|each| format!("  {} ({})", each.message, flag(each)));
        let pull = CommandLine::new("comon db pull").place(self.context.global).text();
        Report::new(Tone::Bad, verdict)
            .exit(1)
            .lines(lines.collect::<Vec<_>>())
            .field("differences", open.iter().map(|each| each.message.clone()).collect::<Vec<_>>())
            .field("flags", open.iter().map(|each| flag(each)).collect::<Vec<_>>())
            .next(format!("{pull} brings the schema to the database; then baseline again"))
    }
}

/// The differences that are accepted, and those that are not. Another spelling is none.
fn sorted<'a>(
    differences: &'a [Difference],
    consent: &Consent,
) -> (Vec<Accepted>, Vec<&'a Difference>) {
    let (mut accepted, mut open) = (Vec::new(), Vec::new());
    for difference in differences.iter().filter(|each| !each.notice) {
        let names: Vec<&str> = difference.names.iter().map(String::as_str).collect();
        match consent.accepts_drift(&names) {
            Some(by) => accepted.push(Accepted {
                migration: String::new(),
                id: "drift".to_owned(),
                subject: names.first().copied().unwrap_or_default().to_owned(),
                message: difference.message.clone(),
                by,
                measured: Vec::new(),
                to_clear: None,
                takes_away: false,
            }),
            None => open.push(difference),
        }
    }
    (accepted, open)
}

/// A baseline is a beginning.
fn refuse_migrations(folder: &Folder) -> Result<()> {
    let Some(first) = folder.local.first() else { return Ok(()) };
    Err(Error::refused(
        "has-migrations",
        format!("Nothing was written: the migrations folder begins with {} already.", first.name),
    )
    .help(
        "Record what this database holds of them: comon migrate resolve --applied <name>, one by \
           one, in order.",
    ))
}
