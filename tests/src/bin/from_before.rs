//! Prisma 6's diff: what comon plans for each step of the corpus against what Prisma 6 writes for it,
//! both carried out on real databases that hold the schema before and rows, and compared. In: a
//! folder with `steps/*/*/{before.prisma,after.prisma,prisma6.sql}`. Out: a table of what is equal,
//! what differs in our favour and why, and what was not run; exit code 1 where a difference is not
//! listed in `equivalence/steps.tsv`, or a listed one is gone.
//!
//! `from_before [FOLDER] [--only PART] [--every N]`.

use comon_tests::corpus::{self, Chosen, entries, file_name, missing_on_the_server, provider_of};
use comon_tests::database::Place;
use comon_tests::parallel;
use comon_tests::planning::Migration;
use comon_tests::proof::{Counts, Proof};
use comon_tests::server;
use comon_tests::step_equivalence::{self, Step, StepComparison};
use planner_core::provider::Provider;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Differences that stand, and why: step, difference, reason; see the head of the file.
const LISTED: &str = include_str!("../../equivalence/steps.tsv");

/// A step and what Prisma 6 writes for it.
struct Item {
    name: String,
    migration: Result<Migration, String>,
    prepared: Vec<String>,
    peer: String,
}

enum Outcome {
    /// Compared on each of these places.
    Compared(Vec<(String, StepComparison)>),
    /// Nothing was compared.
    Refused(String),
}

#[derive(Default)]
struct Totals {
    equal: usize,
    listed: usize,
    differ: usize,
    refused: usize,
    with_rows: usize,
    runs: usize,
    /// Tables written anew, and indexes built on tables that stay.
    ours: (usize, usize),
    theirs: (usize, usize),
}

/// What is listed for one step: differences, each with its reason.
type Listed = Vec<(&'static str, &'static str)>;

fn main() -> ExitCode {
    let (folder, items) = match corpus::begin("from_before", read_items) {
        Ok(found) => found,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    println!("{} steps of {} with SQL of Prisma 6", items.len(), folder.display());
    let proof = Proof::begin("SQL of real steps against Prisma 6, over rows");
    let listed = listed();
    let mut totals = Totals::default();
    let mut gone = Vec::new();
    for (item, outcome) in items.iter().zip(parallel::map(&items, judge)) {
        let outcome = outcome.unwrap_or_else(panicked);
        let known = listed.get(item.name.as_str());
        gone.extend(report(&item.name, outcome, known, &mut totals));
    }
    for line in &gone {
        println!("listed and gone: {line}");
    }
    print_totals(&totals);
    let passed = totals.equal + totals.listed;
    let failed = totals.differ + gone.len();
    proof.print(Counts { passed, failed, refused: totals.refused });
    if totals.differ == 0 && gone.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn panicked(words: String) -> Outcome {
    let comparison = StepComparison { differences: vec![words], ..StepComparison::default() };
    Outcome::Compared(vec![("nowhere".to_owned(), comparison)])
}

/// The listed differences, by step.
fn listed() -> BTreeMap<&'static str, Listed> {
    let mut listed: BTreeMap<&str, Listed> = BTreeMap::new();
    for line in LISTED.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [step, difference, reason] = cells.as_slice() else {
            panic!("equivalence/steps.tsv: three columns, not: {line}");
        };
        listed.entry(step).or_default().push((difference, reason));
    }
    listed
}

/// Whether a listed difference, in which `*` may stand once for any text, is this one.
fn is_listed_as(listed: &str, difference: &str) -> bool {
    match listed.split_once('*') {
        Some((head, tail)) => {
            difference.strip_prefix(head).is_some_and(|rest| rest.ends_with(tail))
        }
        None => listed == difference,
    }
}

fn read_items(folder: &Path, chosen: &Chosen) -> std::io::Result<Vec<Item>> {
    let mut items = Vec::new();
    for repository in entries(&folder.join("steps"))? {
        for step in entries(&repository)? {
            let name = format!("{}/{}", file_name(&repository), file_name(&step));
            let peer = step.join("prisma6.sql");
            if !peer.is_file() {
                continue;
            }
            let before = fs::read_to_string(step.join("before.prisma"))?;
            let after = fs::read_to_string(step.join("after.prisma"))?;
            let prepared = corpus::prepared(&after);
            let migration = provider_of(&after).map(|provider| Migration {
                provider,
                before: (!before.trim().is_empty()).then_some(before),
                after,
                hints: Vec::new(),
            });
            items.push(Item { name, migration, prepared, peer: fs::read_to_string(peer)? });
        }
    }
    Ok(chosen.of(items, |item| format!("steps/{}", item.name)))
}

/// On the oldest and the newest server, and on any other where one of those lacks something.
fn judge(item: &Item) -> Outcome {
    let migration = match &item.migration {
        Ok(migration) => migration.clone(),
        Err(provider) => return Outcome::Refused(format!("provider {provider} is not supported")),
    };
    let provider = migration.provider;
    let step = Step { migration, peer: &item.peer, prepared: &item.prepared };
    let mut compared = Vec::new();
    let mut lacking = None;
    let wanted: BTreeSet<String> = match provider {
        Provider::Postgresql => {
            server::tested().into_iter().map(|each| Place::Postgres(each).name()).collect()
        }
        Provider::Sqlite => BTreeSet::from([Place::Sqlite.name()]),
    };
    for place in corpus::places(provider) {
        let enough = !compared.is_empty() && !wanted.contains(&place.name());
        if enough || (!wanted.contains(&place.name()) && lacking.is_none()) {
            continue;
        }
        match step_equivalence::check(place, &step) {
            Err(reason) => return Outcome::Refused(reason),
            Ok(comparison) => match missing_on_the_server(&comparison.differences) {
                Some(line) => {
                    lacking.get_or_insert_with(|| line.to_owned());
                }
                None => compared.push((place.name(), comparison)),
            },
        }
    }
    if compared.is_empty() {
        return Outcome::Refused(format!("no server here has it: {}", lacking.unwrap_or_default()));
    }
    Outcome::Compared(compared)
}

/// Prints a step; returns what is listed for it and was not seen.
fn report(
    name: &str,
    outcome: Outcome,
    known: Option<&Listed>,
    totals: &mut Totals,
) -> Vec<String> {
    let compared = match outcome {
        Outcome::Compared(compared) => compared,
        Outcome::Refused(reason) => {
            totals.refused += 1;
            println!("refused  {name}\n         | {}", reason.lines().next().unwrap_or_default());
            return Vec::new();
        }
    };
    // One line for a difference, with every place where it shows.
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (place, comparison) in &compared {
        totals.runs += 1;
        totals.with_rows += usize::from(comparison.without_rows.is_none());
        totals.ours.0 += comparison.ours.tables.len();
        totals.ours.1 += comparison.ours.index_count();
        totals.theirs.0 += comparison.theirs.tables.len();
        totals.theirs.1 += comparison.theirs.index_count();
        for difference in &comparison.differences {
            found.entry(difference).or_default().push(place);
        }
    }
    let known = known.map_or(&[][..], Vec::as_slice);
    let reason = |difference: &str| {
        let listed = known.iter().find(|(listed, _)| is_listed_as(listed, difference));
        listed.map(|(_, reason)| *reason)
    };
    let word = if found.is_empty() {
        totals.equal += 1;
        "equal"
    } else if found.keys().all(|difference| reason(difference).is_some()) {
        totals.listed += 1;
        "listed"
    } else {
        totals.differ += 1;
        "differs"
    };
    let places: Vec<&str> = compared.iter().map(|(place, _)| place.as_str()).collect();
    println!("{word:8} {name:60} {}", places.join(", "));
    for (difference, places) in &found {
        println!("         | {difference} ({})", places.join(", "));
        if let Some(reason) = reason(difference) {
            println!("         |   {reason}");
        }
    }
    for (place, comparison) in &compared {
        if let Some(why) = &comparison.without_rows {
            println!("         | compared without rows on {place}: {why}");
        }
    }
    let is_gone = |listed: &str| !found.keys().any(|found| is_listed_as(listed, found));
    let gone = known.iter().filter(|(listed, _)| is_gone(listed));
    gone.map(|(difference, _)| format!("{name}: {difference}")).collect()
}

fn print_totals(totals: &Totals) {
    println!(
        "\n{} carried out both ways, {} with rows in the tables",
        totals.runs, totals.with_rows
    );
    let line = |who: &str, (tables, indexes): (usize, usize)| {
        println!(
            "{who:8} {tables:4} tables written anew, {indexes:4} indexes built on tables that stay"
        );
    };
    line("comon", totals.ours);
    line("Prisma 6", totals.theirs);
    println!(
        "{} equal; {} differ in our favour, as listed; {} differ; {} refused",
        totals.equal, totals.listed, totals.differ, totals.refused
    );
}
