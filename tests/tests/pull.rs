//! `comon db pull` on real databases: the law of pulling over the project's cases and over
//! generated schemas.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case::{self, Case};
use comon_tests::database::Place;
use comon_tests::generate;
use comon_tests::parallel;
use comon_tests::pulling;
use comon_tests::server;
use planner_core::provider::Provider;

/// Schemas that only snapshots may be (a case without what `check` asks for) are passed over;
/// how many were not says that this is no empty test.
fn cases_on(place: Place) {
    let cases = case::sampled(place);
    let found = parallel::map(&cases, |case: &Case| {
        let sides = case.before.iter().chain([&case.after]);
        let mut judged = 0;
        let mut problems = Vec::new();
        for text in sides {
            if let Ok(found) = pulling::check(place, text, &[]) {
                judged += 1;
                problems.extend(found);
            }
        }
        if let Some(before) = &case.before
            && let Ok(found) = pulling::check_step(place, before, &case.after, &[])
        {
            judged += 1;
            problems.extend(found);
        }
        (judged, problems)
    });
    let mut reports = Vec::new();
    let mut judged = 0;
    for (case, found) in cases.iter().zip(found) {
        match found {
            Ok((count, problems)) => {
                judged += count;
                if !problems.is_empty() {
                    reports.push(case.report(&problems));
                }
            }
            Err(panic) => reports.push(case.report(&[panic])),
        }
    }
    assert!(reports.is_empty(), "{} cases are wrong\n\n{}", reports.len(), reports.join("\n"));
    assert!(judged > cases.len(), "only {judged} schemas were judged");
}

#[test]
fn cases_are_pulled_on_every_tested_postgresql() {
    for server in server::tested() {
        println!("on PostgreSQL {}", server.major);
        cases_on(Place::Postgres(server));
    }
}

#[test]
fn cases_are_pulled_on_sqlite() {
    cases_on(Place::Sqlite);
}

fn generated_on(place: Place) {
    let seeds: Vec<u64> = (1..=12).collect();
    let found = parallel::map(&seeds, |seed: &u64| {
        let versions = generate::versions(place.provider(), 25, *seed);
        let mut problems = pulling::check(place, &versions.before, &[])?;
        problems.extend(pulling::check_step(place, &versions.before, &versions.after, &[])?);
        problems.extend(pulling::check_step(place, &versions.after, &versions.before, &[])?);
        Ok::<_, String>(problems)
    });
    for (seed, found) in seeds.iter().zip(found) {
        let problems = found.unwrap_or_else(|panic| panic!("{panic}")).unwrap();
        assert!(problems.is_empty(), "seed {seed}:\n{}", problems.join("\n"));
    }
}

#[test]
fn generated_schemas_are_pulled_on_postgresql() {
    generated_on(Place::Postgres(server::newest()));
}

#[test]
fn generated_schemas_are_pulled_on_sqlite() {
    generated_on(Place::Sqlite);
}

/// Both providers have enough cases for this to say something.
#[test]
fn there_are_cases_to_pull() {
    for provider in [Provider::Postgresql, Provider::Sqlite] {
        assert!(case::all(provider).len() >= 60);
    }
}
