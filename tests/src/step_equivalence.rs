//! A step that Prisma 6's diff and comon both carry out: two real databases hold the schema before
//! and the same rows, one gets our plan and one Prisma's script, and every difference between them
//! is named: in the catalogue, in the values, and in what had to be written anew.
//!
//! Where the rows make either fail, that is told, and both are compared once more without rows.
//! The order of a table's columns is left out: Prisma adds columns by name, comon as the schema
//! declares them, and Prisma gets them into that order where it builds a table of SQLite anew.

use crate::database::{Place, Rows, TestDatabase};
use crate::equivalence;
use crate::laws;
use crate::planning::{self, Migration};
use crate::rows;
use crate::seed;
use crate::written::{self, Written};
use planner_core::database::model::ColumnDefault;
use planner_core::diff::change::Change;
use planner_core::planner::Planned;
use std::collections::BTreeSet;

/// How two ways of one step compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepComparison {
    /// Every difference.
    pub differences: Vec<String>,
    /// Why the tables held no rows while they were changed; `None` where they did.
    pub without_rows: Option<String>,
    /// What our plan wrote anew.
    pub ours: Written,
    /// What Prisma's script wrote anew.
    pub theirs: Written,
}

/// A step and what Prisma 6 writes for it.
#[derive(Debug)]
pub struct Step<'a> {
    /// Both schemas.
    pub migration: Migration,
    /// Prisma's script.
    pub peer: &'a str,
    /// What runs before either, see [`laws::prepare`].
    pub prepared: &'a [String],
}

/// Carries the step out both ways and compares.
///
/// # Errors
///
/// The planner refuses a schema: nothing was run.
pub fn check(place: Place, step: &Step<'_>) -> Result<StepComparison, String> {
    let planned = planning::plan(&step.migration)?;
    let foundation = match step.migration.foundation() {
        Some(foundation) => Some(planning::plan(&foundation)?),
        None => None,
    };
    let seed = foundation.as_ref().map(|foundation| seed::rows(&foundation.after));
    let run = |seed: Option<&str>| Both::run(place, step, &planned, foundation.as_ref(), seed);
    let both = match run(seed.as_deref()) {
        Ok(both) => both,
        Err(problem) => return Ok(failed(problem)),
    };
    if both.came_through() {
        let without_rows = seed.is_none().then(|| "no rows can be made up for it".to_owned());
        return Ok(both.compare(&planned, without_rows));
    }
    let (ours, theirs) = (both.ours.1.clone().err(), both.theirs.1.clone().err());
    let difference = match (&ours, &theirs) {
        (Some(problem), None) => Some(format!("ours fails over rows: {problem}")),
        (None, Some(problem)) => Some(format!("theirs fails over rows: {problem}")),
        (None, None) | (Some(_), Some(_)) => None,
    };
    let unnamed = ours.is_some() && planned.gating().next().is_none();
    let why = ours.or(theirs);
    let empty = match run(None) {
        Ok(empty) => empty,
        Err(problem) => return Ok(failed(problem)),
    };
    // What fails without rows as well is told of that run.
    let everywhere = !empty.came_through();
    let mut comparison = empty.compare(&planned, why);
    if !everywhere {
        comparison.differences.extend(difference);
        comparison
            .differences
            .extend(unnamed.then(|| "ours fails over rows and no warning gates".to_owned()));
    }
    Ok(comparison)
}

fn failed(problem: String) -> StepComparison {
    StepComparison { differences: vec![problem], ..StepComparison::default() }
}

/// The two databases, and how each way ended.
struct Both {
    ours: (TestDatabase, Result<(), String>, Written),
    theirs: (TestDatabase, Result<(), String>, Written),
}

impl Both {
    fn run(
        place: Place,
        step: &Step<'_>,
        planned: &Planned,
        foundation: Option<&Planned>,
        seed: Option<&str>,
    ) -> Result<Self, String> {
        let build = || -> Result<TestDatabase, String> {
            let database = TestDatabase::create(place);
            let mut connection = database.connect();
            laws::prepare(&mut connection, step.prepared)?;
            if let Some(foundation) = foundation {
                laws::run(&mut connection, foundation)
                    .map_err(|problem| format!("before cannot be built: {problem}"))?;
            }
            if let Some(seed) = seed {
                connection
                    .execute(seed)
                    .map_err(|problem| format!("the rows do not fit before: {problem}"))?;
            }
            drop(connection);
            Ok(database)
        };
        let (ours, theirs) = (build()?, build()?);
        let (known_ours, known_theirs) = (written::record(&ours), written::record(&theirs));
        let our_end = laws::run(&mut ours.connect(), planned).map_err(first_line);
        let their_end = theirs.connect().execute(step.peer).map_err(first_line);
        let (our_work, their_work) =
            (written::since(&known_ours, &ours), written::since(&known_theirs, &theirs));
        Ok(Self { ours: (ours, our_end, our_work), theirs: (theirs, their_end, their_work) })
    }

    fn came_through(&self) -> bool {
        self.ours.1.is_ok() && self.theirs.1.is_ok()
    }

    fn compare(self, planned: &Planned, without_rows: Option<String>) -> StepComparison {
        let with_rows = without_rows.is_none();
        let mut comparison = StepComparison { without_rows, ..StepComparison::default() };
        let ends = [("ours", &self.ours.1), ("theirs", &self.theirs.1)];
        for (who, end) in ends {
            if let Err(problem) = end {
                comparison.differences.push(format!("{who} fails: {problem}"));
            }
        }
        if !self.came_through() {
            return comparison;
        }
        let (ours, theirs) = (&self.ours.0, &self.theirs.0);
        let catalogues = equivalence::catalogues(ours, theirs);
        comparison.differences.extend(catalogues.differences);
        comparison.differences.extend(catalogues.theirs_is_wrong);
        if with_rows {
            comparison.differences.extend(values(ours, theirs, planned));
        }
        comparison.differences.extend(written::differences(&self.ours.2, &self.theirs.2));
        (comparison.ours, comparison.theirs) = (self.ours.2, self.theirs.2);
        comparison
    }
}

fn first_line(problem: String) -> String {
    problem.lines().next().unwrap_or_default().to_owned()
}

/// Values that only one of the databases holds, by column.
fn values(ours: &TestDatabase, theirs: &TestDatabase, planned: &Planned) -> Vec<String> {
    // A value that the server computed as the column appeared differs from run to run.
    let computed: BTreeSet<(String, &str)> = planned
        .changes
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::AddColumn { table, column } => match &column.default {
                Some(ColumnDefault::Now | ColumnDefault::Expression(_)) => {
                    Some((table.after.to_string(), column.name.as_str()))
                }
                _ => None,
            },
            _ => None,
        })
        .collect();
    let mut differences = Vec::new();
    let read = |database: &TestDatabase| rows::everything(&mut database.connect(), &planned.after);
    let tables = planned.after.tables.iter().zip(read(ours).into_iter().zip(read(theirs)));
    for (table, ((name, ours), (_, theirs))) in tables {
        if ours.len() != theirs.len() {
            let (ours, theirs) = (ours.len(), theirs.len());
            differences.push(format!("rows of {name}: ours {ours}, theirs {theirs}"));
            continue;
        }
        for (at, column) in table.columns.iter().enumerate() {
            let (ours, theirs) = (column_of(&ours, at), column_of(&theirs, at));
            if ours != theirs && !computed.contains(&(name.clone(), column.name.as_str())) {
                differences.push(format!(
                    "values of {name}.{}: ours {}, theirs {}",
                    column.name,
                    ours.join(", "),
                    theirs.join(", ")
                ));
            }
        }
    }
    differences
}

fn column_of(rows: &Rows, at: usize) -> Vec<String> {
    let cells = rows.iter().filter_map(|row| row.get(at));
    let mut values: Vec<String> =
        cells.map(|cell| cell.clone().unwrap_or_else(|| "NULL".to_owned())).collect();
    values.sort();
    values
}
