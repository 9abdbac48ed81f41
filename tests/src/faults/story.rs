//! The migrations of tests/faults on one database, with rows; what a deploy that nobody disturbed
//! makes of them; and what any other must come to in the end.
//!
//! A folder of tests/faults is a step: `models.prisma` is the schema after it, `postgresql.sql` or
//! `sqlite.sql` what a person wrote in place of the planned migration.sql.

use crate::catalogue;
use crate::database::{Connection, Place, TestDatabase};
use crate::project::{Outcome, Project};
use planner_core::provider::Provider;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// The command that is cut off.
pub const DEPLOY: [&str; 3] = ["migrate", "deploy", "--allow-warnings"];

const STATUS: [&str; 2] = ["migrate", "status"];

/// The migrations, a database that holds the first of them and rows, and the end.
#[derive(Debug)]
pub struct Story {
    /// Schema and migrations.
    pub project: Arc<Project>,
    /// With the first migration and rows; to be copied.
    pub prepared: TestDatabase,
    /// What an undisturbed deploy leaves.
    pub end: Vec<String>,
}

/// What was found after a run that was disturbed, and brought to its end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Found {
    /// A migration was between two of its sections.
    pub incomplete: bool,
    /// There was something left to do.
    pub pending: bool,
}

/// Writes the migrations with that binary, by way of a database of that place.
pub fn write_migrations(program: &str, place: Place) -> Arc<Project> {
    let project = Project::new(program, place.provider());
    let development = TestDatabase::create(place);
    for step in steps() {
        let models = fs::read_to_string(step.join("models.prisma")).expect("models.prisma");
        project.write_schema(&models);
        let name = step.file_name().expect("a name").to_string_lossy().into_owned();
        let name = format!("202401010000{name}");
        project.succeed(&development, &["migrate", "dev", "--create-only", "--name", &name]);
        if let Ok(sql) = fs::read_to_string(step.join(format!("{}.sql", place.provider()))) {
            let file = project.migrations().join(&name).join("migration.sql");
            fs::write(file, sql).expect("migration.sql is written");
            project.succeed(&development, &["migrate", "seal", &name]);
        }
        project.succeed(&development, &DEPLOY);
    }
    Arc::new(project)
}

impl Story {
    /// The migrations on databases of that place.
    pub fn on(place: Place, project: &Arc<Project>) -> Self {
        let prepared = TestDatabase::create(place);
        let first = project.migration_names().swap_remove(0);
        project.succeed(&prepared, &["migrate", "deploy", "--to", &first]);
        prepared.connect().execute(rows(place.provider())).expect("rows");
        let undisturbed = prepared.copy();
        project.succeed(&undisturbed, &DEPLOY);
        let end = end_state(&undisturbed);
        undisturbed.remove();
        Self { project: Arc::clone(project), prepared, end }
    }

    /// The next run after a disturbed one: `status` explains, `deploy` finishes, and all is as if
    /// nothing had happened.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn finish(&self, database: &TestDatabase) -> Result<Found, String> {
        let status = self.project.run(database, &[&STATUS[..], &["--json"]].concat());
        if ![0, 1].contains(&status.code) {
            return Err(format!("status cannot say what is so\n{status}"));
        }
        let text = status.document().to_string();
        let found = Found {
            incomplete: text.contains("migration-incomplete"),
            pending: text.contains("local-migration-not-applied"),
        };
        if text.contains("\"drift\"") {
            return Err(format!("status takes what was cut off for drift\n{status}"));
        }
        let next = self.project.run(database, &DEPLOY);
        if next.code != 0 {
            return Err(format!("the next deploy does not finish\n{status}\n{next}"));
        }
        let last = self.project.run(database, &STATUS);
        if last.code != 0 {
            return Err(format!("not clean after the next deploy\n{next}\n{last}"));
        }
        let end = end_state(database);
        if end != self.end {
            let lost = self.end.iter().filter(|line| !end.contains(line));
            let added = end.iter().filter(|line| !self.end.contains(line));
            let lines: Vec<String> = lost
                .map(|line| format!("- {line}"))
                .chain(added.map(|line| format!("+ {line}")))
                .collect();
            return Err(format!("another end\n{}\n{status}\n{next}", lines.join("\n")));
        }
        Ok(found)
    }

    /// Judges a run that was disturbed and was not killed: it says what happened, in good order.
    ///
    /// # Errors
    ///
    /// It ended with another exit code, or without the next action.
    pub fn judge_failure(&self, outcome: &Outcome) -> Result<(), String> {
        let says = outcome.text().contains("help:") || outcome.text().contains("Next:");
        match outcome.code {
            0 => Ok(()),
            3 if says => Ok(()),
            3 => Err(format!("it does not say what to do\n{outcome}")),
            _ => Err(format!("an unexpected exit code\n{outcome}")),
        }
    }
}

fn steps() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("faults");
    let entries = fs::read_dir(&folder).expect("tests/faults");
    let mut steps: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    steps.sort();
    steps
}

fn rows(provider: Provider) -> &'static str {
    match provider {
        Provider::Postgresql => {
            "INSERT INTO \"User\" (\"email\") SELECT 'u' || n FROM generate_series(1, 500) n;
             INSERT INTO \"Post\" (\"title\", \"authorId\")
             SELECT 't' || n, 1 + n % 500 FROM generate_series(1, 1500) n;"
        }
        Provider::Sqlite => {
            "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 500)
             INSERT INTO \"User\" (\"email\") SELECT 'u' || n FROM s;
             WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1500)
             INSERT INTO \"Post\" (\"title\", \"authorId\") SELECT 't' || n, 1 + n % 500 FROM s;"
        }
    }
}

/// Everything that must be equal at the end, whatever happened on the way: schema, every row of
/// every table, the history but for its times, and no journal.
pub fn end_state(database: &TestDatabase) -> Vec<String> {
    let mut lines = catalogue::describe(database);
    lines.extend(catalogue::column_orders(database));
    let mut connection = database.connect();
    let tables = match database.place.provider() {
        Provider::Postgresql => {
            "SELECT relname::text FROM pg_class WHERE relkind = 'r' \
             AND relnamespace = 'public'::regnamespace AND relname NOT LIKE '\\_comon%' ORDER BY 1"
        }
        Provider::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' \
             ESCAPE '\\' AND name NOT LIKE '\\_comon%' ESCAPE '\\' ORDER BY 1"
        }
    };
    for table in connection.rows(tables).expect("tables").into_iter().flatten().flatten() {
        lines.extend(rows_of(&mut connection, database.place.provider(), &table));
    }
    let history = "SELECT name, kind, checksum, CAST(statement_count AS TEXT), \
                   CAST(seq AS TEXT), migration_sql FROM _comon_orm_migrations ORDER BY name";
    for row in connection.rows(history).expect("the history") {
        lines.push(format!("history {row:?}"));
    }
    lines
}

/// Two numbers a table: how many rows, and a digest of all their values.
fn rows_of(connection: &mut Connection, provider: Provider, table: &str) -> Vec<String> {
    let question = match provider {
        Provider::Postgresql => format!(
            "SELECT count(*)::text, md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t"
        ),
        Provider::Sqlite => {
            let columns = connection
                .rows(&format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"))
                .expect("columns");
            let values: Vec<String> = columns
                .into_iter()
                .flatten()
                .flatten()
                .map(|name| format!("quote(\"{name}\")"))
                .collect();
            let row = values.join(" || ',' || ");
            format!(
                "SELECT CAST(count(*) AS TEXT), group_concat(r, '|') \
                 FROM (SELECT {row} AS r FROM \"{table}\" ORDER BY r)"
            )
        }
    };
    let rows = connection.rows(&question).expect("rows");
    let cells: Vec<String> = rows.into_iter().flatten().flatten().collect();
    vec![format!("rows of {table}: {}", cells.join(" "))]
}
