//! `cargo xtask deploys`: what a deploy of many small migrations takes, beside the statements alone and
//! beside other tools, in one run. The run itself is a program of the tests package; this file builds
//! comon as it ships and without its check of the result, and installs the others.

use crate::setup::{debian, npm, servers};
use crate::workspace::{self, cargo, run as run_command};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The releases that are compared with.
const DBMATE: &str = "2.36.0";
const SQLX: &str = "0.9.0";

/// What to measure.
#[derive(Debug, Clone, clap::Args)]
pub struct Deploys {
    /// How often each deploys, in turn with the others.
    #[arg(long, default_value_t = 7)]
    rounds: u32,
    /// Measure what was built and installed last, as it is.
    #[arg(long)]
    no_build: bool,
}

impl Default for Deploys {
    fn default() -> Self {
        Self { rounds: 7, no_build: false }
    }
}

/// Builds, installs, measures, prints.
pub fn run(wanted: &Deploys) -> Result<()> {
    run_command(&mut prepare(wanted)?)
}

/// Builds and installs; the program that measures and prints.
pub fn prepare(wanted: &Deploys) -> Result<Command> {
    let programs = servers::tools().join("deploys");
    if !wanted.no_build {
        fs::create_dir_all(&programs).with_context(|| programs.display().to_string())?;
        debian::require("sqlite3", "sqlite3")?;
        debian::require("psql", "postgresql-client")?;
        install_dbmate(&programs)?;
        install_sqlx(&programs)?;
        // Last as it ships, so that this is what lies in the target folder.
        build(&programs, "comon-unchecked", &["--features", "unchecked"])?;
        build(&programs, "comon", &[])?;
        let build = ["build", "--release", "--locked", "--package", "comon-tests"];
        run_command(cargo().args(build).args(["--bin", "deploys"]))?;
    }
    let mut command = Command::new(workspace::target().join("release/deploys"));
    command.arg(programs).arg(wanted.rounds.to_string());
    Ok(command)
}

fn build(programs: &Path, name: &str, features: &[&str]) -> Result<()> {
    let build = ["build", "--release", "--locked", "--package", "executor", "--bin", "comon"];
    run_command(cargo().args(build).args(features))?;
    copy(&workspace::target().join("release/comon"), &programs.join(name))
}

fn install_dbmate(programs: &Path) -> Result<()> {
    npm::require_node()?;
    let folder = programs.join(format!("dbmate-{DBMATE}"));
    if !folder.is_dir() {
        let mut command = Command::new("npm");
        command.arg("install").arg("--prefix").arg(&folder).arg(format!("dbmate@{DBMATE}"));
        command.args(["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        run_command(&mut command)?;
    }
    let packages = folder.join("node_modules/@dbmate");
    let package = fs::read_dir(&packages)
        .with_context(|| packages.display().to_string())?
        .next()
        .context("dbmate has no binary for this machine")??;
    copy(&package.path().join("bin/dbmate"), &programs.join("dbmate"))
}

fn install_sqlx(programs: &Path) -> Result<()> {
    let folder: PathBuf = programs.join(format!("sqlx-{SQLX}"));
    let program = folder.join("bin/sqlx");
    if !program.is_file() {
        let mut command = cargo();
        command.args(["install", "sqlx-cli", "--version", SQLX, "--locked", "--root"]);
        command.arg(&folder).args([
            "--no-default-features",
            "--features",
            "postgres,sqlite,rustls",
        ]);
        run_command(&mut command)?;
    }
    copy(&program, &programs.join("sqlx"))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    Ok(())
}
