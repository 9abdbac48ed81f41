//! `cargo xtask test`: everything that has to hold, stage by stage. Each stage has a headed line
//! and its duration; all run, and the end names those that failed. What a stage does is elsewhere.

use crate::proofs::{self, Row};
use crate::setup::servers::Servers;
use crate::workspace::{self, cargo, shown};
use crate::{
    clients, corpus, demo, deploys, faults, fuzz, package, page, pairs, parity, setup, speed, tidy,
    wasm,
};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// How many checks of a stage held.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// Those that did.
    pub passed: usize,
    /// Those that did not.
    pub failed: usize,
    /// What its proofs came to, where it says so.
    pub proofs: Vec<Row>,
}

impl Tally {
    /// One check that did.
    pub fn one() -> Self {
        Self { passed: 1, ..Self::default() }
    }

    /// One that did not.
    pub fn failure() -> Self {
        Self { failed: 1, ..Self::default() }
    }

    /// The checks of another one more.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.proofs.extend(other.proofs);
    }

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

impl Wanted {
    /// A command whose tests and programs are to do what is wanted.
    fn tell(&self, command: &mut Command) {
        if self.full {
            command.env("COMON_FULL", "1");
        }
        if let Some(versions) = self.servers.versions() {
            command.env("COMON_POSTGRES_VERSIONS", versions);
        }
    }
}

struct Stage {
    name: &'static str,
    /// What held; `None` where this machine has nothing to run it on, or where it is for `--full`
    /// alone, which it then says.
    run: fn(&Wanted) -> Result<Option<Tally>>,
}

/// In this order: what fails fast first, what needs an earlier one's product after it. The page comes
/// before what is compiled with it.
const STAGES: [Stage; 30] = [
    Stage { name: "setup", run: |wanted| one(setup::run(wanted.servers)) },
    Stage {
        name: "format",
        run: |_| one(workspace::run(cargo().args(["fmt", "--all", "--check"]))),
    },
    Stage { name: "tidy", run: |_| tidy::run().map(Some) },
    Stage { name: "wasm", run: |_| one(wasm::build()) },
    Stage { name: "page", run: |_| one(page::build()) },
    Stage { name: "clippy", run: |_| one(clippy()) },
    Stage { name: "tests", run: |wanted| cargo_tests(wanted, None).map(Some) },
    Stage { name: "clients", run: |wanted| clients::run(wanted.full).map(Some) },
    Stage { name: "otel", run: exported },
    Stage { name: "demo", run: |_| one(demo::run(None)) },
    Stage { name: "parity", run: |_| parity::run().map(Some) },
    Stage { name: "browser", run: |wanted| page::browser_tests(wanted.full).map(Some) },
    Stage { name: "package", run: |_| package::test().map(Some) },
    Stage { name: "verdict", run: |wanted| proof(wanted, "comon-tests", "verdict") },
    Stage { name: "formatter", run: |wanted| proof(wanted, "comon-tests", "format") },
    Stage { name: "cases", run: |wanted| proof(wanted, "comon-tests", "cases") },
    Stage { name: "locks", run: |wanted| proof(wanted, "comon-tests", "locks") },
    Stage { name: "properties", run: |wanted| proof(wanted, "comon-tests", "properties") },
    Stage { name: "pulls", run: |wanted| proof(wanted, "comon-tests", "pull") },
    Stage { name: "sides", run: |wanted| proof(wanted, "comon-tests", "live_sides") },
    Stage { name: "unmanaged", run: |wanted| proof(wanted, "executor", "unmanaged_objects") },
    Stage { name: "fuzz", run: |wanted| fuzz::stage(wanted.full).map(Some) },
    Stage { name: "measure", run: measured },
    Stage { name: "faults", run: |wanted| faults::stage(wanted.full).map(Some) },
    Stage { name: "pairs", run: |wanted| pairs::stage(wanted.full, wanted.servers).map(Some) },
    Stage { name: "corpus", run: |wanted| corpus::stage(wanted.full) },
    Stage { name: "bench", run: timed },
    Stage { name: "speed", run: compared },
    Stage { name: "rebuild", run: rebuilt },
    Stage { name: "deploys", run: deployed },
];

/// Runs what is wanted and ends with the sum of all checks on a line of its own.
pub fn run(wanted: &Wanted) -> ExitCode {
    let filter = wanted.filter.as_deref();
    let chosen: Vec<&Stage> =
        STAGES.iter().filter(|stage| filter.is_none_or(|text| stage.name.contains(text))).collect();
    let mut total = Tally::default();
    let mut failures = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
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
                Tally::failure()
            }
            Ok(Some(tally)) => tally,
            Err(error) => {
                println!("{error:#}");
                Tally::failure()
            }
        };
        let Tally { passed, failed, proofs } = tally;
        if proofs.is_empty() || (failed > 0 && proofs.iter().all(|row| row.counts[2] == 0)) {
            let counts = [passed + failed, passed, failed, 0];
            rows.push(Row { what: name.to_owned(), counts, seconds });
        }
        rows.extend(proofs);
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
    if wanted.full {
        proofs::print_table(&rows);
    }
    if !failures.is_empty() {
        println!("failed: {}", failures.join(", "));
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A stage that is one check.
fn one(result: Result<()>) -> Result<Option<Tally>> {
    result.map(|()| Some(Tally::one()))
}

fn clippy() -> Result<()> {
    let mut command = cargo();
    command.args(["clippy", "--quiet", "--locked", "--workspace", "--all-targets"]);
    workspace::run(command.args(["--", "-D", "warnings"]))
}

/// How long every operation takes on inputs of a megabyte that are large in one way each, and how
/// much memory. A release build and two minutes of processor time: too much for every run.
fn measured(wanted: &Wanted) -> Result<Option<Tally>> {
    if !is_asked_for(wanted, "measure") {
        return Ok(None);
    }
    let mut command = cargo();
    command.args(["run", "--quiet", "--locked", "--release"]);
    counted(command.args(["--package", "comon-fuzz", "--bin", "measure"])).map(Some)
}

/// The feature that few build: its own dependencies take minutes, too much for every run.
fn exported(wanted: &Wanted) -> Result<Option<Tally>> {
    if !is_asked_for(wanted, "otel") {
        return Ok(None);
    }
    let mut command = cargo();
    command.args(["test", "--quiet", "--locked", "--package", "executor", "--features", "otel"]);
    counted(command.args(["--test", "suite", "otel::"])).map(Some)
}

/// Whether a stage that every run would be too long with is wanted; says how it can be.
fn is_asked_for(wanted: &Wanted, stage: &str) -> bool {
    let asked = wanted.full || wanted.filter.is_some();
    if !asked {
        println!("only with --full, or named: cargo xtask test {stage}");
    }
    asked
}

/// The tests of one file, of which the stage `tests` takes a sample: all that they ask with --full,
/// and what they print.
fn proof(wanted: &Wanted, package: &str, file: &str) -> Result<Option<Tally>> {
    if !wanted.full && wanted.filter.is_none() {
        println!("a sample is one of the stage tests; all of it with --full");
        return Ok(None);
    }
    let mut command = cargo();
    command.args(["test", "--quiet", "--locked", "--package", package, "--test", "suite"]);
    command.arg(format!("{file}::"));
    wanted.tell(command.args(["--", "--show-output"]));
    counted(&mut command).map(Some)
}

/// How long checks, plans and deploys take; the tables stand above.
fn timed(wanted: &Wanted) -> Result<Option<Tally>> {
    if !is_asked_for(wanted, "bench") {
        return Ok(None);
    }
    let mut tally = Tally::default();
    for name in ["check", "plan", "deploy"] {
        tally.count(workspace::run(&mut bench(name)).is_ok());
    }
    Ok(Some(tally))
}

/// Plans natively, in WebAssembly and in Prisma's schema engine.
fn compared(wanted: &Wanted) -> Result<Option<Tally>> {
    if !is_asked_for(wanted, "speed") {
        return Ok(None);
    }
    one(speed::run(&speed::Speed::default()))
}

/// Deploys of many small migrations beside the statements alone and other tools.
fn deployed(wanted: &Wanted) -> Result<Option<Tally>> {
    if !is_asked_for(wanted, "deploys") {
        return Ok(None);
    }
    let mut command = deploys::prepare(&deploys::Deploys::default())?;
    wanted.tell(&mut command);
    one(workspace::run(&mut command))
}

/// A large table's rebuild beside the one in the sqlite3 shell, and its memory.
fn rebuilt(wanted: &Wanted) -> Result<Option<Tally>> {
    if !is_asked_for(wanted, "rebuild") {
        return Ok(None);
    }
    let mut command = bench("rebuild");
    wanted.tell(&mut command);
    one(workspace::run(&mut command))
}

fn bench(name: &str) -> Command {
    let mut command = cargo();
    command.args(["bench", "--quiet", "--locked", "--package", "comon-tests", "--bench", name]);
    command
}

/// All of them, or those whose names hold the filter. With --full, what takes long of them is for the
/// stages behind this one.
fn cargo_tests(wanted: &Wanted, filter: Option<&str>) -> Result<Tally> {
    let mut command = cargo();
    command.args(["test", "--quiet", "--locked", "--workspace", "--no-fail-fast"]);
    command.args(filter);
    // Half of the time a test waits for a server, a disk or a lock.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    command.env("RUST_TEST_THREADS", (2 * cores).to_string());
    let full = wanted.full && filter.is_some();
    Wanted { full, ..wanted.clone() }.tell(&mut command);
    let tally = counted(&mut command)?;
    // Tests that ran were built.
    if filter.is_none() && tally.passed > 0 {
        workspace::tests_are_built();
    }
    Ok(tally)
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
        tally.proofs.extend(proofs::row_of(&line));
        if let Some(found) = tally_of(&line) {
            tally.add(found);
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
    let (passed, failed) = (number_before("passed")?, number_before("failed")?);
    Some(Tally { passed, failed, ..Tally::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_test_runners_are_read() {
        let cargo =
            "test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
        let tally = |passed, failed| Some(Tally { passed, failed, ..Tally::default() });
        assert_eq!(tally_of(cargo), tally(4, 1));
        assert_eq!(tally_of("3 passed, 0 failed"), tally(3, 0));
        assert_eq!(
            tally_of("proof: x: 6 asked, 3 passed, 1 failed, 2 refused, 0.5 s"),
            tally(3, 1)
        );
        assert_eq!(tally_of("test passed ... ok"), None);
    }

    #[test]
    fn a_command_that_fails_without_saying_so_counts_as_failed() -> Result<()> {
        let quiet = counted(Command::new("sh").args(["-c", "echo 2 passed, 0 failed; exit 3"]))?;
        assert_eq!(quiet, Tally { passed: 2, failed: 1, ..Tally::default() });
        Ok(())
    }
}
