//! `cargo xtask faults`: deploys cut off in every way at every point, on real databases. The run itself
//! is a program of the tests package, which runs the binary `comon`.

use crate::stages::{self, Tally};
use crate::workspace;
use anyhow::Result;

/// What to run.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Faults {
    /// Every boundary, 500 moments, 50 kills of the server, every page of a full disk.
    #[arg(long)]
    full: bool,
    /// One way alone: boundaries, moments, crowd, disk-full or server-kills, also with -postgresql
    /// or -sqlite behind it
    #[arg(long, value_name = "WAY")]
    only: Option<String>,
}

/// Runs what is wanted.
pub fn run(wanted: &Faults) -> Result<Tally> {
    let comon = workspace::program("executor", "comon")?;
    let mut command = workspace::program("comon-tests", "faults")?;
    command.arg(comon.get_program());
    if wanted.full {
        command.arg("--full");
    }
    if let Some(only) = &wanted.only {
        command.args(["--only", only]);
    }
    stages::counted(&mut command)
}

/// A stage of the test run.
pub fn stage(full: bool) -> Result<Tally> {
    run(&Faults { full, only: None })
}
