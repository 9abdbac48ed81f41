//! `cargo xtask test`: everything that has to hold, stage by stage. Each stage has a headed line
//! and its duration; all run, and the end names those that failed. What a stage does is elsewhere.

use crate::setup::servers::Servers;
use crate::workspace::{self, cargo, shown};
use crate::{corpus, demo, faults, fuzz, page, pairs, parity, setup, tidy, wasm};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// How many checks of a stage held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Those that did.
    pub passed: usize,
    /// Those that did not.
    pub failed: usize,
}

impl Tally {
    /// One check more.
    pub fn count(&mut self, held: bool) {
        if held { self.passed += 1 } else { self.failed += 1 }
    }
}

/// What `cargo xtask test` was asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Also what takes long: more moments of interruption, more generated schemas.
    pub full: bool,
    /// On which versions of PostgreSQL.
    pub servers: Servers,
    /// Only stages with this in their name; where there is none, only cargo tests with it.
    pub filter: Option<String>,
}

struct Stage {
    name: &'static str,
    /// What held; `None` where this machine has nothing to run it on, or where it is for `--full`
    /// alone, which it then says.
    run: fn(&Wanted) -> Result<Option<Tally>>,
}

/// In this order: what fails fast first, what needs an earlier one's product after it.
const STAGES: [Stage; 16] = [
    Stage { name: "setup", run: |wanted| one(setup::run(wanted.servers)) },
    Stage {
        name: "format",
        run: |_| one(workspace::run(cargo().args(["fmt", "--all", "--check"]))),
    },
    Stage { name: "tidy", run: |_| tidy::run().map(Some) },
    Stage { name: "clippy", run: |_| one(clippy()) },
    Stage { name: "tests", run: |wanted| cargo_tests(wanted, None).map(Some) },
    Stage { name: "otel", run: exported },
    Stage { name: "demo", run: |_| one(demo::run(None)) },
    Stage { name: "wasm", run: |_| one(wasm::build()) },
    Stage { name: "parity", run: |_| parity::run().map(Some) },
    Stage { name: "page", run: |_| one(page::build()) },
    Stage { name: "browser", run: |_| page::browser_tests().map(Some) },
    Stage { name: "fuzz", run: |wanted| fuzz::stage(wanted.full).map(Some) },
    Stage { name: "measure", run: measured },
    Stage { name: "faults", run: |wanted| faults::stage(wanted.full).map(Some) },
    Stage { name: "pairs", run: |wanted| pairs::stage(wanted.full).map(Some) },
    Stage { name: "corpus", run: |wanted| where_present(corpus::run_where_present(wanted.full)) },
];

/// Runs what is wanted and ends with the sum of all checks on a line of its own.
pub fn run(wanted: &Wanted) -> ExitCode {
    let filter = wanted.filter.as_deref();
    let chosen: Vec<&Stage> =
        STAGES.iter().filter(|stage| filter.is_none_or(|text| stage.name.contains(text))).collect();
    let mut total = Tally::default();
    let mut failures = Vec::new();
    let mut take = |name: &str, run: &dyn Fn() -> Result<Option<Tally>>| {
        println!("\n==> {name}");
        let began = Instant::now();
        let result = run();
        let seconds = began.elapsed().as_secs_f64();
        let tally = match result {
            Ok(None) => {
                println!("==> {name}: not run");
                return;
            }
            Ok(Some(tally)) if tally == Tally::default() => {
                println!("nothing was checked");
                Tally { passed: 0, failed: 1 }
            }
            Ok(Some(tally)) => tally,
            Err(error) => {
                println!("{error:#}");
                Tally { passed: 0, failed: 1 }
            }
        };
        let Tally { passed, failed } = tally;
        let verdict = if failed == 0 { "ok" } else { "FAILED" };
        println!("==> {name}: {verdict}, {passed} passed, {failed} failed, {seconds:.1} s");
        if failed > 0 {
            failures.push(name.to_owned());
        }
        total.passed += passed;
        total.failed += failed;
    };
    for stage in &chosen {
        take(stage.name, &|| (stage.run)(wanted));
    }
    if chosen.is_empty() {
        take("tests", &|| cargo_tests(wanted, filter).map(Some));
    }
    println!();
    if !failures.is_empty() {
        println!("failed: {}", failures.join(", "));
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A stage that is one check.
fn one(result: Result<()>) -> Result<Option<Tally>> {
    result.map(|()| Some(Tally { passed: 1, failed: 0 }))
}

/// The same, which may have nothing to run on.
fn where_present(result: Result<bool>) -> Result<Option<Tally>> {
    result.map(|present| present.then_some(Tally { passed: 1, failed: 0 }))
}

fn clippy() -> Result<()> {
    let mut command = cargo();
    command.args(["clippy", "--quiet", "--locked", "--workspace", "--all-targets"]);
    workspace::run(command.args(["--", "-D", "warnings"]))
}

/// How long every operation takes on inputs of a megabyte that are large in one way each, and how
/// much memory. A release build and two minutes of processor time: too much for every run.
fn measured(wanted: &Wanted) -> Result<Option<Tally>> {
    if !wanted.full && wanted.filter.is_none() {
        println!("only with --full, or named: cargo xtask test measure");
        return Ok(None);
    }
    let mut command = cargo();
    command.args(["run", "--quiet", "--locked", "--release"]);
    counted(command.args(["--package", "comon-fuzz", "--bin", "measure"])).map(Some)
}

/// The feature that few build: its own dependencies take minutes, too much for every run.
fn exported(wanted: &Wanted) -> Result<Option<Tally>> {
    if !wanted.full && wanted.filter.is_none() {
        println!("only with --full, or named: cargo xtask test otel");
        return Ok(None);
    }
    let mut command = cargo();
    command.args(["test", "--quiet", "--locked", "--package", "executor", "--features", "otel"]);
    counted(command.args(["--test", "otel"])).map(Some)
}

fn cargo_tests(wanted: &Wanted, filter: Option<&str>) -> Result<Tally> {
    let mut command = cargo();
    command.args(["test", "--quiet", "--locked", "--workspace", "--no-fail-fast"]);
    command.args(filter);
    if wanted.full {
        command.env("COMON_FULL", "1");
    }
    if let Some(versions) = wanted.servers.versions() {
        command.env("COMON_POSTGRES_VERSIONS", versions);
    }
    counted(&mut command)
}

/// Runs a command whose output holds lines such as `3 passed; 1 failed`, and adds them up.
pub fn counted(command: &mut Command) -> Result<Tally> {
    println!("$ {}", shown(command));
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    let output = child.stdout.take().context("its output cannot be read")?;
    let mut tally = Tally::default();
    for line in BufReader::new(output).split(b'\n') {
        let line = line.context("its output cannot be read")?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        if let Some(found) = tally_of(&line) {
            tally.passed += found.passed;
            tally.failed += found.failed;
        }
    }
    std::io::stdout().flush().context("standard output is gone")?;
    let status = child.wait().with_context(|| format!("waiting for `{}`", shown(command)))?;
    if !status.success() {
        println!("`{}` ended with {status}", shown(command));
        tally.failed = tally.failed.max(1);
    }
    Ok(tally)
}

/// `… 3 passed; 1 failed …` or `… 3 passed, 1 failed …`.
fn tally_of(line: &str) -> Option<Tally> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number_before = |wanted: &str| {
        let at = words.iter().position(|word| word.trim_matches([';', ',', '.']) == wanted)?;
        words.get(at.checked_sub(1)?)?.parse::<usize>().ok()
    };
    Some(Tally { passed: number_before("passed")?, failed: number_before("failed")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_test_runners_are_read() {
        let cargo =
            "test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(tally_of(cargo), Some(Tally { passed: 4, failed: 1 }));
        assert_eq!(tally_of("3 passed, 0 failed"), Some(Tally { passed: 3, failed: 0 }));
        assert_eq!(tally_of("test passed ... ok"), None);
    }

    #[test]
    fn a_command_that_fails_without_saying_so_counts_as_failed() -> Result<()> {
        let quiet = counted(Command::new("sh").args(["-c", "echo 2 passed, 0 failed; exit 3"]))?;
        assert_eq!(quiet, Tally { passed: 2, failed: 1 });
        Ok(())
    }
}
