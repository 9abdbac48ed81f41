//! Every case's schema, built and read back as a side of `migrate diff`: from nothing to the live
//! database and from it to nothing; and from the live database before to the schema after.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case::{self, Case};
use comon_tests::database::{Place, TestDatabase};
use comon_tests::planning::{self, Migration};
use comon_tests::{laws, live_sides, parallel, server};
use planner_core::database::model::ObjectName;
use planner_core::diff::change::{Change, ChangeSet};
use planner_core::diff::{RenameHint, hint};
use planner_core::provider::Provider;
use planner_core::subject::{Subject, SubjectKind};

fn on(place: Place) {
    check(place, |case| {
        let planned = planning::plan(&Migration::first(case.provider, &case.after))?;
        let database = TestDatabase::create(place);
        laws::run(&mut database.connect(), &planned)?;
        Ok(live_sides::check(&database, &planned.after, &[]))
    });
}

/// Every case once more, planned from the live database that holds its schema before.
fn from_live(place: Place) {
    check(place, |case| {
        let migration = Migration::from(case);
        let planned = planning::plan(&migration)?;
        let hints = renames(&planned.changes, case.provider);
        let database = TestDatabase::create(place);
        if let Some(foundation) = migration.foundation() {
            laws::run(&mut database.connect(), &planning::plan(&foundation)?)?;
        }
        Ok(live_sides::reach(&database, &planned, &hints))
    });
}

/// What is renamed, as hints: a live database does not know the names of models that a schema keeps
/// while their tables change theirs.
fn renames(changes: &ChangeSet, provider: Provider) -> Vec<RenameHint> {
    let name = |name: &ObjectName| -> Vec<String> {
        name.namespace.iter().cloned().chain([name.name.clone()]).collect()
    };
    let inside = |table: &ObjectName, part: &str| [name(table), vec![part.to_owned()]].concat();
    let mut pairs: Vec<(SubjectKind, Vec<String>, Vec<String>)> = Vec::new();
    for (_, change) in changes.iter() {
        match change {
            Change::RenameTable(table) => {
                pairs.push((SubjectKind::Table, name(&table.before), name(&table.after)));
            }
            Change::RenameColumn { table, before, after } => pairs.push((
                SubjectKind::Column,
                inside(&table.before, before),
                inside(&table.after, after),
            )),
            // SQLite has no enum types that could be renamed.
            Change::RenameEnum { before, after } if provider == Provider::Postgresql => {
                pairs.push((SubjectKind::Enum, name(before), name(after)));
            }
            Change::AlterEnum(each) if provider == Provider::Postgresql => {
                let values = each.renamed.iter().map(|(before, after)| {
                    let (from, to) = (&each.before.name, &each.after.name);
                    (SubjectKind::Value, inside(from, before), inside(to, after))
                });
                pairs.extend(values);
                if each.before.name != each.after.name {
                    let (from, to) = (name(&each.before.name), name(&each.after.name));
                    pairs.push((SubjectKind::Enum, from, to));
                }
            }
            _ => {}
        }
    }
    let hint = |(kind, before, after)| {
        let side = |parts| format!("{}:{}", SubjectKind::word(kind), Subject { kind, parts });
        hint::parse(&format!("{}={}", side(before), side(after))).expect("a hint")
    };
    pairs.into_iter().map(hint).collect()
}

fn check(place: Place, work: impl Fn(&Case) -> Result<Vec<String>, String> + Sync) {
    let cases = case::sampled(place);
    let found = parallel::map(&cases, work);
    let failed: Vec<String> = cases
        .iter()
        .zip(found)
        .filter_map(|(case, found)| match found.and_then(|found| found) {
            Ok(problems) if problems.is_empty() => None,
            Ok(problems) => Some(format!("{}:\n{}", case.name, problems.join("\n"))),
            Err(problem) => Some(format!("{}:\n{problem}", case.name)),
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

#[test]
fn every_case_is_reached_from_a_live_database() {
    from_live(Place::Sqlite);
    for server in server::tested() {
        from_live(Place::Postgres(server));
    }
}
