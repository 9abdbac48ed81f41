//! `cargo xtask pairs`: random pairs of schemas on real databases, both ways and over rows. The run
//! itself is a program of the tests package; this file says how many pairs are enough.

use crate::setup::servers::Servers;
use crate::stages::{self, Tally};
use crate::workspace;
use anyhow::Result;

/// Pairs on each database in `cargo xtask test`.
const SAMPLE: &str = "60";

/// Pairs on each database in `cargo xtask test --full`.
const FULL: &str = "2000";

/// What to run.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Pairs {
    /// How many on the newest server and on SQLite; a third on each older server [default: 60]
    #[arg(long, value_name = "N")]
    count: Option<String>,
    /// The first seed [default: 0]
    #[arg(long, value_name = "SEED")]
    first: Option<String>,
    /// Only on this database: postgresql or sqlite
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Only on this version of PostgreSQL
    #[arg(long, value_name = "MAJOR")]
    major: Option<String>,
    /// Only pairs of this edit, such as "column widened"
    #[arg(long, value_name = "NAME")]
    edit: Option<String>,
    /// Which servers are tested on, of a test run.
    #[arg(skip)]
    servers: Servers,
}

/// Runs what is wanted.
pub fn run(wanted: &Pairs) -> Result<Tally> {
    let mut command = workspace::program("comon-tests", "pairs")?;
    command.args(["--count", wanted.count.as_deref().unwrap_or(SAMPLE)]);
    for (flag, value) in [
        ("--first", &wanted.first),
        ("--provider", &wanted.provider),
        ("--major", &wanted.major),
        ("--edit", &wanted.edit),
    ] {
        if let Some(value) = value {
            command.args([flag, value]);
        }
    }
    if let Some(versions) = wanted.servers.versions() {
        command.env("COMON_POSTGRES_VERSIONS", versions);
    }
    stages::counted(&mut command)
}

/// A stage of the test run.
pub fn stage(full: bool, servers: Servers) -> Result<Tally> {
    let count = Some(if full { FULL } else { SAMPLE }.to_owned());
    run(&Pairs { count, servers, ..Pairs::default() })
}
