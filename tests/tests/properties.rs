//! The laws over generated schemas on real databases: models of every shape together, related,
//! mapped and changed. The seeds are fixed; `COMON_FULL=1` takes more of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::Place;
use comon_tests::generate;
use comon_tests::laws::{self, EMPTY};
use comon_tests::parallel;
use comon_tests::planning::Migration;
use comon_tests::server;

fn laws_over_generated_schemas(place: Place) {
    let count = if std::env::var_os("COMON_FULL").is_some() { 100 } else { 12 };
    let seeds: Vec<u64> = (100..100 + count).collect();
    let found = parallel::map(&seeds, |seed| {
        let models = 1 + (*seed as usize * 7) % 24;
        let versions = generate::versions(place.provider(), models, *seed);
        let migration = Migration {
            provider: place.provider(),
            before: Some(versions.before),
            after: versions.after,
            hints: Vec::new(),
        };
        laws::check(place, &migration, EMPTY)
    });
    let mut problems = Vec::new();
    for (seed, outcome) in seeds.iter().zip(found) {
        match outcome {
            Ok(Ok(found)) if found.is_empty() => {}
            Ok(Ok(found)) => problems.push(format!("seed {seed}: {}", found.join("\n    "))),
            Ok(Err(reason)) | Err(reason) => problems.push(format!("seed {seed}: {reason}")),
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn laws_hold_for_generated_schemas_on_postgresql() {
    laws_over_generated_schemas(Place::Postgres(server::newest()));
}

#[test]
fn laws_hold_for_generated_schemas_on_sqlite() {
    laws_over_generated_schemas(Place::Sqlite);
}
