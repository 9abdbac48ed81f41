//! Steps from live databases: what a push does for each step of the corpus. In: a folder with
//! `steps/*/*/{before,after}.prisma`. A database gets the schema before, is read, brought to the
//! schema after by the plan that starts from what was read, and read again. Out: a table, and every
//! difference; exit code 1 where there is one.
//!
//! `from_live [FOLDER] [--only PART] [--every N]`.

use comon_tests::corpus::{self, Chosen, entries, file_name, missing_on_the_server, provider_of};
use comon_tests::database::{Place, TestDatabase};
use comon_tests::planning::{self, Migration};
use comon_tests::proof::{Counts, Proof};
use comon_tests::{laws, live_sides, parallel};
use planner_core::planner::Planned;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

struct Step {
    name: String,
    before: String,
    after: String,
}

fn main() -> ExitCode {
    let (folder, steps) = match corpus::begin("from_live", read_steps) {
        Ok(found) => found,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    println!("{} steps of {}, each from a live database", steps.len(), folder.display());
    let proof = Proof::begin("real steps planned from live databases");
    let (mut passed, mut failed, mut refused) = (0, 0, 0);
    for (step, outcome) in steps.iter().zip(parallel::map(&steps, judge)) {
        let (word, lines) = match outcome.unwrap_or_else(|panic| Ok(vec![panic])) {
            Ok(problems) if problems.is_empty() => {
                passed += 1;
                ("passed", Vec::new())
            }
            Ok(problems) => {
                failed += 1;
                ("failed", problems)
            }
            Err(reason) => {
                refused += 1;
                ("refused", reason.lines().take(2).map(str::to_owned).collect())
            }
        };
        println!("{word:8} {}", step.name);
        for line in lines {
            println!("         | {line}");
        }
    }
    println!();
    proof.print(Counts { passed, failed, refused });
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read_steps(folder: &Path, chosen: &Chosen) -> std::io::Result<Vec<Step>> {
    let mut steps = Vec::new();
    for repository in entries(&folder.join("steps"))? {
        for step in entries(&repository)? {
            let name = format!("steps/{}/{}", file_name(&repository), file_name(&step));
            let before = fs::read_to_string(step.join("before.prisma"))?;
            let after = fs::read_to_string(step.join("after.prisma"))?;
            if !before.trim().is_empty() {
                steps.push(Step { name, before, after });
            }
        }
    }
    Ok(chosen.of(steps, |step| step.name.clone()))
}

/// The differences; `Err` where nothing was run, and why.
fn judge(step: &Step) -> Result<Vec<String>, String> {
    let provider = provider_of(&step.after)?;
    let migration = Migration {
        provider,
        before: Some(step.before.clone()),
        after: step.after.clone(),
        hints: Vec::new(),
    };
    let planned = planning::plan(&migration)?;
    let first = planning::plan(&Migration::first(provider, &step.before))?;
    let prepared = corpus::prepared(&step.after);
    let mut lacking = None;
    for place in corpus::places(provider) {
        let problems = on(place, &first, &planned, &prepared);
        match missing_on_the_server(&problems) {
            Some(line) => {
                lacking.get_or_insert_with(|| line.to_owned());
            }
            None => return Ok(problems),
        }
    }
    Err(format!("no server here has it: {}", lacking.unwrap_or_default()))
}

fn on(place: Place, first: &Planned, planned: &Planned, prepared: &[String]) -> Vec<String> {
    let database = TestDatabase::create(place);
    let mut connection = database.connect();
    let built =
        laws::prepare(&mut connection, prepared).and_then(|()| laws::run(&mut connection, first));
    match built {
        Ok(()) => live_sides::reach(&database, planned, &[]),
        Err(problem) => vec![problem],
    }
}
