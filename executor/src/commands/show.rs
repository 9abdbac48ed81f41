//! A decision -> lines for people and fields for JSON; the same words in `dev`, `status` and
//! `deploy`.

use crate::commands::command_line::CommandLine;
use crate::deploy::decision::{Accepted, Decision, MigrationView, Problem, State};
use crate::deploy::gate::{ALLOW_CLEARED, Gate, Origin};
use crate::live::Unmanaged;
use crate::output::{Report, Tone};
use planner_core::planner::Planned;
use planner_core::warning::Finding;
use serde_json::{Value, json};

/// `1 migration`, `2 migrations`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// One line a migration: state, name, codes, when and by whom.
pub fn migrations(views: &[MigrationView]) -> Vec<String> {
    let width = views.iter().map(|view| view.state.word().len()).max().unwrap_or_default();
    views.iter().map(|view| migration_line(view, width)).collect()
}

fn migration_line(view: &MigrationView, width: usize) -> String {
    let mut line = format!("  {:width$}  {}", view.state.word(), view.name);
    if let Some(at) = &view.applied_at {
        line.push_str(&format!("  {}", short_time(at)));
        if let Some(by) = &view.applied_by {
            line.push_str(&format!(" by {by}"));
        }
    }
    // What is pending needs no code to say so.
    let codes: Vec<&str> = view
        .codes
        .iter()
        .map(|code| code.word())
        .filter(|word| *word != "local-migration-not-applied" || view.state != State::Pending)
        .collect();
    if !codes.is_empty() {
        line.push_str(&format!("  [{}]", codes.join(", ")));
    }
    line
}

/// Each problem that is more than "pending", with its details and what to do next.
pub fn problems(problems: &[Problem]) -> Vec<String> {
    let mut lines = Vec::new();
    for problem in problems.iter().filter(|each| !is_merely_pending(each)) {
        lines.push(format!("{}: {}", problem.code.word(), problem.message));
        lines.extend(problem.details.iter().map(|detail| format!("    {detail}")));
        lines.push(format!("    next: {}", problem.next));
    }
    lines
}

/// Each open warning under the name of its migration, with its id, what was measured and the flag
/// that accepts it.
pub fn open_warnings(gates: &[Gate]) -> Vec<String> {
    let mut lines = Vec::new();
    // A migration that is not written yet has no name.
    let mut migration = "";
    for gate in gates {
        if gate.migration != migration {
            migration = &gate.migration;
            lines.push(format!("{migration}:"));
        }
        lines.push(format!("  {}  {}", gate.id, gate.message));
        lines.extend(gate.measured.lines().iter().map(|fact| format!("      {fact}")));
        match gate.origin {
            Origin::Reviewed => {}
            Origin::Planner => lines
                .push("      found in its files as they are now, not in warnings.txt".to_owned()),
            Origin::NewerPlanner => {
                lines.push("      found by a newer planner, not in warnings.txt".to_owned())
            }
            Origin::Inherited => {
                lines.push("      found by comon, not in comon_orm's warnings.txt".to_owned())
            }
            Origin::Live => {
                lines.push("      found on this database, not in warnings.txt".to_owned())
            }
            Origin::Configured => {
                lines.push("      a notice that comon.toml makes a gate of".to_owned())
            }
        }
        lines.push(match gate.measured.is_cleared() {
            true => format!(
                "      accept with {ALLOW_CLEARED}, which measures again under lock, or {}",
                gate.flag()
            ),
            false => format!("      accept with {}", gate.flag()),
        });
    }
    lines
}

/// Notices and flags that accepted nothing.
pub fn notices(decision: &Decision) -> Vec<String> {
    let mut lines: Vec<String> =
        decision.notices.iter().map(|notice| format!("note: {notice}")).collect();
    lines.extend(decision.unused_flags.iter().map(|flag| format!("note: {flag}")));
    lines
}

/// A decision that is a refusal: why, what to do, and its fields. `verb` says what was not done.
pub fn refused(decision: &Decision, verb: &str, again: &CommandLine) -> Report {
    let report = Report::new(Tone::Bad, refusal(decision, verb))
        .exit(1)
        .lines(problems(&decision.problems))
        .lines(open_warnings(&decision.open))
        .lines(notices(decision))
        .next(next_after_refusal(decision, again));
    fields(decision).into_iter().fold(report, |report, (name, value)| report.field(name, value))
}

/// Why a deploy has nothing to do.
pub fn nothing_to_do(decision: &Decision) -> &'static str {
    match decision.migrations.is_empty() {
        true => "Nothing to do: there are no migrations.",
        false => "Nothing to do: every migration is applied.",
    }
}

/// Why a decision is a refusal, one line.
pub fn refusal(decision: &Decision, verb: &str) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for problem in decision.problems.iter().filter(|problem| problem.stops) {
        let word = problem.code.word().to_owned();
        if !reasons.contains(&word) {
            reasons.push(word);
        }
    }
    if !decision.open.is_empty() {
        reasons.push(counted(decision.open.len(), "open warning"));
    }
    format!("Refused, nothing was {verb}: {}.", reasons.join(", "))
}

/// The next action of a refusal: what was typed with the flags for open warnings, or the first
/// problem's next step.
pub fn next_after_refusal(decision: &Decision, command: &CommandLine) -> String {
    let stopping = decision.problems.iter().find(|problem| problem.stops);
    if let Some(problem) = stopping {
        return problem.next.clone();
    }
    after_review(command, &decision.open)
}

/// What was typed, with a flag for each open warning.
pub fn after_review(command: &CommandLine, open: &[Gate]) -> String {
    let mut flags: Vec<String> = open.iter().map(Gate::flag).collect();
    flags.sort();
    flags.dedup();
    format!("after review: {} {}", command.text(), flags.join(" "))
}

/// The fields that every decision shows in JSON.
pub fn fields(decision: &Decision) -> Vec<(&'static str, Value)> {
    let migrations: Vec<Value> = decision
        .migrations
        .iter()
        .map(|view| {
            json!({
                "name": view.name,
                "state": view.state.word(),
                "codes": view.codes.iter().map(|code| code.word()).collect::<Vec<_>>(),
                "appliedAt": view.applied_at,
                "appliedBy": view.applied_by,
            })
        })
        .collect();
    let problems: Vec<Value> = decision
        .problems
        .iter()
        .map(|problem| {
            json!({
                "code": problem.code.word(),
                "meaning": problem.code.meaning(),
                "migration": problem.migration,
                "message": problem.message,
                "details": problem.details,
                "next": problem.next,
                "stops": problem.stops,
                "documentation": problem.code.anchor(),
            })
        })
        .collect();
    vec![
        ("migrations", migrations.into()),
        ("pending", decision.pending.clone().into()),
        ("problems", problems.into()),
        ("openWarnings", decision.open.iter().map(gate_value).collect::<Vec<_>>().into()),
        (
            "acceptedWarnings",
            decision.accepted.iter().map(accepted_value).collect::<Vec<_>>().into(),
        ),
        ("notices", notices(decision).into()),
    ]
}

/// A warning as JSON shows it.
pub fn gate_value(gate: &Gate) -> Value {
    json!({
        "migration": gate.migration,
        "id": gate.id,
        "subject": gate.subject,
        "message": gate.message,
        "judgement": gate.measured.judgement,
        "measured": gate.measured.lines(),
        "clearable": gate.measured.clearable,
        "origin": match gate.origin {
            Origin::Reviewed => "reviewed",
            Origin::Planner => "planner",
            Origin::Inherited => "inherited",
            Origin::NewerPlanner => "newer-planner",
            Origin::Live => "live",
            Origin::Configured => "configured",
        },
        "flag": gate.flag(),
    })
}

/// An object outside the schema language as JSON shows it.
pub fn unmanaged_value(object: &Unmanaged) -> Value {
    json!({
        "kind": object.kind.word(),
        "name": object.name.to_string(),
        "table": object.table.as_ref().map(ToString::to_string),
    })
}

/// An accepted warning as JSON shows it.
pub fn accepted_value(accepted: &Accepted) -> Value {
    json!({
        "migration": accepted.migration,
        "id": accepted.id,
        "subject": accepted.subject,
        "message": accepted.message,
        "by": accepted.by,
        "measured": accepted.measured,
    })
}

/// The report with the plan below: warnings, notices and the SQL.
pub fn plan(report: Report, planned: &Planned) -> Report {
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

fn is_merely_pending(problem: &Problem) -> bool {
    problem.code == crate::deploy::decision::Code::LocalMigrationNotApplied
}

/// To the second: `2026-01-01T00:00:00Z`.
pub fn short_time(at: &str) -> String {
    match at.split_once('.') {
        Some((head, rest)) => {
            format!("{head}{}", rest.trim_start_matches(|each: char| each.is_ascii_digit()))
        }
        None => at.to_owned(),
    }
}
