//! What a deploy says where a database stands in its way, and how the next one goes on: locks that
//! others hold, half-built indexes, edited files, databases that take no writes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Connection, Place, TestDatabase};
use comon_tests::project::{Outcome, Project};
use comon_tests::server::{self, USER};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

const DEPLOY: [&str; 2] = ["migrate", "deploy"];
const DEPLOY_ALL: [&str; 3] = ["migrate", "deploy", "--allow-warnings"];

const USERS: &str = "model User {
  id    Int    @id @default(autoincrement())
  email String
}
";

const USERS_UNIQUE: &str = "model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
";

const USERS_NAMED: &str = "model User {
  id    Int     @id @default(autoincrement())
  email String
  name  String?
}
";

/// A project whose second migration is not on the database yet.
fn pending(place: Place, second: &str) -> (Project, TestDatabase) {
    comon_tests::pending::pending(env!("CARGO_BIN_EXE_comon"), place, USERS, second)
}

fn edit(project: &Project, edit: impl FnOnce(String) -> String) {
    let file = project.migration("_second").join("migration.sql");
    let text = fs::read_to_string(&file).unwrap();
    let edited = edit(text.clone());
    assert_ne!(text, edited);
    fs::write(&file, edited).unwrap();
}

/// `migration.sql` with its index built beside the running application.
fn concurrently(text: String) -> String {
    let text = text.replace("CREATE UNIQUE INDEX", "CREATE UNIQUE INDEX CONCURRENTLY");
    format!("-- comon: no-transaction\n{text}")
}

#[test]
fn lock_timeout_names_the_session_in_the_way_and_not_its_query() {
    let (project, database) = pending(Place::Postgres(server::newest()), USERS_NAMED);
    edit(&project, |text| format!("-- comon: timeout lock=1s\n{text}"));
    project.succeed(&database, &["migrate", "seal", "20240101000001_second"]);

    let mut reader = database.connect();
    reader.execute("SET application_name = 'night report'; BEGIN").unwrap();
    reader.execute("SELECT 'a private value' FROM \"User\"").unwrap();
    let process = reader.text("SELECT pg_backend_pid()::text");

    let refused = project.run(&database, &[&DEPLOY_ALL[..], &["--lock-tries", "1"]].concat());
    let blocker = format!(
        "blocked by session {process} (night report of {USER}), idle in transaction, its transaction began at 2"
    );
    refused.expect(3, &["error[lock-timeout]", &blocker, "its last query began at 2"]);
    assert!(!refused.text().contains("private value"), "{refused}");

    reader.execute("ROLLBACK").unwrap();
    project.succeed(&database, &DEPLOY_ALL);
}

/// Whether the index is there: `valid`, `invalid`, or nothing.
fn index_state(connection: &mut Connection) -> String {
    connection.text(
        "SELECT CASE WHEN indisvalid THEN 'valid' ELSE 'invalid' END FROM pg_index \
         WHERE indexrelid = to_regclass('\"User_email_key\"')",
    )
}

#[test]
fn half_built_index_is_dropped_and_built_again_by_the_next_deploy() {
    let (project, database) = pending(Place::Postgres(server::newest()), USERS_UNIQUE);
    edit(&project, concurrently);
    project.succeed(&database, &["migrate", "seal", "20240101000001_second"]);
    let mut connection = database.connect();
    connection.execute("INSERT INTO \"User\" (email) VALUES ('a'), ('b'), ('b')").unwrap();

    project.run(&database, &DEPLOY_ALL).expect(3, &["could not create unique index"]);
    assert_eq!(index_state(&mut connection), "invalid");
    project.run(&database, &["migrate", "status"]).expect(1, &["migration-incomplete"]);
    // Not repaired: the same answer, not an index that is taken for whole.
    project.run(&database, &DEPLOY_ALL).expect(3, &["could not create unique index"]);

    connection.execute("DELETE FROM \"User\" WHERE id = 3").unwrap();
    project.succeed(&database, &DEPLOY_ALL);
    assert_eq!(index_state(&mut connection), "valid");
    project.run(&database, &["migrate", "status"]).expect(0, &["Up to date"]);
}

#[test]
fn index_build_that_is_killed_is_done_again_by_the_next_deploy() {
    let (project, database) = pending(Place::Postgres(server::newest()), USERS_UNIQUE);
    edit(&project, concurrently);
    project.succeed(&database, &["migrate", "seal", "20240101000001_second"]);
    // A transaction that wrote the table holds the build up, its index begun.
    let mut writer = database.connect();
    writer.execute("BEGIN; INSERT INTO \"User\" (email) VALUES ('a')").unwrap();
    let mut connection = database.connect();
    let mut deploy = project.start(&database, &DEPLOY_ALL);
    let began = Instant::now();
    while index_state(&mut connection).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(20), "the build does not begin");
        std::thread::sleep(Duration::from_millis(20));
    }
    deploy.kill().unwrap();
    let killed = Outcome::of(&DEPLOY_ALL, &deploy.wait_with_output().unwrap());
    assert_eq!(killed.code, -1, "{killed}");
    connection
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE query LIKE 'CREATE UNIQUE INDEX CONCURRENTLY%' AND pid <> pg_backend_pid() \
             AND datname = current_database()",
        )
        .unwrap();
    writer.execute("COMMIT").unwrap();
    assert_eq!(index_state(&mut connection), "invalid");

    project.succeed(&database, &DEPLOY_ALL);
    assert_eq!(index_state(&mut connection), "valid");
    project.run(&database, &["migrate", "status"]).expect(0, &["Up to date"]);
}

#[test]
fn edited_migration_is_refused_as_unsealed_first_and_its_warnings_are_no_newer_planners() {
    let (project, database) = pending(Place::Sqlite, USERS_NAMED);
    edit(&project, |text| format!("{text}\nDELETE FROM \"User\";\n"));
    let refused = project.run(&database, &DEPLOY);
    refused.expect(
        1,
        &[
            "Refused, nothing was applied: artifact-not-sealed",
            "found in its files as they are now, not in warnings.txt",
            "comon migrate seal 20240101000001_second",
        ],
    );
    assert!(!refused.text().contains("newer planner"), "{refused}");
    // Sealing adds what an edit calls for: nobody has to write warnings by hand.
    assert!(!refused.text().contains("warnings-edited"), "{refused}");
    let (_, document) = project.json(&database, &DEPLOY);
    assert_eq!(document["problems"][0]["code"], "artifact-not-sealed");
    assert_eq!(document["openWarnings"][0]["origin"], "planner");

    project.succeed(&database, &["migrate", "seal", "20240101000001_second"]);
    let refused = project.run(&database, &DEPLOY);
    refused.expect(1, &["deletes rows of User"]);
    assert!(!refused.text().contains("not in warnings.txt"), "{refused}");
    project.succeed(&database, &DEPLOY_ALL);
}

#[test]
fn read_only_file_in_a_writable_folder_is_a_failure_that_says_so() {
    let (project, database) = pending(Place::Sqlite, USERS_NAMED);
    let file = database.file().unwrap();
    let folder = file.parent().unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let refused = project.run_unprivileged(&database.url(), &DEPLOY);
    refused.expect(3, &["cannot be written", "write permission"]);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    project.succeed(&database, &DEPLOY);
}

#[test]
fn read_only_postgresql_is_a_failure_that_says_so_and_is_not_overridden() {
    let (project, database) = pending(Place::Postgres(server::newest()), USERS_NAMED);
    let mut connection = database.connect();
    let name = connection.text("SELECT current_database()");
    let set = |value: &str| {
        format!("ALTER DATABASE \"{name}\" SET default_transaction_read_only = {value}")
    };
    connection.execute(&set("on")).unwrap();
    project.run(&database, &DEPLOY).expect(
        3,
        &["error[read-only]", "Nothing can be written here", "default_transaction_read_only"],
    );
    connection.execute(&set("off")).unwrap();
    project.succeed(&database, &DEPLOY);
}
