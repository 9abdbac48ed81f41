//! A network that swallows what it is given and hangs up on nobody: before the server is reached, and in
//! the middle of a statement. Each time: an end in good time, a message that says what to do, a state that
//! `status` explains, and a next run that finishes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Connection, Place, TestDatabase};
use comon_tests::pending::{SECOND, USERS, USERS_NAMED, pending as pending_of, write_second};
use comon_tests::project::{Outcome, Project};
use comon_tests::server::{self, Server};
use comon_tests::swallow::Swallow;
use std::process::Child;
use std::time::{Duration, Instant};

const DEPLOY: [&str; 2] = ["migrate", "deploy"];
const STATUS: [&str; 2] = ["migrate", "status"];

fn pending() -> (Project, TestDatabase, &'static Server) {
    let server = server::newest();
    let place = Place::Postgres(server);
    let (project, database) = pending_of(env!("CARGO_BIN_EXE_comon"), place, USERS, USERS_NAMED);
    (project, database, server)
}

/// The database by way of that network, with a second's patience.
fn through(network: &Swallow, database: &TestDatabase) -> String {
    format!("{}?connect_timeout=1", network.url(&database.url()))
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what}: it does not come to that");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A deploy through that network whose ALTER TABLE waits for the session that comes with it.
fn held_up(project: &Project, database: &TestDatabase, network: &Swallow) -> (Child, Connection) {
    let mut holder = database.connect();
    holder.execute("BEGIN; SELECT 1 FROM \"User\"").unwrap();
    let deploy = project.start_with(&through(network, database), &DEPLOY);
    let waits =
        "SELECT count(*)::text FROM pg_locks WHERE NOT granted AND relation = '\"User\"'::regclass";
    let mut looker = database.connect();
    wait_until("ALTER TABLE waits", || looker.text(waits) == "1");
    (deploy, holder)
}

#[test]
fn server_that_takes_the_connection_and_never_answers_is_given_up() {
    let (project, database, server) = pending();
    let network = Swallow::start(server.port, true);
    for command in [&STATUS[..], &DEPLOY] {
        let words =
            ["error[connect-timeout]", "did not answer within 1 s", "connect_timeout in the URL"];
        project.run_with(&through(&network, &database), command).expect(3, &words);
    }
}

#[test]
fn network_that_falls_silent_in_the_middle_of_a_statement_is_a_lost_connection() {
    let (project, database, server) = pending();
    let network = Swallow::start(server.port, false);
    let (deploy, mut holder) = held_up(&project, &database, &network);
    network.swallow();
    // The server does what it was asked, and its answer goes nowhere.
    holder.execute("COMMIT").unwrap();
    let lost = Outcome::of(&DEPLOY, &deploy.wait_with_output().unwrap());
    lost.expect(
        3,
        &[
            "error[connection-lost]",
            "the network brings nothing back",
            &format!("Whether {SECOND} was committed cannot be told from here"),
            "comon migrate status",
        ],
    );
    // The server knows nothing of that yet: its session is there, with what it holds.
    let held = "The deploy lock is held by comon of";
    project.run(&database, &["migrate", "deploy", "--wait", "1s"]).expect(4, &["error[locked]"]);
    network.end();
    let looker = || project.run(&database, &STATUS);
    wait_until("the server gives the session up", || !looker().text().contains(held));
    looker().expect(1, &["1 migration pending.", SECOND]);
    project.succeed(&database, &DEPLOY);
    looker().expect(0, &["Up to date: 2 migrations applied."]);
}

#[test]
fn session_that_is_cut_off_while_new_ones_work_is_a_lost_connection() {
    let (project, database, server) = pending();
    let network = Swallow::start(server.port, false);
    let (deploy, mut holder) = held_up(&project, &database, &network);
    network.swallow_present();
    holder.execute("COMMIT").unwrap();
    let lost = Outcome::of(&DEPLOY, &deploy.wait_with_output().unwrap());
    lost.expect(3, &["error[connection-lost]", "no longer answers to this session"]);
    // What the lost session has locked, and who it is.
    project
        .run(&database, &STATUS)
        .expect(3, &["error[lock-timeout]", "The deploy lock is held by comon of"]);
    network.end();
    project.succeed(&database, &DEPLOY);
    project.run(&database, &STATUS).expect(0, &["Up to date: 2 migrations applied."]);
}

#[test]
fn long_statement_on_a_network_that_works_is_waited_for() {
    let (project, database, server) = pending();
    let sql = "ALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;\nSELECT pg_sleep(6);\n\
               INSERT INTO \"User\" (email) SELECT current_setting('tcp_keepalives_idle') || \
               current_setting('client_connection_check_interval');\n";
    write_second(&project, &database, sql);
    let network = Swallow::start(server.port, false);
    let deploy = [&DEPLOY[..], &["--allow-warnings"]].concat();
    project.run_with(&through(&network, &database), &deploy).expect(0, &["Applied 1 migration."]);
    // The server looks after its client as well.
    assert_eq!(database.connect().text("SELECT email FROM \"User\""), "3010s");
}
