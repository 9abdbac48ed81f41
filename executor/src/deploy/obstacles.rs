//! A script that is about to run, and the live database -> the statements that would fail there
//! because comon_orm laid the table out otherwise, each with the way on. Pure. Planned SQL never
//! depends on one database, so this is told before anything runs instead of planned around.

use crate::deploy::decision::{Code, Problem};
use crate::live::{Unmanaged, UnmanagedKind};
use planner_core::database::model::{Database, ObjectName};
use planner_core::provider::Provider;
use planner_core::script::Script;
use std::collections::{BTreeMap, BTreeSet};

/// What the live database lacks as an index of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unlike {
    /// Indexes that are unique constraints of their tables.
    constraints: BTreeMap<String, ObjectName>,
    /// Indexes that are not there.
    missing: BTreeMap<String, ObjectName>,
}

impl Unlike {
    /// Compares the indexes that should be with those that are.
    pub fn between(expected: &Database, live: &Database, unmanaged: &[Unmanaged]) -> Self {
        let there: BTreeSet<&str> = live
            .tables
            .iter()
            .flat_map(|table| table.indexes.iter().map(|index| index.name.as_str()))
            .chain(unmanaged.iter().map(|object| object.name.name.as_str()))
            .collect();
        let missing = expected.tables.iter().flat_map(|table| {
            let absent = table.indexes.iter().filter(|index| !there.contains(index.name.as_str()));
            absent.map(|index| (index.name.clone(), table.name.clone()))
        });
        let constraints = unmanaged
            .iter()
            .filter(|object| object.kind == UnmanagedKind::UniqueConstraint)
            .filter_map(|object| Some((object.name.name.clone(), object.table.clone()?)));
        Self { constraints: constraints.collect(), missing: missing.collect() }
    }
}

/// One problem for each statement that drops such an index. `rebuilt`: tables that are built
/// anew here, from where on their indexes are as planned. `name`: the migration; `None` for one
/// that is not written yet.
pub fn problems(
    name: Option<&str>,
    provider: Provider,
    script: &Script,
    rebuilt: &BTreeSet<String>,
    unlike: &Unlike,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let shown = name.unwrap_or("the new migration");
    for index in script.statements().filter_map(|statement| dropped_index(&statement.text)) {
        let standing = |table: &&ObjectName| !rebuilt.contains(&table.name);
        let (message, details, edit) = if let Some(table) =
            unlike.constraints.get(&index).filter(standing)
        {
            let sql = Unmanaged::drop_unique_sql(table, &index);
            let (details, edit) = match provider {
                Provider::Postgresql => (vec![sql], "put the line above in place of the statement"),
                Provider::Sqlite => (
                    vec![format!(
                        "SQLite drops such a constraint only with its table: {table} has to \
                             be built anew (https://www.sqlite.org/lang_altertable.html#otheralter)"
                    )],
                    "put the rebuild of the table in place of the statement",
                ),
            };
            let message = format!(
                "{shown} drops index {index}, which is a unique constraint of {table} here, \
                     as comon_orm makes them"
            );
            (message, details, edit)
        } else if let Some(table) = unlike.missing.get(&index).filter(standing) {
            let message = format!("{shown} drops index {index} of {table}, which is not there");
            (message, Vec::new(), "write IF EXISTS into the statement")
        } else {
            continue;
        };
        let next = match name {
            Some(name) => format!("{edit} in migration.sql, then comon migrate seal {name}"),
            None => format!(
                "write it with comon migrate dev --create-only, {edit} in its migration.sql, then \
                 comon migrate seal <name> and comon migrate deploy"
            ),
        };
        problems.push(Problem {
            code: Code::Drift,
            migration: name.map(str::to_owned),
            message,
            details,
            next,
            stops: true,
        });
    }
    problems
}

/// The index that a statement drops and that therefore has to be there.
fn dropped_index(sql: &str) -> Option<String> {
    let mut words = sql.split_whitespace();
    let mut next_is = |word: &str| words.next().is_some_and(|next| next.eq_ignore_ascii_case(word));
    if !next_is("drop") || !next_is("index") {
        return None;
    }
    let rest = words.collect::<Vec<_>>().join(" ");
    let first = rest.split(' ').next().unwrap_or_default();
    let rest = match first.eq_ignore_ascii_case("concurrently") {
        true => rest.get(first.len()..).unwrap_or_default().trim_start(),
        false => rest.as_str(),
    };
    if rest.split(' ').next().is_some_and(|word| word.eq_ignore_ascii_case("if")) {
        return None;
    }
    let name = rest.trim_end_matches(';').trim();
    match name.strip_suffix('"') {
        // The last quoted part; a schema may stand before it.
        Some(open) => {
            let start = open.rfind(".\"").map_or(1, |dot| dot + 2);
            open.get(start..).map(|name| name.replace("\"\"", "\""))
        }
        None => name.rsplit('.').next().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn dropped_index_is_read_in_every_spelling() {
        assert_eq!(dropped_index("DROP INDEX \"a b\";").as_deref(), Some("a b"));
        assert_eq!(dropped_index("drop index concurrently x").as_deref(), Some("x"));
        assert_eq!(dropped_index("DROP INDEX \"s\".\"x\"").as_deref(), Some("x"));
        assert_eq!(dropped_index("DROP INDEX IF EXISTS x"), None);
        assert_eq!(dropped_index("DROP TABLE x"), None);
    }
}
