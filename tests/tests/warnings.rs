//! Every rule, acted out on real databases: what it warns of happens in its example and not in what
//! it says to do instead, and its probes tell the two apart. docs/warnings.md is what the rules say
//! (`UPDATE_EXPECT=1` writes it).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::Place;
use comon_tests::hazards::safer::{self, Situation};
use comon_tests::hazards::situations::SITUATIONS;
use comon_tests::hazards::{self, Hazard, table::HAZARDS};
use comon_tests::{case, parallel, server, warnings_page};
use planner_core::provider::Provider;
use planner_core::warning::finding::Level;
use planner_core::warning::registry::RULES;
use planner_core::warning::registry::all_rules;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn happen(place: Place) {
    let hazards: Vec<Hazard> =
        HAZARDS.iter().copied().filter(|each| each.provider == place.provider()).collect();
    none(place, &hazards, |hazard| hazard.id, |hazard| hazards::check(place, hazard));
}

/// Checks all of them and asserts that no check found a problem or panicked.
fn none<T: Sync>(
    place: Place,
    items: &[T],
    name: impl Fn(&T) -> &'static str,
    check: impl Fn(&T) -> Vec<String> + Sync,
) {
    let mut problems = Vec::new();
    for (item, outcome) in items.iter().zip(parallel::map(items, check)) {
        match outcome {
            Ok(found) => {
                problems.extend(found.iter().map(|each| format!("{}: {each}", name(item))))
            }
            Err(panic) => problems.push(format!("{}: {panic}", name(item))),
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

fn is_safer(place: Place) {
    let is_here = |situation: &Situation| situation.databases.contains(&place.provider());
    let situations: Vec<Situation> = SITUATIONS.iter().copied().filter(is_here).collect();
    none(
        place,
        &situations,
        |situation| situation.rule,
        |situation| safer::check(place, situation),
    );
}

#[test]
fn safer_sql_does_what_it_says_on_every_tested_postgresql() {
    for server in server::tested() {
        is_safer(Place::Postgres(server));
    }
}

#[test]
fn safer_sql_does_what_it_says_on_sqlite() {
    is_safer(Place::Sqlite);
}

/// Rules that never have a way in SQL are those whose words alone help.
#[test]
fn every_gating_rule_has_a_way_in_sql_or_is_known_to_have_none() {
    let with_ways: BTreeSet<&str> = SITUATIONS.iter().map(|each| each.rule).collect();
    let without: Vec<&str> = RULES
        .iter()
        .filter(|rule| rule.level == Level::Gating && !with_ways.contains(rule.id))
        .map(|rule| rule.id)
        .collect();
    // A rebuild is how SQLite changes a table: no other statement leads to the same schema.
    assert_eq!(without, ["rebuild-table"]);
}

#[test]
fn every_rule_is_acted_out_on_the_databases_that_it_is_about() {
    let acted: BTreeSet<(&str, Provider)> =
        HAZARDS.iter().map(|hazard| (hazard.id, hazard.provider)).collect();
    for rule in RULES {
        for provider in Provider::ALL {
            let here = acted.contains(&(rule.id, provider));
            let about = rule.databases.contains(&provider);
            assert!(about || !here, "{} is not about {provider}", rule.id);
            let owed =
                rule.level == Level::Gating || provider == rule.documentation.example.provider;
            assert!(here || !about || !owed, "{} on {provider}", rule.id);
        }
    }
}

#[test]
fn page_is_what_the_rules_say() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/warnings.md");
    assert_eq!(case::compare_file(&file, &warnings_page::render()), None);
}

/// File name = id = anchor.
#[test]
fn every_rule_has_a_file_of_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../planner-core/src/warning/rules");
    let stem = |path: &Path| Some(path.file_stem()?.to_str()?.replace('_', "-"));
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .filter_map(|path| stem(&path))
        .filter(|name| name != "mod")
        .collect();
    let ids: BTreeSet<String> = all_rules().iter().map(|rule| rule.id().to_owned()).collect();
    assert_eq!(files, ids);
}
