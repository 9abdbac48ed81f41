//! What a deploy of many small migrations takes, side by side in one run: the statements alone by
//! `sqlite3` or `psql` in one process, comon as it ships, comon built without its check of the result,
//! sqlx-cli and dbmate, all on the same files and each on an empty database of its own; and a deploy
//! with nothing pending. Every tool commits each file by itself. Prints one table; a program that is not
//! there is left out. In: the folder with the programs, then how many rounds. `cargo xtask deploys` builds
//! and installs them. With `COMON_FULL` it fails where comon takes longer than it may: at most 1.5 times the
//! statements alone, and with nothing pending 30 ms on SQLite and 60 ms on PostgreSQL.
#![allow(clippy::print_stdout, reason = "this program answers on standard output")]

use comon_tests::server::{self, Extras, Server};
use comon_tests::small_migrations::SmallMigrations;
use planner_core::provider::Provider;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// How many migrations.
const MIGRATIONS: usize = 200;

/// Who deploys. Each round begins with another one, since what ran before weighs on what runs next; the last one
/// comes last always.
const TOOLS: [Tool; 6] =
    [Tool::Raw, Tool::Comon, Tool::Unchecked, Tool::Sqlx, Tool::Dbmate, Tool::NothingPending];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tool {
    Raw,
    Comon,
    Unchecked,
    Sqlx,
    Dbmate,
    NothingPending,
}

impl Tool {
    /// Its program, among those that are built and installed for the comparison.
    fn program(self) -> Option<&'static str> {
        match self {
            Self::Raw => None,
            Self::Comon | Self::NothingPending => Some("comon"),
            Self::Unchecked => Some("comon-unchecked"),
            Self::Sqlx => Some("sqlx"),
            Self::Dbmate => Some("dbmate"),
        }
    }

    fn words(self, provider: Provider) -> &'static str {
        match (self, provider) {
            (Self::Raw, Provider::Sqlite) => "the statements, `sqlite3` in one process",
            (Self::Raw, Provider::Postgresql) => "the statements, `psql` in one process",
            (Self::Comon, _) => "comon, the result checked before each commit",
            (Self::Unchecked, _) => "comon built without that check",
            (Self::Sqlx, _) => "sqlx-cli",
            (Self::Dbmate, _) => "dbmate",
            (Self::NothingPending, _) => "comon, nothing pending, start included",
        }
    }
}

/// One place to deploy to, and the files as each tool takes them.
struct Bench {
    provider: Provider,
    programs: PathBuf,
    server: Option<&'static Server>,
    project: SmallMigrations,
    folder: TempDir,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let programs = PathBuf::from(arguments.next().ok_or("the first argument is a folder")?);
    let rounds: usize = arguments.next().ok_or("the second argument is a number")?.parse()?;
    println!(
        "{MIGRATIONS} migrations of a column and an index each, 20 models, {rounds} rounds; milliseconds."
    );
    let mut above = Vec::new();
    for provider in [Provider::Sqlite, Provider::Postgresql] {
        let bench = Bench::new(provider, &programs)?;
        let is_there =
            |tool: &Tool| tool.program().is_none_or(|name| programs.join(name).is_file());
        let mut times: Vec<(Tool, Vec<f64>)> =
            TOOLS.into_iter().filter(is_there).map(|tool| (tool, Vec::new())).collect();
        for round in 0..rounds {
            let first = round % times.len().saturating_sub(1).max(1);
            let (last, others) = times.split_last_mut().ok_or("no tool is there")?;
            let (later, sooner) = others.split_at_mut(first);
            for (tool, times) in sooner.iter_mut().chain(later).chain([last]) {
                times.push(bench.time(*tool, round)?);
            }
        }
        above.extend(bench.print(times));
    }
    match above.is_empty() || std::env::var_os("COMON_FULL").is_none() {
        true => Ok(()),
        false => Err(above.join("; ").into()),
    }
}

impl Bench {
    fn new(provider: Provider, programs: &Path) -> Result<Self, Box<dyn Error>> {
        let server = match provider {
            Provider::Sqlite => None,
            // As servers are set up: what is committed is on the disk.
            Provider::Postgresql => {
                let settings = ["fsync=on", "synchronous_commit=on", "full_page_writes=on"];
                let settings = settings.map(ToOwned::to_owned).to_vec();
                Some(server::start_own(&Extras { settings, files: Vec::new() }))
            }
        };
        let project = SmallMigrations::write(provider, MIGRATIONS);
        let folder = tempfile::Builder::new().prefix("comon-deploys-").tempdir()?;
        fs::write(folder.path().join("all.sql"), project.script())?;
        for tool in ["sqlx", "dbmate"] {
            fs::create_dir(folder.path().join(tool))?;
        }
        for (at, (_, sql)) in project.migrations.iter().enumerate() {
            let name = format!("20240101{at:06}_step.sql");
            fs::write(folder.path().join("sqlx").join(&name), sql)?;
            let sql = format!("-- migrate:up\n{sql}\n-- migrate:down\n");
            fs::write(folder.path().join("dbmate").join(&name), sql)?;
        }
        Ok(Self { provider, programs: programs.to_owned(), server, project, folder })
    }

    /// Runs a tool on an empty database, or on the one that comon deployed to in that round.
    fn time(&self, tool: Tool, round: usize) -> Result<f64, Box<dyn Error>> {
        let of = if tool == Tool::NothingPending { Tool::Comon } else { tool };
        let name = format!("{of:?}_{round}").to_lowercase();
        if tool != Tool::NothingPending {
            self.create(&name)?;
        }
        let mut command = self.command(tool, &name)?;
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let began = Instant::now();
        let status = command.status()?;
        let took = began.elapsed();
        if !status.success() {
            return Err(format!("{command:?} ended with {status}").into());
        }
        if tool != Tool::Comon {
            self.remove(&name)?;
        }
        Ok(took.as_secs_f64() * 1_000.0)
    }

    fn command(&self, tool: Tool, name: &str) -> Result<Command, Box<dyn Error>> {
        let folder = self.folder.path();
        let url = self.url(name);
        let program = || Command::new(self.programs.join(tool.program().unwrap_or_default()));
        let comon = || {
            let mut command = program();
            command.args(["migrate", "deploy", "--quiet", "--schema"]);
            let url = url.replace("sqlite:", "file:");
            command.arg(self.project.schema()).args(["--url", &url]);
            command
        };
        Ok(match tool {
            Tool::Raw => match self.server {
                None => {
                    let mut command = Command::new("sqlite3");
                    command.arg("-bail").arg(self.file(name));
                    command.stdin(fs::File::open(folder.join("all.sql"))?);
                    command
                }
                Some(_) => {
                    let mut command = Command::new("psql");
                    command.args(["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1"]);
                    command.arg(&url).arg("--file").arg(folder.join("all.sql"));
                    command
                }
            },
            Tool::Comon | Tool::NothingPending | Tool::Unchecked => comon(),
            Tool::Sqlx => {
                let mut command = program();
                command.args(["migrate", "run", "--database-url", &url, "--source"]);
                command.arg(folder.join("sqlx"));
                command
            }
            Tool::Dbmate => {
                let mut command = program();
                let url = match self.server {
                    None => format!("sqlite:{}", self.file(name).display()),
                    Some(_) => format!("{url}?sslmode=disable"),
                };
                command.args(["--url", &url, "--no-dump-schema", "--migrations-dir"]);
                command.arg(folder.join("dbmate")).arg("migrate");
                command
            }
        })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.db"))
    }

    fn url(&self, name: &str) -> String {
        match self.server {
            None => format!("sqlite:{}", self.file(name).display()),
            Some(server) => server.url(name),
        }
    }

    fn create(&self, name: &str) -> Result<(), Box<dyn Error>> {
        match self.server {
            // An empty file is an empty database.
            None => Ok(fs::write(self.file(name), "")?),
            Some(_) => self.administer(&format!("CREATE DATABASE {name}")),
        }
    }

    fn remove(&self, name: &str) -> Result<(), Box<dyn Error>> {
        match self.server {
            None => Ok(fs::remove_file(self.file(name))?),
            Some(_) => self.administer(&format!("DROP DATABASE {name}")),
        }
    }

    fn administer(&self, sql: &str) -> Result<(), Box<dyn Error>> {
        let mut command = Command::new("psql");
        command.args(["--quiet", "--no-psqlrc", "--command", sql]).arg(self.url("postgres"));
        let status = command.stderr(Stdio::null()).status()?;
        if status.success() { Ok(()) } else { Err(format!("{sql} ended with {status}").into()) }
    }

    /// Prints the table; what takes longer than it may.
    fn print(&self, times: Vec<(Tool, Vec<f64>)>) -> Vec<String> {
        let place = match self.server {
            None => "SQLite, a file with journal_mode delete".to_owned(),
            Some(server) => format!("PostgreSQL {}, fsync on", server.major),
        };
        println!("\n| {place} | best | median | median : the statements alone |");
        println!("| --- | --- | --- | --- |");
        let mut alone = None;
        let mut above = Vec::new();
        for (tool, mut times) in times {
            times.sort_by(f64::total_cmp);
            let best = times.first().copied().unwrap_or_default();
            let median = times.get(times.len() / 2).copied().unwrap_or_default();
            let alone = *alone.get_or_insert(median);
            let ratio = match tool {
                Tool::NothingPending => String::new(),
                _ => format!("{:.2}", median / alone),
            };
            println!("| {} | {best:.0} | {median:.0} | {ratio} |", tool.words(self.provider));
            let most = match (tool, self.provider) {
                (Tool::Comon, _) => 1.5 * alone,
                (Tool::NothingPending, Provider::Sqlite) => 30.0,
                (Tool::NothingPending, Provider::Postgresql) => 60.0,
                _ => f64::INFINITY,
            };
            if median > most {
                let what = tool.words(self.provider);
                above.push(format!("{what}, {}: {median:.0} ms of {most:.0}", self.provider));
            }
        }
        above
    }
}
