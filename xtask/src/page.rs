//! Builds web-review, and drives it in a real browser. Knows nothing of what the page shows: its
//! tests do.

use crate::setup::{debian, npm};
use crate::stages::{Tally, counted};
use crate::wasm;
use crate::workspace::{self, command_in, run};
use anyhow::Result;
use std::path::PathBuf;

/// Where the page's sources are, and what was built of them in dist.
pub fn folder() -> PathBuf {
    workspace::root().join("web-review")
}

/// Builds the planner for the web, then web-review/dist.
pub fn build() -> Result<()> {
    npm::require_node()?;
    npm::install(&folder())?;
    wasm::build()?;
    run(command_in(&folder(), "npm").args(["run", "--silent", "build"]))
}

/// Opens the built page in Chromium and uses it.
pub fn browser_tests() -> Result<Tally> {
    if !folder().join("dist/index.html").is_file() {
        build()?;
    }
    let chromium = debian::require_chromium()?;
    let mut command = command_in(&folder(), "node");
    counted(command.arg("test/smoke.mjs").env("CHROMIUM", chromium))
}
