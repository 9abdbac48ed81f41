//! The flags of `migrate deploy` that keep what was reviewed together with what runs, and a way back:
//! `--expect` and `--backup`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Connection, Place, TestDatabase};
use comon_tests::json_schema::assert_fits;
use comon_tests::project::Project;
use comon_tests::server;
use std::fs;

const DEPLOY: [&str; 2] = ["migrate", "deploy"];

const USERS: &str = "model User {
  id   Int     @id
  code String?
  @@map(\"users\")
}
";

const USERS_WITHOUT_CODE: &str = "model User {
  id Int @id
  @@map(\"users\")
}
";

fn write(project: &Project, database: &TestDatabase, number: usize, models: &str) -> String {
    project.write_schema(models);
    let name = format!("2024010100000{number}_step");
    project.succeed(database, &["migrate", "dev", "--create-only", "--name", &name]);
    name
}

#[test]
fn only_what_was_reviewed_is_applied() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        let first = write(&project, &database, 1, USERS);
        let second = write(&project, &database, 2, USERS_WITHOUT_CODE);
        let review = |names: &[&str]| {
            let (_, document) = project.json(&database, &[&["review"][..], names].concat());
            fs::write(project.path().join("review.json"), document.to_string()).unwrap();
        };
        let expecting = [&DEPLOY[..], &["--expect", "review.json", "--allow-warnings"]].concat();
        review(&[&first]);
        let refused = project.run(&database, &expecting);
        refused.expect(1, &["error[not-reviewed]", &format!("{second}: not in the review")]);
        let dry = [&expecting[..], &["--dry-run"]].concat();
        project.run(&database, &dry).expect(1, &["error[not-reviewed]"]);
        // What it leaves out of the review it may leave out of the deploy.
        project.succeed(&database, &[&expecting[..], &["--to", &first]].concat());

        review(&[&second]);
        let file = project.migrations().join(&second).join("migration.sql");
        let sql = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{sql}\n-- another comment\n")).unwrap();
        project.succeed(&database, &["migrate", "seal", &second]);
        project
            .run(&database, &expecting)
            .expect(1, &["error[not-reviewed]", &format!("{second}: reviewed ")]);
        review(&[&second]);
        project.succeed(&database, &expecting).expect(0, &["Applied 1 migration"]);
    }
}

#[test]
fn what_is_no_review_is_said() {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    write(&project, &database, 1, USERS);
    let expecting = [&DEPLOY[..], &["--expect", "review.json"]].concat();
    project.run(&database, &expecting).expect(2, &["error[unreadable-review]", "No such file"]);
    for (text, words) in [
        ("{", "EOF"),
        ("{}", "it has no `reviews`"),
        ("{\"reviews\":[{\"name\":\"x\"}]}", "no name or checksum"),
    ] {
        fs::write(project.path().join("review.json"), text).unwrap();
        project.run(&database, &expecting).expect(2, &["error[unreadable-review]", words]);
    }
}

#[test]
fn backup_is_the_database_before_the_first_change() {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    write(&project, &database, 1, USERS);
    project.succeed(&database, &DEPLOY);
    database.connect().execute("INSERT INTO users VALUES (1, 'kept')").unwrap();
    write(&project, &database, 2, USERS_WITHOUT_CODE);
    let place = project.path().join("before.db");
    let shown = place.to_string_lossy().into_owned();
    let backing = [&DEPLOY[..], &["--allow-warnings", "--backup", &shown]].concat();

    // A refusal changes nothing, and so there is nothing to keep.
    project.run(&database, &[&DEPLOY[..], &["--backup", &shown]].concat()).expect(1, &[]);
    assert!(!place.exists());
    fs::write(&place, "").unwrap();
    project.run(&database, &backing).expect(1, &["error[backup-exists]"]);
    assert_eq!(fs::read_to_string(&place).unwrap(), "");
    fs::remove_file(&place).unwrap();

    let (code, document) = project.json(&database, &backing);
    assert_eq!(code, 0, "{document:#}");
    assert_eq!(document["backup"], shown.as_str());
    let code = |connection: &mut Connection| connection.text("SELECT code FROM users");
    assert_eq!(code(&mut Connection::open(&format!("file:{shown}"))), "kept");
    assert!(database.connect().rows("SELECT code FROM users").is_err());
    // Nothing pending, nothing copied.
    let other = project.path().join("other.db").to_string_lossy().into_owned();
    project.succeed(&database, &[&DEPLOY[..], &["--backup", &other]].concat());
    assert!(!fs::exists(&other).unwrap());
}

#[test]
fn failed_deploy_says_how_to_restore_the_backup_and_that_works() {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    write(&project, &database, 1, USERS);
    project.succeed(&database, &DEPLOY);
    database.connect().execute("INSERT INTO users VALUES (1, 'kept')").unwrap();
    write(&project, &database, 2, USERS_WITHOUT_CODE);
    let third = write(&project, &database, 3, USERS);
    let file = project.migrations().join(&third).join("migration.sql");
    let sql = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{sql}\nINSERT INTO nowhere VALUES (1);\n")).unwrap();
    project.succeed(&database, &["migrate", "seal", &third]);
    let backing = [&DEPLOY[..], &["--allow-warnings", "--backup", "before.db"]].concat();
    let failed = project.run(&database, &backing);
    failed.expect(3, &["no such table: nowhere", "To go back to it", "Applied before it"]);
    assert!(database.connect().rows("SELECT code FROM users").is_err());
    let text = failed.text();
    let command = text.lines().find_map(|line| line.split_once("stopped: ")).unwrap().1;
    let status = std::process::Command::new("sh").arg("-c").arg(command).status().unwrap();
    assert!(status.success(), "{command}");
    assert_eq!(database.connect().text("SELECT code FROM users"), "kept");
}

#[test]
fn backup_of_a_server_is_refused_by_name() {
    let place = Place::Postgres(server::newest());
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    write(&project, &database, 1, USERS);
    project
        .run(&database, &[&DEPLOY[..], &["--backup", "before.db"]].concat())
        .expect(2, &["error[backup-not-supported]", "pg_dump"]);
}

#[test]
fn every_document_of_a_deploy_fits_its_schema() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        let document = |code: i32, flags: &[&str], wanted: &str| {
            let (found, document) = project.json(&database, &[&DEPLOY[..], flags].concat());
            assert_eq!(found, code, "{document:#}");
            assert_fits("deploy.schema.json", &document);
            assert!(document.to_string().contains(wanted), "{wanted}: {document:#}");
        };
        write(&project, &database, 1, USERS);
        document(0, &["--dry-run"], "\"scripts\"");
        document(0, &[], "\"applied\"");
        document(0, &[], "Nothing to do");
        let second = write(&project, &database, 2, USERS_WITHOUT_CODE);
        document(1, &[], "\"openWarnings\"");
        document(1, &["--dry-run"], "deploy would refuse");
        document(2, &["--to", "nothing"], "unknown-migration");
        document(2, &["--allow", "NOT"], "invalid-allow");
        let file = project.migrations().join(&second).join("migration.sql");
        let sql = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{sql}\nINSERT INTO nowhere VALUES (1);\n")).unwrap();
        document(1, &["--allow-warnings"], "artifact-not-sealed");
        project.succeed(&database, &["migrate", "seal", &second]);
        document(3, &["--allow-warnings"], "statement-failed");
        fs::write(&file, sql).unwrap();
        project.succeed(&database, &["migrate", "seal", &second]);
        database.connect().execute("ALTER TABLE users ADD COLUMN extra INTEGER").unwrap();
        document(1, &["--allow-warnings"], "\"drift\"");
        document(0, &["--allow-warnings", "--allow", "drift:users.extra"], "--allow drift:");
        project.write_schema("model User {\n");
        document(2, &[], "\"diagnostics\"");
    }
}

#[test]
fn every_status_code_has_a_section_that_says_what_to_do() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
    let schema = fs::read_to_string(format!("{folder}/deploy.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let page = fs::read_to_string(format!("{folder}/status-codes.md")).unwrap();
    let codes = schema["$defs"]["code"]["enum"].as_array().unwrap();
    assert!(codes.len() > 10);
    for code in codes {
        let heading = format!("## {}\n", code.as_str().unwrap());
        let section = page.split(&heading).nth(1).unwrap_or_else(|| panic!("no {heading}"));
        let section = section.split("\n## ").next().unwrap_or_default();
        assert!(section.trim().len() > 80, "{heading} says little: {section}");
    }
}
