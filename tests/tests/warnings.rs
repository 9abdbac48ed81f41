//! Every rule, acted out on real databases: what it warns of happens in its example and not in what
//! it says to do instead, and its probes tell the two apart.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::Place;
use comon_tests::hazards::{self, Hazard, table::HAZARDS};
use comon_tests::{parallel, server};
use planner_core::provider::Provider;
use planner_core::warning::finding::Level;
use planner_core::warning::registry::RULES;
use std::collections::BTreeSet;

fn happen(place: Place) {
    let hazards: Vec<Hazard> =
        HAZARDS.iter().copied().filter(|each| each.provider == place.provider()).collect();
    let found = parallel::map(&hazards, |hazard| hazards::check(place, hazard));
    let mut problems = Vec::new();
    for (hazard, outcome) in hazards.iter().zip(found) {
        match outcome {
            Ok(found) => problems.extend(found.iter().map(|each| format!("{}: {each}", hazard.id))),
            Err(panic) => problems.push(format!("{}: {panic}", hazard.id)),
        }
    }
    assert!(problems.is_empty(), "on {}\n{}", place.name(), problems.join("\n"));
}

#[test]
fn hazards_happen_on_every_tested_postgresql() {
    for server in server::tested() {
        happen(Place::Postgres(server));
    }
}

#[test]
fn hazards_happen_on_sqlite() {
    happen(Place::Sqlite);
}

/// Only on one of the two: SQLite casts any value into any type, and PostgreSQL rebuilds nothing.
const ON_ONE_DATABASE: [&str; 2] = ["recreate-column", "rebuild-table"];

#[test]
fn every_rule_is_acted_out() {
    let acted: BTreeSet<(&str, Provider)> =
        HAZARDS.iter().map(|hazard| (hazard.id, hazard.provider)).collect();
    for rule in RULES {
        let on = |provider| acted.contains(&(rule.id, provider));
        let (postgres, sqlite) = (on(Provider::Postgresql), on(Provider::Sqlite));
        assert!(postgres || sqlite, "{} is acted out nowhere", rule.id);
        if rule.level == Level::Gating {
            let one = ON_ONE_DATABASE.contains(&rule.id);
            assert_eq!(postgres && sqlite, !one, "{} on both databases", rule.id);
        }
    }
}
