//! The laws on mutated schemas of the project's own cases and examples, from fixed seeds: a short
//! run of what the fuzz targets do, in any build. `COMON_FUZZ_MUTATIONS` asks for more of them.

use comon_fuzz::laws::TARGETS;
use comon_fuzz::meter::Meter;
use comon_fuzz::mutate::mutate;
use comon_fuzz::pool::Pool;
use comon_fuzz::seeds::{self, Seeds};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

fn hold(target: &str, count: u64) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Seeds { schemas, steps } = seeds::collect(&root, None).expect("the repository's schemas");
    let pool = Pool::of(schemas.iter().map(String::as_str));
    let texts: Vec<&String> = match target {
        "plan" => steps.iter().collect(),
        _ => schemas.iter().collect(),
    };
    let target = TARGETS.iter().find(|each| each.name == target).expect("a target");
    let wanted = std::env::var("COMON_FUZZ_MUTATIONS").ok().and_then(|count| count.parse().ok());
    let mut broken = Vec::new();
    for seed in 0..wanted.unwrap_or(count) {
        let text = texts[seed as usize % texts.len()];
        let mutated = mutate(text, &pool, seed, 20_000);
        let held = catch_unwind(AssertUnwindSafe(|| {
            (target.laws)(&mut Meter::unlimited(), &mutated);
        }));
        if held.is_err() {
            broken.push((seed, mutated));
        }
    }
    let shortest = broken.iter().min_by_key(|(_, text)| text.len());
    assert!(broken.is_empty(), "{} broken, the shortest:\n{shortest:#?}", broken.len());
}

#[test]
fn laws_of_reading_hold_for_mutated_schemas() {
    hold("parse", 3_000);
}

#[test]
fn laws_of_checking_hold_for_mutated_schemas() {
    hold("check", 1_500);
}

#[test]
fn laws_of_formatting_hold_for_mutated_schemas() {
    hold("format", 1_500);
}

#[test]
fn laws_of_planning_hold_for_mutated_schemas() {
    hold("plan", 600);
}
