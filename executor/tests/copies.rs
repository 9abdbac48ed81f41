//! The copy of an SQLite database before something is taken away, and the one that `--backup` asks for:
//! where it is, what it holds, when there is none, and what happens where it cannot be made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Connection, Place, TestDatabase};
use comon_tests::faults::disk_full::SmallDisk;
use comon_tests::pending::{self, CODES, NO_CODES, add_to, create};
use comon_tests::project::Project;
use comon_tests::server;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

const DEPLOY: [&str; 2] = ["migrate", "deploy"];
const DEPLOY_ALL: [&str; 3] = ["migrate", "deploy", "--allow-warnings"];
const VALUE: &str = "INSERT INTO users VALUES (1, 'kept')";
const CODE: &str = "SELECT code FROM users";

/// A pending migration drops a column that holds a value.
fn dropping() -> (Project, TestDatabase) {
    let (project, database) = pending::dropping(env!("CARGO_BIN_EXE_comon"), Place::Sqlite);
    database.connect().execute(VALUE).unwrap();
    (project, database)
}

/// What stands beside the database, in order.
fn beside(database: &TestDatabase) -> Vec<String> {
    let file = database.file().unwrap();
    let entries = fs::read_dir(file.parent().unwrap()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name != "test.db").collect();
    names.sort();
    names
}

fn copy_of(database: &TestDatabase, name: &str) -> PathBuf {
    PathBuf::from(format!("{}.before-{name}", database.file().unwrap().display()))
}

fn code_in(copy: &std::path::Path) -> String {
    Connection::open(&format!("file:{}", copy.display())).text(CODE)
}

#[test]
fn copy_is_made_and_announced_before_values_go() {
    let (project, database) = dropping();
    let file = database.file().unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    // What a run left that was killed while it copied.
    let half = format!("{}.comon-part", copy_of(&database, "20240101000002_step").display());
    fs::write(&half, "half a copy").unwrap();
    project
        .run(&database, &["migrate", "preflight"])
        .expect(1, &["A copy of the database is made"]);
    let (code, document) = project.json(&database, &DEPLOY_ALL);
    assert_eq!(code, 0, "{document:#}");
    let copy = copy_of(&database, "20240101000002_step");
    assert_eq!(document["backup"], copy.to_string_lossy().as_ref());
    assert_eq!(code_in(&copy), "kept");
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(database.connect().rows(CODE).is_err());

    // The same migration once more: no copy is overwritten.
    project.succeed(&database, &["migrate", "rollback", "--allow-warnings"]);
    database.connect().execute("INSERT INTO users VALUES (2, 'later')").unwrap();
    let reapply = ["--reapply", "20240101000002_step"];
    let again = project.run(&database, &[&DEPLOY_ALL[..], &reapply].concat());
    let second = copy_of(&database, "20240101000002_step-2");
    again.expect(0, &[&format!("before it: {}", second.display()), "--no-backup makes none"]);
    assert_eq!(code_in(&copy), "kept");
    let names = ["test.db.before-20240101000002_step", "test.db.before-20240101000002_step-2"];
    assert_eq!(beside(&database), names);
    let status = ["migrate", "status"];
    project.run(&database, &status).expect(0, &["Up to date"]);
}

#[test]
fn nothing_is_copied_where_nothing_is_at_stake_or_nobody_wants_it() {
    let (project, database) = pending::dropping(env!("CARGO_BIN_EXE_comon"), Place::Sqlite);
    // Measured: there is no value.
    database.connect().execute("INSERT INTO users (id) VALUES (1)").unwrap();
    project.succeed(&database, &DEPLOY_ALL);
    // A statement that can only fail loses nothing.
    create(&project, &database, 3, CODES);
    let required = CODES.replace("String?", "String @default(\"\")");
    create(&project, &database, 4, &required.replace("@default(\"\")", "@unique @default(\"\")"));
    project.succeed(&database, &[&DEPLOY[..], &["--to", "20240101000003_step"]].concat());
    assert!(beside(&database).is_empty(), "{:?}", beside(&database));
    // It was said on the command line, or in the configuration.
    let (project, database) = dropping();
    let said = project.run(&database, &[&DEPLOY_ALL[..], &["--no-backup"]].concat());
    said.expect(0, &["Applied 1 migration."]);
    assert!(!said.text().contains("before it"), "{said}");
    assert!(beside(&database).is_empty());
    let (project, database) = dropping();
    fs::write(project.path().join("prisma/comon.toml"), "backup = \"never\"\n").unwrap();
    project.succeed(&database, &DEPLOY_ALL);
    assert!(beside(&database).is_empty());
}

#[test]
fn every_command_that_takes_something_away_copies_first() {
    let kept = |database: &TestDatabase, name: &str| {
        let copy = copy_of(database, name);
        assert!(copy.exists(), "{name}: {:?}", beside(database));
        assert_eq!(code_in(&copy), "kept", "{name}");
        fs::remove_file(copy).unwrap();
    };
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Place::Sqlite.provider());
    let database = TestDatabase::create(Place::Sqlite);
    let dev = |name: &str| project.succeed(&database, &["migrate", "dev", "--name", name]);
    project.write_schema(NO_CODES);
    dev("20240101000001_first");
    project.write_schema(CODES);
    dev("20240101000002_codes");
    database.connect().execute(VALUE).unwrap();
    project.write_schema(NO_CODES);
    let all = ["--allow-warnings"];
    let third = ["migrate", "dev", "--name", "20240101000003_none"];
    project.succeed(&database, &[&third[..], &all].concat());
    kept(&database, "20240101000003_none");
    // The column comes back empty, and gets a value again.
    project.succeed(&database, &["migrate", "rollback", "--allow-warnings"]);
    let refill = "UPDATE users SET code = 'kept'";
    database.connect().execute(refill).unwrap();
    fs::remove_dir_all(project.migrations().join("20240101000003_none")).unwrap();
    project.succeed(&database, &["migrate", "rollback", "--allow-warnings"]);
    kept(&database, "rollback-of-20240101000002_codes");
    // A push, and a reset.
    project.write_schema(CODES);
    project.succeed(&database, &["db", "push"]);
    database.connect().execute(refill).unwrap();
    project.write_schema(NO_CODES);
    project.succeed(&database, &["db", "push", "--accept-data-loss"]);
    kept(&database, "push");
    project.write_schema(CODES);
    project.succeed(&database, &["db", "push"]);
    database.connect().execute(refill).unwrap();
    let reapply = project.run(&database, &["migrate", "reset", "--force"]);
    reapply.expect(0, &["before it: "]);
    kept(&database, "reset");
    // On databases of one's own nobody may want it.
    fs::write(project.path().join("prisma/comon.toml"), "backup = \"shared\"\n").unwrap();
    database.connect().execute(VALUE).unwrap();
    project.succeed(&database, &["migrate", "reset", "--force"]);
    assert!(beside(&database).is_empty(), "{:?}", beside(&database));
}

#[test]
fn without_room_for_the_copy_nothing_is_changed() {
    let Some(disk) = SmallDisk::mount(1) else {
        assert!(server::unprivileged_user().is_none(), "root may mount a small disk");
        return;
    };
    let (project, prepared) = dropping();
    let rows = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
                INSERT INTO users SELECT i, hex(zeroblob(30)) FROM n";
    prepared.connect().execute(rows).unwrap();
    let database = TestDatabase::create_file_in(disk.path());
    fs::copy(prepared.file().unwrap(), database.file().unwrap()).unwrap();
    let before = fs::read(database.file().unwrap()).unwrap();
    let filler = disk.path().join("filler");
    fs::write(&filler, vec![0; 560_000]).unwrap();
    project
        .run(&database, &["migrate", "preflight", "--allow-warnings"])
        .expect(1, &["in the way: ", "the copy before it included"]);
    let refused = project.run(&database, &DEPLOY_ALL);
    let words = ["error[backup-failed]", " are free there; nothing was applied", "--no-backup"];
    refused.expect(3, &words);
    assert!(fs::read(database.file().unwrap()).unwrap() == before, "it was written to");
    assert!(beside(&database).is_empty(), "{:?}", beside(&database));
    fs::remove_file(filler).unwrap();
    project.succeed(&database, &DEPLOY_ALL);
    assert_eq!(code_in(&copy_of(&database, "20240101000002_step")), "kept");
}

#[test]
fn failed_deploy_that_changed_nothing_leaves_no_copy() {
    let (project, database) = dropping();
    add_to(&project, &database, "20240101000002_step", "INSERT INTO nowhere VALUES (1);");
    let failed = project.run(&database, &DEPLOY_ALL);
    failed.expect(3, &["no such table: nowhere", "nothing of it is left"]);
    assert!(!failed.text().contains("To go back"), "{failed}");
    assert!(beside(&database).is_empty(), "{:?}", beside(&database));
    assert_eq!(database.connect().text(CODE), "kept");
}

#[test]
fn failed_deploy_that_changed_something_says_how_to_restore_and_that_works() {
    for asked in [&[][..], &["--backup", "before.db"]] {
        let (project, database) = dropping();
        let third = create(&project, &database, 3, CODES);
        add_to(&project, &database, &third, "INSERT INTO nowhere VALUES (1);");
        let failed = project.run(&database, &[&DEPLOY_ALL[..], asked].concat());
        failed.expect(3, &["no such table: nowhere", "To go back to it", "Applied before it"]);
        assert!(database.connect().rows(CODE).is_err() || asked.is_empty());
        let text = failed.text();
        let command = text.lines().find_map(|line| line.split_once("stopped: ")).unwrap().1;
        let status = std::process::Command::new("sh").arg("-c").arg(command).status().unwrap();
        assert!(status.success(), "{command}");
        assert_eq!(database.connect().text(CODE), "kept");
    }
}

#[test]
fn backup_that_is_asked_for_is_the_database_before_the_first_change() {
    let (project, database) = dropping();
    let place = project.path().join("before.db");
    let shown = place.to_string_lossy().into_owned();
    let backing = [&DEPLOY_ALL[..], &["--backup", &shown]].concat();

    // A refusal changes nothing, and so there is nothing to keep.
    project.run(&database, &[&DEPLOY[..], &["--backup", &shown]].concat()).expect(1, &[]);
    assert!(!place.exists());
    fs::write(&place, "").unwrap();
    project.run(&database, &backing).expect(1, &["error[backup-exists]"]);
    assert_eq!(fs::read_to_string(&place).unwrap(), "");
    fs::remove_file(&place).unwrap();

    let (code, document) = project.json(&database, &backing);
    assert_eq!(code, 0, "{document:#}");
    assert_eq!(document["backup"], shown.as_str());
    assert_eq!(code_in(&place), "kept");
    assert!(database.connect().rows(CODE).is_err());
    // One copy is enough.
    assert!(beside(&database).is_empty(), "{:?}", beside(&database));
    // Nothing pending, nothing copied.
    let other = project.path().join("other.db").to_string_lossy().into_owned();
    project.succeed(&database, &[&DEPLOY[..], &["--backup", &other]].concat());
    assert!(!fs::exists(&other).unwrap());
}

#[test]
fn backup_of_a_server_is_refused_by_name() {
    let place = Place::Postgres(server::newest());
    let (project, database) = pending::dropping(env!("CARGO_BIN_EXE_comon"), place);
    let backing = ["--backup", "before.db", "--allow-warnings"];
    for command in [&DEPLOY[..], &["db", "push"], &["migrate", "rollback"], &["migrate", "reset"]] {
        project
            .run(&database, &[command, &backing].concat())
            .expect(2, &["error[backup-not-supported]", "pg_dump"]);
    }
}
