//! Real steps, and the two ways back from each: applied by `dev`, undone by `rollback`, applied again by
//! `deploy`, taken back by `revert` and the next `deploy`. In: the steps of a corpus. Out: a table; exit
//! code 1 where a way back does not lead to the database and the schema of before, by the database's
//! own catalogue, or where too few steps could be tried.
//!
//! `way_back [FOLDER] [--count N]`: so many steps on PostgreSQL (the newest, or each version of
//! `COMON_POSTGRES_VERSIONS`) and as many on SQLite, where steps that were written for PostgreSQL stand in when there are too few of its own.

use comon_tests::catalogue::describe;
use comon_tests::corpus::{self, entries, file_name, prepared, provider_of};
use comon_tests::database::{Place, TestDatabase};
use comon_tests::parallel;
use comon_tests::planning::{self, Migration};
use comon_tests::proof::{Counts, Proof};
use comon_tests::server;
use executor::commands::usage;
use executor::interrupt::Interrupt;
use executor::output::Report;
use planner_core::provider::Provider;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const BEFORE: &str = "20240101000000_before";
const STEP: &str = "20240101000001_step";
const BACK: &str = "20240101000002_back";

/// A step that can be planned.
struct Step {
    name: String,
    before: String,
    after: String,
}

enum Outcome {
    Passed,
    /// The step itself cannot be applied here.
    Skipped(String),
    Failed(String),
}

fn main() -> ExitCode {
    let (folder, count) = match arguments() {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\nusage: way_back [FOLDER] [--count N]");
            return ExitCode::from(2);
        }
    };
    let steps = match steps(&folder) {
        Ok(steps) => steps,
        Err(problem) => {
            let folder = folder.display();
            eprintln!("there is no corpus in {folder}: {problem}; name it, or set COMON_CORPUS");
            return ExitCode::from(2);
        }
    };
    let mut good = true;
    let servers = server::chosen().into_iter().map(Place::Postgres);
    for place in servers.chain([Place::Sqlite]) {
        good &= run(place, candidates(place.provider(), &steps), count);
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn arguments() -> Result<(PathBuf, usize), String> {
    let (mut folder, mut count) = (None, 30);
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--count" => {
                let value = given.next().ok_or("--count needs a number")?;
                count = value.parse().map_err(|_| format!("`{value}` is no number"))?;
            }
            flag if flag.starts_with('-') => return Err(format!("`{flag}` is no flag")),
            path if folder.is_none() => folder = Some(PathBuf::from(path)),
            path => return Err(format!("one folder is enough, `{path}` is the second")),
        }
    }
    Ok((folder.unwrap_or_else(corpus::default_folder), count))
}

/// The steps from one schema to another.
fn steps(folder: &Path) -> std::io::Result<Vec<Step>> {
    let mut steps = Vec::new();
    for repository in entries(&folder.join("steps"))? {
        for step in entries(&repository)? {
            let before = fs::read_to_string(step.join("before.prisma"))?;
            let after = fs::read_to_string(step.join("after.prisma"))?;
            if !before.trim().is_empty() {
                let name = format!("{}/{}", file_name(&repository), file_name(&step));
                steps.push(Step { name, before, after });
            }
        }
    }
    // Not one project after the other: a few of many.
    steps.sort_by_key(|step| step.name.bytes().rev().collect::<Vec<u8>>());
    Ok(steps)
}

/// The steps of a provider, and for SQLite those of PostgreSQL that mean something there.
fn candidates(provider: Provider, steps: &[Step]) -> Vec<Step> {
    let is_of = |step: &&Step, wanted: Provider| {
        [&step.before, &step.after].iter().all(|text| provider_of(text) == Ok(wanted))
    };
    let own = steps.iter().filter(|step| is_of(step, provider));
    let mut found: Vec<Step> = own
        .map(|step| Step {
            name: step.name.clone(),
            before: step.before.clone(),
            after: step.after.clone(),
        })
        .collect();
    if provider == Provider::Sqlite {
        let others = steps.iter().filter(|step| is_of(step, Provider::Postgresql));
        found.extend(others.map(|step| Step {
            name: format!("{} (as SQLite)", step.name),
            before: as_sqlite(&step.before),
            after: as_sqlite(&step.after),
        }));
    }
    found.retain(|step| {
        let migration = Migration {
            provider,
            before: Some(step.before.clone()),
            after: step.after.clone(),
            hints: Vec::new(),
        };
        planning::plan(&migration).is_ok_and(|planned| !planned.is_empty())
    });
    found
}

/// A schema of PostgreSQL without what SQLite has not; one that still has some is no candidate.
fn as_sqlite(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut line =
            line.replace("\"postgresql\"", "\"sqlite\"").replace("\"postgres\"", "\"sqlite\"");
        while let Some(start) = line.find("@db.") {
            let rest = &line[start..];
            let end = match (rest.find('('), rest.find(char::is_whitespace)) {
                (Some(open), space) if space.is_none_or(|space| open < space) => {
                    rest.find(')').map_or(rest.len(), |close| close + 1)
                }
                (_, space) => space.unwrap_or(rest.len()),
            };
            line.replace_range(start..start + end, "");
        }
        lines.push(line);
    }
    lines.join("\n") + "\n"
}

/// Tries steps until so many have passed.
fn run(place: Place, mut candidates: Vec<Step>, count: usize) -> bool {
    println!("{}: {} steps at hand", place.name(), candidates.len());
    let proof = Proof::begin(format!("real steps taken back in both ways on {}", place.name()));
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    while passed < count && failed == 0 && !candidates.is_empty() {
        let batch: Vec<Step> = candidates.drain(..candidates.len().min(count - passed)).collect();
        let outcomes = parallel::map(&batch, |step| judge(place, step));
        for (step, outcome) in batch.iter().zip(outcomes) {
            let (word, reason) = match outcome.unwrap_or_else(Outcome::Failed) {
                Outcome::Passed => ("passed", String::new()),
                Outcome::Skipped(reason) => ("skipped", reason),
                Outcome::Failed(reason) => ("failed", reason),
            };
            match word {
                "passed" => passed += 1,
                "skipped" => skipped += 1,
                _ => failed += 1,
            }
            println!("{word:8} {}", step.name);
            reason.lines().take(12).for_each(|line| println!("         | {line}"));
        }
    }
    proof.print(Counts { passed, failed, refused: skipped });
    println!();
    failed == 0 && passed >= count
}

fn judge(place: Place, step: &Step) -> Outcome {
    let database = TestDatabase::create(place);
    let folder = tempfile::tempdir().expect("a folder");
    let project = Project { folder: folder.path(), url: database.url() };
    for statement in prepared(&format!("{}\n{}", step.before, step.after)) {
        if let Err(problem) = database.connect().execute(&statement) {
            return Outcome::Skipped(problem);
        }
    }
    project.write(&step.before);
    if let Err(problem) = project.run(&["migrate", "dev", "--name", BEFORE]) {
        return Outcome::Skipped(problem);
    }
    let before = facts(&database);
    project.write(&step.after);
    if let Err(problem) = project.run(&["migrate", "dev", "--allow-warnings", "--name", STEP]) {
        return Outcome::Skipped(problem);
    }
    let after = facts(&database);
    match there_and_back(&project, &database, step, &before, &after) {
        Ok(()) => Outcome::Passed,
        Err(problem) => Outcome::Failed(problem),
    }
}

fn there_and_back(
    project: &Project<'_>,
    database: &TestDatabase,
    step: &Step,
    before: &[String],
    after: &[String],
) -> Result<(), String> {
    project.run(&["migrate", "rollback", "--allow-warnings"])?;
    same("rollback", before, &facts(database))?;
    project.write(&step.before);
    project.no_difference("rollback")?;

    project.write(&step.after);
    project.run(&["migrate", "deploy", "--allow-warnings", "--reapply", STEP])?;
    same("deploy --reapply", after, &facts(database))?;

    project.run(&["migrate", "revert", STEP, "--name", BACK])?;
    project.run(&["migrate", "deploy", "--allow-warnings"])?;
    same("revert", before, &facts(database))?;
    // The schema that revert wrote, not the one of before.
    project.no_difference("revert")?;
    project.run(&["migrate", "status"]).map(|_| ())
}

/// What the catalogue says, comon's own tables aside.
fn facts(database: &TestDatabase) -> Vec<String> {
    let mut lines = describe(database);
    lines.retain(|line| !line.contains("_comon_orm_"));
    lines
}

fn same(way: &str, expected: &[String], found: &[String]) -> Result<(), String> {
    let only = |left: &[String], right: &[String], sign: &str| {
        let lines = left.iter().filter(|line| !right.contains(line));
        lines.map(|line| format!("{sign} {line}")).collect::<Vec<_>>()
    };
    let different =
        [only(expected, found, "lacks"), only(found, expected, "has")].concat().join("\n");
    if different.is_empty() {
        Ok(())
    } else {
        Err(format!("{way} leaves another database:\n{different}"))
    }
}

struct Project<'a> {
    folder: &'a Path,
    url: String,
}

impl Project<'_> {
    fn write(&self, schema: &str) {
        fs::write(self.folder.join("schema.prisma"), schema).expect("the schema is written");
    }

    fn no_difference(&self, way: &str) -> Result<(), String> {
        let diff = ["migrate", "diff", "--from-database", &self.url, "--to-schema", "--exit-code"];
        self.run(&diff).map(|_| ()).map_err(|problem| format!("after {way}: {problem}"))
    }

    /// Runs comon as the binary does, in this process.
    fn run(&self, arguments: &[&str]) -> Result<Report, String> {
        let schema = self.folder.join("schema.prisma");
        let mut words: Vec<OsString> = vec!["comon".into()];
        words.extend(arguments.iter().map(OsString::from));
        words.extend(["--quiet".into(), "--schema".into(), schema.into_os_string()]);
        if arguments[1] != "diff" {
            words.extend(["--url".into(), OsString::from(&self.url)]);
        }
        let shown = format!("comon {}", arguments.join(" "));
        let cli = usage::parse(words).map_err(|code| format!("{shown}: usage, {code}"))?;
        let terminal = cli.terminal();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime of its own");
        let report = runtime
            .block_on(cli.run(&terminal, &Interrupt::default()))
            .map_err(|error| format!("{shown}: {error}"))?;
        match report.exit_code {
            0 => Ok(report),
            code => Err(format!(
                "{shown}: exit code {code}: {}\n{}",
                report.verdict,
                report.body.join("\n")
            )),
        }
    }
}
