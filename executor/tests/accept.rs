//! Warnings accepted in the files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use std::fs;

const SECOND: &str = "20240101000001_second";

const USERS: &str = "model User {
  id   Int     @id
  code String?
  note String?
}
";

/// Two migrations, the second of which drops two columns.
fn written() -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    let write = ["migrate", "dev", "--create-only", "--name"];
    project.write_schema(USERS);
    project.succeed(&database, &[&write[..], &["20240101000000_first"]].concat());
    project.write_schema("model User {\n  id Int @id\n}\n");
    project.succeed(&database, &[&write[..], &[SECOND]].concat());
    (project, database)
}

fn accept<'a>(flags: &[&'a str]) -> Vec<&'a str> {
    let given =
        ["migrate", "accept", SECOND, "--by", "ada@example.org", "--reason", "moved: in May"];
    [&given[..], flags].concat()
}

#[test]
fn accepted_warnings_stand_in_metadata_and_leave_the_seal_alone() {
    let (project, database) = written();
    let file = project.migration("_second").join("metadata.txt");
    let before = fs::read_to_string(&file).unwrap();
    let one = accept(&["--allow", "drop-column:User.code"]);
    let done = project.run(&database, &one);
    done.expect(
        0,
        &[
            "Wrote 1 line into ",
            "Still open: 1 warning",
            "--allow drop-column:User.note",
            "acceptance = \"committed\"",
        ],
    );
    let line = "accept.1=drop-column:User.code by ada@example.org: moved: in May\n";
    let seal = before.lines().last().unwrap();
    let expected = before.replace(seal, &format!("{line}{seal}"));
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    project.run(&database, &one).expect(0, &["Nothing to do: "]);
    let rest = project.json(&database, &accept(&["--allow", "drop-column"]));
    assert_eq!((rest.0, rest.1["written"].as_array().unwrap().len()), (0, 1), "{:#}", rest.1);
    assert!(fs::read_to_string(&file).unwrap().contains("\naccept.2=drop-column:User.note by "));
    // Unless it is configured otherwise, a deploy stops as ever.
    project.run(&database, &["migrate", "deploy"]).expect(1, &["2 open warnings"]);
    project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
    project
        .run(&database, &["history", "--verify"])
        .expect(0, &["history, files and database fit"]);

    fs::write(project.path().join("prisma/comon.toml"), "acceptance = \"committed\"\n").unwrap();
    let other = TestDatabase::create(Place::Sqlite);
    project.run(&other, &["migrate", "deploy"]).expect(0, &["Applied 2 migrations."]);
    let history = project.json(&other, &["history"]).1;
    let by = history["rows"][1]["acceptedWarnings"][0]["by"].as_str().unwrap();
    assert_eq!(by, "accept.1 of metadata.txt, by ada@example.org: moved: in May");
}

#[test]
fn what_is_no_warning_of_the_migration_is_refused_with_those_that_are() {
    let (project, database) = written();
    let wrong = project.run(&database, &accept(&["--allow", "drop-table:User"]));
    wrong.expect(2, &["error[unknown-warning]", "--allow drop-column:User.code"]);
    let reason = ["migrate", "accept", SECOND, "--allow", "drop-column", "--reason", " "];
    project.run(&database, &reason).expect(2, &["error[invalid-reason]"]);
    let by = ["--by", "a: b", "--reason", "x"];
    let by = [&["migrate", "accept", SECOND, "--allow", "drop-column"][..], &by].concat();
    project.run(&database, &by).expect(2, &["error[invalid-name]"]);
    fs::write(project.migration("_second").join("warnings.txt"), "").unwrap();
    let edited = project.run(&database, &accept(&["--allow", "drop-column"]));
    edited.expect(1, &["are not those that were sealed", "comon migrate seal"]);
}
