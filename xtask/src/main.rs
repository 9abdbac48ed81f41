//! `cargo xtask <command>`: set-up, builds, checks, the demo and the whole test run. Nothing here
//! ships; every command says what it runs.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this program is for a person at a terminal, or for CI"
)]

mod clients;
mod corpus;
mod demo;
mod deploys;
mod faults;
mod fuzz;
mod package;
mod page;
mod pairs;
mod parity;
mod proofs;
mod setup;
mod speed;
mod stages;
mod tidy;
mod types;
mod wasm;
mod workspace;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use setup::servers::Servers;
use std::process::ExitCode;

/// Builds, checks and shows comon.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// The main job, from nothing to a deployed database, on the blog example.
    Demo {
        /// A PostgreSQL server to run it on, in two new databases; SQLite files without it.
        #[arg(long, value_name = "URL")]
        postgres: Option<String>,
    },
    /// Installs what the tests need beyond Rust; quick when all is there.
    Setup {
        /// PostgreSQL 14 and 18, or all versions from 14 to 18.
        #[arg(long, value_enum, default_value_t)]
        servers: Servers,
    },
    /// Installs what is missing, then runs every check and test.
    Test {
        /// Everything in its full number, and one table of it at the end: hours.
        #[arg(long)]
        full: bool,
        /// PostgreSQL 14 and 18, or all versions from 14 to 18.
        #[arg(long, value_enum, default_value_t)]
        servers: Servers,
        /// Only the stages with this in their name; where there is none, only such cargo tests.
        filter: Option<String>,
    },
    /// Checks of the sources that the compiler cannot make.
    Tidy,
    /// Writes what TypeScript knows of the planner's types.
    Types,
    /// Builds the planner for the web and for Node.js.
    Wasm,
    /// Builds the review page.
    Page,
    /// Builds the planner as an npm package.
    Package,
    /// Fuzzes the planner: builds the targets, gives them seeds, runs each for a minute.
    Fuzz(fuzz::Fuzz),
    /// Runs random pairs of schemas on real databases, both ways and over rows.
    Pairs(pairs::Pairs),
    /// Cuts deploys off in every way at every point, and compares what the next run makes of it.
    Faults(faults::Faults),
    /// Runs real schemas and steps: check, plan, apply, introspect, plan again.
    Corpus(corpus::Corpus),
    /// Measures plans natively, in the page's module and in Prisma's schema engine, in one run.
    Speed(speed::Speed),
    /// Measures deploys of 200 small migrations, beside other tools and the statements alone.
    Deploys(deploys::Deploys),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Demo { postgres } => demo::run(postgres.as_deref())?,
        Task::Setup { servers } => setup::run(servers)?,
        Task::Test { full, servers, filter } => {
            return Ok(stages::run(&stages::Wanted { full, servers, filter }));
        }
        Task::Tidy => all_held(tidy::run()?)?,
        Task::Types => types::write()?,
        Task::Wasm => wasm::build()?,
        Task::Page => page::build()?,
        Task::Package => {
            package::build()?;
        }
        Task::Fuzz(wanted) => all_held(fuzz::run(&wanted)?)?,
        Task::Pairs(wanted) => all_held(pairs::run(&wanted)?)?,
        Task::Faults(wanted) => all_held(faults::run(&wanted)?)?,
        Task::Corpus(wanted) => all_held(corpus::run(&wanted)?)?,
        Task::Speed(wanted) => speed::run(&wanted)?,
        Task::Deploys(wanted) => deploys::run(&wanted)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn all_held(tally: stages::Tally) -> Result<()> {
    match tally.failed {
        0 => Ok(()),
        failed => bail!("{failed} failed"),
    }
}
