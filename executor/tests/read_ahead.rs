//! A PostgreSQL database that is read before it is known whether that will be asked for: what was read is
//! taken as long as nothing at all was committed on the server, and read again else. Alone in this program,
//! since every other test commits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::server;
use executor::live::{Ahead, LiveDatabase, Scope, introspect};
use executor::session::{Access, Missing, Session};
use executor::target::Target;
use planner_core::provider::Provider;
use std::path::Path;
use tokio::runtime::Builder;

fn names(found: &LiveDatabase) -> Vec<&str> {
    found.database.tables.iter().map(|table| table.name.name.as_str()).collect()
}

#[test]
fn what_was_read_ahead_is_read_again_once_anything_is_committed() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let database = TestDatabase::create(Place::Postgres(server::newest()));
    let mut beside = database.connect();
    beside.execute("CREATE TABLE first (id INT PRIMARY KEY)").unwrap();
    let target = Target::parse(Provider::Postgresql, &database.url(), Path::new("/")).unwrap();
    let scope = Scope::default();
    let connecting = Session::connect(&target, Access::Write, Missing::Refuse);
    let mut session = runtime.block_on(connecting).unwrap();
    let moment = runtime.block_on(session.moment()).unwrap();
    let ahead = runtime.block_on(Ahead::read(&mut session, &scope)).expect("the server is still");
    assert_eq!(runtime.block_on(session.moment()).unwrap(), moment);
    let found = runtime.block_on(ahead.found(&mut session, &scope)).unwrap();
    assert_eq!(names(&found), ["first"]);
    assert_eq!(found, runtime.block_on(introspect(&mut session, &scope)).unwrap());

    // One that began before and ends behind it changes nothing until then.
    beside.execute("BEGIN; CREATE TABLE second (id INT PRIMARY KEY)").unwrap();
    let ahead = runtime.block_on(Ahead::read(&mut session, &scope)).expect("the server is still");
    beside.execute("COMMIT").unwrap();
    assert_ne!(runtime.block_on(session.moment()).unwrap(), moment);
    let found = runtime.block_on(ahead.found(&mut session, &scope)).unwrap();
    assert_eq!(names(&found), ["first", "second"]);
}
