//! `comon explain`: one warning, all of them, and one that nobody knows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use planner_core::provider::Provider;

fn project() -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Sqlite);
    (project, TestDatabase::create(Place::Sqlite))
}

#[test]
fn a_warning_is_explained_with_its_example_and_what_to_do_instead() {
    let (project, database) = project();
    let told = project.run(&database, &["explain", "drop-column:users.legacy_code"]);
    told.expect(
        0,
        &[
            "drop-column: stops until it is accepted (PostgreSQL, SQLite)",
            "Potential data loss: dropping column users.legacy_code.",
            "-  legacyCode String? @map(\"legacy_code\")",
            "+  legacyCode String? @map(\"legacy_code\") @ignore",
            "SELECT count(*)",
        ],
    );
    let (code, document) = project.json(&database, &["explain", "add-unique"]);
    assert_eq!((code, &document["rule"]["gating"]), (0, &true.into()));
}

#[test]
fn all_warnings_are_listed() {
    let (project, database) = project();
    let told = project.run(&database, &["explain"]);
    told.expect(0, &["drop-table", "possible-rename", "unmanaged-object", "comon explain <id>"]);
}

#[test]
fn an_unknown_id_names_those_alike() {
    let (project, database) = project();
    let told = project.run(&database, &["explain", "drops-column"]);
    told.expect(2, &["No warning is called `drops-column`.", "did you mean", "drop-column"]);
    project.run(&database, &["explain", "moon"]).expect(2, &["comon explain lists all of them"]);
}
