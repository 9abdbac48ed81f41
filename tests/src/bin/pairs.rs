//! Random pairs of schemas on real databases, both ways, with rows in every table. In: seeds. Out: a
//! table of the edits and how often each held; what failed with its seed, the schemas made as
//! small as they get, the SQL and the law; exit code 1 where something failed.
//!
//! `pairs [--provider sqlite|postgresql] [--major N] [--first SEED] [--count N] [--edit NAME]`: so many
//! pairs on the newest server and on SQLite, a third of them on each older server that tests run on.
//! `--edit` takes pairs of that edit alone, `--rejected` says why seeds gave no valid pair. A refused seed
//! is one for which no valid schema has a place for its edit: nothing was run.

use comon_tests::database::Place;
use comon_tests::pairs::{self, Pair, judge, render, shrink};
use comon_tests::proof::{Counts, Proof};
use comon_tests::{parallel, planning, server};
use planner_core::provider::Provider;
use std::collections::BTreeMap;
use std::process::ExitCode;

#[derive(Debug, Default)]
struct Arguments {
    provider: Option<Provider>,
    first: u64,
    count: u64,
    edit: Option<String>,
    major: Option<u32>,
    rejected: bool,
}

fn main() -> ExitCode {
    let arguments = match read_arguments() {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!(
                "{problem}\nusage: pairs [--provider P] [--major N] [--first SEED] [--count N] [--edit NAME]"
            );
            return ExitCode::from(2);
        }
    };
    let mut places = Vec::new();
    if arguments.provider != Some(Provider::Sqlite) {
        let servers = match arguments.major {
            None => server::tested(),
            Some(major) => {
                let servers: Vec<_> =
                    server::all().into_iter().filter(|each| each.major == major).collect();
                if servers.is_empty() {
                    eprintln!("PostgreSQL {major} is not installed here; run `cargo xtask setup`");
                    return ExitCode::from(2);
                }
                servers
            }
        };
        let newest = servers.iter().map(|each| each.major).max();
        for server in servers {
            let part = if Some(server.major) == newest { 1 } else { 3 };
            places.push((Place::Postgres(server), arguments.count / part));
        }
    }
    if arguments.provider != Some(Provider::Postgresql) {
        places.push((Place::Sqlite, arguments.count));
    }
    let mut good = true;
    for (place, count) in places {
        good &= run(place, count, &arguments);
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read_arguments() -> Result<Arguments, String> {
    let mut arguments = Arguments { count: 60, ..Arguments::default() };
    let mut given = std::env::args().skip(1);
    while let Some(flag) = given.next() {
        if flag == "--rejected" {
            arguments.rejected = true;
            continue;
        }
        let value = given.next().ok_or_else(|| format!("{flag} needs a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("`{value}` is no number"));
        match flag.as_str() {
            "--provider" => {
                let provider = Provider::from_name(&value);
                arguments.provider =
                    Some(provider.ok_or_else(|| format!("`{value}` is no provider"))?);
            }
            "--first" => arguments.first = number()?,
            "--count" => arguments.count = number()?,
            "--major" => arguments.major = u32::try_from(number()?).ok(),
            "--edit" => arguments.edit = Some(value),
            _ => return Err(format!("`{flag}` is no flag of this program")),
        }
    }
    Ok(arguments)
}

enum Outcome {
    /// No valid schema has a place for the edit.
    Absent,
    Passed(Vec<&'static str>),
    /// Its report is printed as soon as it is there.
    Failed(Vec<&'static str>),
}

fn run(place: Place, count: u64, arguments: &Arguments) -> bool {
    let proof = Proof::begin(format!("random pairs on {}, both ways over rows", place.name()));
    let seeds: Vec<u64> = (arguments.first..arguments.first + count).collect();
    let outcomes = parallel::map(&seeds, |seed| outcome(place, *seed, arguments));
    let mut by_edit: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut counts = [0; 3];
    for (seed, outcome) in seeds.iter().zip(outcomes) {
        match outcome {
            Ok(Outcome::Absent) => {
                counts[2] += 1;
                if arguments.rejected {
                    for reason in pairs::rejected(place.provider(), *seed) {
                        println!("seed {seed}: {reason}");
                    }
                }
            }
            Ok(Outcome::Passed(edits)) => {
                counts[0] += 1;
                for edit in edits {
                    by_edit.entry(edit).or_default()[0] += 1;
                }
            }
            Ok(Outcome::Failed(edits)) => {
                counts[1] += 1;
                for edit in edits {
                    by_edit.entry(edit).or_default()[1] += 1;
                }
            }
            Err(panic) => {
                counts[1] += 1;
                println!("seed {seed} on {}: {panic}", place.name());
            }
        }
    }
    println!("{:<56} passed  failed", format!("edits on {}", place.name()));
    for (edit, [passed, failed]) in &by_edit {
        println!("{edit:<56} {passed:>6} {failed:>7}");
    }
    let [passed, failed, refused] = counts;
    proof.print(Counts { passed, failed, refused });
    failed == 0
}

fn outcome(place: Place, seed: u64, arguments: &Arguments) -> Outcome {
    let Some(pair) = pairs::pair(place.provider(), seed, arguments.edit.as_deref()) else {
        return Outcome::Absent;
    };
    let edits = pair.edits.iter().map(|(edit, _)| edit.name).collect();
    let problems = judge::judge(place, &pair);
    if problems.is_empty() {
        return Outcome::Passed(edits);
    }
    let kinds = |problems: &[String]| -> Vec<String> {
        problems.iter().map(|each| each.chars().take(40).collect()).collect()
    };
    let wanted = kinds(&problems);
    let small = shrink::shrink(&pair, |pair| {
        kinds(&judge::judge(place, pair)).iter().any(|kind| wanted.contains(kind))
    });
    println!("{}", report(place, &small));
    Outcome::Failed(edits)
}

fn report(place: Place, pair: &Pair) -> String {
    let edits: Vec<&str> = pair.edits.iter().map(|(edit, _)| edit.name).collect();
    let mut text = format!("\n=== seed {} on {}: {}\n", pair.seed, place.name(), edits.join("; "));
    for problem in judge::judge(place, pair) {
        text.push_str(&format!("  {}\n", problem.replace('\n', "\n    ")));
    }
    text.push_str(&format!(
        "--- before\n{}--- after\n{}",
        blocks(&render::render(&pair.before)),
        blocks(&render::render(&pair.after))
    ));
    for (name, migration) in [("forwards", pair.forwards()), ("backwards", pair.backwards())] {
        text.push_str(&format!("--- {name}: {}\n", migration.hints.join(" ")));
        match planning::plan(&migration) {
            Ok(planned) => {
                text.push_str(&planned.migration_sql);
                for line in &planned.warnings {
                    text.push_str(&format!("! {line}\n"));
                }
            }
            Err(reason) => text.push_str(&reason),
        }
    }
    text
}

/// Without the generator block, which is always the same.
fn blocks(schema: &str) -> String {
    let mut blocks = schema.split("\n\n").filter(|block| !block.starts_with("generator "));
    blocks.by_ref().collect::<Vec<_>>().join("\n\n")
}
