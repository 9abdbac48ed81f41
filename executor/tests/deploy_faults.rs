//! What goes wrong around a deploy: servers that go away, come back or take no writes, files that are
//! damaged, in use or left behind, directories and clocks that change. Each time: an exit code and a
//! message that says what to do, a state that `status` explains, and a next run that finishes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::catalogue;
use comon_tests::database::{Connection, Place, TestDatabase};
use comon_tests::mortal_server::MortalServer;
use comon_tests::pending::{SECOND, USERS, USERS_NAMED, pending as pending_of, write_second};
use comon_tests::project::{Outcome, Project};
use comon_tests::server::{self, USER};
use std::fs;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const DEPLOY: [&str; 2] = ["migrate", "deploy"];
const DEPLOY_ALL: [&str; 3] = ["migrate", "deploy", "--allow-warnings"];
const STATUS: [&str; 2] = ["migrate", "status"];

/// A change that SQLite has no form for but a rebuild.
const USERS_OPTIONAL: &str = "model User {
  id    Int     @id @default(autoincrement())
  email String?
}
";

fn pending(place: Place, second: &str) -> (Project, TestDatabase) {
    pending_of(env!("CARGO_BIN_EXE_comon"), place, USERS, second)
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(30), "{what}: it does not come to that");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn ended(deploy: Child) -> Outcome {
    Outcome::of(&DEPLOY, &deploy.wait_with_output().unwrap())
}

/// A deploy whose ALTER TABLE waits for `holder`, which has to be ended.
fn held_up(project: &Project, database: &TestDatabase) -> (Child, Connection) {
    let mut holder = database.connect();
    holder.execute("BEGIN; SELECT 1 FROM \"User\"").unwrap();
    let deploy = project.start(database, &DEPLOY);
    let mut looker = database.connect();
    let waits =
        "SELECT count(*)::text FROM pg_locks WHERE NOT granted AND relation = '\"User\"'::regclass";
    wait_until("ALTER TABLE waits", || looker.text(waits) == "1");
    (deploy, holder)
}

#[test]
fn connection_lost_in_the_middle_of_a_statement_is_told_and_the_next_deploy_finishes() {
    let (project, database) = pending(Place::Postgres(server::newest()), USERS_NAMED);
    let (deploy, mut holder) = held_up(&project, &database);
    holder
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks \
             WHERE NOT granted AND relation = '\"User\"'::regclass \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        .unwrap();
    let lost = ended(deploy);
    let parts = ["error[connection-lost]", "cannot be told from here", "comon migrate status"];
    lost.expect(3, &parts);
    holder.execute("ROLLBACK").unwrap();
    project.run(&database, &STATUS).expect(1, &["pending", SECOND]);
    project.succeed(&database, &DEPLOY);
    project.run(&database, &STATUS).expect(0, &["Up to date: 2 migrations applied."]);
}

#[test]
fn server_that_is_restarted_under_a_deploy_is_a_lost_connection_and_the_next_one_finishes() {
    let mortal = MortalServer::start_new(&[], None);
    let (project, database) = pending(Place::Postgres(mortal.server), USERS_NAMED);
    let (deploy, holder) = held_up(&project, &database);
    mortal.stop();
    ended(deploy).expect(3, &["error[connection-lost]", "comon migrate status"]);
    project.run(&database, &STATUS).expect(3, &["error[server-unreachable]", "Start the server"]);
    drop(holder);
    mortal.start();
    project.run(&database, &STATUS).expect(1, &["pending", SECOND]);
    project.succeed(&database, &DEPLOY);
}

#[test]
fn standby_is_looked_at_and_never_written_to() {
    let mortal = MortalServer::start_new(&[], None);
    let (project, database) = pending(Place::Postgres(mortal.server), USERS_NAMED);
    let standby = mortal.standby();
    let port = |server: &MortalServer| format!(":{}/", server.server.port);
    let url = database.url().replace(&port(&mortal), &port(&standby));
    project.run_with(&url, &STATUS).expect(1, &["1 migration pending."]);
    let refused = project.run_with(&url, &DEPLOY);
    refused.expect(3, &["error[read-only]", "Point the URL at the primary server"]);
    // Two servers in one URL: the one that takes writes is found.
    let both = url.replace(
        &format!("127.0.0.1:{}", standby.server.port),
        &format!("127.0.0.1:{},127.0.0.1:{}", standby.server.port, mortal.server.port),
    );
    let both = format!("{both}?target_session_attrs=read-write");
    project.run_with(&both, &DEPLOY).expect(0, &["Applied 1 migration."]);
}

#[test]
fn password_that_has_expired_is_told_without_showing_it() {
    let (project, database) = pending(Place::Postgres(server::newest()), USERS_NAMED);
    let mut connection = database.connect();
    let role = format!("late_{}", std::process::id());
    let create =
        |until: &str| format!("LOGIN SUPERUSER PASSWORD 'once-g00d' VALID UNTIL '{until}'");
    connection.execute(&format!("CREATE ROLE {role} {}", create("2020-01-01"))).unwrap();
    let url = database
        .url()
        .replace(&format!("{USER}:{}", server::PASSWORD), &format!("{role}:once-g00d"));
    let refused = project.run_with(&url, &DEPLOY);
    refused.expect(3, &["error[wrong-password]", "expired", "VALID UNTIL"]);
    assert!(!refused.text().contains("once-g00d"), "{refused}");
    connection.execute(&format!("ALTER ROLE {role} {}", create("infinity"))).unwrap();
    project.run_with(&url, &DEPLOY).expect(0, &["Applied 1 migration."]);
    connection.execute(&format!("REASSIGN OWNED BY {role} TO {USER}; DROP ROLE {role}")).unwrap();
}

#[test]
fn role_that_may_connect_only_once_deploys_and_a_full_server_says_so() {
    let (project, database) = pending(Place::Postgres(server::newest()), USERS_NAMED);
    let mut connection = database.connect();
    let role = format!("single_{}", std::process::id());
    let options = "LOGIN PASSWORD 'once-g00d' CONNECTION LIMIT 1";
    connection
        .execute(&format!(
            "CREATE ROLE {role} {options}; GRANT ALL ON SCHEMA public TO {role}; \
             ALTER TABLE \"User\" OWNER TO {role}; ALTER TABLE _comon_orm_migrations OWNER TO {role}"
        ))
        .unwrap();
    let url = database
        .url()
        .replace(&format!("{USER}:{}", server::PASSWORD), &format!("{role}:once-g00d"));
    let other = Connection::open(&url);
    project
        .run_with(&url, &DEPLOY)
        .expect(3, &["error[too-many-connections]", "Close idle connections"]);
    drop(other);
    let role_is_free =
        format!("SELECT count(*)::text FROM pg_stat_activity WHERE usename = '{role}'");
    wait_until("the connection is gone", || connection.text(&role_is_free) == "0");
    project.run_with(&url, &DEPLOY).expect(0, &["Applied 1 migration."]);
    connection
        .execute(&format!(
            "REASSIGN OWNED BY {role} TO {USER}; DROP OWNED BY {role}; DROP ROLE {role}"
        ))
        .unwrap();
}

/// Writes nonsense over pages of a file, from the second on.
fn damage(file: &std::path::Path, pages: std::ops::Range<u64>) {
    let mut open = fs::OpenOptions::new().write(true).open(file).unwrap();
    for page in pages {
        open.seek(SeekFrom::Start(page * 4096)).unwrap();
        open.write_all(&[0xa5; 4096]).unwrap();
    }
}

#[test]
fn damaged_sqlite_file_is_named_and_left_as_it_is() {
    let (project, database) = pending(Place::Sqlite, USERS_OPTIONAL);
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
                INSERT INTO \"User\" (email) SELECT 'someone ' || i FROM n";
    database.connect().execute(rows).unwrap();
    let file = database.file().unwrap();
    let sound = fs::read(&file).unwrap();
    damage(&file, 20..30);
    let damaged = fs::read(&file).unwrap();
    // Its rows are read only by the rebuild, which is rolled back.
    let refused = project.run(&database, &DEPLOY_ALL);
    refused.expect(3, &["error[corrupt-database]", "is damaged", "Restore it from a backup"]);
    assert!(fs::read(&file).unwrap() == damaged, "a damaged file was written to");
    // The catalogue itself.
    damage(&file, 1..30);
    project.run(&database, &STATUS).expect(3, &["error[corrupt-database]", "Restore it"]);
    fs::write(&file, sound).unwrap();
    project.succeed(&database, &DEPLOY_ALL);
}

#[test]
fn log_left_by_a_killed_process_is_taken_in_and_its_rows_stay() {
    let (project, database) = pending(Place::Sqlite, USERS_OPTIONAL);
    let mut writer = database.connect();
    writer.execute("PRAGMA journal_mode = wal").unwrap();
    writer.execute("INSERT INTO \"User\" (email) VALUES ('only in the log')").unwrap();
    // The files as a process leaves them that is killed now: with a log that nobody wrote back.
    let killed = TestDatabase::create(Place::Sqlite);
    let (from, to) = (database.file().unwrap(), killed.file().unwrap());
    for end in ["", "-wal"] {
        let named = |file: &std::path::Path| format!("{}{end}", file.display());
        fs::copy(named(&from), named(&to)).unwrap();
    }
    drop(writer);
    project.run(&killed, &STATUS).expect(1, &["1 migration pending."]);
    project.succeed(&killed, &DEPLOY_ALL);
    let mut connection = killed.connect();
    assert_eq!(connection.text("SELECT email FROM \"User\""), "only in the log");
    assert_eq!(connection.text("PRAGMA journal_mode"), "wal");
}

/// Reads standard error up to a line that holds these words.
fn read_until(deploy: &mut Child, words: &str) -> String {
    let mut lines = BufReader::new(deploy.stderr.take().unwrap());
    let mut all = String::new();
    while !all.contains(words) {
        assert_ne!(lines.read_line(&mut all).unwrap(), 0, "`{words}` is not said: {all}");
    }
    std::thread::spawn(move || lines.read_to_string(&mut String::new()));
    all
}

#[test]
fn reader_that_never_ends_is_told_of_while_waiting_and_sigterm_ends_the_wait() {
    let (project, database) = pending(Place::Sqlite, USERS_NAMED);
    // Read first: closing a file gives up the locks that this process has on it.
    let before = fs::read(database.file().unwrap()).unwrap();
    let mut reader = database.connect();
    reader.execute("BEGIN; SELECT count(*) FROM \"User\"").unwrap();
    let mut deploy = project.start(&database, &DEPLOY);
    let said = read_until(&mut deploy, "Waiting to commit: another program is using ");
    let who = format!("process {}", std::process::id());
    assert!(said.contains(&who), "{said}");
    let process = deploy.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
    assert_eq!(deploy.wait().unwrap().code(), Some(143));
    reader.execute("ROLLBACK").unwrap();
    drop(reader);
    assert!(fs::read(database.file().unwrap()).unwrap() == before, "something was written");
    project.run(&database, &STATUS).expect(1, &["pending", SECOND]);
    project.succeed(&database, &DEPLOY);
}

#[test]
fn reader_that_ends_in_time_costs_a_wait_and_nothing_else() {
    let (project, database) = pending(Place::Sqlite, USERS_NAMED);
    let mut reader = database.connect();
    reader.execute("BEGIN; SELECT count(*) FROM \"User\"").unwrap();
    let mut deploy = project.start(&database, &DEPLOY);
    read_until(&mut deploy, "Waiting to commit");
    reader.execute("COMMIT").unwrap();
    assert_eq!(deploy.wait().unwrap().code(), Some(0));
    project.run(&database, &STATUS).expect(0, &["Up to date"]);
}

#[test]
fn history_written_by_a_clock_that_ran_ahead_keeps_its_order() {
    for place in Place::of_each_provider() {
        let (project, database) = pending(place, USERS_NAMED);
        let future = "UPDATE _comon_orm_migrations SET applied_at = '2999-01-01T00:00:00Z'";
        database.connect().execute(future).unwrap();
        project.succeed(&database, &DEPLOY);
        project.run(&database, &STATUS).expect(0, &["Up to date: 2 migrations applied."]);
        // What counts as last is what was applied last, not what says the latest time.
        let order = "SELECT name FROM _comon_orm_migrations ORDER BY seq DESC";
        assert_eq!(database.connect().text(order), SECOND);
        project.write_schema(USERS);
        let dropped = ["migrate", "dev", "--create-only", "--name", "20240101000002_third"];
        project.succeed(&database, &dropped);
        project.succeed(&database, &DEPLOY_ALL);
        project.run(&database, &STATUS).expect(0, &["Up to date: 3 migrations applied."]);
    }
}

#[test]
fn directory_that_changes_while_it_is_read_runs_as_it_was_reviewed_or_not_at_all() {
    let (project, reviewed) = pending(Place::Sqlite, USERS_NAMED);
    let file = project.migrations().join(SECOND).join("migration.sql");
    let folder = file.parent().unwrap();
    let aside = project.path().join("aside");
    let sealed = fs::read_to_string(&file).unwrap();
    let edited =
        format!("{sealed}\nINSERT INTO \"User\" (email) VALUES ('nobody reviewed this');\n");
    project.succeed(&reviewed, &DEPLOY);
    let end = catalogue::describe(&reviewed);

    let over = AtomicBool::new(false);
    let first = project.migrations().join("20240101000000_first");
    let mut codes = [0; 4];
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0.. {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                // In place, which nobody should, and by moving the whole folder away and back.
                fs::write(&file, &edited).unwrap();
                std::thread::sleep(Duration::from_micros(round * 37 % 900));
                fs::write(&file, &sealed).unwrap();
                std::thread::sleep(Duration::from_micros(round * 53 % 900));
                fs::rename(folder, &aside).unwrap();
                fs::rename(&aside, folder).unwrap();
            }
        });
        for _ in 0..40 {
            let database = TestDatabase::create(Place::Sqlite);
            let outcome = project.run(&database, &DEPLOY);
            let told =
                ["artifact-not-sealed", "invalid-local-artifacts", "cannot-read", "open warning"];
            match outcome.code {
                0 => {}
                1 | 3 => {
                    assert!(told.iter().any(|part| outcome.text().contains(part)), "{outcome}")
                }
                _ => panic!("{outcome}"),
            }
            codes[outcome.code as usize] += 1;
            let mut connection = database.connect();
            let found = catalogue::describe(&database);
            let applied = found.iter().any(|line| line.contains("| User |"));
            if found == end {
                assert_eq!(
                    connection.text("SELECT count(*) || '' FROM \"User\""),
                    "0",
                    "{outcome}"
                );
            } else if applied {
                // The folder was away when it was listed: the first migration alone.
                let rows = connection.rows("SELECT name FROM _comon_orm_migrations").unwrap();
                assert_eq!(rows.len(), 1, "{outcome}");
            }
        }
        over.store(true, Ordering::SeqCst);
    });
    assert!(first.is_dir());
    assert!(codes[0] > 0 && codes[1] + codes[3] > 0, "both must have happened: {codes:?}");
}

#[test]
fn sigterm_while_a_lock_is_waited_for_rolls_back_and_says_where_it_stopped() {
    let (project, database) = pending(Place::Postgres(server::newest()), USERS_NAMED);
    let before = catalogue::describe(&database);
    let (deploy, mut holder) = held_up(&project, &database);
    let process = deploy.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
    let output = deploy.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(143), "{said}");
    for part in ["Stopped by SIGTERM", "statement 1 of 1", "nothing of it is left", "to go on"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    holder.execute("ROLLBACK").unwrap();
    assert_eq!(catalogue::describe(&database), before);
    project.run(&database, &STATUS).expect(1, &["1 migration pending."]);
    project.succeed(&database, &DEPLOY);
}

#[test]
fn second_deploy_names_the_holder_of_the_lock_and_exits_4_when_its_patience_ends() {
    let (project, database) = pending(Place::Postgres(server::newest()), USERS_NAMED);
    let (first, mut holder) = held_up(&project, &database);
    let second = project.run(&database, &["migrate", "deploy", "--wait", "1s"]);
    let user = format!("comon of {USER} from 127.0.0.1 (process ");
    second.expect(4, &["error[locked]", &user, ", since 2", "Waited 1 s.", "--wait"]);
    assert!(second.stderr.contains("Waiting for the deploy lock, held by comon of"), "{second}");
    let user = format!("The deploy lock is held by {user}");
    for (command, code) in [("status", 1), ("preflight", 0)] {
        let command = ["migrate", command];
        project.run(&database, &command).expect(code, &[&user, ", since 2", "waits for it"]);
        let (_, document) = project.json(&database, &command);
        let lock = &document["lock"];
        assert_eq!(lock["application"], "comon", "{lock}");
        assert_eq!(lock["user"], USER, "{lock}");
        assert!(lock["process"].is_u64() && lock["since"].is_string(), "{lock}");
    }
    project.run(&database, &["migrate", "deploy", "--dry-run"]).expect(0, &[&user]);
    holder.execute("COMMIT").unwrap();
    ended(first).expect(0, &["Applied 1 migration."]);
    project.run(&database, &DEPLOY).expect(0, &["Nothing to do"]);
}

#[test]
fn second_deploy_on_sqlite_names_the_process_that_holds_the_lock() {
    let (project, database) = pending(Place::Sqlite, USERS_NAMED);
    let mut reader = database.connect();
    reader.execute("BEGIN; SELECT count(*) FROM \"User\"").unwrap();
    let first = project.start(&database, &DEPLOY);
    let lock = format!("{}.comon-lock", database.file().unwrap().display());
    let process = first.id().to_string();
    wait_until("the lock is taken", || {
        fs::read_to_string(&lock).is_ok_and(|note| note.starts_with(&process))
    });
    let second = project.run(&database, &["migrate", "deploy", "--wait", "0"]);
    let holder = format!("comon migrate deploy (process {process}, since 2");
    second.expect(4, &["error[locked]", &holder]);
    // It is about to commit, so that nobody else may read: who it is says the lock file.
    let holder = format!("The deploy lock is held by {holder}");
    project.run(&database, &STATUS).expect(3, &["error[database-busy]", &holder]);
    reader.execute("COMMIT").unwrap();
    ended(first).expect(0, &["Applied 1 migration."]);
}

#[test]
fn status_on_sqlite_names_the_run_that_holds_the_lock_and_none_that_was_killed() {
    let (project, database) = pending(Place::Sqlite, USERS_NAMED);
    let mut writer = database.connect();
    writer.execute("BEGIN IMMEDIATE").unwrap();
    let mut first = project.start(&database, &DEPLOY);
    let said = read_until(&mut first, "Waiting to begin");
    assert!(said.contains("another program is using"), "{said}");
    let process = first.id().to_string();
    let held =
        format!("The deploy lock is held by comon migrate deploy (process {process}, since 2");
    project.run(&database, &STATUS).expect(1, &["1 migration pending.", &held]);
    let (_, document) = project.json(&database, &["migrate", "preflight"]);
    assert_eq!(document["lock"]["process"].to_string(), process);
    // What a killed run leaves in the lock file is nobody's claim.
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(fs::exists(format!("{}.comon-lock", database.file().unwrap().display())).unwrap());
    let (_, document) = project.json(&database, &STATUS);
    assert!(document["lock"].is_null(), "{document:#}");
    writer.execute("ROLLBACK").unwrap();
    project.succeed(&database, &DEPLOY);
}

#[test]
fn section_that_failed_on_sqlite_is_explained_mended_and_finished() {
    let (project, database) = pending(Place::Sqlite, USERS_NAMED);
    write_second(
        &project,
        &database,
        "ALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;\n-- comon: transaction\nSELECT absent;\n",
    );
    project.run(&database, &DEPLOY_ALL).expect(3, &["no such column: absent", "is incomplete"]);
    project.run(&database, &STATUS).expect(1, &["statement 1 of 2 is committed", "no such column"]);
    write_second(
        &project,
        &database,
        "ALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;\n-- comon: transaction\nSELECT 1;\n",
    );
    project.succeed(&database, &DEPLOY_ALL);
    project.run(&database, &STATUS).expect(0, &["Up to date"]);
}
