//! SQL from empty: what comon plans for each schema of the corpus against what Prisma 6 writes for
//! it, both built on real databases and compared. In: a folder with `schemas/*.prisma` and
//! `schemas/*.prisma6.sql`. Out: a table of what is equal, what was not run and why, and every
//! difference; exit code 1 where there is one.
//!
//! `from_empty [FOLDER] [--only PART] [--every N]`. The newest server comes first, then those that may have
//! what it lacks; where none has it, the schema is listed as refused.

use comon_tests::corpus::{self, Chosen, entries, file_name, missing_on_the_server, provider_of};
use comon_tests::proof::{Counts, Proof};
use comon_tests::{equivalence, parallel};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// A schema and what Prisma 6 writes for it.
struct Item {
    name: String,
    schema: String,
    peer: String,
}

enum Outcome {
    /// The same database, where, and what Prisma 6 writes wrongly.
    Equal(String, Vec<String>),
    /// Nothing was compared.
    Refused(String),
    /// The differences.
    Differs(Vec<String>),
}

fn main() -> ExitCode {
    let (folder, items) = match corpus::begin("from_empty", read_items) {
        Ok(found) => found,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    println!("{} schemas of {} with SQL of Prisma 6", items.len(), folder.display());
    let proof = Proof::begin("SQL from empty against Prisma 6");
    let outcomes = parallel::map(&items, judge);
    let mut counts = BTreeMap::from([("equal", 0), ("refused", 0), ("differs", 0)]);
    for (item, outcome) in items.iter().zip(outcomes) {
        let outcome = outcome.unwrap_or_else(|panic| Outcome::Differs(vec![panic]));
        let (word, place, lines) = match outcome {
            Outcome::Equal(place, notes) => ("equal", place, notes),
            Outcome::Refused(reason) => {
                ("refused", String::new(), reason.lines().map(str::to_owned).collect())
            }
            Outcome::Differs(lines) => ("differs", String::new(), lines),
        };
        *counts.entry(word).or_default() += 1;
        println!("{word:8} {:60} {place}", item.name);
        for line in lines {
            println!("         | {line}");
        }
    }
    println!();
    proof.print(Counts {
        passed: counts["equal"],
        failed: counts["differs"],
        refused: counts["refused"],
    });
    if counts["differs"] == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read_items(folder: &Path, chosen: &Chosen) -> std::io::Result<Vec<Item>> {
    let mut items = Vec::new();
    for path in entries(&folder.join("schemas"))? {
        let name = file_name(&path);
        let peer = path.with_extension("prisma6.sql");
        if name.ends_with(".prisma") && peer.is_file() {
            let (schema, peer) = (fs::read_to_string(&path)?, fs::read_to_string(&peer)?);
            items.push(Item { name, schema, peer });
        }
    }
    Ok(chosen.of(items, |item| item.name.clone()))
}

fn judge(item: &Item) -> Outcome {
    let provider = match provider_of(&item.schema) {
        Ok(provider) => provider,
        Err(name) => return Outcome::Refused(format!("provider {name} is not supported")),
    };
    let prepared = corpus::prepared(&item.schema);
    let mut lacking = None;
    for place in corpus::places(provider) {
        match equivalence::check(place, &item.schema, &item.peer, &prepared) {
            Err(reason) => return Outcome::Refused(reason),
            Ok(comparison) if comparison.differences.is_empty() => {
                return Outcome::Equal(place.name(), comparison.theirs_is_wrong);
            }
            Ok(comparison) => match missing_on_the_server(&comparison.differences) {
                Some(line) => {
                    lacking.get_or_insert_with(|| line.to_owned());
                }
                None => return Outcome::Differs(comparison.differences),
            },
        }
    }
    Outcome::Refused(format!("no server here has it: {}", lacking.unwrap_or_default()))
}
