//! `cargo xtask corpus`: real schemas and steps through check, plan, apply and introspection. The
//! run itself is a program of the tests package; this file finds the corpus.

use crate::stages::{Tally, counted};
use crate::workspace::{self, cargo};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Names the corpus where it is not beside the repository.
const VARIABLE: &str = "COMON_CORPUS";

/// Runs the corpus in `folder`, else the one that `COMON_CORPUS` names, else `../shared/corpus`.
pub fn run(folder: Option<PathBuf>) -> Result<Tally> {
    let folder = folder.unwrap_or_else(default_folder);
    if !folder.is_dir() {
        bail!("no corpus at {}: name its folder, or set {VARIABLE}", folder.display());
    }
    run_in(&folder)
}

/// The same as a stage of the test run: `None` where there is no corpus, which is not part of the
/// repository, unless `COMON_CORPUS` asks for one.
pub fn run_where_present() -> Result<Option<Tally>> {
    let folder = default_folder();
    if !folder.is_dir() && std::env::var_os(VARIABLE).is_none() {
        println!("no corpus at {} (set {VARIABLE} to its folder)", folder.display());
        return Ok(None);
    }
    run(Some(folder)).map(Some)
}

/// Where the corpus is, if it is anywhere.
pub fn default_folder() -> PathBuf {
    std::env::var_os(VARIABLE)
        .map_or_else(|| workspace::root().join("../shared/corpus"), PathBuf::from)
}

fn run_in(folder: &Path) -> Result<Tally> {
    let mut command = cargo();
    command.args([
        "run",
        "--quiet",
        "--locked",
        "--package",
        "comon-tests",
        "--bin",
        "corpus",
        "--",
    ]);
    counted(command.arg(folder))
}
