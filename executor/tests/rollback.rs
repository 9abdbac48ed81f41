//! The way back: the last migration undone on both databases, one that stopped half-way, and what is
//! said of that which cannot come back; lost directories from the history, byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::{Outcome, Project};
use comon_tests::server;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const FIRST: &str = "20240101000000_first";
const SECOND: &str = "20240101000001_second";

const USERS: &str = "model User {
  id    Int     @id @default(autoincrement())
  email String
  code  String?

  @@map(\"users\")
}
";

/// A column goes, one is renamed by a hint, one comes, and a table with a key.
const USERS_LATER: &str = "model User {
  id     Int     @id @default(autoincrement())
  mail   String
  status String  @default(\"new\")
  posts  Post[]

  @@map(\"users\")
}

model Post {
  id       Int    @id
  authorId Int    @map(\"author_id\")
  author   User   @relation(fields: [authorId], references: [id])

  @@map(\"posts\")
}
";

fn name_of(migration: &str) -> [&str; 2] {
    ["--name", migration]
}

/// A database of one's own with two migrations and a row; the second one renames by a hint.
fn two_applied(place: Place) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    project.write_schema(USERS);
    project.succeed(&database, &[&["migrate", "dev"][..], &name_of(FIRST)].concat());
    let mut connection = database.connect();
    connection.execute("INSERT INTO users (email, code) VALUES ('a@x', 'old')").unwrap();
    project.write_schema(USERS_LATER);
    let second = ["migrate", "dev", "--allow-warnings", "--rename", "users.email=users.mail"];
    project.succeed(&database, &[&second[..], &name_of(SECOND)].concat());
    (project, database)
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let read = |entry: fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap())
    };
    entries.map(read).collect()
}

/// That the database holds what a schema says and nothing else.
fn holds(project: &Project, database: &TestDatabase, models: &str) {
    project.write_schema(models);
    let diff = ["migrate", "diff", "--from-database", "--to-schema", "--exit-code"];
    project.run(database, &diff).expect(0, &["No difference"]);
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|each| each.as_str().unwrap()).collect()
}

#[test]
fn last_migration_is_undone_and_rows_keep_what_was_renamed() {
    for place in Place::of_each_provider() {
        let (project, database) = two_applied(place);
        let refused = project.run(&database, &["migrate", "rollback"]);
        refused.expect(
            1,
            &[
                "Refused, nothing was rolled back: 2 open warnings.",
                "drop-column  Potential data loss: dropping column users.status.",
                "accept with --allow drop-column:users.status",
                "or --allow drop-table:posts",
                "This does not come back:",
                "The values of users.code that 20240101000001_second dropped: the column comes back \
                 empty.",
            ],
        );
        assert!(!refused.text().contains("users.mail dropped"), "{refused}");
        let allowed = ["--allow", "drop-column:users.status", "--allow", "drop-table"];
        let dry = [&["migrate", "rollback", "--dry-run"][..], &allowed].concat();
        project.run(&database, &dry).expect(
            0,
            &[
                "rollback would undo 20240101000001_second: ",
                "DROP TABLE \"posts\"",
                "Next: comon migrate rollback --allow",
            ],
        );
        let (code, document) =
            project.json(&database, &[&["migrate", "rollback"][..], &allowed].concat());
        assert_eq!(code, 0, "{document:#}");
        assert_eq!(document["rolledBack"], true);
        assert_eq!(document["migration"], SECOND);
        assert_eq!(strings(&document["cannotComeBack"]).len(), 1, "{document:#}");
        let mut connection = database.connect();
        assert_eq!(connection.text("SELECT email || coalesce(code, '-') FROM users"), "a@x-");

        let status = project.run(&database, &["migrate", "status"]);
        status.expect(1, &["rolled-back", &format!("--reapply {SECOND}")]);
        project.run(&database, &["migrate", "deploy"]).expect(1, &["rolled-back"]);
        let history = project.run(&database, &["history"]);
        history.expect(0, &["rolled back  20240101000001_second", "2 warnings accepted"]);
        // Back and forth again: the second application has a row of its own.
        let again = ["migrate", "deploy", "--allow-warnings", "--reapply", SECOND];
        project.succeed(&database, &again);
        holds(&project, &database, USERS_LATER);
        project.succeed(&database, &["migrate", "rollback", "--allow-warnings"]);
        holds(&project, &database, USERS);
    }
}

#[test]
fn rollback_goes_on_to_the_migration_before_and_ends_at_nothing() {
    for place in Place::of_each_provider() {
        let (project, database) = two_applied(place);
        let named = ["migrate", "rollback", "--name", FIRST];
        project.run(&database, &named).expect(
            1,
            &["error[not-the-last]", SECOND, "comon migrate revert 20240101000000_first"],
        );
        // Without its directory, the history's snapshots and hints lead back.
        fs::remove_dir_all(project.migrations().join(SECOND)).unwrap();
        project.succeed(&database, &["migrate", "rollback", "--allow-warnings"]);
        let mut connection = database.connect();
        assert_eq!(connection.text("SELECT email FROM users"), "a@x");
        project.run(&database, &["migrate", "status"]).expect(0, &["rolled-back", "Up to date"]);

        project.succeed(&database, &["migrate", "rollback", "--allow-warnings"]);
        holds(&project, &database, "");
        project
            .run(&database, &["migrate", "rollback"])
            .expect(1, &["error[nothing-to-roll-back]"]);
    }
}

#[test]
fn drift_on_a_table_of_the_way_back_stops_it() {
    for place in Place::of_each_provider() {
        let (project, database) = two_applied(place);
        database.connect().execute("ALTER TABLE users ADD COLUMN extra TEXT").unwrap();
        let refused = project.run(&database, &["migrate", "rollback", "--allow-warnings"]);
        refused.expect(1, &["nothing was rolled back: drift", "--allow drift:users.extra"]);
        let accepted = ["migrate", "rollback", "--allow-warnings", "--allow", "drift:users.extra"];
        project.succeed(&database, &accepted);
        let extra = "SELECT count(*) FROM users WHERE extra IS NULL";
        assert_eq!(database.connect().text(&format!("SELECT CAST(({extra}) AS TEXT)")), "1");
    }
}

#[test]
fn statement_that_fails_on_the_way_back_leaves_the_migration_applied() {
    for place in Place::of_each_provider() {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
        let database = TestDatabase::create(place);
        let required = USERS.replace("String?", "String");
        project.write_schema(&required);
        project.succeed(&database, &[&["migrate", "dev"][..], &name_of(FIRST)].concat());
        project.write_schema(USERS);
        project.succeed(&database, &["migrate", "dev", "--allow-warnings", "--name", SECOND]);
        database.connect().execute("INSERT INTO users (email) VALUES ('a')").unwrap();
        let failed = project.run(&database, &["migrate", "rollback", "--allow-warnings"]);
        failed
            .expect(3, &[&format!("The rollback was rolled back: {SECOND} stands as before it.")]);
        project.run(&database, &["migrate", "status"]).expect(0, &["Up to date: 2 migrations"]);
        database.connect().execute("UPDATE users SET code = 'x'").unwrap();
        project.succeed(&database, &["migrate", "rollback", "--allow-warnings"]);
        holds(&project, &database, &required);
    }
}

#[test]
fn shared_database_is_told_of_the_forward_fix() {
    let place = Place::Sqlite;
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    project.write_schema(USERS);
    project.succeed(&database, &["migrate", "dev", "--create-only", "--name", FIRST]);
    project.succeed(&database, &["migrate", "deploy"]);
    let dry = project.run(&database, &["migrate", "rollback", "--dry-run"]);
    dry.expect(
        1,
        &["this database is shared", &format!("comon migrate revert {FIRST} --name undo")],
    );
}

/// A second migration whose index is built beside the running application, after other steps.
fn stops_half_way() -> (Project, TestDatabase) {
    let place = Place::Postgres(server::newest());
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    project.write_schema(USERS);
    project.succeed(&database, &[&["migrate", "dev"][..], &name_of(FIRST)].concat());
    project.write_schema(
        &USERS.replace("email String\n", "email String  @unique\n  age Int @default(3)\n"),
    );
    project.succeed(&database, &["migrate", "dev", "--create-only", "--name", SECOND]);
    let file = project.migrations().join(SECOND).join("migration.sql");
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replace("-- Create unique", "-- comon: no-transaction\n-- Create unique");
    let text = text.replace("CREATE UNIQUE INDEX", "CREATE UNIQUE INDEX CONCURRENTLY");
    fs::write(&file, &text).unwrap();
    assert!(text.contains("no-transaction"), "{text}");
    project.succeed(&database, &["migrate", "seal", SECOND]);
    let two = "INSERT INTO users (email) VALUES ('a'), ('a')";
    database.connect().execute(two).unwrap();
    (project, database)
}

#[test]
fn finished_steps_of_a_migration_that_stopped_half_way_are_undone() {
    let (project, database) = stops_half_way();
    let failed = project.run(&database, &["migrate", "deploy", "--allow-warnings"]);
    failed.expect(3, &["could not create unique index"]);
    let mut connection = database.connect();
    assert_eq!(connection.text("SELECT sum(age)::text FROM users"), "6");
    project.run(&database, &["migrate", "status"]).expect(1, &["migration-incomplete"]);

    project.run(&database, &["migrate", "rollback"]).expect(1, &["drop-column:users.age"]);
    let done = project.run(&database, &["migrate", "rollback", "--allow-warnings"]);
    done.expect(0, &[&format!("Undid the finished steps of {SECOND}")]);
    let left = "SELECT count(*)::text FROM pg_class WHERE relname LIKE 'users_email%' \
                OR relname = '_comon_orm_migration_steps'";
    assert_eq!(connection.text(left), "0");
    assert_eq!(connection.text("SELECT count(*)::text FROM users"), "2");
    project.run(&database, &["migrate", "status"]).expect(1, &["rolled-back"]);
    holds(&project, &database, USERS);
    connection.execute("DELETE FROM users WHERE id = 2").unwrap();
    project.succeed(&database, &["migrate", "deploy", "--allow-warnings", "--reapply", SECOND]);
    assert_eq!(connection.text("SELECT sum(age)::text FROM users"), "3");
}

#[test]
fn rollback_that_stopped_between_two_sections_is_finished_by_the_next() {
    let place = Place::Postgres(server::newest());
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    let both = "enum Role {\n  admin\n  guest\n}\n\nmodel User {\n  id Int @id\n  \
                role Role @default(guest)\n\n  @@map(\"users\")\n}\n";
    project.write_schema(both);
    project.succeed(&database, &[&["migrate", "dev"][..], &name_of(FIRST)].concat());
    project.write_schema(&both.replace("  guest\n", "").replace("(guest)", "(admin)"));
    let second = ["migrate", "dev", "--allow-warnings"];
    project.succeed(&database, &[&second[..], &name_of(SECOND)].concat());

    // The value comes in a section of its own; the default that uses it waits for a reader.
    let mut reader = database.connect();
    reader.execute("BEGIN; SELECT id FROM users").unwrap();
    let back = ["migrate", "rollback", "--lock-tries", "1"];
    let failed = project.run(&database, &back);
    let incomplete = format!("The rollback of {SECOND} is incomplete");
    failed.expect(3, &["error[lock-timeout]", &incomplete]);
    let again = format!("comon migrate rollback --name {SECOND}");
    let begun = format!("the rollback of {SECOND} was begun here and not finished");
    project
        .run(&database, &["migrate", "status"])
        .expect(1, &["migration-incomplete", &begun, &again]);
    project.run(&database, &["migrate", "deploy"]).expect(1, &["migration-incomplete", &again]);
    project.run(&database, &["migrate", "dev"]).expect(1, &["migration-incomplete"]);

    reader.execute("ROLLBACK").unwrap();
    project.run(&database, &["migrate", "rollback"]).expect(0, &[&format!("Rolled back {SECOND}")]);
    let journal =
        "SELECT count(*)::text FROM pg_class WHERE relname = '_comon_orm_migration_steps'";
    assert_eq!(database.connect().text(journal), "0");
    holds(&project, &database, both);
    project.succeed(&database, &["migrate", "deploy", "--allow-warnings", "--reapply", SECOND]);
}

#[test]
fn lost_directories_come_back_byte_for_byte() {
    for place in Place::of_each_provider() {
        let (project, database) = two_applied(place);
        // One that was edited by hand and sealed, and one that was recorded only.
        project
            .write_schema(&USERS_LATER.replace("status String", "notes String?\n  status String"));
        project.succeed(
            &database,
            &["migrate", "dev", "--create-only", "--name", "20240101000002_third"],
        );
        let third = project.migration("_third").join("migration.sql");
        let mut text = fs::read_to_string(&third).unwrap();
        text.push_str("\n-- Fill it\nUPDATE users SET notes = 'é\u{1F40D}' WHERE notes IS NULL;\n");
        fs::write(&third, text).unwrap();
        project.succeed(&database, &["migrate", "seal", "20240101000002_third"]);
        project.succeed(&database, &["migrate", "dev", "--allow-warnings"]);
        project.write_schema(USERS_LATER);
        project.succeed(
            &database,
            &["migrate", "dev", "--create-only", "--name", "20240101000003_fourth"],
        );
        project.succeed(&database, &["migrate", "resolve", "--applied", "20240101000003_fourth"]);

        let names = project.migration_names();
        assert_eq!(names.len(), 4);
        let before: Vec<_> =
            names.iter().map(|name| files(&project.migrations().join(name))).collect();
        for name in &names {
            fs::remove_dir_all(project.migrations().join(name)).unwrap();
        }
        for name in &names {
            let restored = project.run(&database, &["migrate", "restore", name]);
            restored
                .expect(0, &[&format!("{name} as it was applied."), "the one that was executed"]);
        }
        let after: Vec<_> =
            names.iter().map(|name| files(&project.migrations().join(name))).collect();
        assert!(before == after, "{}", place.name());
        let again = project.run(&database, &["migrate", "restore", FIRST]);
        again.expect(0, &["is there, as it was applied; nothing was written."]);
    }
}

#[test]
fn directory_that_the_history_does_not_hold_is_refused_with_what_is_missing() {
    for place in Place::of_each_provider() {
        let (project, database) = two_applied(place);
        let written = files(&project.migrations().join(SECOND));
        let mut connection = database.connect();
        let unknown = project.run(&database, &["migrate", "restore", "2024_none"]);
        unknown.expect(2, &["error[unknown-migration]", "comon history"]);

        let path = "INSERT INTO _comon_orm_migrations (name, applied_at, statement_count) \
                    VALUES ('../20240101000009_out', '2026-01-01T00:00:00Z', 0)";
        connection.execute(path).unwrap();
        let outside = project.run(&database, &["migrate", "restore", "../20240101000009_out"]);
        outside.expect(1, &["error[invalid-name]"]);
        connection.execute("DELETE FROM _comon_orm_migrations WHERE name LIKE '../%'").unwrap();

        // Planned SQL is planned again.
        connection.execute("UPDATE _comon_orm_migrations SET migration_sql = NULL").unwrap();
        fs::remove_dir_all(project.migrations().join(SECOND)).unwrap();
        project.run(&database, &["migrate", "restore", SECOND]).expect(0, &["was planned again"]);
        assert_eq!(files(&project.migrations().join(SECOND)), written);

        // Another one in its place is never overwritten.
        let file = project.migrations().join(SECOND).join("warnings.txt");
        fs::write(&file, "other\n").unwrap();
        let refused = project.run(&database, &["migrate", "restore", SECOND]);
        refused.expect(1, &["error[migration-exists]", "differs: warnings.txt"]);
        assert_eq!(fs::read_to_string(&file).unwrap(), "other\n");

        fs::remove_dir_all(project.migrations().join(SECOND)).unwrap();
        connection.execute("UPDATE _comon_orm_migrations SET checksum = 'x'").unwrap();
        let refused = project.run(&database, &["migrate", "restore", SECOND]);
        refused.expect(
            1,
            &["error[cannot-restore]", "migration.sql: the history row does not store it"],
        );
        assert_eq!(project.migration_names(), [FIRST]);
        let missing = "UPDATE _comon_orm_migrations SET before_schema = NULL";
        connection.execute(missing).unwrap();
        fs::remove_dir_all(project.migrations().join(FIRST)).unwrap();
        let refused = project.run(&database, &["migrate", "restore", SECOND]);
        refused.expect(1, &["before.prisma: the history row holds no snapshot"]);
    }
}

#[test]
fn history_is_repaired_both_ways_without_running_anything() {
    for place in Place::of_each_provider() {
        let (project, database) = two_applied(place);
        let schema = |outcome: Outcome| outcome.expect(0, &["No difference"]);
        let diff = ["migrate", "diff", "--from-database", "--to-schema", "--exit-code"];
        // Undone by hand, and said so.
        project.succeed(&database, &["migrate", "resolve", "--rolled-back", SECOND]);
        schema(project.run(&database, &diff));
        project.run(&database, &["migrate", "status"]).expect(1, &["rolled-back", "drift"]);
        // It was no mistake after all.
        project.succeed(&database, &["migrate", "resolve", "--applied", SECOND]);
        project.run(&database, &["migrate", "status"]).expect(0, &["Up to date: 2 migrations"]);
        schema(project.run(&database, &diff));
        let rows = project.json(&database, &["history"]).1["rows"].as_array().unwrap().len();
        assert_eq!(rows, 4);
    }
}
