//! `comon migrate diff`: two states in, what lies between them out, in words or as SQL. Reads only,
//! and needs no database where neither side is one.

use crate::commands::between::{Between, between};
use crate::commands::context::Context;
use crate::commands::global::Renames;
use crate::commands::measure::measure;
use crate::commands::show::{self, counted};
use crate::commands::side::{Named, Place, Side, Surroundings, Which};
use crate::deploy::gate::Gate;
use crate::deploy::standing::Standing;
use crate::error::{Error, ErrorKind, Result};
use crate::live::Unmanaged;
use crate::output::{Report, Tone};
use crate::write_file;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::review::phrases::phrase;
use planner_core::review::sentence::{sentence, table_lines};
use planner_core::warning::Finding;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Say what lies between two states, in words or as SQL; reads only
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the SQL alone
    #[arg(long)]
    script: bool,

    /// Write what would be printed into this file; an older one is replaced as a whole
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Exit 0 where there is no difference, 2 where there is one, 1 on anything else
    #[arg(long)]
    exit_code: bool,

    #[command(flatten)]
    renames: Renames,

    // After the others: a heading stands above all that follows it.
    #[command(flatten)]
    from: FromSide,

    #[command(flatten)]
    to: ToSide,
}

/// The state to start from.
#[derive(Debug, clap::Args)]
#[group(id = "from_side", required = true, multiple = false)]
#[command(next_help_heading = "From one of")]
struct FromSide {
    /// From nothing at all
    #[arg(long)]
    from_empty: bool,

    /// From a schema: a file or a folder [without a value: the project's]
    #[arg(long, value_name = "PATH", num_args = 0..=1, alias = "from-schema-datamodel")]
    from_schema: Option<Option<PathBuf>>,

    /// From a database, by its URL [without a value: the project's]
    #[arg(long, value_name = "URL", num_args = 0..=1, alias = "from-url")]
    from_database: Option<Option<String>>,

    /// From the state after the last migration of a folder [without a value: the project's]
    #[arg(long, value_name = "FOLDER", num_args = 0..=1)]
    from_migrations: Option<Option<PathBuf>>,
}

/// The state to reach.
#[derive(Debug, clap::Args)]
#[group(id = "to_side", required = true, multiple = false)]
#[command(next_help_heading = "To one of")]
struct ToSide {
    /// To nothing at all
    #[arg(long)]
    to_empty: bool,

    /// To a schema: a file or a folder [without a value: the project's]
    #[arg(long, value_name = "PATH", num_args = 0..=1, alias = "to-schema-datamodel")]
    to_schema: Option<Option<PathBuf>>,

    /// To a database, by its URL [without a value: the project's]
    #[arg(long, value_name = "URL", num_args = 0..=1, alias = "to-url")]
    to_database: Option<Option<String>>,

    /// To the state after the last migration of a folder [without a value: the project's]
    #[arg(long, value_name = "FOLDER", num_args = 0..=1)]
    to_migrations: Option<Option<PathBuf>>,
}

impl FromSide {
    fn named(&self) -> Named {
        named(&self.from_schema, &self.from_database, &self.from_migrations)
    }
}

impl ToSide {
    fn named(&self) -> Named {
        named(&self.to_schema, &self.to_database, &self.to_migrations)
    }
}

/// The flags say exactly one; without the three others it is the empty database.
fn named(
    schema: &Option<Option<PathBuf>>,
    database: &Option<Option<String>>,
    migrations: &Option<Option<PathBuf>>,
) -> Named {
    if let Some(path) = schema {
        Named::Schema(path.clone())
    } else if let Some(url) = database {
        Named::Database(url.clone())
    } else if let Some(folder) = migrations {
        Named::Migrations(folder.clone())
    } else {
        Named::Empty
    }
}

/// Runs the command.
///
/// # Errors
///
/// A side cannot be used, the two do not fit each other, or the file cannot be written.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    run_plainly(context, args).await.map_err(|error| match error.kind {
        // 2 says that there is a difference.
        ErrorKind::Invalid | ErrorKind::Failed | ErrorKind::Locked if args.exit_code => {
            Error { kind: ErrorKind::Refused, ..error }
        }
        _ => error,
    })
}

async fn run_plainly(context: &Context<'_>, args: &Args) -> Result<Report> {
    let hints = args.renames.hints()?;
    let (from_named, to_named) = (args.from.named(), args.to.named());
    let to = Place::find(context, &to_named, Which::To, None)?;
    let from = Place::find(context, &from_named, Which::From, to.folder().as_deref())?;
    // A relative path of the other side starts from the schema that is now known.
    let to = match from.folder() {
        Some(folder) => Place::find(context, &to_named, Which::To, Some(&folder))?,
        None => to,
    };
    let surroundings = Surroundings::of(context, [&from, &to])?;
    let provider = provider(&from, &to, &surroundings)?;
    let heading = format!("From {}\nTo   {}", from.describe(), to.describe());
    let database = [&from, &to].into_iter().find(|place| matches!(place, Place::Database(_)));
    let database = database.map(Place::describe);
    let stdout_is_kept = args.script || args.output.is_some();
    context.terminal.heading(&heading, database.as_deref(), stdout_is_kept);
    let mut before = Side::read(&from, Which::From, provider, &surroundings).await?;
    let mut after = Side::read(&to, Which::To, provider, &surroundings).await?;
    let mut way = between(&before, &after, &surroundings.config, &hints)?;
    if let Some(live) = &mut before.live {
        measure(&mut live.session, &mut way.gates, false, &Standing::default()).await?;
    }
    let mut unmanaged = Vec::new();
    for side in [&mut before, &mut after] {
        if let Some(live) = side.live.take() {
            unmanaged.extend(live.found.unmanaged);
            // What was read is read; how the connection ends changes nothing of it.
            let _ = live.session.close().await;
        }
    }
    // What the model holds in another form is compared.
    unmanaged.retain(|object: &Unmanaged| !object.kind.is_in_model());
    unmanaged.sort();
    unmanaged.dedup();
    let report = match args.script {
        true => {
            aside(context, &way, &unmanaged);
            Report::new(Tone::Plain, String::new())
        }
        false => words(&way, &unmanaged),
    };
    let report = fields(report, &way, &unmanaged)
        .field("from", json!({ "kind": from.word(), "name": from.describe() }))
        .field("to", json!({ "kind": to.word(), "name": to.describe() }));
    let different = !way.planned.is_empty();
    let report = report.exit(if args.exit_code && different { 2 } else { 0 });
    match &args.output {
        Some(path) => written(context, report, &way, path, args.script),
        None if args.script => show_script(context, &way.planned.migration_sql).map(|()| report),
        None => Ok(report),
    }
}

/// The provider of sides that do not say one themselves.
fn provider(from: &Place, to: &Place, surroundings: &Surroundings) -> Result<Provider> {
    if matches!((from, to), (Place::Empty, Place::Empty)) {
        return Err(Error::invalid(
            "nothing-to-compare",
            "Both sides are empty: there is nothing to compare.",
        )
        .help("Name a schema, a database or a migrations folder for one of them."));
    }
    let said = to.provider().or_else(|| from.provider()).or_else(|| surroundings.provider());
    Ok(said.unwrap_or(Provider::Postgresql))
}

/// The changes in plain words.
fn words(way: &Between, unmanaged: &[Unmanaged]) -> Report {
    let planned = &way.planned;
    if planned.is_empty() {
        return Report::new(Tone::Good, "No difference.")
            .lines(way.notices.iter().map(|line| format!("note: {line}")))
            .lines(unmanaged_lines(unmanaged));
    }
    let gating: Vec<&Finding> = planned.gating().collect();
    let verdict = sentence(&planned.changes, &planned.plan, &gating);
    let mut report = Report::new(Tone::Plain, verdict)
        .lines(table_lines(&planned.changes).into_iter().map(|line| format!("  {line}")));
    if !way.gates.is_empty() {
        report = report.line(String::new()).line("Warnings:").lines(gate_lines(&way.gates));
    }
    let notices: Vec<String> = notice_lines(planned);
    if !notices.is_empty() {
        report = report.line(String::new()).line("Notices:").lines(notices);
    }
    if !way.obstacles.is_empty() {
        report = report.line(String::new()).line("Would fail here:").lines(obstacle_lines(way));
    }
    report = report.lines(way.notices.iter().map(|line| format!("note: {line}")));
    report = report.lines(unmanaged_lines(unmanaged));
    let statements = planned.statement_count;
    match statements {
        0 => report.line("The database itself needs no statement for this."),
        _ => {
            report.next(format!("add --script for the SQL ({})", counted(statements, "statement")))
        }
    }
}

/// What there is to know beside the SQL.
fn aside(context: &Context<'_>, way: &Between, unmanaged: &[Unmanaged]) {
    if context.terminal.json || context.terminal.quiet {
        return;
    }
    let mut lines = gate_lines(&way.gates);
    lines.extend(obstacle_lines(way));
    lines.extend(way.notices.iter().map(|line| format!("note: {line}")));
    lines.extend(unmanaged_lines(unmanaged));
    if !lines.is_empty() {
        context.terminal.note(&lines.join("\n"));
    }
}

/// The SQL alone on stdout.
fn show_script(context: &Context<'_>, sql: &str) -> Result<()> {
    if context.terminal.json {
        return Ok(());
    }
    context.terminal.result(sql)
}

fn gate_lines(gates: &[Gate]) -> Vec<String> {
    let mut lines = Vec::new();
    for gate in gates {
        lines.push(format!("  {}  {}", gate.id, gate.message));
        lines.extend(gate.measured.lines().iter().map(|fact| format!("      {fact}")));
    }
    lines
}

fn notice_lines(planned: &Planned) -> Vec<String> {
    planned.notices().map(|each| format!("  {}  {}", each.rule, each.message)).collect()
}

fn obstacle_lines(way: &Between) -> Vec<String> {
    let mut lines = Vec::new();
    for problem in &way.obstacles {
        lines.push(format!("  {}", problem.message));
        lines.extend(problem.details.iter().map(|detail| format!("      {detail}")));
    }
    lines
}

/// What the schema language cannot say, and what is therefore on neither side.
fn unmanaged_lines(unmanaged: &[Unmanaged]) -> Vec<String> {
    if unmanaged.is_empty() {
        return Vec::new();
    }
    let mut lines =
        vec![String::new(), "Outside the schema language, not compared and left alone:".to_owned()];
    lines.extend(unmanaged.iter().map(|object| format!("  {object}")));
    lines
}

fn fields(report: Report, way: &Between, unmanaged: &[Unmanaged]) -> Report {
    let planned = &way.planned;
    let change = |(_, change): (_, &_)| {
        let phrase = phrase(change);
        json!({
            "verb": phrase.verb.word(),
            "object": phrase.object,
            "table": phrase.table.map(|table| table.to_string()),
        })
    };
    let changes: Vec<Value> = planned.changes.iter().map(change).collect();
    let warnings: Vec<Value> = way.gates.iter().map(show::gate_value).collect();
    let notice = |each: &Finding| {
        json!({
            "id": each.rule,
            "subject": each.subject.to_string(),
            "message": each.message,
        })
    };
    let notices: Vec<Value> = planned.notices().map(notice).collect();
    let obstacles: Vec<Value> = way
        .obstacles
        .iter()
        .map(|each| json!({ "message": each.message, "details": each.details }))
        .collect();
    report
        .field("different", !planned.is_empty())
        .field("changes", changes)
        .field("script", planned.migration_sql.clone())
        .field("statementCount", planned.statement_count)
        .field("warnings", warnings)
        .field("planNotices", notices)
        .field("obstacles", obstacles)
        .field("notices", way.notices.clone())
        .field("unmanaged", unmanaged.iter().map(show::unmanaged_value).collect::<Vec<_>>())
}

/// Writes the file, and says so.
fn written(
    context: &Context<'_>,
    report: Report,
    way: &Between,
    path: &Path,
    script: bool,
) -> Result<Report> {
    let text = match (script, context.terminal.json) {
        (true, _) => way.planned.migration_sql.clone(),
        (false, true) => format!("{:#}\n", report.document(context.terminal.command, None)),
        (false, false) => {
            let lines = std::iter::once(&report.verdict).chain(&report.body);
            lines.map(|line| format!("{line}\n")).collect()
        }
    };
    let replaced = write_file::replace(path, &text)?;
    let verb = if replaced { "Replaced" } else { "Wrote" };
    let what = match (script, way.planned.is_empty()) {
        (true, true) => "an empty script: there is no difference".to_owned(),
        (true, false) => counted(way.planned.statement_count, "statement"),
        (false, true) => "no difference".to_owned(),
        (false, false) => counted(way.planned.changes.changes.len(), "change"),
    };
    Ok(Report {
        verdict: format!("{verb} {}: {what}.", path.display()),
        tone: Tone::Good,
        body: Vec::new(),
        next: None,
        ..report
    }
    .field("output", path.display().to_string()))
}
