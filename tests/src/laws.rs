//! The four laws, on a real database. In: a migration, rows that stand before it, and whether
//! they make it fail. Out: every law that is broken, in words. Cases, the corpus and the
//! property tests all come through here.
//!
//! 1. The SQL runs on a database that holds `before` and the rows.
//! 2. The database read back equals `after` lowered, column order aside.
//! 3. It equals a database built from `after` alone.
//! 4. Planning again from the live database gives nothing, and what should survive did.

use crate::catalogue;
use crate::database::{Connection, Place, TestDatabase};
use crate::deployed;
use crate::live;
use crate::numbering;
use crate::planning::{self, Migration};
use crate::rows;
use crate::seed;
use executor::live::Aligned;
use planner_core::database::model::{Column, ColumnType, Database};
use planner_core::diff;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::script::Script;
use std::collections::BTreeSet;
use std::path::Path;

/// What a migration is checked with.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// Rows in the tables of `before`.
    pub rows: Rows<'a>,
    /// Whether it fails over them.
    pub failure: Failure<'a>,
    /// Statements that run in each new database before anything else: what a schema needs and
    /// does not say.
    pub prepared: &'a [String],
    /// Questions whose answers must be the same before and after.
    pub same: &'a [SameAnswer],
    /// What stands in the database beside its schema.
    pub beside: Beside<'a>,
}

/// What a live database has beside what its schema says, made before its rows are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The statements that make it.
    pub statements: &'a [String],
    /// Codes of the errors by which the server may refuse a migration for its sake.
    pub refusals: &'a [&'static str],
    /// Whether many-to-many tables have the unique index of Prisma 5 in place of a primary key.
    pub older_joins: bool,
}

impl Beside<'_> {
    /// Whether a failure is such a refusal.
    pub fn is_refusal(&self, failure: &str) -> bool {
        self.refusals.iter().any(|code| failure.contains(code))
    }
}

/// A question about the rows before a migration, and one after it that has the same answer.
#[derive(Debug, Clone)]
pub struct SameAnswer {
    /// What it is about, for messages.
    pub about: String,
    /// A SELECT of texts.
    pub before: String,
    /// Another one.
    pub after: String,
}

/// What came out.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Every law that is broken.
    pub problems: Vec<String>,
    /// The database's message where it refused the migration over its rows.
    pub failure: Option<String>,
}

/// Rows that a migration meets.
#[derive(Debug, Clone, Copy)]
pub enum Rows<'a> {
    /// None.
    Empty,
    /// What this SQL inserts.
    Written(&'a str),
    /// Two made-up ones in each table.
    Generated,
}

/// Whether a migration fails over its rows.
#[derive(Debug, Clone, Copy)]
pub enum Failure<'a> {
    /// It does not.
    None,
    /// It does, and the database's message holds this.
    Expected(&'a str),
    /// It may, where a warning said so.
    IfWarned,
}

/// No rows, no failure.
pub const EMPTY: Circumstances<'_> = Circumstances {
    rows: Rows::Empty,
    failure: Failure::None,
    prepared: &[],
    same: &[],
    beside: Beside { statements: &[], refusals: &[], older_joins: false },
};

/// Checks every law; an empty list is success.
///
/// # Errors
///
/// The planner refuses one of the schemas: nothing was run.
pub fn check(
    place: Place,
    migration: &Migration,
    circumstances: Circumstances<'_>,
) -> Result<Vec<String>, String> {
    report(place, migration, circumstances).map(|report| report.problems)
}

/// The same, and whether the migration failed over its rows.
///
/// # Errors
///
/// The planner refuses one of the schemas: nothing was run.
pub fn report(
    place: Place,
    migration: &Migration,
    circumstances: Circumstances<'_>,
) -> Result<Report, String> {
    let mut failure = None;
    let problems = examine(place, migration, circumstances, &mut failure)?;
    Ok(Report { problems, failure })
}

fn examine(
    place: Place,
    migration: &Migration,
    circumstances: Circumstances<'_>,
    failure: &mut Option<String>,
) -> Result<Vec<String>, String> {
    let planned = planning::plan(migration)?;
    let foundation = match migration.foundation() {
        Some(foundation) => Some(planning::plan(&foundation)?),
        None => None,
    };
    // A first migration is the database built from `after` alone.
    let alone = match &foundation {
        Some(_) => Some(planning::plan(&Migration::first(migration.provider, &migration.after))?),
        None => None,
    };

    let database = TestDatabase::create(place);
    let mut connection = database.connect();
    if let Err(problem) = prepare(&mut connection, circumstances.prepared) {
        return Ok(vec![problem]);
    }
    if let Some(foundation) = &foundation {
        if let Err(problem) = run(&mut connection, foundation) {
            return Ok(vec![format!("law 1: before cannot be built: {problem}")]);
        }
        let problems = reads_back_as(&database, &foundation.after, "before");
        if !problems.is_empty() {
            return Ok(problems);
        }
    }
    if let Err(problem) = prepare(&mut connection, circumstances.beside.statements) {
        return Ok(vec![format!("beside the schema: {problem}")]);
    }
    let seed_rows = match (circumstances.rows, &foundation) {
        (Rows::Written(sql), _) => Some(sql.to_owned()),
        (Rows::Generated, Some(foundation)) => Some(seed::rows(&foundation.after)),
        (Rows::Generated, None) | (Rows::Empty, _) => None,
    };
    if let Some(sql) = seed_rows
        && let Err(problem) = connection.execute(&sql)
    {
        return Ok(vec![format!("the rows do not fit before: {problem}\n{sql}")]);
    }

    let kept = rows::record(&mut connection, &planned);
    let numbers = numbering::record(&mut connection, &planned);
    let answers = answers(&mut connection, circumstances.same);
    let untouched = match circumstances.failure {
        Failure::None => None,
        Failure::Expected(_) | Failure::IfWarned => {
            Some(Untouched::record(&database, &mut connection, &planned))
        }
    };
    match (run(&mut connection, &planned), circumstances.failure, untouched) {
        (Ok(()), Failure::Expected(message), _) => {
            return Ok(vec![format!("it ran, but should fail with `{message}`")]);
        }
        (Err(problem), Failure::Expected(message), Some(_)) if !problem.contains(message) => {
            return Ok(vec![format!("it failed with `{problem}`, not with `{message}`")]);
        }
        (Err(problem), _, Some(untouched)) => {
            let mut problems = untouched.check(&database, &mut connection, &planned);
            let refused = circumstances.beside.is_refusal(&problem);
            if planned.gating().next().is_none() && !refused {
                problems.push(format!("it fails, and no gating warning said so: {problem}"));
            }
            *failure = Some(problem);
            return Ok(problems);
        }
        (Err(problem), _, None) => return Ok(vec![format!("law 1: {problem}")]),
        (Ok(()), _, _) => {}
    }

    let mut problems = reads_back_as(&database, &planned.after, "after");
    if let Some(alone) = &alone {
        let fresh = TestDatabase::create(place);
        let mut clean = fresh.connect();
        let built =
            prepare(&mut clean, circumstances.prepared).and_then(|()| run(&mut clean, alone));
        match built {
            Ok(()) => problems.extend(equals_fresh(&database, &fresh, circumstances.beside)),
            Err(problem) => problems.push(format!("law 3: after alone cannot be built: {problem}")),
        }
    }
    problems.extend(rows::check(&mut connection, &kept).into_iter().map(law_4));
    problems
        .extend(different(&mut connection, circumstances.same, &answers).into_iter().map(law_4));
    problems.extend(numbering::check(&mut connection, &planned, &numbers).into_iter().map(law_4));
    Ok(problems)
}

/// Runs what a schema needs and does not say.
///
/// # Errors
///
/// The database's message.
pub fn prepare(connection: &mut Connection, statements: &[String]) -> Result<(), String> {
    let mut each = statements.iter();
    each.try_for_each(|statement| connection.execute(statement))
        .map_err(|problem| format!("the database cannot be prepared: {problem}"))
}

fn answers(connection: &mut Connection, same: &[SameAnswer]) -> Vec<Result<Answer, String>> {
    same.iter().map(|each| answer(connection, &each.before)).collect()
}

type Answer = crate::database::Rows;

fn answer(connection: &mut Connection, question: &str) -> Result<Answer, String> {
    let mut rows = connection.rows(question)?;
    rows.sort();
    Ok(rows)
}

fn different(
    connection: &mut Connection,
    same: &[SameAnswer],
    before: &[Result<Answer, String>],
) -> Vec<String> {
    let mut problems = Vec::new();
    for (each, before) in same.iter().zip(before) {
        let after = answer(connection, &each.after);
        if before.is_err() || *before != after {
            problems.push(format!(
                "the rows of {} are not the same\n  before: {before:?}\n    ({})\n  after:  {after:?}\n    ({})",
                each.about, each.before, each.after
            ));
        }
    }
    problems
}

fn law_4(problem: String) -> String {
    format!("law 4: {problem}")
}

/// Laws 2 and 4: the live database is the lowered one, seen from either side. `side` is which, for
/// messages.
pub fn reads_back_as(database: &TestDatabase, schema: &Database, side: &str) -> Vec<String> {
    let live = match live::read(database, schema) {
        Ok(live) => live,
        Err(problem) => return vec![format!("law 2: {side} cannot be read back: {problem}")],
    };
    let differences = live.differences.iter();
    let mut problems: Vec<_> =
        differences.map(|difference| format!("law 2: {side}: {difference}")).collect();
    let Aligned { expected, live, .. } = &live.aligned;
    for (law, from, to) in [("law 2", expected, live), ("law 4", live, expected)] {
        match diff::diff(from, to, &[]) {
            Ok(changes) => problems.extend(
                changes.iter().map(|(_, change)| format!("{law}: {side} differs live: {change:?}")),
            ),
            Err(errors) => problems.push(format!("{law}: {errors:?}")),
        }
    }
    problems
}

/// Law 3, by the catalogue itself: our own reading of it cannot hide a difference.
fn equals_fresh(migrated: &TestDatabase, fresh: &TestDatabase, beside: Beside<'_>) -> Vec<String> {
    let (mut left, right) = (catalogue::describe(migrated), catalogue::describe(fresh));
    if migrated.place.provider() == Provider::Postgresql {
        left = left.into_iter().map(catalogue::identity_as_sequence).collect();
    }
    if beside.older_joins {
        left = left.into_iter().flat_map(catalogue::older_join_as_key).collect();
    }
    let (left, right): (BTreeSet<_>, BTreeSet<_>) =
        (left.into_iter().collect(), right.into_iter().collect());
    let migrated = left.difference(&right).map(|line| format!("law 3: only migrated: {line}"));
    let built = right.difference(&left).map(|line| format!("law 3: only built anew: {line}"));
    migrated.chain(built).collect()
}

/// A database as it was before a migration that may fail: a failure leaves nothing behind.
struct Untouched {
    /// `None` for a migration of several sections, of which the first may have been committed.
    catalogue: Option<Vec<String>>,
    rows: Vec<(String, crate::database::Rows)>,
}

impl Untouched {
    fn record(database: &TestDatabase, connection: &mut Connection, planned: &Planned) -> Self {
        let sections = planned.plan.steps.last().map_or(0, |step| step.section);
        let catalogue = (sections == 0).then(|| catalogue::describe(database));
        let rows = Self::rows(connection, planned, catalogue.is_some());
        Self { catalogue, rows }
    }

    /// A first section may have given values of enums their new names.
    fn rows(
        connection: &mut Connection,
        planned: &Planned,
        with_enums: bool,
    ) -> Vec<(String, crate::database::Rows)> {
        let is_enum = |column: &Column| matches!(column.column_type, ColumnType::Enum(_));
        rows::everything_in(connection, &planned.before, |column| with_enums || !is_enum(column))
    }

    fn check(
        &self,
        database: &TestDatabase,
        connection: &mut Connection,
        planned: &Planned,
    ) -> Vec<String> {
        let mut problems = Vec::new();
        if self.catalogue.as_ref().is_some_and(|was| catalogue::describe(database) != *was) {
            problems.push("it failed and left the tables changed".to_owned());
        }
        if Self::rows(connection, planned, self.catalogue.is_some()) != self.rows {
            problems.push("it failed and left the rows changed".to_owned());
        }
        problems
    }
}

/// Runs the SQL of a plan as formats.md tells deploy to: sections in transactions; on SQLite by the executor
/// itself.
///
/// # Errors
///
/// The database's message, the statement after it; what was open is rolled back.
pub fn run(connection: &mut Connection, planned: &Planned) -> Result<(), String> {
    let script = planning::read_script(planned.plan.provider, &planned.migration_sql)?;
    let counted: usize = script.sections.iter().map(|section| section.statements.len()).sum();
    if counted != planned.statement_count {
        return Err(format!(
            "migration.sql has {counted} statements, the plan says {}",
            planned.statement_count
        ));
    }
    match planned.plan.provider {
        Provider::Postgresql => run_sections(connection, &script),
        Provider::Sqlite => {
            let file = connection.text("SELECT file FROM pragma_database_list WHERE name = 'main'");
            deployed::run(Path::new(&file), planned, &script)
        }
    }
}

fn run_sections(connection: &mut Connection, script: &Script) -> Result<(), String> {
    for section in &script.sections {
        connection.execute("BEGIN")?;
        let statements = section.statements.iter().try_for_each(|statement| {
            let result = connection.execute(&statement.text);
            result.map_err(|problem| format!("{problem}\nin: {}", statement.text))
        });
        if let Err(problem) = statements {
            connection.execute("ROLLBACK")?;
            return Err(problem);
        }
        connection.execute("COMMIT")?;
    }
    Ok(())
}
