//! What each step of a plan locks and works on, read from a PostgreSQL server while the step's
//! transaction is open, beside what the step says. Cases and hand-written pairs come through here.

pub mod observe;
pub mod page;
pub mod pairs;

use crate::database::{Connection, Place, TestDatabase};
use crate::laws;
use crate::planning::{self, Migration};
use crate::seed;
use crate::server::Server;
use observe::{Observed, Relations, observe};
use planner_core::plan::{LockMode, Step, Work};
use planner_core::planner::Planned;
use std::collections::BTreeMap;

/// A lock by the name of its table and, where only that is locked, its index.
pub type Locked = (String, Option<String>);

/// The mode of each lock and the work on its table.
pub type Locks = BTreeMap<Locked, (LockMode, Work)>;

/// One step that was run.
#[derive(Debug)]
pub struct Checked {
    /// What the step is made of.
    pub statements: Vec<&'static str>,
    /// How many locks it took.
    pub locks: usize,
    /// Whether there were rows in each table that it locked.
    pub filled: bool,
    /// What differs from what it says; empty where nothing does.
    pub problems: Vec<String>,
}

/// What a migration meets.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// SQL that fills the tables of before. Without it, generated rows are taken, or none where the
    /// migration fails over those.
    pub rows: Option<&'a str>,
    /// What runs in each new database first, see [`laws::prepare`].
    pub prepared: &'a [String],
}

/// Runs each step of a migration in a transaction of its own, and then, on a database of the same
/// content, each section in one.
///
/// # Errors
///
/// The migration is not planned, or a statement fails.
pub fn check(
    server: &'static Server,
    migration: &Migration,
    circumstances: Circumstances<'_>,
) -> Result<Vec<Checked>, String> {
    let planned = planning::plan(migration)?;
    match (circumstances.rows, run(server, migration, &planned, circumstances)) {
        (None, Err(_)) => {
            let without_rows = Circumstances { rows: Some(""), ..circumstances };
            run(server, migration, &planned, without_rows)
        }
        (_, result) => result,
    }
}

fn run(
    server: &'static Server,
    migration: &Migration,
    planned: &Planned,
    circumstances: Circumstances<'_>,
) -> Result<Vec<Checked>, String> {
    let mut checked = Vec::new();
    let (database, start) = prepare(server, migration, circumstances)?;
    let mut connection = database.connect();
    for step in &planned.plan.steps {
        let observed = transaction(&mut connection, &start, std::slice::from_ref(step))?;
        checked.push(compare(step, &observed));
    }
    drop(connection);

    let sections = || planned.plan.steps.chunk_by(|left, right| left.section == right.section);
    if sections().all(|section| section.len() == 1) {
        return Ok(checked);
    }
    let (database, start) = prepare(server, migration, circumstances)?;
    let mut connection = database.connect();
    for section in sections() {
        let observed = transaction(&mut connection, &start, section)?;
        let problems = compare_section(section, &observed);
        checked.push(Checked { statements: Vec::new(), locks: 0, filled: false, problems });
    }
    Ok(checked)
}

/// A database that holds before and rows, and what is in it.
fn prepare(
    server: &'static Server,
    migration: &Migration,
    circumstances: Circumstances<'_>,
) -> Result<(TestDatabase, Relations), String> {
    let database = TestDatabase::create(Place::Postgres(server));
    let mut connection = database.connect();
    laws::prepare(&mut connection, circumstances.prepared)?;
    if let Some(foundation) = migration.foundation() {
        let foundation: Planned = planning::plan(&foundation)?;
        laws::run(&mut connection, &foundation)?;
        let generated = || seed::rows(&foundation.after);
        connection.execute(&circumstances.rows.map_or_else(generated, str::to_owned))?;
    }
    let start = Relations::read(&mut connection)?;
    Ok((database, start))
}

fn transaction(
    connection: &mut Connection,
    start: &Relations,
    steps: &[Step],
) -> Result<Observed, String> {
    connection.execute("BEGIN")?;
    let observed = observe(connection, start, |connection| {
        let mut statements = steps.iter().flat_map(|step| &step.statements);
        statements.try_for_each(|statement| {
            let result = connection.execute(statement);
            result.map_err(|problem| format!("{problem}\nin: {statement}"))
        })
    });
    connection.execute(if observed.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    observed
}

/// What a step says: modes and works, and the heaviest of these.
fn said(step: &Step) -> Locks {
    let locks = step.effect.locks.iter();
    locks
        .map(|lock| ((lock.table.to_string(), lock.index.clone()), (lock.mode, lock.work)))
        .collect()
}

fn compare(step: &Step, observed: &Observed) -> Checked {
    let mut said = said(step);
    let mut problems = Vec::new();
    if said.len() != step.effect.locks.len() {
        problems.push(format!("{}: a table is listed twice", step.title));
    }
    let heaviest = said.values().map(|(_, work)| *work).max().unwrap_or_default();
    if heaviest != step.effect.work {
        problems.push(format!("{}: {heaviest:?} is not its heaviest work", step.title));
    }
    observed.pardon(&mut said);
    if said != observed.locks {
        problems.push(format!(
            "{} ({})\n  says  {said:?}\n  found {:?}\n  {}",
            step.title,
            step.effect.statements.join(", "),
            observed.locks,
            step.statements.join("\n  ")
        ));
    }
    Checked {
        statements: step.effect.statements.clone(),
        locks: observed.locks.len(),
        filled: observed.locks.keys().all(|(table, _)| !observed.is_empty(table)),
        problems,
    }
}

/// All that a section locks is locked until it ends, as strongly as by any of its steps.
fn compare_section(steps: &[Step], observed: &Observed) -> Vec<String> {
    let mut strongest: BTreeMap<Locked, LockMode> = BTreeMap::new();
    for (locked, (mode, _)) in steps.iter().flat_map(said) {
        let held = strongest.entry(locked).or_insert(mode);
        *held = mode.max(*held);
    }
    // An index is not locked beside its table, which another step may have locked.
    let tables = strongest.clone();
    strongest.retain(|(table, index), mode| {
        index.is_none() || tables.get(&(table.clone(), None)).is_none_or(|held| held < mode)
    });
    let found: BTreeMap<Locked, LockMode> =
        observed.locks.iter().map(|(locked, (mode, _))| (locked.clone(), *mode)).collect();
    if strongest == found {
        return Vec::new();
    }
    let titles: Vec<&str> = steps.iter().map(|step| step.title.as_str()).collect();
    vec![format!("in one transaction: {titles:?}\n  says  {strongest:?}\n  found {found:?}")]
}
