//! Builds the planner for the web: planner-wasm/pkg/web for a page, planner-wasm/pkg/nodejs for
//! Node.js. Knows nothing of who loads it.

use crate::setup::wasm_toolchain::{self, TARGET};
use crate::workspace::{self, cargo, output_of, run};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What a page should load at most, in bytes after `gzip -9`.
const BUDGET: u64 = 300_000;

/// Where the built planner stands.
pub fn package() -> PathBuf {
    workspace::root().join("planner-wasm/pkg")
}

/// Compiles, writes the JavaScript around it, and prints what the module weighs beside its budget.
pub fn build() -> Result<()> {
    let toolchain = wasm_toolchain::find_or_install()?;
    println!("wasm toolchain: {}", toolchain.describe());
    // A folder of its own: a standard library built from source is kept there.
    let target = workspace::target().join("wasm");
    let mut build = toolchain.cargo_build();
    build.args(["--locked", "--package", "planner-wasm", "--profile", "wasm", "--target-dir"]);
    run(build.arg(&target))?;

    let module = target.join(TARGET).join("wasm/planner_wasm.wasm");
    let package = package();
    if package.exists() {
        fs::remove_dir_all(&package).with_context(|| format!("removing {}", package.display()))?;
    }
    let mut glue = cargo();
    glue.args(["run", "--quiet", "--locked", "--package", "wasm-glue", "--"]);
    run(glue.arg(&module).arg(&package))?;

    let built = package.join("web/planner_bg.wasm");
    let bytes = fs::metadata(&built).with_context(|| format!("reading {}", built.display()))?.len();
    let script = "const {readFileSync}=require('fs'),{gzipSync}=require('zlib');\
        process.stdout.write(String(gzipSync(readFileSync(process.argv[1]),{level:9}).length))";
    let gzip = output_of(Command::new("node").args(["-e", script]).arg(&built))?;
    let weight: u64 = gzip.trim().parse().context("reading what gzip makes of the module")?;
    let verdict = match weight.checked_sub(BUDGET) {
        Some(over) if over > 0 => format!("{over} more than the {BUDGET} of the budget"),
        _ => format!("within the {BUDGET} of the budget"),
    };
    println!("{}: {bytes} bytes, {weight} bytes gzip, {verdict}", built.display());
    Ok(())
}
