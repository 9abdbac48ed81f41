//! `comon init`: what it writes passes `check` and `migrate dev` at once, and nothing that is there
//! is ever changed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use comon_tests::server;
use planner_core::provider::Provider;
use std::fs;

fn empty_project(provider: Provider) -> Project {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), provider);
    fs::remove_dir(project.path().join("prisma")).unwrap();
    project
}

#[test]
fn starter_is_valid_formatted_and_migrated_at_once() {
    let project = empty_project(Provider::Sqlite);
    let database = TestDatabase::create(Place::Sqlite);
    project.succeed(&database, &["init"]).expect(
        0,
        &[
            "Wrote a starter schema for SQLite.",
            "wrote schema.prisma",
            "wrote .env",
            ".gitignore should have: .env  dev.db",
            "Next: comon migrate dev --name init",
        ],
    );
    let checked = project.succeed(&database, &["check"]);
    assert!(!checked.stdout.contains("warning"), "{checked}");
    project.succeed(&database, &["format", "--check"]);
    project.succeed(&database, &["migrate", "dev", "--name", "init"]).expect(0, &["Applied "]);
    assert!(project.path().join("dev.db").is_file());
    project
        .succeed(&database, &["migrate", "diff", "--from-database", "--to-schema", "--exit-code"]);
}

#[test]
fn starter_for_postgresql_is_migrated_with_a_url() {
    let place = Place::Postgres(server::newest());
    let project = empty_project(Provider::Postgresql);
    let database = TestDatabase::create(place);
    project
        .succeed(&database, &["init", "--provider", "postgresql"])
        .expect(0, &["put your database's URL into .env"]);
    project.succeed(&database, &["check"]);
    let url = database.url();
    project.succeed(&database, &["migrate", "dev", "--name", "init", "--url", &url]);
}

#[test]
fn a_schema_that_is_there_is_refused_wherever_it_is_looked_for() {
    let database = TestDatabase::create(Place::Sqlite);
    for place in ["schema.prisma", "prisma/schema.prisma", "prisma/schema/a.prisma"] {
        let project = empty_project(Provider::Sqlite);
        let path = project.path().join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "// mine\n").unwrap();
        project.run(&database, &["init"]).expect(1, &["Nothing was written", "Edit it"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "// mine\n");
        assert!(!project.path().join(".env").exists());
        let (code, document) = project.json(&database, &["init"]);
        assert_eq!((code, document["error"]["id"].as_str()), (1, Some("exists")));
    }
}

#[test]
fn an_env_file_that_is_there_is_left_as_it_is() {
    let database = TestDatabase::create(Place::Sqlite);
    for (text, said) in [
        ("DATABASE_URL=\"file:mine.db\"\n", "sets DATABASE_URL; left as it is"),
        ("OTHER=1\n", "it lacks this line:\n    DATABASE_URL=\"file:dev.db\""),
    ] {
        let project = empty_project(Provider::Sqlite);
        fs::write(project.path().join(".env"), text).unwrap();
        project.succeed(&database, &["init"]).expect(0, &[said]);
        assert_eq!(fs::read_to_string(project.path().join(".env")).unwrap(), text);
    }
}

#[test]
fn another_place_is_named_with_schema() {
    let database = TestDatabase::create(Place::Sqlite);
    let project = empty_project(Provider::Sqlite);
    project.succeed(&database, &["init", "--schema", "db/main.prisma"]).expect(
        0,
        &[
            "wrote db/main.prisma",
            "wrote db/.env",
            "comon migrate dev --name init --schema db/main.prisma",
        ],
    );
    project.succeed(&database, &["migrate", "dev", "--name", "init", "--schema", "db/main.prisma"]);
    assert!(project.path().join("db/dev.db").is_file());
    project
        .run(&database, &["init", "--schema", "db/main.prisma"])
        .expect(1, &["Nothing was written"]);
    project.run(&database, &["init", "--schema", "x.txt"]).expect(2, &["would not be found"]);
    project.run(&database, &["init", "--provider", "mysql"]).expect(2, &["mysql"]);
}

#[test]
fn what_gitignore_has_is_not_asked_for_again() {
    let database = TestDatabase::create(Place::Sqlite);
    let project = empty_project(Provider::Sqlite);
    fs::write(project.path().join(".gitignore"), "/.env\ndev.db\ndev.db-*\n*.comon-lock\n")
        .unwrap();
    let outcome = project.succeed(&database, &["init"]);
    assert!(!outcome.stdout.contains(".gitignore"), "{outcome}");
}
