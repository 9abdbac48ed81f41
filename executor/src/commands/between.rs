//! Two sides in, the plan that leads from one to the other out, with what a live side adds: what
//! only reads differently is made equal, and what the plan would destroy, break or fail over there
//! is named. Pure.

use crate::commands::side::{Known, Side};
use crate::config::Config;
use crate::deploy::assess::{finding_gate, rebuilt_by};
use crate::deploy::decision::Problem;
use crate::deploy::gate::{self, Gate};
use crate::deploy::obstacles::{self, Unlike};
use crate::deploy::unmanaged;
use crate::error::{Error, Result};
use crate::live::beside::beside;
use crate::live::comon_orm::laid_out;
use crate::live::{self, Aligned, LiveDatabase, UnmanagedKind};
use planner_core::database::model::{Database, Origin};
use planner_core::diff::hint::HintError;
use planner_core::diff::{RenameHint, diff};
use planner_core::planner::{self, Planned};
use planner_core::script;

/// The way from one state to another.
#[derive(Debug)]
pub struct Between {
    /// The plan. Its databases are the aligned ones.
    pub planned: Planned,
    /// Gating warnings: the planner's, and of objects that only the live database has.
    pub gates: Vec<Gate>,
    /// Statements that would fail on the live database that it starts from.
    pub obstacles: Vec<Problem>,
    /// What may be the same in other words, one sentence each.
    pub notices: Vec<String>,
}

/// Plans from one side to the other.
///
/// # Errors
///
/// The two are for different databases, or a hint cannot be followed.
pub fn between(from: &Side, to: &Side, config: &Config, hints: &[RenameHint]) -> Result<Between> {
    if from.database.provider != to.database.provider {
        return Err(Error::invalid(
            "provider-mismatch",
            format!(
                "The two sides are for different databases: from {}, to {}.",
                from.database.provider.display_name(),
                to.database.provider.display_name()
            ),
        )
        .help("Compare states of one kind of database."));
    }
    let is_empty = |side: &Side| side.live.is_none() && side.database.tables.is_empty();
    let between = match (&from.live, &to.live) {
        (Some(live), None) => from_live(&live.found, &to.database, live.known_with(config), hints),
        (None, Some(live)) if !is_empty(from) => {
            let (expected, found, notices) =
                align(&from.database, &live.found, live.known_with(config));
            plain(expected, found, notices, hints)
        }
        (None, Some(live)) => plain(from.database.clone(), alone(&live.found), Vec::new(), hints),
        (Some(left), Some(right)) => {
            let mut between = plain(alone(&left.found), alone(&right.found), Vec::new(), hints)?;
            between.add_live(&left.found, &right.found.database);
            Ok(between)
        }
        (None, None) => plain(from.database.clone(), to.database.clone(), Vec::new(), hints),
    };
    let mut between = between?;
    let levels = &config.levels;
    let named = levels.named(&between.planned.changes);
    between.planned.findings.extend(named);
    between.planned.findings.retain(|each| levels.shows_finding(each));
    Ok(between)
}

/// Plans from a live database to what a schema says.
///
/// # Errors
///
/// A hint cannot be followed.
pub fn from_live(
    found: &LiveDatabase,
    expected: &Database,
    known: Known<'_>,
    hints: &[RenameHint],
) -> Result<Between> {
    let (wanted, live, notices) = align(expected, found, known);
    let mut between = plain(live, wanted, notices, hints)?;
    between.add_live(found, expected);
    Ok(between)
}

impl Between {
    /// What only the live database shows that the plan starts from.
    fn add_live(&mut self, found: &LiveDatabase, expected: &Database) {
        let mut objects = found.unmanaged.clone();
        objects.extend(beside(expected, found));
        self.gates.extend(unmanaged::gates("", &self.planned, &objects));
        let unlike = Unlike::between(expected, &found.database, &found.unmanaged);
        let provider = self.planned.provider();
        // Its errors would be our own; whoever runs the script reads it again.
        if let Ok(script) = script::parse(provider, &self.planned.migration_sql) {
            let rebuilt = rebuilt_by(&self.planned);
            self.obstacles = obstacles::problems(None, provider, &script, &rebuilt, &unlike);
        }
    }
}

/// What should be and what is, freed of what only reads differently; and what may.
fn align(
    expected: &Database,
    found: &LiveDatabase,
    known: Known<'_>,
) -> (Database, Database, Vec<String>) {
    let external = &known.config.external;
    let written =
        if known.inherits { laid_out(expected, &found.database) } else { expected.clone() };
    let Aligned { expected: wanted, live, notices } =
        live::align(&written, found, external, known.expressions, None);
    let mut sentences: Vec<String> = notices.into_iter().map(|each| each.message).collect();
    if written != *expected {
        sentences.push(
            "Tables that comon_orm laid out in its own way are taken as they are.".to_owned(),
        );
    }
    (wanted, live, sentences)
}

/// A live database where nothing says what it should be: it says so itself, as a schema does, its
/// extensions and PostgreSQL schemas too, but not which version of an extension its server brings.
/// A column that the database computes has no default.
pub fn alone(found: &LiveDatabase) -> Database {
    let mut database = Database { origin: Origin::Schema, ..found.database.clone() };
    for extension in &mut database.extensions {
        extension.version = None;
    }
    for object in found.unmanaged.iter().filter(|each| each.kind == UnmanagedKind::GeneratedColumn)
    {
        let of_it =
            database.tables.iter_mut().filter(|each| object.table.as_ref() == Some(&each.name));
        for column in of_it.flat_map(|table| &mut table.columns) {
            if column.name == object.name.name {
                column.default = None;
            }
        }
    }
    database
}

fn plain(
    before: Database,
    after: Database,
    notices: Vec<String>,
    hints: &[RenameHint],
) -> Result<Between> {
    let changes = diff(&before, &after, hints).map_err(|errors| hint_error(&errors))?;
    let planned = planner::between(before, after, changes);
    let gates =
        planned.gating().map(|finding| finding_gate("", &planned, finding, gate::Origin::Reviewed));
    let gates = gates.collect();
    Ok(Between { planned, gates, obstacles: Vec::new(), notices })
}

/// Hints that cannot be followed, as one error.
pub fn hint_error(errors: &[HintError]) -> Error {
    let error = Error::invalid("invalid-rename", "A rename hint cannot be followed.");
    let error = errors.iter().fold(error, |error, each| {
        error.detail(format!("--rename {}: {}", each.hint, each.message))
    });
    match errors.first() {
        Some(first) => error.help(first.help.clone()),
        None => error,
    }
}
