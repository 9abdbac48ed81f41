//! Builds web-review, and drives it in a real browser. Knows nothing of what the page shows: its
//! tests do.

use crate::setup::{debian, npm};
use crate::stages::{Tally, counted};
use crate::workspace::{self, command_in, run};
use crate::{corpus, wasm};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// Where the page's sources are, and what was built of them in dist.
pub fn folder() -> PathBuf {
    workspace::root().join("web-review")
}

/// Builds the planner for the web, then web-review/dist, and gives the one-file page to the executor.
pub fn build() -> Result<()> {
    npm::require_node()?;
    npm::install(&folder())?;
    wasm::build()?;
    run(command_in(&folder(), "npm").args(["run", "--silent", "build"]))?;
    let (from, to) = (folder().join("dist/single.html"), embedded());
    fs::copy(&from, &to).with_context(|| format!("copying {}", from.display()))?;
    println!("{}: the next build of comon has it", to.display());
    Ok(())
}

/// The page that the executor takes into its binary.
fn embedded() -> PathBuf {
    workspace::root().join("executor/page/review.html")
}

/// Opens the built page in Chromium and uses it, with what the native planner says beside it.
pub fn browser_tests(full: bool) -> Result<Tally> {
    if !folder().join("dist/single.html").is_file() || !embedded().is_file() {
        build()?;
    }
    let chromium = debian::require_chromium()?;
    let reviews = workspace::target().join("reviews.json");
    let mut native = workspace::program("comon-tests", "reviews")?;
    native.arg(&reviews);
    let corpus = corpus::default_folder();
    if corpus.is_dir() {
        native.arg(corpus);
    } else {
        println!("no corpus at {}: the gallery alone is looked at", corpus.display());
    }
    run(&mut native)?;
    // The command that shows the page, with the page in it.
    let comon = workspace::program("executor", "comon")?;
    let mut command = command_in(&folder(), "node");
    command.arg("test/run.mjs").env("CHROMIUM", chromium).env("REVIEWS", reviews);
    command.env("COMON", comon.get_program());
    if full {
        command.env("COMON_FULL", "1");
    }
    counted(&mut command)
}
