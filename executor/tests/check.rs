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
    // The warning is that of a URL in the datasource.
    let verdict = "is valid, with 1 problem that migrate refuses, with 1 warning.";
    checked.expect(0, &[verdict, "warning[duplicate-database-name]", "note: migrate refuses this"]);
    assert!(!checked.text().contains("unplannable"), "{checked}");
    let (code, document) = project.json(&database, &["check"]);
    assert_eq!((code, &document["errors"], &document["unplannable"]), (0, &0.into(), &1.into()));
    assert_eq!(document["diagnostics"][0]["id"], "url-in-schema");
    assert_eq!(document["diagnostics"][1]["severity"], "unplannable");
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

#[test]
fn every_place_is_said_in_bytes_characters_and_utf16_units() {
    let (project, database) = project("model User {\n  id Int @id /* 𝄞 */\n  id Int\n}\n");
    let (code, document) = project.json(&database, &["check"]);
    assert_eq!(code, 2);
    let problem = document["diagnostics"]
        .as_array()
        .and_then(|all| all.iter().find(|each| each["id"] == "duplicate-field"))
        .unwrap_or_else(|| panic!("{document:#}"));
    let (start, end) = (&problem["place"]["start"], &problem["place"]["end"]);
    assert_eq!((&start["column"], &start["utf16"]), (&3.into(), &2.into()));
    assert_eq!((&end["column"], &end["utf16"]), (&5.into(), &4.into()));
    let byte = |place: &serde_json::Value| place["byte"].as_u64().expect("an offset");
    assert_eq!(byte(end) - byte(start), 2);
    let label = &problem["labels"][0];
    assert_eq!(label["message"], "declared here first");
    let lines = |place: &serde_json::Value| place["start"]["line"].as_u64().expect("a line");
    assert_eq!(lines(&problem["place"]), lines(&label["place"]) + 1);
    assert!(problem["help"].is_string() && problem["rendered"].is_string());
    // A command that stops at the schema hands out the same list.
    let arguments = ["migrate", "dev", "--create-only", "--name", "first"];
    let (code, stopped) = project.json(&database, &arguments);
    assert_eq!(code, 2);
    assert_eq!(stopped["error"]["id"], "invalid-schema");
    assert_eq!(stopped["diagnostics"], document["diagnostics"]);
}
