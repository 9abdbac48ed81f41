//! A URL that leads through a pooler: refused where statements meet different server connections,
//! whatever the pool's size and order; fine where a session keeps its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::pooler::Pooler;
use comon_tests::project::Project;
use comon_tests::server;

const DEPLOY: [&str; 2] = ["migrate", "deploy"];

fn pending() -> (Project, TestDatabase) {
    let place = Place::Postgres(server::newest());
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    project.write_schema("model User {\n  id Int @id\n}\n");
    let create = ["migrate", "dev", "--create-only", "--name", "20240101000000_first"];
    project.succeed(&database, &create);
    (project, database)
}

/// Nothing is made, no lock stays behind, and the remedy is named.
fn is_refused(settings: &str) {
    let (project, database) = pending();
    let server = server::newest();
    let pooler = Pooler::start(server, settings);
    let url = pooler.through(server, &database.url());
    let refused = project.run_with(&url, &DEPLOY);
    refused.expect(1, &["error[pooled-connection]", "transaction mode", "directUrl", "--url"]);
    drop(pooler);
    let mut connection = database.connect();
    let mut count = |what: &str| connection.text(&format!("SELECT count(*)::text FROM {what}"));
    assert_eq!(count("pg_tables WHERE schemaname = 'public'"), "0");
    let own = "database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(count(&format!("pg_locks WHERE locktype = 'advisory' AND {own}")), "0");
    drop(connection);
    project.succeed(&database, &DEPLOY);
}

const IGNORING: &str = "ignore_startup_parameters = extra_float_digits\n";

#[test]
fn pooler_in_transaction_mode_is_refused_with_the_remedy() {
    is_refused(&format!("pool_mode = transaction\n{IGNORING}"));
}

#[test]
fn pooler_with_a_single_server_connection_is_refused() {
    is_refused(&format!("pool_mode = transaction\ndefault_pool_size = 1\n{IGNORING}"));
}

#[test]
fn pooler_that_deals_connections_in_turn_is_refused() {
    is_refused(&format!(
        "pool_mode = transaction\nserver_round_robin = 1\nmin_pool_size = 3\n{IGNORING}"
    ));
}

#[test]
fn pooler_in_statement_mode_is_refused() {
    is_refused(&format!("pool_mode = statement\n{IGNORING}"));
}

#[test]
fn pooler_that_refuses_settings_of_the_first_packet_is_refused_with_the_remedy() {
    is_refused("pool_mode = transaction\n");
}

#[test]
fn pooler_in_session_mode_is_deployed_through() {
    let (project, database) = pending();
    let server = server::newest();
    let pooler = Pooler::start(server, &format!("pool_mode = session\n{IGNORING}"));
    let url = pooler.through(server, &database.url());
    let done = project.run_with(&url, &DEPLOY);
    done.expect(0, &["Applied 1 migration."]);
    drop(pooler);
}
