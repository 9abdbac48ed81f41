//! Migrations of one deploy to PostgreSQL, each of which ends with the first message of the next one: what is
//! told to be applied is there to stay, and an end that fails leaves nothing of either.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Connection, Place, TestDatabase};
use comon_tests::mortal_server::{DURABLE, MortalServer};
use comon_tests::pending::{SECOND, USERS, USERS_NAMED, pending};
use comon_tests::project::Project;
use comon_tests::server;
use executor::session::{Access, Halted, Limits, Missing, Question, Session, Whole};
use executor::target::Target;
use planner_core::provider::Provider;
use std::fs;
use std::path::Path;
use tokio::runtime::Builder;

const DEPLOY: [&str; 2] = ["migrate", "deploy"];
const DEPLOY_ALL: [&str; 3] = ["migrate", "deploy", "--allow-warnings"];
const THIRD: &str = "20240101000002_third";

const USERS_NICKNAMED: &str = "model User {
  id       Int     @id @default(autoincrement())
  email    String
  name     String?
  nickname String?
}
";

/// A project whose second and third migrations are not on the database yet.
fn two_pending(place: Place) -> (Project, TestDatabase) {
    let (project, database) = pending(env!("CARGO_BIN_EXE_comon"), place, USERS, USERS_NAMED);
    project.write_schema(USERS_NICKNAMED);
    project.succeed(&database, &["migrate", "dev", "--create-only", "--name", THIRD]);
    (project, database)
}

/// Its columns, and the rows of the history by their numbers.
fn state(beside: &mut Connection) -> [String; 2] {
    let columns = "SELECT string_agg(column_name::text, ' ' ORDER BY ordinal_position) \
                   FROM information_schema.columns WHERE table_name = 'User'";
    let rows =
        "SELECT string_agg(seq || ' ' || name, ', ' ORDER BY seq) FROM _comon_orm_migrations";
    [beside.text(columns), beside.text(rows)]
}

#[test]
fn migration_that_a_failed_deploy_names_as_applied_survives_the_end_of_the_server() {
    // Nothing is written to the disk but by those who wait for it.
    let settings = [&DURABLE[..], &["wal_writer_delay=10s"]].concat();
    let server = MortalServer::start_new(&settings, None);
    let (project, database) = two_pending(Place::Postgres(server.server));
    let file = project.migrations().join(THIRD).join("migration.sql");
    let planned = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{planned}\nSELECT nobody;\n")).unwrap();
    project.succeed(&database, &["migrate", "seal", THIRD]);

    let applied = format!("Applied before it, and recorded: {SECOND}.");
    project.run(&database, &DEPLOY_ALL).expect(3, &["column \"nobody\"", &applied]);
    server.kill();
    server.start();
    let is = state(&mut database.connect());
    assert_eq!(is, ["id email name", "1 20240101000000_first, 2 20240101000001_second"]);
}

/// Lets the commit of the second migration fail while that condition holds.
fn refuse_its_commit(beside: &mut Connection, condition: &str) {
    beside
        .execute(&format!(
            "CREATE SEQUENCE tries; CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ \
             BEGIN IF {condition} THEN RAISE 'refused by hand'; END IF; RETURN NULL; END $$; \
             CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON _comon_orm_migrations \
             DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.name = '{SECOND}') \
             EXECUTE FUNCTION refuse()"
        ))
        .unwrap();
}

#[test]
fn migration_whose_commit_fails_is_told_as_the_one_and_leaves_nothing_of_it_or_the_next() {
    let (project, database) = two_pending(Place::Postgres(server::newest()));
    let mut beside = database.connect();
    refuse_its_commit(&mut beside, "true");
    let failed = project.run(&database, &DEPLOY);
    let rolled_back = format!("{SECOND} was rolled back; nothing of it is left.");
    failed.expect(3, &["refused by hand", &rolled_back]);
    assert!(!failed.text().contains(THIRD), "{failed}");
    assert!(!failed.text().contains("Applied before it"), "{failed}");
    assert_eq!(state(&mut beside), ["id email", "1 20240101000000_first"]);

    beside.execute("DROP TRIGGER refuse ON _comon_orm_migrations").unwrap();
    project.run(&database, &DEPLOY).expect(0, &["Applied 2 migrations."]);
}

#[test]
fn migration_whose_commit_fails_once_is_applied_by_itself_and_the_next_one_after_it() {
    let (project, database) = two_pending(Place::Postgres(server::newest()));
    let mut beside = database.connect();
    // What a sequence gave out, no rollback takes back.
    refuse_its_commit(&mut beside, "nextval('tries') = 1");
    project.run(&database, &DEPLOY).expect(0, &["Applied 2 migrations.", SECOND, THIRD]);
    assert_eq!(beside.text("SELECT last_value::text FROM tries"), "2");
    let rows = "1 20240101000000_first, 2 20240101000001_second, 3 20240101000002_third";
    assert_eq!(state(&mut beside), ["id email name nickname", rows]);
}

fn whole<'a>(statements: &'a [&'a str]) -> Whole<'a> {
    Whole {
        limits: Limits::default(),
        note: "",
        unless: Question { sql: "$1 = ''", value: "never" },
        statements,
        ahead: None,
    }
}

/// An end that waits comes before whatever is asked next, and where it fails nothing else runs until that
/// is known.
#[test]
fn end_that_waits_goes_before_all_that_is_asked_behind_it() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let database = TestDatabase::create(Place::Postgres(server::newest()));
    let mut beside = database.connect();
    beside.execute("CREATE SEQUENCE runs; CREATE TABLE noted (name TEXT UNIQUE)").unwrap();
    let mut count = || beside.text("SELECT count(*)::text FROM noted");
    let target = Target::parse(Provider::Postgresql, &database.url(), Path::new("/")).unwrap();
    let mut session =
        runtime.block_on(Session::connect(&target, Access::Write, Missing::Refuse)).unwrap();
    let insert = |name: &str| format!("INSERT INTO noted VALUES ('{name}')");

    runtime.block_on(session.begin_whole(&whole(&[]))).unwrap();
    session.commit_with_the_next(insert("by a transaction")).unwrap();
    assert_eq!(count(), "0");
    runtime.block_on(session.begin_whole(&whole(&["SELECT 1"]))).unwrap();
    assert_eq!(count(), "1");
    assert!(session.in_transaction());
    session.commit_with_the_next(insert("by a rollback")).unwrap();
    runtime.block_on(session.rollback()).unwrap();
    assert_eq!(count(), "2");
    runtime.block_on(session.begin_whole(&whole(&[]))).unwrap();
    session.commit_with_the_next(insert("by a question")).unwrap();
    let rows = runtime.block_on(session.query("SELECT count(*)::text FROM noted")).unwrap();
    assert_eq!(rows.first().and_then(|row| row.text(0)), Some("3"));
    runtime.block_on(session.begin_whole(&whole(&[]))).unwrap();
    session.commit_with_the_next(insert("by a beginning")).unwrap();
    runtime.block_on(session.begin()).unwrap();
    assert_eq!(count(), "4");
    runtime.block_on(session.commit_with(&[])).unwrap();

    runtime.block_on(session.begin_whole(&whole(&[]))).unwrap();
    session.commit_with_the_next(insert("by a rollback")).unwrap();
    let run = whole(&["SELECT nextval('runs')"]);
    let halted = runtime.block_on(session.begin_whole(&run)).unwrap_err();
    let Halted::Opening(error) = halted else { panic!("{halted:?}") };
    assert_eq!(error.database_code.as_deref(), Some("23505"), "{error:?}");
    runtime.block_on(session.rollback()).unwrap();
    let again = runtime.block_on(session.begin_whole(&run)).unwrap_err();
    assert!(matches!(again, Halted::Opening(_)), "{again:?}");
    assert!(runtime.block_on(session.execute("SELECT nextval('runs')")).is_err());
    assert!(session.unended().is_some() && !session.has_unended());
    runtime.block_on(session.begin_whole(&run)).unwrap();
    runtime.block_on(session.rollback()).unwrap();
    drop(session);
    assert_eq!(beside.text("SELECT last_value || ' ' || is_called FROM runs"), "1 true");
}
