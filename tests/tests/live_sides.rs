//! Every case's schema, built and read back as a side of `migrate diff`: from nothing to the live
//! database and from it to nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case::{self, Case};
use comon_tests::database::{Place, TestDatabase};
use comon_tests::planning::{self, Migration};
use comon_tests::{laws, live_sides, parallel, server};

fn on(place: Place) {
    let cases = case::all(place.provider());
    let found = parallel::map(&cases, |case: &Case| {
        let planned = planning::plan(&Migration::first(case.provider, &case.after))?;
        let database = TestDatabase::create(place);
        laws::run(&mut database.connect(), &planned)?;
        let problems = live_sides::check(&database, &planned.after, &[]);
        if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
    });
    let failed: Vec<String> = cases
        .iter()
        .zip(found)
        .filter_map(|(case, found)| {
            let problem = found.and_then(|found| found).err()?;
            Some(format!("{}:\n{problem}", case.name))
        })
        .collect();
    assert!(failed.is_empty(), "{}\n{}", place.name(), failed.join("\n"));
}

#[test]
fn sqlite_databases_are_built_again_and_taken_away() {
    on(Place::Sqlite);
}

#[test]
fn postgresql_databases_are_built_again_and_taken_away() {
    for server in server::tested() {
        on(Place::Postgres(server));
    }
}
