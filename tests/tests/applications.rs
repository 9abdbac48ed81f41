//! The order of a release, proved: the statements of the application before on the migrated
//! database, and those of the application after on the database before, for every case and every
//! case backwards. `breaks-old-application` and `breaks-new-application-before-deploy` stand for a
//! table exactly where one of its statements fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::applications::{self, Side};
use comon_tests::case;
use comon_tests::database::Place;
use comon_tests::generate;
use comon_tests::parallel;
use comon_tests::planning::Migration;
use comon_tests::server;

const BOTH: [Side; 2] = [Side::Old, Side::New];

fn migrations(place: Place) -> Vec<(String, Migration)> {
    let provider = place.provider();
    let mut found = Vec::new();
    for case in case::all(provider) {
        let migration = Migration::from(&case);
        if let Some(before) = &migration.before {
            let backwards = Migration {
                provider,
                before: Some(migration.after.clone()),
                after: before.clone(),
                hints: Vec::new(),
            };
            found.push((format!("{} backwards", case.name), backwards));
        }
        found.push((case.name.clone(), migration));
    }
    for seed in 0..8 {
        let versions = generate::versions(provider, 4, seed);
        let migration = Migration {
            provider,
            before: Some(versions.before),
            after: versions.after,
            hints: Vec::new(),
        };
        found.push((format!("generated {seed}"), migration));
    }
    found
}

fn notices_are_right(place: Place) {
    let migrations = migrations(place);
    let found =
        parallel::map(&migrations, |(_, migration)| applications::check(place, migration, &BOTH));
    let (mut tried, mut failed, mut problems) = (0, 0, Vec::new());
    for ((name, _), outcome) in migrations.iter().zip(found) {
        match outcome {
            Ok(Ok(outcome)) => {
                tried += outcome.tried;
                failed += outcome.failed;
                problems.extend(outcome.problems.iter().map(|each| format!("{name}: {each}")));
            }
            Ok(Err(reason)) if name.ends_with("backwards") => println!("{name}: {reason}"),
            Ok(Err(reason)) | Err(reason) => problems.push(format!("{name}: {reason}")),
        }
    }
    println!("{}: {tried} statements, {failed} fail on the other database", place.name());
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
    assert!(tried > 2_000 && failed > 100, "{tried} tried, {failed} failed");
}

/// Types that a field can have, in the language of schemas: all that a cast leads to or from.
const POSTGRES_TYPES: [&str; 25] = [
    "String",
    "String @db.VarChar(10)",
    "String @db.VarChar(40)",
    "String @db.Char(5)",
    "String @db.Uuid",
    "String @db.Bit(4)",
    "Boolean",
    "Int",
    "Int @db.SmallInt",
    "Int @db.Oid",
    "BigInt",
    "Float",
    "Float @db.Real",
    "Decimal",
    "Decimal @db.Decimal(10, 2)",
    "Decimal @db.Decimal(12, 4)",
    "DateTime",
    "DateTime @db.Timestamptz(6)",
    "DateTime @db.Date",
    "DateTime @db.Time(3)",
    "DateTime @db.Timetz(6)",
    "Json",
    "Json @db.Json",
    "Int[]",
    "BigInt[]",
];

const SQLITE_TYPES: [&str; 9] =
    ["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"];

/// One table for each pair of types, all in one migration.
fn types_are_told_apart(place: Place, types: &[&str]) {
    let schema = |second: bool| {
        let mut text = format!("datasource db {{\n  provider = \"{}\"\n}}\n", place.provider());
        for (at, was) in types.iter().enumerate() {
            for (to, is) in types.iter().enumerate().filter(|(to, _)| at != *to) {
                let field = if second { is } else { was };
                text.push_str(&format!("\nmodel P{at}x{to} {{\n  id Int @id\n  c {field}\n}}\n"));
            }
        }
        text
    };
    let migration = Migration {
        provider: place.provider(),
        before: Some(schema(false)),
        after: schema(true),
        hints: Vec::new(),
    };
    let outcome = // Each pair stands there in both orders.
    applications::check(place, &migration, &[Side::Old]).unwrap();
    println!("{}: {} statements, {} fail", place.name(), outcome.tried, outcome.failed);
    assert!(outcome.problems.is_empty(), "{}", outcome.problems.join("\n"));
}

#[test]
fn every_pair_of_types_is_judged_as_the_applications_meet_it_on_postgresql() {
    types_are_told_apart(Place::Postgres(server::newest()), &POSTGRES_TYPES);
}

#[test]
fn every_pair_of_types_is_judged_as_the_applications_meet_it_on_sqlite() {
    types_are_told_apart(Place::Sqlite, &SQLITE_TYPES);
}

#[test]
fn applications_fail_exactly_where_a_notice_says_so_on_postgresql() {
    notices_are_right(Place::Postgres(server::newest()));
}

#[test]
fn applications_fail_exactly_where_a_notice_says_so_on_sqlite() {
    notices_are_right(Place::Sqlite);
}
