//! SQL text stands in string literals only where it is rendered or where a live database is
//! asked. Everywhere else SQL is data that passes through.

use super::tokens::{self, TokenKind};
use super::{Problem, SourceText};

/// Where SQL may stand: prefixes, of which the first names any dialect by `*`.
const PLACES: [&str; 4] = [
    "planner-core/src/dialect/*/sql",
    "executor/src/live/",
    "executor/src/history/",
    "executor/src/session/",
];

/// How statements begin. Written in capitals, as our SQL is; prose about SQL is not.
const STATEMENTS: [&str; 32] = [
    "SELECT ",
    "INSERT INTO ",
    "DELETE FROM ",
    "UPDATE \\\"",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "CREATE UNIQUE INDEX ",
    "CREATE TYPE ",
    "CREATE SCHEMA ",
    "CREATE EXTENSION ",
    "CREATE SEQUENCE ",
    "CREATE VIEW ",
    "CREATE DATABASE ",
    "ALTER TABLE ",
    "ALTER TYPE ",
    "ALTER INDEX ",
    "ALTER SEQUENCE ",
    "ALTER EXTENSION ",
    "DROP TABLE ",
    "DROP INDEX ",
    "DROP TYPE ",
    "DROP SCHEMA ",
    "DROP EXTENSION ",
    "DROP SEQUENCE ",
    "DROP VIEW ",
    "DROP DATABASE ",
    "TRUNCATE ",
    "LOCK TABLE ",
    "PRAGMA ",
    "BEGIN IMMEDIATE",
    "VACUUM INTO ",
    "SET LOCAL ",
];

/// Literals with SQL elsewhere.
pub fn check(rust: &[SourceText]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in rust.iter().filter(|file| is_judged(&file.path)) {
        for token in tokens::of(file).iter().filter(|token| !token.in_tests) {
            let TokenKind::Literal(text) = &token.kind else {
                continue;
            };
            let statement = STATEMENTS.iter().find(|statement| text.contains(*statement));
            if let Some(statement) = statement {
                let message = format!(
                    "SQL (`{}`) in a string: it belongs under {}",
                    statement.trim_end(),
                    PLACES.join(", ")
                );
                problems.push(Problem { path: file.path.clone(), line: token.line, message });
            }
        }
    }
    problems
}

/// Only what ships is judged: tests write SQL to see it run, and this package names it.
fn is_judged(path: &str) -> bool {
    let ships = path.starts_with("planner-") || path.starts_with("executor/");
    ships && path.contains("/src/") && !PLACES.iter().any(|place| lies_in(path, place))
}

fn lies_in(path: &str, place: &str) -> bool {
    match place.split_once('*') {
        None => path.starts_with(place),
        Some((start, end)) => path
            .strip_prefix(start)
            .and_then(|rest| rest.split_once('/'))
            .is_some_and(|(_, rest)| rest.starts_with(end.trim_start_matches('/'))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[SourceText { path: path.to_owned(), text: text.to_owned() }]).len()
    }

    #[test]
    fn sql_outside_its_places_is_reported() {
        let text = r#"fn a() { format!("ALTER TABLE {} ADD COLUMN x", t); }"#;
        assert_eq!(found("planner-core/src/plan/mod.rs", text), 1);
        assert_eq!(found("planner-core/src/dialect/postgres/lower.rs", text), 1);
        assert_eq!(found("executor/src/deploy/decide.rs", text), 1);
    }

    #[test]
    fn sql_in_its_places_in_comments_and_in_tests_is_fine() {
        let text = r#"fn a() { "ALTER TABLE x"; }"#;
        assert_eq!(found("planner-core/src/dialect/sqlite/sql/table.rs", text), 0);
        assert_eq!(found("planner-core/src/dialect/sqlite/sql.rs", text), 0);
        assert_eq!(found("executor/src/live/postgres/columns.rs", text), 0);
        assert_eq!(found("tests/src/laws.rs", text), 0);
        let test = r#"#[cfg(test)] mod tests { const A: &str = "DROP TABLE x"; }"#;
        assert_eq!(found("planner-core/src/script/mod.rs", test), 0);
        assert_eq!(found("planner-core/src/plan/mod.rs", "// \"DROP TABLE x\"\nfn a() {}"), 0);
    }
}
