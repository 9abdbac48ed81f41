//! `comon history`: the rows of the history table, and with `--verify` whether folder, history
//! and database fit.

use crate::commands::context::{Context, scope};
use crate::commands::show::{self, counted};
use crate::commands::state::{Folder, State};
use crate::deploy::gate::Consent;
use crate::deploy::situation::Scope;
use crate::deploy::verify;
use crate::error::Result;
use crate::history::row::{Kind, Row};
use crate::history::store;
use crate::output::{Report, Tone};
use crate::session::{Access, Missing};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Show what was applied and rolled back here, when and by whom
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Check every row against the migrations folder and the database; exits 1 where one differs
    #[arg(long)]
    verify: bool,
}

/// Runs the command.
///
/// # Errors
///
/// The project or the database cannot be read.
pub async fn run(context: &Context<'_>, args: &Args) -> Result<Report> {
    let project = context.project()?;
    let schema = context.schema(&project)?;
    let target = context.target(&project, &schema)?;
    let mut session = context.connect(&target, Access::Read, Missing::Refuse).await?;
    if !args.verify {
        let stored = store::read(&mut session).await?;
        session.close().await?;
        let rows = stored.history.rows();
        return Ok(with_rows(
            Report::new(Tone::Plain, format!("{} in the history.", counted(rows.len(), "row"))),
            rows,
        ));
    }
    let folder = Folder::read(&project.migrations_path(), target.provider())?;
    let look = scope(&project, &schema);
    let scope = Scope::default();
    let state = State::read(&mut session, folder, &scope, &look).await?;
    session.close().await?;
    let mut decision =
        state.decide(target.provider(), &scope, &Consent::default(), &BTreeSet::new());
    // What is merely pending is not a fault of the history.
    decision
        .problems
        .retain(|problem| problem.code != crate::deploy::decision::Code::LocalMigrationNotApplied);
    let rows = state.stored.history.rows();
    let checked = counted(rows.len(), "row");
    let of_rows = verify::problems(&state.stored.history, target.provider());
    let report = if decision.problems.is_empty() && of_rows.is_empty() {
        Report::new(Tone::Good, format!("{checked} checked: history, files and database fit."))
    } else {
        let found = counted(decision.problems.len() + of_rows.len(), "problem");
        Report::new(Tone::Bad, format!("{checked} checked: {found}.")).exit(1)
    };
    let mut report = with_rows(report, rows)
        .lines(of_rows.iter().map(|problem| format!("history: {problem}")))
        .lines(show::problems(&decision.problems))
        .lines(show::notices(&decision))
        .field("rowProblems", of_rows);
    for (name, value) in show::fields(&decision) {
        report = report.field(name, value);
    }
    Ok(report)
}

fn with_rows(report: Report, rows: &[Row]) -> Report {
    let lines: Vec<String> = rows.iter().map(line).collect();
    let values: Vec<Value> = rows.iter().map(value).collect();
    report.lines(lines).field("rows", values)
}

fn line(row: &Row) -> String {
    let what = match row.kind {
        Kind::Apply => format!("applied      {}", row.migration()),
        Kind::Rollback => format!("rolled back  {}", row.migration()),
    };
    let mut parts = vec![counted(usize::try_from(row.statement_count).unwrap_or(0), "statement")];
    if let Some(duration) = row.ours.duration_ms {
        parts.push(format!("{duration} ms"));
    }
    match (&row.ours.command, &row.ours.applied_by) {
        (Some(command), Some(by)) => parts.push(format!("{command} by {by}")),
        (Some(one), None) | (None, Some(one)) => parts.push(one.clone()),
        (None, None) => parts.push("not written by comon".to_owned()),
    }
    if let Some(accepted) = &row.ours.accepted_warnings {
        let count = serde_json::from_str::<Vec<Value>>(accepted).map_or(0, |each| each.len());
        parts.push(format!("{} accepted", counted(count, "warning")));
    }
    format!("  {}  {what}  ({})", show::short_time(&row.applied_at), parts.join(", "))
}

fn value(row: &Row) -> Value {
    let accepted = row.ours.accepted_warnings.as_deref();
    let accepted: Value =
        accepted.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
    json!({
        "name": row.name,
        "migration": row.migration(),
        "kind": row.kind.word(),
        "appliedAt": row.applied_at,
        "appliedBy": row.ours.applied_by,
        "seq": row.ours.seq,
        "command": row.ours.command,
        "executorVersion": row.ours.executor_version,
        "statementCount": row.statement_count,
        "durationMs": row.ours.duration_ms,
        "provider": row.provider,
        "checksum": row.checksum,
        "warnings": row.warnings,
        "acceptedWarnings": accepted,
        "rebuildRequired": row.rebuild_required,
    })
}
