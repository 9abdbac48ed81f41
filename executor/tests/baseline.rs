//! A database that was there before comon: its first migration, recorded and never run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use planner_core::provider::Provider;

const MODELS: &str = "model User {
  id    Int    @id @default(autoincrement())
  email String @unique

  @@map(\"users\")
}
";

const BASELINE: [&str; 4] = ["migrate", "baseline", "--name", "20240101000000_before"];

/// A database that other hands made, with a row and a view.
fn grown(place: Place) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    let id = match place.provider() {
        Provider::Postgresql => "id serial PRIMARY KEY",
        Provider::Sqlite => "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
    };
    let sql = format!(
        "CREATE TABLE users ({id}, email TEXT NOT NULL); \
         CREATE UNIQUE INDEX users_email_key ON users (email); \
         CREATE VIEW mails AS SELECT email FROM users; INSERT INTO users (email) VALUES ('a')"
    );
    database.connect().execute(&sql).unwrap();
    project.write_schema(MODELS);
    (project, database)
}

#[test]
fn existing_database_gets_a_first_migration_that_is_recorded_and_not_run() {
    for place in Place::of_each_provider() {
        let (project, database) = grown(place);
        let done = project.run(&database, &BASELINE);
        done.expect(
            0,
            &[
                "Recorded 20240101000000_before as applied; nothing was run. The database stands as it is: 1 table.",
                "view mails",
            ],
        );
        project.run(&database, &["migrate", "status"]).expect(0, &["Up to date: 1 migration"]);
        assert_eq!(project.json(&database, &["history"]).1["rows"][0]["command"], "baseline");
        let again = project.run(&database, &BASELINE);
        again.expect(1, &["error[has-migrations]", "comon migrate resolve --applied"]);
        // It goes on from there, here and on an empty database.
        project.write_schema(&MODELS.replace("@unique\n", "@unique\n  name  String?\n"));
        project.succeed(&database, &["migrate", "dev", "--name", "20240101000001_name"]);
        assert_eq!(database.connect().text("SELECT email FROM mails"), "a");
        let fresh = TestDatabase::create(place);
        project.run(&fresh, &["migrate", "deploy"]).expect(0, &["Applied 2 migrations."]);
    }
}

#[test]
fn database_that_is_not_what_the_schema_says_is_refused_with_each_difference() {
    for place in Place::of_each_provider() {
        let (project, database) = grown(place);
        database.connect().execute("ALTER TABLE users ADD COLUMN extra TEXT").unwrap();
        let refused = project.run(&database, &BASELINE);
        refused.expect(1, &["1 difference", "--allow drift:users.extra", "comon db pull"]);
        assert_eq!(project.migration_names(), Vec::<String>::new());
        project.run(&database, &["history"]).expect(0, &["0 rows"]);
        let (code, document) =
            project.json(&database, &[&BASELINE[..], &["--allow", "drift:users.extra"]].concat());
        assert_eq!(code, 0, "{document:#}");
        assert_eq!(document["acceptedDifferences"].as_array().unwrap().len(), 1);
        project.run(&database, &["migrate", "status"]).expect(1, &["drift"]);
    }
}

#[test]
fn database_with_a_history_is_no_beginning() {
    let (project, database) = grown(Place::Sqlite);
    project.succeed(&database, &BASELINE);
    std::fs::remove_dir_all(project.migrations().join(BASELINE[3])).unwrap();
    project.run(&database, &BASELINE).expect(1, &["error[has-history]"]);
}
