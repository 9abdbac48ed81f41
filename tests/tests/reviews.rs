//! What a reviewer reads first: the sentence, the line of each table and the order, for every case.
//! `tests/reviews.txt` holds them (`UPDATE_EXPECT=1` rewrites it), and they say what the findings
//! and changes say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case;
use comon_tests::generate;
use comon_tests::planning::{self, Migration};
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::review::model::{Order, Review};
use planner_core::review::review_planned;
use std::path::Path;

fn reviews() -> Vec<(String, Planned, Review)> {
    let mut migrations = Vec::new();
    for provider in Provider::ALL {
        for case in case::all(provider) {
            migrations.push((format!("{} on {provider}", case.name), Migration::from(&case)));
        }
        for seed in 0..12 {
            let versions = generate::versions(provider, 3, seed);
            let migration = Migration {
                provider,
                before: Some(versions.before),
                after: versions.after,
                hints: Vec::new(),
            };
            migrations.push((format!("generated {seed} on {provider}"), migration));
        }
    }
    let review = |(name, migration): (String, Migration)| {
        let planned =
            planning::plan(&migration).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let review = review_planned(&planned);
        (name, planned, review)
    };
    migrations.into_iter().map(review).collect()
}

#[test]
fn sentences_are_as_expected() {
    let mut text = String::new();
    for (name, _, review) in reviews() {
        text.push_str(&format!("{name}\n  {}\n", review.sentence));
        for table in &review.tables {
            text.push_str(&format!("    {table}\n"));
        }
        for each in &review.ordered_changes {
            text.push_str(&format!("    {}: {}\n", each.order.in_words(), each.change));
        }
        text.push_str(&format!("  {}\n\n", review.order.in_words()));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("reviews.txt");
    assert_eq!(case::compare_file(&file, &text), None);
}

#[test]
fn sentences_say_what_the_findings_say() {
    for (name, planned, review) in reviews() {
        let gating = |class: &str| {
            let mut all = planned.gating();
            all.any(|finding| finding.message.starts_with(class))
        };
        let says = |words: &str| review.sentence.contains(words);
        assert_eq!(says("may be lost"), gating("Potential data loss:"), "{name}");
        assert_eq!(says("it can fail"), gating("Potential failure:"), "{name}");
        assert_eq!(says("built anew"), gating("Potential rebuild:"), "{name}");
        assert_eq!(says("Changes nothing."), planned.changes.is_empty(), "{name}");
    }
}

#[test]
fn every_touched_table_has_a_line() {
    for (name, planned, review) in reviews() {
        for change in &planned.changes.changes {
            let Some(table) = change.table() else { continue };
            let told =
                review.tables.iter().any(|line| line.starts_with(&format!("{}: ", table.after)));
            assert!(told, "{name}: {} in {:?}", table.after, review.tables);
        }
    }
}

/// A migration of nothing but one order is of that order; of two, it needs two releases.
#[test]
fn the_order_of_the_whole_follows_from_its_changes() {
    for (name, planned, review) in reviews() {
        let first = planned.before.tables.is_empty() && !planned.after.tables.is_empty();
        let any = |order| review.ordered_changes.iter().any(|each| each.order == order);
        let two = any(Order::TwoReleases);
        let old = two || any(Order::ApplicationFirst);
        let new = two || first || any(Order::MigrationFirst);
        let expected = Order::of(old, new);
        assert_eq!(review.order, expected, "{name}");
    }
}
