//! The documentation of each rule, acted out on a real database: with these rows, what the rule
//! warns of really happens in its example, and does not in what it says to do instead. In: an entry
//! of the table of hazards and a place. Out: what is not so, in words. Knows nothing of how a rule
//! finds its hits.

pub mod safer;
pub mod situations;
pub mod table;

use crate::case::with_provider;
use crate::database::{Connection, Place, Rows, TestDatabase};
use crate::laws;
use crate::planning::{self, Migration};
use planner_core::database::model::Database;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::warning::finding::{Finding, Level};
use planner_core::warning::judge::{Answer, Judgement, judge};
use planner_core::warning::registry::RULES;
use planner_core::warning::rule::Rule;

/// One rule on one database family.
#[derive(Debug, Clone, Copy)]
pub struct Hazard {
    /// The rule.
    pub id: &'static str,
    /// Where.
    pub provider: Provider,
    /// Before, after and instead; `None` takes those of the documentation.
    pub schemas: Option<[&'static str; 3]>,
    /// Rows before, over which it happens.
    pub rows: &'static str,
    /// Rows before, over which it does not: the probes find nothing at risk.
    pub harmless: &'static str,
    /// What happens.
    pub real: Real,
}

/// What really happens.
#[derive(Debug, Clone, Copy)]
pub enum Real {
    /// The migration fails with this in the database's message.
    Fails(&'static str),
    /// These statements, the last of which reads, give something else after than before: other
    /// rows, an error, or none.
    Changes(&'static [&'static str]),
    /// These statements give this after the migration, in a row or in an error.
    Shows(&'static [&'static str], &'static str),
    /// A row holds this value afterwards, in a column whose enum does not have it.
    UnknownValue(&'static str, &'static str),
    /// The migration's transaction holds these locks: table and mode.
    Locks(&'static [(&'static str, &'static str)]),
    /// In the migration's own transaction, this statement fails with that message; after it, it
    /// does not.
    FailsBeforeCommit(&'static str, &'static str),
}

/// The rule of an entry.
pub fn rule(hazard: &Hazard) -> &'static Rule {
    RULES.iter().find(|rule| rule.id == hazard.id).unwrap_or_else(|| panic!("{}", hazard.id))
}

/// Acts it out; an empty list is success.
pub fn check(place: Place, hazard: &Hazard) -> Vec<String> {
    let rule = rule(hazard);
    let documentation = &rule.documentation;
    let (before, after, instead) = match hazard.schemas {
        Some([before, after, instead]) => (before, after, Some(instead)),
        None => {
            let example = &documentation.example;
            (example.before, example.after, documentation.instead_after)
        }
    };
    let planned = |after: &str| {
        planning::plan(&Migration {
            provider: hazard.provider,
            before: Some(with_provider(before, hazard.provider)),
            after: with_provider(after, hazard.provider),
            hints: Vec::new(),
        })
        .unwrap_or_else(|problem| panic!("{}: {problem}", hazard.id))
    };
    let foundation =
        planning::plan(&Migration::first(hazard.provider, &with_provider(before, hazard.provider)));
    let foundation = foundation.unwrap_or_else(|problem| panic!("{}: {problem}", hazard.id));
    let built = |rows: &str| {
        let database = TestDatabase::create(place);
        let mut connection = database.connect();
        laws::run(&mut connection, &foundation).expect("the schema before is built");
        connection.execute(rows).unwrap_or_else(|problem| panic!("{}: {problem}", hazard.id));
        (database, connection)
    };

    let mut problems = Vec::new();
    let migration = planned(after);
    let Some(finding) = migration.findings.iter().find(|each| each.rule == rule.id) else {
        return vec!["the rule does not fire".to_owned()];
    };
    let (_database, mut connection) = built(hazard.rows);
    if rule.level == Level::Gating {
        problems.extend(judged(&mut connection, finding, "at risk"));
        let (_database, mut safe) = built(hazard.harmless);
        problems.extend(judged(&mut safe, finding, "harmless"));
        if let Err(problem) = laws::run(&mut safe, &migration) {
            problems.push(format!("it fails over harmless rows: {problem}"));
        }
        let empty = TestDatabase::create(place);
        problems.extend(judged(&mut empty.connect(), finding, "unknown"));
    }
    problems.extend(
        happens(&mut connection, &migration, hazard.real)
            .err()
            .map(|found| format!("it does not happen: {found}")),
    );
    if let Some(instead) = instead {
        let migration = planned(instead);
        if migration.findings.iter().any(|each| each.rule == rule.id) {
            problems.push("what to do instead fires the rule".to_owned());
        }
        let (_database, mut connection) = built(hazard.rows);
        if happens(&mut connection, &migration, hazard.real).is_ok() {
            problems.push("it happens in what to do instead, too".to_owned());
        }
    }
    problems
}

/// The finding's own probes are asked, and the judgement is the one that is expected. A finding
/// without a probe is always possible.
pub(crate) fn judged(
    connection: &mut Connection,
    finding: &Finding,
    state: &str,
) -> Option<String> {
    let answers: Vec<Answer> = finding
        .probes
        .iter()
        .map(|probe| {
            let text = format!("SELECT CAST(({}) AS TEXT)", probe.sql);
            connection.rows(&text).ok()?.first()?.first()?.as_ref()?.parse().ok()
        })
        .collect();
    let judgement = judge(finding, &answers);
    let expected = match state {
        _ if finding.probes.is_empty() => judgement == Judgement::Possible,
        "at risk" => matches!(judgement, Judgement::Certain(_)),
        "harmless" => judgement == Judgement::Cleared,
        _ => judgement == Judgement::Possible,
    };
    (!expected).then(|| format!("{state}: judged {judgement:?} by {answers:?}"))
}

/// Runs the migration and says why the hazard did not happen.
fn happens(connection: &mut Connection, planned: &Planned, real: Real) -> Result<(), String> {
    let told = |happened: bool, words: String| if happened { Ok(()) } else { Err(words) };
    match real {
        Real::Fails(message) => match laws::run(connection, planned) {
            Ok(()) => Err("the migration runs".to_owned()),
            Err(problem) => told(problem.contains(message), problem),
        },
        Real::Changes(statements) => {
            let before = outcome(connection, statements);
            laws::run(connection, planned)?;
            let after = outcome(connection, statements);
            told(before != after, format!("{after:?} before and after"))
        }
        Real::Shows(statements, fragment) => {
            laws::run(connection, planned)?;
            let after = outcome(connection, statements);
            told(after.contains(fragment), after)
        }
        Real::UnknownValue(question, value) => {
            laws::run(connection, planned)?;
            // The question selects one column.
            let column = question.split_whitespace().nth(1).unwrap_or_default();
            let held = outcome(connection, &[question]);
            told(held.contains(value) && lacks(&planned.after, column, value), held)
        }
        Real::Locks(expected) => {
            let held = locks(connection, planned)?;
            let all = expected
                .iter()
                .all(|(table, mode)| held.iter().any(|(name, held)| name == table && held == mode));
            told(all, format!("{held:?}"))
        }
        Real::FailsBeforeCommit(statement, message) => {
            connection.execute("BEGIN")?;
            run_statements(connection, planned)?;
            let within = connection.execute(statement);
            connection.execute("ROLLBACK")?;
            laws::run(connection, planned)?;
            connection.execute(statement)?;
            let problem = within.err().unwrap_or_default();
            told(problem.contains(message), problem)
        }
    }
}

/// SQLite: whether a column of that name is of an enum without the value.
fn lacks(database: &Database, column: &str, value: &str) -> bool {
    let columns = database.tables.iter().flat_map(|table| &table.columns);
    let mut of_enums = columns.filter(|each| each.name == column).filter_map(|each| {
        let wanted = each.client.as_ref()?.enumeration.as_deref()?;
        database.enums.iter().find(|each| each.logical_name.as_deref() == Some(wanted))
    });
    of_enums.any(|each| each.values.iter().all(|known| known.name != value))
}

/// What statements give, as text: rows or the message. They are taken back.
fn outcome(connection: &mut Connection, statements: &[&str]) -> String {
    let Some((last, first)) = statements.split_last() else { return String::new() };
    connection.execute("BEGIN").expect("a transaction");
    let begun: Result<(), String> = first.iter().try_for_each(|each| connection.execute(each));
    let rows: Result<Rows, String> = begun.and_then(|()| connection.rows(last));
    connection.execute("ROLLBACK").expect("it is taken back");
    match rows {
        Ok(rows) => format!("{rows:?}"),
        Err(problem) => problem,
    }
}

fn locks(connection: &mut Connection, planned: &Planned) -> Result<Vec<(String, String)>, String> {
    connection.execute("BEGIN")?;
    run_statements(connection, planned)?;
    let held = connection.rows(
        "SELECT relname::text, mode FROM pg_locks JOIN pg_class ON pg_class.oid = relation \
         WHERE pid = pg_backend_pid() AND relkind = 'r' AND relnamespace = 'public'::regnamespace",
    )?;
    connection.execute("ROLLBACK")?;
    let pairs = held.into_iter().filter_map(|row| {
        let mut row = row.into_iter().flatten();
        Some((row.next()?, row.next()?))
    });
    Ok(pairs.collect())
}

fn run_statements(connection: &mut Connection, planned: &Planned) -> Result<(), String> {
    let mut all = planned.plan.steps.iter().flat_map(|step| &step.statements);
    all.try_for_each(|statement| connection.execute(statement))
}
