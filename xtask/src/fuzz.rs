//! `cargo xtask fuzz`: builds the four targets with libFuzzer's instrumentation, gives them seeds,
//! runs them at once and reports what they did. Needs no tool beside Rust and a C++
//! compiler: the flags are those that a stable rustc passes on to LLVM. What the targets check is
//! not known here.

use crate::stages::Tally;
use crate::workspace::{self, cargo, command_in, output_of, shown};
use crate::{corpus, setup};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

const TARGETS: [&str; 4] = ["parse", "check", "format", "plan"];

/// How many run at once: all of them, each for its time by the clock.
const AT_ONCE: usize = TARGETS.len();

/// Seconds of a target in `cargo xtask test`.
pub const BRIEF: u64 = 60;

/// The seed in `cargo xtask test`, where a run that passed is to pass again: new inputs are for the
/// long runs.
const FIXED: u32 = 1;

/// Seconds of a target in `cargo xtask test --full`.
pub const LONG: u64 = 20 * 60;

/// The shortest run, in seconds, that also begins with inputs of a megabyte: a minute would be
/// over before all of them were read.
const WITH_LARGE: u64 = 600;

/// Coverage as libFuzzer counts it: edges, and what comparisons compare.
const INSTRUMENTATION: [&str; 8] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
    "-Cforce-frame-pointers=yes",
];

/// The limits of every input. A target stops by itself on an operation that takes too much
/// processor time or memory; `-timeout` is in real time, for what never ends, and the memory of
/// the process is mostly the inputs that libFuzzer keeps.
const LIMITS: [&str; 4] =
    ["-max_len=1048576", "-rss_limit_mb=4096", "-timeout=300", "-print_final_stats=1"];

/// What to run.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Fuzz {
    /// Only this target: parse, check, format or plan
    target: Option<String>,
    /// How long each target runs [default: 60]
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<u64>,
    /// What the changes are drawn from: the same seed makes the same run again [default: random]
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
    /// How many targets run at once [default: 4]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Run one input instead, such as a crash that was found
    #[arg(long, value_name = "FILE", requires = "target")]
    input: Option<PathBuf>,
}

/// Runs what is wanted; one check a target.
pub fn run(wanted: &Fuzz) -> Result<Tally> {
    let names: Vec<&str> = match &wanted.target {
        None => TARGETS.to_vec(),
        Some(name) => {
            let known = TARGETS.into_iter().find(|each| each == name);
            vec![known.with_context(|| format!("the targets are {}", TARGETS.join(", ")))?]
        }
    };
    setup::debian::require_cpp_compiler()?;
    let programs = build(&names)?;
    if let (Some(input), [(_, program)]) = (&wanted.input, programs.as_slice()) {
        workspace::run(command_in(&workspace::root(), program).args(LIMITS).arg(input))?;
        return Ok(Tally::one());
    }
    let folder = write_seeds()?;
    let seconds = wanted.seconds.unwrap_or(BRIEF);
    let queue = Mutex::new(programs.iter());
    let reports = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..wanted.jobs.unwrap_or(AT_ONCE) {
            scope.spawn(|| {
                while let Some((name, program)) = next(&queue) {
                    let report = fuzz(&folder, name, program, (seconds, wanted.seed));
                    if let Ok(mut reports) = reports.lock() {
                        reports.push((*name, report));
                    }
                }
            });
        }
    });
    let mut reports = reports.into_inner().unwrap_or_default();
    reports.sort_by_key(|(name, _)| TARGETS.iter().position(|each| each == name));
    let mut tally = Tally::default();
    println!("{}", Report::HEAD);
    for (name, report) in reports {
        let report = report.with_context(|| format!("running {name}"))?;
        println!("{name:<7} {}", report.line());
        if let Some(failure) = &report.failure {
            println!("{failure}");
        }
        tally.count(report.failure.is_none());
    }
    Ok(tally)
}

fn next<'a, T>(queue: &Mutex<std::slice::Iter<'a, T>>) -> Option<&'a T> {
    queue.lock().ok()?.next()
}

/// The programs of the targets. They have a target folder of their own, so that their flags build
/// nothing else anew; naming the machine's own triple keeps the flags off build scripts.
fn build<'n>(names: &[&'n str]) -> Result<Vec<(&'n str, PathBuf)>> {
    let triple = host()?;
    let target = workspace::target().join("fuzz");
    let mut command = cargo();
    command.args(["build", "--quiet", "--locked", "--package", "comon-fuzz"]);
    command.args(["--profile", "fuzz", "--features", "libfuzzer", "--target", &triple]);
    for name in names {
        command.args(["--bin", name]);
    }
    command.env("CARGO_TARGET_DIR", &target);
    command.env_remove("RUSTFLAGS");
    command.env("CARGO_ENCODED_RUSTFLAGS", INSTRUMENTATION.join("\u{1f}"));
    workspace::run(&mut command)?;
    let folder = target.join(triple).join("fuzz");
    Ok(names.iter().map(|name| (*name, folder.join(name))).collect())
}

fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = output_of(Command::new(rustc).arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say its host")?.to_owned())
}

/// Writes the seeds anew and gives their folder.
fn write_seeds() -> Result<PathBuf> {
    let folder = workspace::target().join("fuzz/seeds");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    let mut command = cargo();
    command.args(["run", "--quiet", "--locked", "--package", "comon-fuzz", "--bin", "seeds", "--"]);
    command.arg(workspace::root()).arg(&folder);
    let corpus = corpus::default_folder();
    if corpus.is_dir() {
        command.arg(corpus);
    } else {
        println!("no corpus at {}: the seeds are the project's own", corpus.display());
    }
    workspace::run(&mut command)?;
    Ok(folder)
}

/// Runs one target for so many seconds, with changes drawn from a seed or at random.
fn fuzz(
    seeds: &Path,
    name: &str,
    program: &Path,
    (seconds, seed): (u64, Option<u32>),
) -> Result<Report> {
    let found = workspace::target().join("fuzz/found").join(name);
    let grown = workspace::target().join("fuzz/grown").join(name);
    for folder in [&found, &grown] {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let log = workspace::target().join(format!("fuzz/{name}.log"));
    let output = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
    let mut command = command_in(&workspace::root(), program);
    command.args(LIMITS).arg(format!("-max_total_time={seconds}"));
    // libFuzzer draws one itself where it is given none.
    command.args(seed.map(|seed| format!("-seed={seed}")));
    command.arg(format!("-artifact_prefix={}/", found.display()));
    // What was found new is written to the first folder; the kept cases are seeds as well.
    command.arg(&grown);
    let cases = workspace::root().join("tests/fuzz/cases").join(name);
    if cases.is_dir() {
        command.arg(cases);
    }
    command.arg(seeds.join(if name == "plan" { "steps" } else { "schemas" }));
    command.arg(seeds.join("medium"));
    if seconds >= WITH_LARGE {
        command.arg(seeds.join("large"));
    }
    command.env("COMON_FUZZ_POOL", seeds.join("schemas"));
    command.stdout(Stdio::null()).stderr(output);
    println!("$ {}", shown(&command));
    let status = command.status().with_context(|| format!("cannot start {}", program.display()))?;
    let text = fs::read(&log).with_context(|| format!("reading {}", log.display()))?;
    Ok(Report::read(&String::from_utf8_lossy(&text), status.success()))
}

/// What a run did, by libFuzzer's log.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Report {
    executions: String,
    per_second: String,
    edges: String,
    inputs: String,
    slowest: String,
    largest: String,
    /// How it ended early: the panic, and the file that makes it happen again.
    failure: Option<String>,
}

impl Report {
    const HEAD: &str =
        "target  executions  per s  edges  corpus         slowest operation; most memory";

    /// Reads the log; a figure that it does not have is a dash.
    fn read(log: &str, succeeded: bool) -> Self {
        let stat = |name: &str| {
            let value = log.lines().find_map(|line| line.strip_prefix(name));
            value.map_or("-", |value| value.trim_matches([':', ' '])).to_owned()
        };
        let progress =
            log.lines().rev().find(|line| line.starts_with('#') && line.contains(" cov: "));
        let word = |name: &str| {
            let mut words = progress.unwrap_or_default().split_whitespace();
            words.find(|word| *word == name).and_then(|_| words.next()).unwrap_or("-").to_owned()
        };
        let slowest = log.lines().rev().find_map(|line| line.strip_prefix("slowest: "));
        let largest = log.lines().rev().find_map(|line| line.strip_prefix("largest: "));
        Self {
            executions: stat("stat::number_of_executed_units"),
            per_second: stat("stat::average_exec_per_sec"),
            edges: word("cov:"),
            inputs: word("corp:"),
            largest: largest.unwrap_or("-").to_owned(),
            slowest: slowest.unwrap_or("under 1 ms").to_owned(),
            failure: (!succeeded).then(|| failure(log)),
        }
    }

    fn line(&self) -> String {
        format!(
            "{:>10} {:>6} {:>6}  {:<14} {}; {}",
            self.executions, self.per_second, self.edges, self.inputs, self.slowest, self.largest
        )
    }
}

/// The lines of a log that say why a run ended.
fn failure(log: &str) -> String {
    let wanted = |line: &&str| {
        line.contains("panicked at")
            || line.contains("ERROR:")
            || line.contains("Test unit written")
    };
    let mut lines: Vec<String> = Vec::new();
    let mut all = log.lines().peekable();
    while let Some(line) = all.next() {
        if wanted(&line) {
            lines.push(format!("        {}", cut(line)));
            if line.contains("panicked at") {
                lines.extend(all.peek().map(|next| format!("        {}", cut(next))));
            }
        }
    }
    if lines.is_empty() {
        lines.extend(log.lines().rev().take(3).map(|line| format!("        {}", cut(line))));
    }
    lines.push(
        "        keep it as tests/fuzz/cases/<target>/<number>_<situation>.prisma".to_owned(),
    );
    lines.join("\n")
}

fn cut(line: &str) -> String {
    line.chars().take(300).collect()
}

/// One stage of the test run, of which every target is a check.
pub fn stage(full: bool) -> Result<Tally> {
    let (seconds, seed) = if full { (LONG, None) } else { (BRIEF, Some(FIXED)) };
    let mut lint = cargo();
    lint.args(["clippy", "--quiet", "--locked", "--package", "comon-fuzz", "--all-targets"]);
    lint.args(["--features", "libfuzzer", "--", "-D", "warnings"]);
    if workspace::run(&mut lint).is_err() {
        bail!("clippy objects to the fuzz targets");
    }
    run(&Fuzz { seconds: Some(seconds), seed, ..Fuzz::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "INFO: seed\nlargest: check of 90 bytes, 3 MB\nslowest: check of 90 bytes, 2 ms\n#8\tINITED cov: 10 ft: 20 corp: 3/1Kb exec/s: 0 rss: 40Mb\nslowest: check of 900 bytes, 12 ms\n#100\tDONE   cov: 1234 ft: 5678 corp: 90/12Kb lim: 4096 exec/s: 50 rss: 60Mb\nDone 100 runs in 2 second(s)\nstat::number_of_executed_units: 100\nstat::average_exec_per_sec:     50\nstat::new_units_added:          7\nstat::slowest_unit_time_sec:    0\nstat::peak_rss_mb:              61\n";

    #[test]
    fn the_figures_of_a_run_are_read_from_its_log() {
        let report = Report::read(LOG, true);
        let expected = "       100     50   1234  90/12Kb        check of 900 bytes, 12 ms; check of 90 bytes, 3 MB";
        assert_eq!(report.line(), expected);
        assert_eq!(report.failure, None);
        assert_eq!(Report::read("", true).executions, "-");
    }

    #[test]
    fn a_run_that_ended_early_says_why() {
        let log = "#8 INITED cov: 1 corp: 1/1b\nthread '<unnamed>' panicked at a.rs:1:\nbroken law\nnote: run with `RUST_BACKTRACE=1`\n==1== ERROR: libFuzzer: deadly signal\nartifact_prefix='x/'; Test unit written to x/crash-1\n";
        let failure = Report::read(log, false).failure.unwrap_or_default();
        let lines: Vec<&str> = failure.lines().map(str::trim).collect();
        assert_eq!(lines[..2], ["thread '<unnamed>' panicked at a.rs:1:", "broken law"]);
        assert_eq!(lines[3], "artifact_prefix='x/'; Test unit written to x/crash-1");
        assert!(Report::read("stopped\n", false).failure.is_some());
    }
}
