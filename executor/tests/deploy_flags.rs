//! What keeps what was reviewed together with what runs: `migrate deploy --expect`, and the documents
//! that a deploy prints.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::json_schema::assert_fits;
use comon_tests::pending::{CODES, NO_CODES, add_to, create};
use comon_tests::project::Project;
use std::fs;

const DEPLOY: [&str; 2] = ["migrate", "deploy"];

#[test]
fn only_what_was_reviewed_is_applied() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        let first = create(&project, &database, 1, CODES);
        let second = create(&project, &database, 2, NO_CODES);
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
        add_to(&project, &database, &second, "-- another comment");
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
    create(&project, &database, 1, CODES);
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
        create(&project, &database, 1, CODES);
        document(0, &["--dry-run"], "\"scripts\"");
        document(0, &[], "\"applied\"");
        document(0, &[], "Nothing to do");
        let second = create(&project, &database, 2, NO_CODES);
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
