//! Bad input of every kind, and what a person is told: what happened, what to do next, and the
//! exit code that scripts go by.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::{Outcome, Project};
use comon_tests::server::{self, PASSWORD, USER};
use planner_core::provider::Provider;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

const DEPLOY: [&str; 2] = ["migrate", "deploy"];
const STATUS: [&str; 2] = ["migrate", "status"];

const FIRST: &str = "model User {
  id   Int     @id @default(autoincrement())
  name String?
}
";

const SECOND: &str = "model User {
  id    Int     @id @default(autoincrement())
  name  String?
  email String?
}
";

fn project(provider: Provider) -> Project {
    Project::new(env!("CARGO_BIN_EXE_comon"), provider)
}

/// A project with two migrations, applied to a development database.
fn two_migrations(place: Place) -> (Project, TestDatabase) {
    let project = project(place.provider());
    let database = TestDatabase::create(place);
    for (schema, name) in [(FIRST, "20240101000001_first"), (SECOND, "20240101000002_second")] {
        project.write_schema(schema);
        project.succeed(&database, &["migrate", "dev", "--name", name]);
    }
    (project, database)
}

/// Every refusal and failure ends with what to do.
fn says_what_to_do(outcome: &Outcome, code: i32, parts: &[&str]) {
    outcome.expect(code, parts);
    let text = outcome.text();
    assert!(text.contains("help:") || text.contains("Next:"), "no next step\n{outcome}");
}

#[test]
fn schema_with_eleven_mistakes_reports_them_all() {
    let project = project(Provider::Postgresql);
    project.write_schema(
        r#"model User {
  id    Int    @id
  email Strin
  email String
  role  Role   @default(captain)
  age   Int    @default("seven")
  posts Post[]
}

model Post {
  id       String @id @default(autoincrement())
  authorId Int
  author   User   @relation(fields: [writerId], references: [id])
  title    String @db.VarChar(10) @unknown
  size     Int    @db.Text

  @@index([titel])
}

model Keyless {
  name String?
}

model User {
  id Int @id
}

enum Role {
  user
}
"#,
    );
    let outcome = project.run_with("", &["check"]);
    let mistakes = [
        (8, "Strin"),
        (9, "email"),
        (10, "captain"),
        (11, "seven"),
        (16, "autoincrement"),
        (18, "writerId"),
        (19, "unknown"),
        (20, "Text"),
        (22, "titel"),
        (25, "Keyless"),
        (29, "User"),
    ];
    outcome.expect(2, &[]);
    let text = outcome.text();
    for (line, word) in mistakes {
        let place = format!("schema.prisma:{line}:");
        let report = text.split("\nerror[").find(|report| report.contains(&place));
        let report = report.unwrap_or_else(|| panic!("nothing about line {line}\n{outcome}"));
        assert!(report.contains(word), "line {line} without `{word}`\n{outcome}");
        assert!(report.contains('^'), "line {line} without a frame\n{outcome}");
        assert!(report.contains("help"), "line {line} without help\n{outcome}");
    }

    let outcome = project.run_with("", &["check", "--json"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    outcome.document();
}

#[test]
fn unreachable_server_is_named() {
    let project = project(Provider::Postgresql);
    project.write_schema(FIRST);
    // Nobody listens on a port that was free a moment ago.
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let url = format!("postgresql://{USER}:{PASSWORD}@127.0.0.1:{port}/shop");
    for command in [&STATUS, &DEPLOY] {
        let outcome = project.run_with(&url, command);
        let address = format!("127.0.0.1:{port}");
        says_what_to_do(&outcome, 3, &["server-unreachable", &address]);
    }
    let outcome = project.run_with(&url, &["migrate", "status", "--json"]);
    assert_eq!(outcome.code, 3, "{outcome}");
    assert!(outcome.document().to_string().contains("server-unreachable"), "{outcome}");
}

#[test]
fn wrong_password_is_told_without_showing_it() {
    let project = project(Provider::Postgresql);
    project.write_schema(FIRST);
    let database = TestDatabase::create(Place::Postgres(server::newest()));
    let url = database.url().replace(PASSWORD, "another-Wr0ng-one");
    for command in [&STATUS, &DEPLOY] {
        let outcome = project.run_with(&url, command);
        says_what_to_do(&outcome, 3, &["wrong-password", USER]);
        assert!(!outcome.text().contains("another-Wr0ng-one"), "{outcome}");
    }
}

#[test]
fn unknown_database_is_named() {
    let project = project(Provider::Postgresql);
    project.write_schema(FIRST);
    let outcome = project.run_with(&server::newest().url("nowhere"), &DEPLOY);
    says_what_to_do(&outcome, 3, &["nowhere", "--create-database"]);
}

#[test]
fn unset_variable_is_named() {
    let project = project(Provider::Postgresql);
    project.write_schema(FIRST);
    let outcome = project.run_with("", &STATUS);
    says_what_to_do(&outcome, 2, &[comon_tests::project::URL_VARIABLE]);
}

#[test]
fn missing_folder_of_an_sqlite_file_is_named() {
    let project = project(Provider::Sqlite);
    project.write_schema(FIRST);
    let outcome = project.run_with("file:/nowhere/at/all/dev.db", &DEPLOY);
    says_what_to_do(&outcome, 3, &["missing-directory", "/nowhere/at/all"]);
}

#[test]
fn missing_sqlite_file_is_named() {
    let project = project(Provider::Sqlite);
    project.write_schema(FIRST);
    let file = project.path().join("not-there.db");
    let outcome = project.run_with(&format!("file:{}", file.display()), &STATUS);
    says_what_to_do(&outcome, 3, &["missing-file", "not-there.db"]);
    assert!(!file.exists(), "a read-only command made a file");
}

#[test]
fn file_that_is_no_database_is_named_and_left_alone() {
    let project = project(Provider::Sqlite);
    project.write_schema(FIRST);
    let file = project.path().join("notes.txt");
    fs::write(&file, "not a database, but long enough to have a header of its own\n".repeat(20))
        .unwrap();
    let before = fs::read(&file).unwrap();
    let outcome = project.run_with(&format!("file:{}", file.display()), &DEPLOY);
    says_what_to_do(&outcome, 3, &["not-a-database", "notes.txt"]);
    assert_eq!(fs::read(&file).unwrap(), before);
}

/// The superuser may write any file, so the run is another user's where this one is root.
#[test]
fn read_only_file_is_told_before_anything_is_done() {
    let (project, development) = two_migrations(Place::Sqlite);
    drop(development);
    let folder = project.path().join("data");
    fs::create_dir(&folder).unwrap();
    let file = folder.join("shop.db");
    fs::write(&file, "").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();

    let outcome = project.run_unprivileged(&format!("file:{}", file.display()), &DEPLOY);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    says_what_to_do(&outcome, 3, &["shop.db"]);
    assert_eq!(fs::read(&file).unwrap(), b"");
}

#[test]
fn schema_that_is_not_there_is_named() {
    let project = project(Provider::Sqlite);
    let outcome = project.run_with("file:dev.db", &["check"]);
    says_what_to_do(&outcome, 2, &["schema.prisma"]);
}

#[test]
fn unknown_flag_is_a_usage_error() {
    let project = project(Provider::Sqlite);
    let outcome = project.run_with("file:dev.db", &["migrate", "deploy", "--alow-warnings"]);
    outcome.expect(2, &["--allow-warnings"]);
}

/// Changes one byte of a file.
fn change_a_byte(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let at = bytes.iter().position(|byte| *byte == b'T').unwrap();
    bytes[at] = b'S';
    fs::write(file, bytes).unwrap();
}

#[test]
fn artifact_with_one_byte_changed_is_refused() {
    for place in Place::of_each_provider() {
        let (project, development) = two_migrations(place);
        let fresh = TestDatabase::create(place);
        change_a_byte(&project.migration("_second").join("migration.sql"));
        for command in [&STATUS, &DEPLOY] {
            let outcome = project.run(&fresh, command);
            says_what_to_do(&outcome, 1, &["artifact-not-sealed", "20240101000002_second"]);
        }
        // Nothing was applied, the sound first migration neither.
        let (_, history) = project.json(&fresh, &["history"]);
        assert!(!history.to_string().contains("20240101000001_first"), "{history:#}");
        // Where it is applied already, the history knows other bytes.
        for command in [&STATUS, &DEPLOY] {
            let outcome = project.run(&development, command);
            says_what_to_do(&outcome, 1, &["checksum-mismatch", "20240101000002_second"]);
        }
    }
}

#[test]
fn artifact_with_other_line_ends_is_the_same() {
    let (project, _) = two_migrations(Place::Sqlite);
    for entry in fs::read_dir(project.migration("_second")).unwrap() {
        let file = entry.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace('\n', "\r\n")).unwrap();
    }
    project.succeed(&TestDatabase::create(Place::Sqlite), &DEPLOY);
}

#[test]
fn linked_file_in_an_artifact_is_refused() {
    let (project, _) = two_migrations(Place::Sqlite);
    let file = project.migration("_second").join("migration.sql");
    let elsewhere = project.path().join("elsewhere.sql");
    fs::rename(&file, &elsewhere).unwrap();
    symlink(&elsewhere, &file).unwrap();
    let fresh = TestDatabase::create(Place::Sqlite);
    for command in [&STATUS, &DEPLOY] {
        let outcome = project.run(&fresh, command);
        says_what_to_do(&outcome, 1, &["invalid-local-artifacts", "migration.sql", "link"]);
    }
}

#[test]
fn file_missing_in_an_artifact_is_refused() {
    let (project, _) = two_migrations(Place::Sqlite);
    fs::remove_file(project.migration("_second").join("after.prisma")).unwrap();
    let fresh = TestDatabase::create(Place::Sqlite);
    let outcome = project.run(&fresh, &DEPLOY);
    says_what_to_do(&outcome, 1, &["invalid-local-artifacts", "after.prisma"]);
}

#[test]
fn database_ahead_of_the_local_files_is_refused() {
    for place in Place::of_each_provider() {
        let (project, database) = two_migrations(place);
        fs::remove_dir_all(project.migration("_second")).unwrap();
        for command in [&STATUS, &DEPLOY] {
            let outcome = project.run(&database, command);
            let parts = ["applied-migration-missing-locally", "20240101000002_second"];
            says_what_to_do(&outcome, 1, &parts);
        }
    }
}

#[test]
fn hand_edited_migration_is_refused_until_it_is_sealed_and_accepted() {
    for place in Place::of_each_provider() {
        let (project, _) = two_migrations(place);
        let file = project.migration("_second").join("migration.sql");
        let planned = fs::read_to_string(&file).unwrap();
        let edit = "UPDATE \"User\" SET \"email\" = 'unknown' WHERE \"email\" IS NULL;\n";
        fs::write(&file, format!("{planned}\n-- Fill what is there.\n{edit}")).unwrap();
        let database = TestDatabase::create(place);

        let outcome = project.run(&database, &DEPLOY);
        says_what_to_do(&outcome, 1, &["artifact-not-sealed", "migrate seal"]);

        let outcome = project.run(&database, &["migrate", "seal", "20240101000002_second"]);
        outcome.expect(0, &["UPDATE"]);
        let warnings =
            fs::read_to_string(project.migration("_second").join("warnings.txt")).unwrap();
        assert_eq!(
            warnings,
            "Potential data loss: migration.sql has 1 statement that the planner did not write \
             and lacks 0 that it did.\n"
        );

        let outcome = project.run(&database, &DEPLOY);
        says_what_to_do(&outcome, 1, &["hand-edited-sql", "--allow hand-edited-sql"]);
        project.succeed(&database, &["migrate", "deploy", "--allow", "hand-edited-sql"]);
        project.succeed(&database, &STATUS);
    }
}

#[test]
fn dropped_values_are_refused_until_accepted_by_name() {
    for place in Place::of_each_provider() {
        let (project, database) = two_migrations(place);
        project.write_schema(FIRST);
        let dev = ["migrate", "dev", "--name", "20240101000003_third"];
        let outcome = project.run(&database, &dev);
        let parts =
            ["Potential data loss: dropping column User.email.", "--allow drop-column:User.email"];
        says_what_to_do(&outcome, 1, &parts);
        assert_eq!(project.migration_names().len(), 2, "a refused dev left a folder");
        project.succeed(&database, &[&dev[..], &["--allow", "drop-column:User.email"]].concat());

        let fresh = TestDatabase::create(place);
        let outcome = project.run(&fresh, &["migrate", "deploy", "--allow", "drop-table"]);
        says_what_to_do(&outcome, 1, &["drop-column:User.email"]);
        project.succeed(&fresh, &["migrate", "deploy", "--allow", "drop-column:User.email"]);
    }
}

#[test]
fn migration_that_fails_leaves_nothing_and_says_which_statement() {
    for place in Place::of_each_provider() {
        let (project, database) = two_migrations(place);
        database.connect().execute("INSERT INTO \"User\" (\"name\") VALUES ('a'), ('a')").unwrap();
        project.write_schema(&SECOND.replace("name  String?", "name  String? @unique"));
        let dev = ["migrate", "dev", "--name", "20240101000003_third", "--create-only"];
        project.succeed(&database, &dev);
        let before = comon_tests::catalogue::describe(&database);
        let outcome = project.run(&database, &["migrate", "deploy", "--allow-warnings"]);
        says_what_to_do(&outcome, 3, &["20240101000003_third", "User_name_key"]);
        assert_eq!(comon_tests::catalogue::describe(&database), before);
        let outcome = project.run(&database, &STATUS);
        outcome.expect(1, &["20240101000003_third"]);
    }
}
