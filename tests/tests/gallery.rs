//! The examples of the review page: their files are what the planner writes (`UPDATE_EXPECT=1` rewrites them),
//! and their reviews say what they are there to show.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::{artifacts, case, gallery};
use planner_core::artifact;
use planner_core::review::{Review, review};
use std::fs;

#[test]
fn files_are_what_the_planner_writes() {
    let mut problems = Vec::new();
    for example in gallery::names() {
        let folder = gallery::folder().join(&example).join("migrations");
        for (name, files) in gallery::migrations(&example) {
            fs::create_dir_all(folder.join(&name)).unwrap();
            for (file, text) in artifacts::texts(&files) {
                problems.extend(case::compare_file(&folder.join(&name).join(file), &text));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The review of the last migration of an example.
fn last(example: &str) -> Review {
    let all = gallery::migrations(example);
    let mut artifacts = all.iter().rev().map(|(name, files)| artifact::read(name, files).unwrap());
    let last = artifacts.next().unwrap();
    review(&last, artifacts.next().as_ref())
}

#[test]
fn each_example_shows_what_it_is_called_after() {
    let codes = |review: &Review| {
        let mut codes: Vec<String> =
            review.integrity.iter().map(|each| each.code.to_string()).collect();
        codes.dedup();
        codes
    };
    let safe = last("1-safe");
    assert!(safe.gating.is_empty() && codes(&safe).is_empty() && safe.steps.len() > 3);
    let destructive = last("2-destructive");
    assert_eq!(destructive.verdict.data_loss, 3, "{}", destructive.sentence);
    let lossy = last("3-lossy");
    assert!(lossy.verdict.data_loss > 2, "{}", lossy.sentence);
    let rebuilt = last("4-rebuild");
    assert!(rebuilt.diagram.entities.iter().any(|each| each.rebuilt), "{}", rebuilt.sentence);
    let renamed = last("5-rename");
    assert!(renamed.gating.is_empty() && renamed.migration_sql.contains("RENAME COLUMN"));
    assert_eq!(codes(&last("6-tampered")), ["artifact-not-sealed", "warnings-edited"]);
    assert_eq!(codes(&last("7-broken-chain")), ["broken-chain"]);
    let failing = last("8-may-fail");
    assert!(failing.verdict.failures > 1, "{}", failing.sentence);
    let by_hand = last("9-by-hand");
    assert!(codes(&by_hand).is_empty() && by_hand.written.len() == 1 && !by_hand.edited.is_empty());
    assert!(last("z-huge").steps.len() > 25);
}
