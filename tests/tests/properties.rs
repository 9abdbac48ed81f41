//! The laws beyond the written cases, on real databases: generated schemas changed a little,
//! one generated schema turned into quite another, and every case backwards. The seeds are
//! fixed; `COMON_FULL=1` takes more of them. Every table holds rows: what is lost or fails without
//! a warning is a broken law.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case;
use comon_tests::database::{Place, TestDatabase};
use comon_tests::generate;
use comon_tests::laws::{self, Circumstances, EMPTY, Failure, Rows};
use comon_tests::parallel;
use comon_tests::planning::{self, Migration};
use comon_tests::server;
use comon_tests::{rows, seed};

fn seeds(few: u64) -> std::ops::Range<u64> {
    let count = if std::env::var_os("COMON_FULL").is_some() { few * 8 } else { few };
    100..100 + count
}

/// Checks the laws on each and fails with all that is broken.
fn hold(place: Place, migrations: &[(String, Migration)]) {
    let circumstances =
        Circumstances { rows: Rows::Generated, failure: Failure::IfWarned, ..EMPTY };
    let found =
        parallel::map(migrations, |(_, migration)| laws::check(place, migration, circumstances));
    let mut problems = Vec::new();
    for ((name, _), outcome) in migrations.iter().zip(found) {
        match outcome {
            Ok(Ok(found)) if found.is_empty() => {}
            Ok(Ok(found)) => problems.push(format!("{name}: {}", found.join("\n    "))),
            Ok(Err(reason)) | Err(reason) => problems.push(format!("{name}: {reason}")),
        }
    }
    let (broken, all) = (problems.len(), migrations.len());
    assert!(problems.is_empty(), "{broken} of {all} broken\n{}", problems.join("\n"));
}

fn small_changes(place: Place) {
    let migrations: Vec<_> = seeds(12)
        .map(|seed| {
            let models = 1 + (seed as usize * 7) % 24;
            let versions = generate::versions(place.provider(), models, seed);
            let migration = Migration {
                provider: place.provider(),
                before: Some(versions.before),
                after: versions.after,
                hints: Vec::new(),
            };
            (format!("seed {seed}"), migration)
        })
        .collect();
    hold(place, &migrations);
}

#[test]
fn laws_hold_for_small_changes_of_generated_schemas_on_postgresql() {
    small_changes(Place::Postgres(server::newest()));
}

#[test]
fn laws_hold_for_small_changes_of_generated_schemas_on_sqlite() {
    small_changes(Place::Sqlite);
}

/// Model names repeat between seeds, so that tables of one name change almost everything.
fn large_changes(place: Place) {
    let migrations: Vec<_> = seeds(6)
        .map(|seed| {
            let schema = |models, seed| generate::versions(place.provider(), models, seed).before;
            let migration = Migration {
                provider: place.provider(),
                before: Some(schema(2 + seed as usize % 9, seed)),
                after: schema(2 + seed as usize % 7, seed + 1_000),
                hints: Vec::new(),
            };
            (format!("seed {seed}"), migration)
        })
        .collect();
    hold(place, &migrations);
}

#[test]
fn laws_hold_from_one_generated_schema_to_another_on_postgresql() {
    large_changes(Place::Postgres(server::newest()));
}

#[test]
fn laws_hold_from_one_generated_schema_to_another_on_sqlite() {
    large_changes(Place::Sqlite);
}

/// What a case leads to, led back to where it came from, without its hints: other changes than
/// anybody wrote down.
fn backwards(place: Place) {
    let migrations: Vec<_> = case::all(place.provider())
        .into_iter()
        .filter_map(|case| {
            let migration = Migration {
                provider: case.provider,
                before: Some(case.after),
                after: case.before?,
                hints: Vec::new(),
            };
            Some((case.name, migration))
        })
        .collect();
    hold(place, &migrations);
}

#[test]
fn laws_hold_for_every_case_backwards_on_postgresql() {
    backwards(Place::Postgres(server::newest()));
}

#[test]
fn laws_hold_for_every_case_backwards_on_sqlite() {
    backwards(Place::Sqlite);
}

/// Laws over rows say nothing where there are none.
#[test]
fn every_generated_schema_gets_rows() {
    for place in Place::of_each_provider() {
        let schema = generate::versions(place.provider(), 20, 1).before;
        let planned = planning::plan(&Migration::first(place.provider(), &schema)).unwrap();
        let database = TestDatabase::create(place);
        let mut connection = database.connect();
        laws::run(&mut connection, &planned).unwrap();
        connection.execute(&seed::rows(&planned.after)).unwrap();
        let rows = rows::everything(&mut connection, &planned.after);
        assert!(rows.len() >= 20);
        assert!(rows.iter().all(|(_, rows)| rows.len() == 2), "{rows:?}");
    }
}
