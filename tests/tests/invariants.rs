//! What holds for every plan, whatever it plans: each change is served, each step serves, the same
//! input gives the same bytes, and the order of declaration does not matter. Checked over all
//! cases and over generated schemas.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case;
use comon_tests::generate::{self, Numbers};
use comon_tests::parallel;
use comon_tests::planning::{self, Migration};
use comon_tests::shuffle;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use std::collections::BTreeSet;

const PROVIDERS: [Provider; 2] = [Provider::Postgresql, Provider::Sqlite];

/// All cases, and a few generated schemas that use everything together.
fn migrations() -> Vec<(String, Migration)> {
    let mut all = Vec::new();
    for provider in PROVIDERS {
        for case in case::all(provider) {
            all.push((format!("{} on {provider}", case.name), Migration::from(&case)));
        }
        for seed in 0..8 {
            let versions = generate::versions(provider, 30, seed);
            let migration = Migration {
                provider,
                before: Some(versions.before),
                after: versions.after,
                hints: Vec::new(),
            };
            all.push((format!("generated schema {seed} on {provider}"), migration));
        }
    }
    all
}

/// Runs a check on every migration and fails with all that it finds.
fn holds(check: impl Fn(&Migration) -> Result<(), String> + Sync) {
    let migrations = migrations();
    let found = parallel::map(&migrations, |(_, migration)| check(migration));
    let problems: Vec<String> = migrations
        .iter()
        .zip(found)
        .filter_map(|((name, _), outcome)| match outcome {
            Ok(Ok(())) => None,
            Ok(Err(problem)) | Err(problem) => Some(format!("{name}: {problem}")),
        })
        .collect();
    assert!(problems.is_empty(), "{} broken\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn every_change_is_served_or_needs_no_step_and_every_step_serves() {
    holds(|migration| {
        let planned = planning::plan(migration)?;
        let known: BTreeSet<_> = planned.changes.iter().map(|(id, _)| id).collect();
        let stepless: BTreeSet<_> = planned.plan.stepless.iter().copied().collect();
        let mut served = BTreeSet::new();
        for step in &planned.plan.steps {
            if step.serves.is_empty() {
                return Err(format!("`{}` serves no change", step.title));
            }
            if step.statements.is_empty() {
                return Err(format!("`{}` has no statement", step.title));
            }
            served.extend(step.serves.iter().copied());
        }
        for (id, change) in planned.changes.iter() {
            match (served.contains(&id), stepless.contains(&id)) {
                (true, false) | (false, true) => {}
                (false, false) => return Err(format!("nothing serves {change:?}")),
                (true, true) => return Err(format!("served though it needs no step: {change:?}")),
            }
        }
        match served.union(&stepless).find(|id| !known.contains(id)) {
            Some(id) => Err(format!("{id:?} is no change")),
            None => Ok(()),
        }
    });
}

#[test]
fn same_input_gives_the_same_bytes() {
    holds(|migration| {
        let [first, second] = [planning::plan(migration)?, planning::plan(migration)?];
        if first.migration_sql != second.migration_sql || first.warnings != second.warnings {
            return Err("two plans of one input differ".to_owned());
        }
        Ok(())
    });
}

#[test]
fn order_of_models_and_enums_changes_no_byte() {
    holds(|migration| {
        let planned = planning::plan(migration)?;
        for seed in 0..3 {
            let mut numbers = Numbers::new(seed);
            let shuffled = Migration {
                before: migration.before.as_ref().map(|text| shuffle::blocks(text, &mut numbers)),
                after: shuffle::blocks(&migration.after, &mut numbers),
                ..migration.clone()
            };
            let other = planning::plan(&shuffled)?;
            if other.migration_sql != planned.migration_sql || other.warnings != planned.warnings {
                let difference = similar::TextDiff::from_lines(
                    planned.migration_sql.as_str(),
                    other.migration_sql.as_str(),
                );
                return Err(format!("{}", difference.unified_diff()));
            }
        }
        Ok(())
    });
}

/// The statements, each as its words in one order: what column order may move is at its place.
fn without_column_order(planned: &Planned) -> Vec<Vec<String>> {
    let statements = planned.plan.steps.iter().flat_map(|step| &step.statements);
    let mut sorted: Vec<Vec<String>> = statements
        .map(|statement| {
            let words = statement.split(|each: char| each.is_whitespace() || ",()".contains(each));
            let mut parts: Vec<_> =
                words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
            parts.sort();
            parts
        })
        .collect();
    sorted.sort();
    sorted
}

#[test]
fn order_of_fields_changes_column_order_only() {
    holds(|migration| {
        let planned = planning::plan(migration)?;
        let mut numbers = Numbers::new(11);
        let shuffled = Migration {
            before: migration.before.as_ref().map(|text| shuffle::fields(text, &mut numbers)),
            after: shuffle::fields(&migration.after, &mut numbers),
            ..migration.clone()
        };
        let other = planning::plan(&shuffled)?;
        let (one, two) = (without_column_order(&planned), without_column_order(&other));
        if one != two {
            let lines = |sorted: &[Vec<String>]| {
                sorted.iter().map(|parts| parts.join(" ")).collect::<Vec<_>>().join("\n")
            };
            let (one, two) = (lines(&one), lines(&two));
            let difference = similar::TextDiff::from_lines(one.as_str(), two.as_str());
            return Err(format!("{}", difference.unified_diff()));
        }
        Ok(())
    });
}

#[test]
fn planning_a_schema_onto_itself_gives_nothing() {
    holds(|migration| {
        let same = Migration {
            before: Some(migration.after.clone()),
            hints: Vec::new(),
            ..migration.clone()
        };
        let planned = planning::plan(&same)?;
        if !planned.changes.is_empty() {
            return Err(format!("{:?}", planned.changes));
        }
        if planned.statement_count != 0 || !planned.warnings.is_empty() {
            return Err(planned.migration_sql);
        }
        Ok(())
    });
}
