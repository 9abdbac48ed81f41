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

const LINES_REPLACED: &str = "model Line {
  id       Int     @id @default(autoincrement())
  fullNote String? @map(\"full note\")
  remark   String?

  @@map(\"order lines\")
}
";

#[test]
fn possible_rename_is_shown_with_its_flags_wherever_a_plan_is() {
    let (project, database) = started(LINES);
    project.write_schema(LINES_REPLACED);
    let flags = [
        "possible-rename  Possible rename: column \"order lines\".note may have become",
        "--rename '\"order lines\".note=\"order lines\".\"full note\"'",
        "--rename '\"order lines\".note=\"order lines\".remark'",
    ];
    let refused = ["migrate", "dev", "--name", "second"];
    project.run(&database, &refused).expect(1, &flags);
    let (code, document) = project.json(&database, &refused);
    assert_eq!(code, 1);
    let notice = document["planNotices"]
        .as_array()
        .unwrap()
        .iter()
        .find(|each| each["id"] == "possible-rename")
        .unwrap();
    assert_eq!(notice["subject"], "\"order lines\".note");
    assert!(notice["message"].as_str().unwrap().contains(flags[1]), "{notice}");

    project.run(&database, &[&refused[..], &["--create-only"]].concat()).expect(0, &flags);
}

/// The words of a line as a shell reads them.
fn shell_words(line: &str) -> Vec<String> {
    let script = format!("printf '%s\\n' {line}");
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// The command that a refusal ends with, without the program.
fn suggested(text: &str) -> Vec<String> {
    let next =
        text.lines().find_map(|line| line.strip_prefix("Next: after review: comon ")).unwrap();
    shell_words(next)
}

#[test]
fn next_command_of_a_refusal_holds_what_was_typed_and_works_when_copied() {
    let (project, database) = started(LINES);
    project.write_schema(
        "model Line {\n  id   Int     @id @default(autoincrement())\n  text String?\n\n  \
         @@map(\"order lines\")\n}\n\nmodel Extra {\n  id Int @id\n}\n",
    );
    let folder = project.path().join("my migrations");
    fs::rename(project.migrations(), &folder).unwrap();
    let place = ["--migrations", "my migrations", "--url-env", "PROJECT_DATABASE_URL"];
    let typed = ["--name", "second", "--rename", "\"order lines\".note=\"order lines\".text"];
    project.succeed(&database, &[&["migrate", "dev"][..], &typed, &place].concat());

    project.write_schema(
        "model Line {\n  id   Int     @id @default(autoincrement())\n  words String?\n\n  \
         @@map(\"order lines\")\n}\n",
    );
    let typed = ["--name", "third", "--rename", "\"order lines\".text=\"order lines\".words"];
    let refused = project.run(&database, &[&["migrate", "dev"][..], &typed, &place].concat());
    refused.expect(1, &["Potential data loss: dropping table Extra."]);
    let words = suggested(&refused.stdout);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    for part in [&typed[..], &place].concat() {
        assert!(words.contains(&part), "{part} is not in {words:?}");
    }
    project.succeed(&database, &words);

    let other = TestDatabase::create(Place::Sqlite);
    let typed = ["migrate", "deploy", "--wait", "5s"];
    let refused = project.run(&other, &[&typed[..], &place].concat());
    assert_eq!(refused.code, 1, "{refused}");
    let words = suggested(&refused.stdout);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    for part in [&typed[..], &place].concat() {
        assert!(words.contains(&part), "{part} is not in {words:?}");
    }
    project.succeed(&other, &words);
}
