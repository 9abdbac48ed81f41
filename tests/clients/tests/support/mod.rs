//! An example's schema -> a database that has it, and a runtime to use a client in.

use comon_tests::database::{Place, TestDatabase};
use comon_tests::planning::{Migration, plan};
use std::fs;
use std::future::Future;
use std::path::Path;

/// A database with the tables of a schema of this repository.
pub fn database(place: Place, schema: &str) -> TestDatabase {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(schema);
    let text = fs::read_to_string(path).expect("the schema is read");
    let planned = plan(&Migration::first(place.provider(), &text)).expect("the schema is planned");
    let database = TestDatabase::create(place);
    database.connect().execute(&planned.migration_sql).expect("the tables are made");
    database
}

/// Runs to the end.
pub fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}
