//! The forward fix: a migration that takes back what an earlier one did, on top of the last; what
//! later ones stand on is named. The schema is brought along.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use std::fs;

const NAMES: [&str; 3] = ["20240101000000_first", "20240101000001_second", "20240101000002_third"];

const USERS: &str = "// Who signs in.
model User {
  id    Int    @id @default(autoincrement())
  email String
}
";

/// A column, a rename by a hint, and a table.
const SECOND: &str = "// Who signs in.
model User {
  id   Int     @id @default(autoincrement())
  mail String
  code String? // from the old system
}

model Post {
  id Int @id
}
";

/// What a colleague adds beside it.
fn third(models: &str) -> String {
    models.replace("}\n\nmodel Post", "  age  Int     @default(3)\n}\n\nmodel Post")
}

/// Migrations planned one on the other, none applied.
fn planned(place: Place, versions: &[&str]) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    for (name, models) in NAMES.iter().zip(versions) {
        project.write_schema(models);
        let dev = ["migrate", "dev", "--create-only", "--name", name];
        let hint = ["--rename", "User.email=User.mail"];
        let hints: &[&str] =
            if *name == NAMES[1] && models.contains(" mail ") { &hint } else { &[] };
        project.succeed(&database, &[&dev[..], hints].concat());
    }
    (project, database)
}

fn schema(project: &Project) -> String {
    fs::read_to_string(project.path().join("prisma/schema.prisma")).unwrap()
}

fn holds_schema(project: &Project, database: &TestDatabase) {
    let diff = ["migrate", "diff", "--from-database", "--to-schema", "--exit-code"];
    project.run(database, &diff).expect(0, &["No difference"]);
}

#[test]
fn last_migration_is_taken_back_by_a_new_one_and_values_keep_their_names() {
    for place in Place::of_each_provider() {
        let (project, database) = planned(place, &[USERS, SECOND]);
        project.succeed(&database, &["migrate", "deploy"]);
        let mut connection = database.connect();
        connection.execute("INSERT INTO \"User\" (mail, code) VALUES ('a@x', 'c')").unwrap();

        let revert = ["migrate", "revert", NAMES[1], "--name", "undo_second"];
        let written = project.run(&database, &revert);
        written.expect(
            0,
            &[
                "_undo_second for review; nothing was applied.",
                "schema.prisma: it says the new state",
                "Potential data loss: dropping column User.code.",
            ],
        );
        assert!(schema(&project).ends_with(USERS), "{}", schema(&project));
        let folder = project.migration("_undo_second");
        let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let first = project.migrations().join(NAMES[0]).join("after.prisma");
        assert_eq!(text("after.prisma"), fs::read_to_string(first).unwrap());
        assert!(text("metadata.txt").contains("rename.1=column:User.mail -> column:User.email"));

        project.run(&database, &["migrate", "deploy"]).expect(1, &["2 open warnings"]);
        project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
        assert_eq!(connection.text("SELECT email FROM \"User\""), "a@x");
        holds_schema(&project, &database);
        project.run(&database, &["migrate", "dev"]).expect(1, &["shared"]);
    }
}

#[test]
fn what_later_migrations_changed_beside_it_stays() {
    for place in Place::of_each_provider() {
        let (project, database) = planned(place, &[USERS, SECOND, &third(SECOND)]);
        project.succeed(&database, &["migrate", "deploy"]);
        project.succeed(&database, &["migrate", "revert", NAMES[1], "--name", "undo"]);
        let own = schema(&project);
        assert!(own.contains("age   Int    @default(3)") && !own.contains("code"), "{own}");
        assert!(own.contains("email String") && !own.contains("Post"), "{own}");
        project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
        holds_schema(&project, &database);
        // There is nothing left to take back.
        let again = project.run(&database, &["migrate", "revert", NAMES[1], "--name", "again"]);
        again.expect(0, &["No change: nothing of 20240101000001_second is left"]);
        assert_eq!(project.migration_names().len(), 4);
    }
}

#[test]
fn later_migrations_that_stand_on_it_are_named() {
    let place = Place::Sqlite;
    let related = SECOND.replace("  id Int @id\n", "  id Int @id\n  title String\n");
    let (project, database) = planned(place, &[USERS, SECOND, &related]);
    let revert = ["migrate", "revert", NAMES[1], "--name", "undo"];
    project.run(&database, &revert).expect(
        1,
        &[
            "error[conflicting-change]",
            "model Post, title: undoing 20240101000001_second removes its \
           block (20240101000002_third)",
        ],
    );
    let indexed = SECOND.replace("system\n", "system\n\n  @@index([code])\n");
    let (project, database) = planned(place, &[USERS, SECOND, &indexed]);
    let refused = project.run(&database, &revert);
    refused.expect(1, &["error[others-depend-on-it]", "(20240101000002_third)"]);
    assert_eq!(project.migration_names().len(), 3);
    assert!(schema(&project).contains("@@index([code])"));
    let (code, document) = project.json(&database, &revert);
    assert_eq!((code, document["error"]["id"].as_str()), (1, Some("others-depend-on-it")));
}

#[test]
fn first_migration_is_taken_back_to_nothing_but_what_came_later() {
    let place = Place::Sqlite;
    let later = format!("{USERS}\nmodel Post {{\n  id Int @id\n}}\n");
    let (project, database) = planned(place, &[USERS, &later]);
    project.succeed(&database, &["migrate", "revert", NAMES[0], "--name", "undo"]);
    let own = schema(&project);
    assert!(own.contains("datasource db") && own.contains("model Post"), "{own}");
    assert!(!own.contains("User"), "{own}");
    project.succeed(&database, &["migrate", "deploy", "--allow-warnings"]);
    holds_schema(&project, &database);
}

#[test]
fn schema_with_an_edit_of_its_own_is_left_alone_and_said_so() {
    let place = Place::Sqlite;
    let (project, database) = planned(place, &[USERS, SECOND]);
    project.write_schema(&SECOND.replace("mail String", "mail String @unique"));
    let before = schema(&project);
    let (code, document) =
        project.json(&database, &["migrate", "revert", NAMES[1], "--name", "20240101000009_undo"]);
    assert_eq!((code, document["schema"].as_str()), (0, Some("left")), "{document:#}");
    assert_eq!(document["migration"], "20240101000009_undo");
    assert_eq!(schema(&project), before);
    let unknown =
        project.run(&database, &["migrate", "revert", "20240101000009_none", "--name", "x"]);
    unknown.expect(2, &["error[unknown-migration]", "comon migrate restore"]);
}
