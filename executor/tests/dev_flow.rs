//! `comon migrate dev` as the person at the keyboard meets it: what it records of a rename, what it
//! says so that a person can decide, and the command to copy after a refusal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use planner_core::provider::Provider;
use std::fs;

const LINES: &str = "model Line {
  id   Int     @id @default(autoincrement())
  note String?

  @@map(\"order lines\")
}
";

const LINES_RENAMED: &str = "model Line {
  id       Int     @id @default(autoincrement())
  fullNote String? @map(\"full note\")

  @@map(\"order lines\")
}
";

/// A project on SQLite whose first migration is applied.
fn started(schema: &str) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Sqlite);
    let database = TestDatabase::create(Place::Sqlite);
    project.write_schema(schema);
    project.succeed(&database, &["migrate", "dev", "--name", "20240101000000_first"]);
    (project, database)
}

#[test]
fn rename_is_recorded_by_the_names_of_the_database_and_read_back() {
    let (project, database) = started(LINES);
    project.write_schema(LINES_RENAMED);
    // Typed by the names of the schema.
    let typed = ["--rename", "Line.note=Line.fullNote"];
    project.succeed(&database, &[&["migrate", "dev", "--name", "rename"][..], &typed].concat());

    let metadata = fs::read_to_string(project.migration("_rename").join("metadata.txt")).unwrap();
    let recorded: Vec<&str> = metadata.lines().filter(|line| line.starts_with("rename.")).collect();
    assert_eq!(
        recorded,
        ["rename.1=column:\"order lines\".note -> column:\"order lines\".\"full note\""]
    );

    // Planned again from the record, it is the same rename: nothing is dropped, nothing is new.
    let other = TestDatabase::create(Place::Sqlite);
    project.succeed(&other, &["migrate", "deploy"]);
    project.run(&other, &["review"]).expect(0, &["full note"]);
}
