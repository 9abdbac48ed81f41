//! What Prisma 6 writes for a schema from an empty database, against what comon plans for it: both
//! are built on a real database, and every difference between the two databases is named.
//!
//! What was built is then read as a side of `migrate diff`, see [`crate::live_sides`].
//!
//! Compared twice: by the catalogue, which does not go through our introspection, and by our
//! introspection, which must find in either database what the schema says. Two defaults are equal
//! where the database says that the values are.

use crate::catalogue;
use crate::database::{Connection, Place, TestDatabase};
use crate::laws;
use crate::live;
use crate::live_sides;
use crate::planning::{self, Migration};
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use std::collections::BTreeSet;

/// How two databases of one schema compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Every difference for which there is no reason.
    pub differences: Vec<String>,
    /// Those where Prisma 6 is wrong, with the reason.
    pub theirs_is_wrong: Vec<String>,
}

/// Builds both and compares them. `peer` is Prisma's SQL; `prepared` runs before either, such as
/// an extension that the schema uses and does not name.
///
/// # Errors
///
/// The planner refuses the schema: nothing was run.
pub fn check(
    place: Place,
    schema: &str,
    peer: &str,
    prepared: &[String],
) -> Result<Comparison, String> {
    let planned = planning::plan(&Migration::first(place.provider(), schema))?;
    let ours = TestDatabase::create(place);
    let theirs = TestDatabase::create(place);
    if let Err(problem) = build(&ours, &theirs, &planned, peer, prepared) {
        return Ok(Comparison { differences: vec![problem], ..Comparison::default() });
    }
    let mut comparison = catalogues(&ours, &theirs);
    let orders = unequal(&ours, &theirs, catalogue::column_orders);
    comparison.differences.extend(orders.0.into_iter().map(only_ours));
    comparison.differences.extend(orders.1.into_iter().map(only_theirs));
    comparison.differences.extend(read_back(&ours, &planned, "ours"));
    let mut theirs = read_back(&theirs, &planned, "theirs");
    // Said already, of the same column.
    theirs.retain(|line| {
        let wrong = |reason: &String| {
            let column = reason.split(':').next().unwrap_or_default();
            line.starts_with(&format!("theirs read back: Column {column} has the default"))
        };
        !comparison.theirs_is_wrong.iter().any(wrong)
    });
    comparison.differences.extend(theirs);
    let sides = live_sides::check(&ours, &planned.after, prepared);
    comparison.differences.extend(sides);
    Ok(comparison)
}

fn build(
    ours: &TestDatabase,
    theirs: &TestDatabase,
    planned: &Planned,
    peer: &str,
    prepared: &[String],
) -> Result<(), String> {
    let (mut ours, mut theirs) = (ours.connect(), theirs.connect());
    laws::prepare(&mut ours, prepared)?;
    laws::prepare(&mut theirs, prepared)?;
    laws::run(&mut ours, planned).map_err(|problem| format!("ours cannot be built: {problem}"))?;
    theirs.execute(peer).map_err(|problem| format!("theirs cannot be built: {problem}"))
}

fn only_ours(line: String) -> String {
    format!("only ours: {line}")
}

fn only_theirs(line: String) -> String {
    format!("only theirs: {line}")
}

/// What only the one says, and what only the other.
fn unequal(
    ours: &TestDatabase,
    theirs: &TestDatabase,
    account: fn(&TestDatabase) -> Vec<String>,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let ours: BTreeSet<String> = account(ours).into_iter().collect();
    let theirs: BTreeSet<String> = account(theirs).into_iter().collect();
    (&ours - &theirs, &theirs - &ours)
}

pub(crate) fn catalogues(ours: &TestDatabase, theirs: &TestDatabase) -> Comparison {
    let provider = ours.place.provider();
    let (mut left, mut right) = unequal(ours, theirs, catalogue::describe);
    let mut comparison = Comparison::default();
    let mut connection = ours.connect();
    for line in left.clone() {
        let Some(column) = Column::read(provider, &line) else { continue };
        let same_but_default = |other: &&String| {
            Column::read(provider, other).is_some_and(|other| other.without == column.without)
        };
        let Some(other) = right.iter().find(same_but_default).cloned() else { continue };
        let Some(their_default) = Column::read(provider, &other).map(|other| other.default) else {
            continue;
        };
        if is_same_number(&mut connection, provider, &column, &their_default) {
            left.remove(&line);
            right.remove(&other);
        } else if is_hex_as_text(provider, &column, &their_default) {
            comparison.theirs_is_wrong.push(format!(
                "{}: Prisma 6 writes the hexadecimal digits of the bytes as text, {their_default}, \
                 for {}",
                column.name, column.default
            ));
            left.remove(&line);
            right.remove(&other);
        }
    }
    comparison.differences.extend(left.into_iter().map(only_ours));
    comparison.differences.extend(right.into_iter().map(only_theirs));
    comparison
}

/// A line of the catalogue about a column.
struct Column {
    /// `table.column`.
    name: String,
    column_type: String,
    default: String,
    /// All of the line but the default.
    without: Vec<String>,
}

impl Column {
    fn read(provider: Provider, line: &str) -> Option<Self> {
        let mut cells: Vec<String> = line.split(" | ").map(str::to_owned).collect();
        if cells.first()? != "column" {
            return None;
        }
        // PostgreSQL's lines begin with the schema.
        let table = match provider {
            Provider::Postgresql => 2,
            Provider::Sqlite => 1,
        };
        let name = format!("{}.{}", cells.get(table)?, cells.get(table + 1)?);
        let column_type = cells.get(table + 2)?.clone();
        if cells.len() < table + 5 {
            return None;
        }
        let default = cells.remove(table + 4);
        Some(Self { name, column_type, default, without: cells })
    }
}

/// `2` and `2.00` are one number in one type and not in another: the database is asked.
fn is_same_number(
    connection: &mut Connection,
    provider: Provider,
    column: &Column,
    other: &str,
) -> bool {
    let is_number =
        |text: &str| text.chars().all(|each| each.is_ascii_digit() || "-.()".contains(each));
    if !is_number(&column.default) || !is_number(other) {
        return false;
    }
    let cast = |text: &str| match provider {
        Provider::Postgresql => format!("({text})::{}", column.column_type),
        Provider::Sqlite => format!("({text})"),
    };
    let (ours, theirs) = (cast(&column.default), cast(other));
    let question = match provider {
        Provider::Postgresql => format!("SELECT ({ours})::text = ({theirs})::text"),
        Provider::Sqlite => format!("SELECT {ours} = {theirs}"),
    };
    let question = format!("{} AS TEXT)", question.replacen("SELECT ", "SELECT CAST(", 1));
    matches!(connection.text(&question).as_str(), "true" | "1")
}

/// SQLite: `'68656c6c6f'` is ten letters in a column of bytes, `X'68656C6C6F'` the five bytes that
/// the schema says.
fn is_hex_as_text(provider: Provider, column: &Column, other: &str) -> bool {
    provider == Provider::Sqlite
        && column.column_type == "BLOB"
        && column.default.to_lowercase() == format!("x{}", other.to_lowercase())
}

/// What `status` would say of a database.
fn read_back(database: &TestDatabase, planned: &Planned, who: &str) -> Vec<String> {
    match live::read(database, &planned.after) {
        Ok(read) => {
            let differences = read.differences.iter();
            differences.map(|difference| format!("{who} read back: {difference}")).collect()
        }
        Err(problem) => vec![format!("{who} cannot be read back: {problem}")],
    }
}
