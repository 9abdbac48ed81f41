//! `comon check`: what it counts, and how it shows what only migrating refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use planner_core::provider::Provider;

fn project(models: &str) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Sqlite);
    project.write_schema(models);
    (project, TestDatabase::create(Place::Sqlite))
}

/// Two tables of one name but for their case: SQLite takes one of them only.
const ALIKE: &str = "model User {
  id Int @id
}

model Member {
  id Int @id

  @@map(\"USER\")
}
";

#[test]
fn what_only_migrate_refuses_is_a_warning_with_a_note_and_counted_apart() {
    let (project, database) = project(ALIKE);
    let checked = project.run(&database, &["check"]);
    let verdict = "is valid, with 1 problem that migrate refuses.";
    checked.expect(0, &[verdict, "warning[duplicate-database-name]", "note: migrate refuses this"]);
    assert!(!checked.text().contains("unplannable"), "{checked}");
    let (code, document) = project.json(&database, &["check"]);
    assert_eq!((code, &document["errors"], &document["unplannable"]), (0, &0.into(), &1.into()));
    assert_eq!(document["diagnostics"][0]["severity"], "unplannable");
    // And so it does.
    let planned = project.run(&database, &["migrate", "dev", "--create-only", "--name", "first"]);
    planned.expect(2, &["duplicate-database-name"]);
}

#[test]
fn value_of_an_enum_without_values_has_a_help_that_says_something() {
    let (project, database) = project(
        "enum Role {\n}\n\nmodel User {\n  id   Int  @id\n  role Role @default(admin)\n}\n",
    );
    let checked = project.run(&database, &["check"]);
    checked.expect(2, &["unknown-enum-value", "help: give the enum `Role` values, one a line"]);
}
