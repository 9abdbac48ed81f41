//! Every case folder: the planned files are the expected ones, and the four laws hold on real
//! databases. `COMON_CASE=<part of a name>` runs a few, `UPDATE_EXPECT=1` rewrites what is expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case::{self, Case};
use comon_tests::database::Place;
use comon_tests::laws::{self, Circumstances, EMPTY, Failure, Rows};
use comon_tests::parallel;
use comon_tests::planning::{self, Migration};
use comon_tests::server;
use planner_core::provider::Provider;

fn expected_files(provider: Provider) {
    let cases = case::all(provider);
    let found = parallel::map(&cases, |case: &Case| {
        let planned = planning::plan(&Migration::from(case)).map_err(|reason| vec![reason])?;
        let warnings: String = planned.warnings.iter().map(|line| format!("{line}\n")).collect();
        let compared = [
            case.compare("migration.sql", &planned.migration_sql),
            case.compare("warnings.txt", &warnings),
        ];
        let problems: Vec<_> = compared.into_iter().flatten().collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    });
    report(&cases, found);
}

fn laws_on(place: Place) {
    let cases = case::sampled(place);
    let found = parallel::map(&cases, |case: &Case| {
        let circumstances = Circumstances {
            rows: case.seed.as_deref().map_or(Rows::Empty, Rows::Written),
            failure: case.fails.as_deref().map_or(Failure::None, Failure::Expected),
            ..EMPTY
        };
        match laws::check(place, &Migration::from(case), circumstances) {
            Ok(problems) if problems.is_empty() => Ok(()),
            Ok(problems) => Err(problems),
            Err(reason) => Err(vec![format!("not planned: {reason}")]),
        }
    });
    report(&cases, found);
}

/// All that is wrong at once: a change of the planner shows its whole effect.
fn report(cases: &[Case], found: Vec<Result<Result<(), Vec<String>>, String>>) {
    let mut reports = Vec::new();
    for (case, outcome) in cases.iter().zip(found) {
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(problems)) => reports.push(case.report(&problems)),
            Err(panic) => reports.push(case.report(&[panic])),
        }
    }
    assert!(
        reports.is_empty(),
        "{} of {} cases are wrong\n\n{}",
        reports.len(),
        cases.len(),
        reports.join("\n")
    );
}

#[test]
fn planned_files_are_as_expected_on_postgresql() {
    expected_files(Provider::Postgresql);
}

#[test]
fn planned_files_are_as_expected_on_sqlite() {
    expected_files(Provider::Sqlite);
}

#[test]
fn laws_hold_on_every_tested_postgresql() {
    for server in server::tested() {
        println!("on PostgreSQL {}", server.major);
        laws_on(Place::Postgres(server));
    }
}

#[test]
fn laws_hold_on_sqlite() {
    laws_on(Place::Sqlite);
}

/// The laws say nothing when nobody asks: both families have cases, and enough of them.
#[test]
fn there_are_cases_for_both_databases() {
    if std::env::var_os("COMON_CASE").is_some() {
        return;
    }
    assert!(case::all(Provider::Postgresql).len() >= 60);
    assert!(case::all(Provider::Sqlite).len() >= 60);
}
