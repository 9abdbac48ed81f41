//! Statements that go to a PostgreSQL server together: what fails is told as if it had been sent alone,
//! and nothing behind it runs, not even what no rollback takes back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::server;
use executor::session::{Access, Halted, Limits, Missing, Question, Session, Whole};
use executor::target::Target;
use planner_core::provider::Provider;
use std::fs;
use std::path::Path;
use tokio::runtime::Runtime;

const DEPLOY: [&str; 3] = ["migrate", "deploy", "--allow-warnings"];

const USERS: &str = "model User {
  id Int @id
}
";

const USERS_NAMED: &str = "model User {
  id   Int     @id
  name String?
}
";

fn places() -> impl Iterator<Item = Place> {
    server::tested().into_iter().map(Place::Postgres)
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

async fn session(database: &TestDatabase) -> Session {
    let target = Target::parse(Provider::Postgresql, &database.url(), Path::new("/")).unwrap();
    Session::connect(&target, Access::Write, Missing::Refuse).await.unwrap()
}

fn whole<'a>(condition: &'a str, statements: &'a [&'a str]) -> Whole<'a> {
    Whole {
        limits: Limits::default(),
        note: "",
        unless: Question { sql: condition, value: "a'b\\c" },
        statements,
        ahead: None,
    }
}

#[test]
fn nothing_runs_where_the_condition_holds_or_behind_a_failure() {
    let runtime = runtime();
    for place in places() {
        let database = TestDatabase::create(place);
        let mut beside = database.connect();
        beside.execute("CREATE SEQUENCE runs; CREATE TABLE noted (name TEXT)").unwrap();
        beside.execute("INSERT INTO noted VALUES (E'a''b\\\\c')").unwrap();
        let mut session = runtime.block_on(session(&database));
        // What a sequence gave out, no rollback takes back.
        let runs = ["SELECT nextval('runs') -- the end of a line", "SELECT nextval('runs')"];

        let is_noted = "EXISTS (SELECT 1 FROM noted WHERE name = $1)";
        let halted = runtime.block_on(session.begin_whole(&whole(is_noted, &runs))).unwrap_err();
        assert!(matches!(halted, Halted::Unless), "{halted:?}");
        runtime.block_on(session.rollback()).unwrap();
        assert_eq!(beside.text("SELECT is_called::text FROM runs"), "false");

        let other = "EXISTS (SELECT 1 FROM noted WHERE name <> $1)";
        let failing = [runs[0], "SELECT 'ü',\n  nobody", runs[1]];
        let halted = runtime.block_on(session.begin_whole(&whole(other, &failing))).unwrap_err();
        let Halted::Statement(1, error) = halted else { panic!("{halted:?}") };
        assert_eq!(error.details, ["2 |   nobody", "      ^"], "{error:?}");
        runtime.block_on(session.rollback()).unwrap();
        assert_eq!(beside.text("SELECT last_value::text FROM runs"), "1");

        runtime.block_on(session.begin_whole(&whole(other, &runs))).unwrap();
        runtime.block_on(session.commit_with(&["INSERT INTO noted VALUES ('done')"])).unwrap();
        assert_eq!(beside.text("SELECT last_value::text FROM runs"), "3");
        assert_eq!(beside.text("SELECT count(*)::text FROM noted"), "2");
    }
}

#[test]
fn commit_that_fails_leaves_nothing_of_what_went_with_it() {
    let runtime = runtime();
    for place in places() {
        let database = TestDatabase::create(place);
        let mut beside = database.connect();
        let tables = "CREATE TABLE noted (name TEXT); CREATE TABLE one (id INT PRIMARY KEY); \
                      CREATE TABLE many (one INT REFERENCES one DEFERRABLE INITIALLY DEFERRED)";
        beside.execute(tables).unwrap();
        let mut session = runtime.block_on(session(&database));
        runtime
            .block_on(session.begin_whole(&whole("$1 = ''", &["INSERT INTO many VALUES (7)"])))
            .unwrap();
        let insert = "INSERT INTO noted VALUES ('done')";
        let error = runtime.block_on(session.commit_with(&[insert])).unwrap_err();
        assert_eq!(error.database_code.as_deref(), Some("23503"), "{error:?}");
        runtime.block_on(session.rollback()).unwrap();
        let left = "SELECT count(*)::text FROM (SELECT FROM noted UNION ALL SELECT FROM many) x";
        assert_eq!(beside.text(left), "0");
        // The session goes on as if nothing had been.
        runtime.block_on(session.begin_whole(&whole("$1 = ''", &[]))).unwrap();
        runtime.block_on(session.commit_with(&[insert])).unwrap();
        assert_eq!(beside.text(left), "1");
    }
}

#[test]
fn statement_that_fails_is_told_alike_whether_the_run_is_traced_or_not() {
    let place = Place::Postgres(server::newest());
    let (project, database) =
        comon_tests::pending::pending(env!("CARGO_BIN_EXE_comon"), place, USERS, USERS_NAMED);
    let file = project.migration("_second").join("migration.sql");
    let planned = fs::read_to_string(&file).unwrap();
    let failing = "\n-- Nobody knows it\nUPDATE \"User\"\nSET nobody = 'ü';\n";
    fs::write(&file, format!("{planned}{failing}\nSELECT 1;\n")).unwrap();
    project.succeed(&database, &["migrate", "seal", "20240101000001_second"]);

    let together = project.run(&database, &DEPLOY);
    let words = [
        "column \"nobody\" of relation \"User\" does not exist",
        "2 | SET nobody = 'ü'",
        "(statement 2 of 3)",
        "20240101000001_second was rolled back; nothing of it is left.",
    ];
    together.expect(3, &words);
    let traced = project.run_in(&database.url(), &[("RUST_LOG", "executor=info")], &DEPLOY);
    let said = traced.text();
    assert!(said.contains("INFO"), "{said}");
    for line in together.text().lines().skip_while(|line| !line.starts_with("error[")) {
        assert!(said.contains(line), "{line}\n{said}");
    }

    fs::write(&file, &planned).unwrap();
    project.succeed(&database, &["migrate", "seal", "20240101000001_second"]);
    project.succeed(&database, &DEPLOY);
}
