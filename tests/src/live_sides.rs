//! A live database as a side of a comparison: the SQL from nothing to it builds it once more, and
//! the SQL from it to nothing leaves nothing. In: a database that comon built. Out: every
//! difference, in words.

use crate::catalogue;
use crate::database::TestDatabase;
use crate::laws;
use crate::live;
use executor::commands::between::{alone, from_live};
use executor::commands::side::Known;
use executor::config::Config;
use executor::live::LiveExpressions;
use planner_core::database::model::Database;
use planner_core::diff::RenameHint;
use planner_core::diff::diff;
use planner_core::planner::{self, Planned};
use std::collections::BTreeSet;

/// Checks both ways; an empty list is success. `schema` is what the database was built from, and
/// `prepared` what ran before it. The database is empty afterwards.
pub fn check(database: &TestDatabase, schema: &Database, prepared: &[String]) -> Vec<String> {
    let found = match live::introspect(database, schema) {
        Ok(found) => found,
        Err(problem) => return vec![format!("it cannot be read: {problem}")],
    };
    let nothing = Database::empty(schema.provider);
    let built = alone(&found);
    let changes = match diff(&nothing, &built, &[]) {
        Ok(changes) => changes,
        Err(errors) => return vec![format!("{errors:?}")],
    };
    let anew = TestDatabase::create(database.place);
    let there = planner::between(nothing.clone(), built, changes);
    let mut connection = anew.connect();
    let ran =
        laws::prepare(&mut connection, prepared).and_then(|()| laws::run(&mut connection, &there));
    if let Err(problem) = ran {
        return vec![format!("from nothing to the database: {problem}")];
    }
    // Other tools' histories are never part of a side that no schema stands beside.
    let aside: Vec<String> =
        found.set_aside.iter().map(|table| format!(" | {} | ", table.name.name)).collect();
    let lines = |database: &TestDatabase| -> BTreeSet<String> {
        let orders = catalogue::column_orders(database);
        let lines = catalogue::describe(database).into_iter().chain(orders);
        lines.filter(|line| !aside.iter().any(|name| line.contains(name))).collect()
    };
    let (first, second) = (lines(database), lines(&anew));
    let only_first = first.difference(&second).map(|line| format!("not built again: {line}"));
    let only_second = second.difference(&first).map(|line| format!("only built again: {line}"));
    let mut problems: Vec<String> = only_first.chain(only_second).collect();

    let (config, expressions) = (Config::default(), LiveExpressions::default());
    let known = Known { config: &config, expressions: &expressions, inherits: false };
    let away = match from_live(&found, &nothing, known, &[]) {
        Ok(away) => away,
        Err(error) => return vec![format!("to nothing: {error}")],
    };
    if let Err(problem) = laws::run(&mut database.connect(), &away.planned) {
        problems.push(format!("from the database to nothing: {problem}"));
        return problems;
    }
    let left = lines(database);
    let is_left = |line: &&String| !line.starts_with("extension |");
    problems.extend(left.iter().filter(is_left).map(|line| format!("left behind: {line}")));
    problems
}

/// Plans from the live database to `planned.after`, runs that and reads it back: what a push does.
/// The database holds `planned.before`.
pub fn reach(database: &TestDatabase, planned: &Planned, hints: &[RenameHint]) -> Vec<String> {
    let found = match live::introspect(database, &planned.after) {
        Ok(found) => found,
        Err(problem) => return vec![format!("it cannot be read: {problem}")],
    };
    // A server that wrote an expression down can be asked how; the history keeps the answer.
    let expressions = LiveExpressions::collect(&planned.before, &found.database);
    let config = Config::default();
    let known = Known { config: &config, expressions: &expressions, inherits: false };
    let way = match from_live(&found, &planned.after, known, hints) {
        Ok(way) => way,
        Err(error) => return vec![error.to_string()],
    };
    if let Err(problem) = laws::run(&mut database.connect(), &way.planned) {
        return vec![format!("from the live database: {problem}")];
    }
    match live::read(database, &planned.after) {
        // The order of an enum's values says little where a server appends them: a notice, and no
        // reason to build the type anew.
        Ok(mut read) => {
            read.differences
                .retain(|line| !line.contains("stand in another order in the database"));
            read.differences
        }
        Err(problem) => vec![format!("it cannot be read back: {problem}")],
    }
}
