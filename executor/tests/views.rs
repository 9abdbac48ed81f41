//! What `comon migrate status` tells of the view blocks of a schema: notices that stop nothing and
//! count as no drift.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use comon_tests::server;
use std::fs;

const STATUS: [&str; 2] = ["migrate", "status"];

const MODELS: &str = "generator client {
  provider        = \"prisma-client-js\"
  previewFeatures = [\"views\"]
}

model User {
  id    Int      @id
  email String
  seen  DateTime
}

view Contact {
  id      Int    @unique
  email   String
  visits  Int?
  seenAt  DateTime? @map(\"seen_at\")

  @@map(\"contacts\")
}
";

const VIEW: &str = "CREATE VIEW contacts AS SELECT id, email, CAST(1 AS INTEGER) AS visits, \
                    seen AS seen_at, 1 AS beside FROM \"User\"";

/// A project whose tables are there and whose view is not.
fn migrated(place: Place) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    project.write_schema(MODELS);
    project.succeed(&database, &["migrate", "dev", "--name", "users"]);
    (project, database)
}

/// What status says in JSON, which has to be clean.
fn notices(project: &Project, database: &TestDatabase) -> Vec<String> {
    let (code, document) = project.json(database, &STATUS);
    assert_eq!((code, &document["clean"]), (0, &true.into()), "{document:#}");
    assert_eq!(document["problems"], serde_json::json!([]), "{document:#}");
    let notices = document["notices"].as_array().unwrap().iter();
    notices.map(|each| each.as_str().unwrap().to_owned()).collect()
}

#[test]
fn missing_view_is_a_notice_until_it_is_there() {
    for place in Place::of_each_provider() {
        let (project, database) = migrated(place);
        let missing = "note: View contacts is missing in the database";
        project.run(&database, &STATUS).expect(0, &["Up to date: 1 migration applied.", missing]);
        let told = notices(&project, &database);
        assert!(matches!(told.as_slice(), [only] if only.starts_with(missing)), "{told:?}");
        database.connect().execute(VIEW).unwrap();
        assert_eq!(notices(&project, &database), Vec::<String>::new(), "{}", place.name());
        assert!(!project.run(&database, &STATUS).text().contains("note:"));
    }
}

#[test]
fn column_of_a_view_that_is_missing_or_of_another_type_is_a_notice() {
    for place in Place::of_each_provider() {
        let (project, database) = migrated(place);
        let view =
            "CREATE VIEW contacts AS SELECT email AS id, email, seen AS visits FROM \"User\"";
        database.connect().execute(view).unwrap();
        let (time, number) = match place {
            Place::Sqlite => ("DATETIME", "INTEGER"),
            Place::Postgres(_) => ("TIMESTAMP(3)", "INTEGER"),
        };
        let expected = [
            format!(
                "note: Column id of view contacts has the type TEXT instead of {number} in the \
                 database."
            ),
            format!(
                "note: Column visits of view contacts has the type {time} instead of {number} in \
                 the database."
            ),
            "note: Column seen_at of view contacts is missing in the database.".to_owned(),
        ];
        assert_eq!(notices(&project, &database), expected, "{}", place.name());
        let shown: Vec<&str> = expected.iter().map(String::as_str).collect();
        project.run(&database, &STATUS).expect(0, &shown);
        // A deploy says nothing of it: what it runs may make the view.
        let deploy = project.run(&database, &["migrate", "deploy"]);
        deploy.expect(0, &[]);
        assert!(!deploy.text().contains("of view"), "{deploy}");
    }
}

#[test]
fn expression_of_sqlite_may_hold_whatever_is_kept_so() {
    let (project, database) = migrated(Place::Sqlite);
    let view = "CREATE VIEW contacts AS SELECT count(*) AS id, upper(email) AS email, \
                sum(id) AS visits, datetime(seen) AS seen_at FROM \"User\" GROUP BY id";
    database.connect().execute(view).unwrap();
    assert_eq!(notices(&project, &database), Vec::<String>::new());
}

#[test]
fn list_is_another_type_than_a_single_value_and_an_external_view_is_not_looked_at() {
    let (project, database) = migrated(Place::Postgres(server::newest()));
    let view = "CREATE VIEW contacts AS SELECT id, ARRAY[email] AS email, 1 AS visits, \
                seen AS seen_at FROM \"User\"";
    database.connect().execute(view).unwrap();
    let expected = "note: Column email of view contacts has the type TEXT[] instead of TEXT in the \
                    database.";
    assert_eq!(notices(&project, &database), [expected]);
    fs::write(project.path().join("comon.toml"), "external = [\"contacts\"]\n").unwrap();
    assert_eq!(notices(&project, &database), Vec::<String>::new());
}
