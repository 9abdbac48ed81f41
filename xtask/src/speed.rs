//! `cargo xtask speed`: what a plan takes natively, in the module that the page ships, and in Prisma's
//! schema engine, which is WebAssembly too; all on the same generated schemas and in one run. The
//! programs are those of the tests package, and tests/speed/compare.mjs takes the times; this file
//! builds, sees that the module measured is the one shipped, and prints the table.

use crate::setup::{npm, oracle};
use crate::workspace::{self, cargo, output_of, run as run_command};
use crate::{page, wasm};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many models the schemas have.
const SIZES: [&str; 4] = ["10", "200", "1000", "5000"];

/// What to measure.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Speed {
    /// Only these numbers of models [default: 10, 200, 1000 and 5000]
    models: Vec<String>,
    /// Measure what was built last, as it is.
    #[arg(long)]
    no_build: bool,
}

/// Builds, measures, prints.
pub fn run(wanted: &Speed) -> Result<()> {
    if !wanted.no_build {
        npm::require_node()?;
        oracle::install()?;
        page::build()?;
        let mut build = cargo();
        build.args(["build", "--release", "--locked", "--package", "comon-tests"]);
        run_command(build.args(["--bin", "speed", "--bin", "plan_memory"]))?;
    }
    let module = shipped()?;
    println!("measured: {}", module.display());
    println!(
        "\nA plan: parse both texts, validate, lower, diff, plan, warn, render; one model of twenty changed."
    );
    println!(
        "Times are milliseconds, best / median. Ratios are of the best. Memory is what one plan takes"
    );
    println!(
        "at most natively (and how often the two texts go into it), and the size to which that of"
    );
    println!("WebAssembly grew over all plans.\n");
    println!(
        "| provider | models | texts | native | wasm | Prisma | wasm : native | Prisma : wasm | Prisma : native | memory native | wasm | Prisma |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let sizes: Vec<&str> = match wanted.models.as_slice() {
        [] => SIZES.to_vec(),
        some => some.iter().map(String::as_str).collect(),
    };
    let release = workspace::target().join("release");
    for provider in ["postgresql", "sqlite"] {
        for models in &sizes {
            let mut compare = Command::new("node");
            compare.arg(workspace::root().join("tests/speed/compare.mjs"));
            compare.arg(release.join("speed")).arg(release.join("plan_memory"));
            compare.arg(wasm::package().join("web/planner.js")).arg(&module);
            print!("{}", output_of(compare.arg(oracle::folder()).args([provider, models]))?);
        }
    }
    Ok(())
}

/// The module in the built page; an error where it is not the one that its JavaScript was made for.
fn shipped() -> Result<PathBuf> {
    let built = wasm::package().join("web/planner_bg.wasm");
    let assets = page::folder().join("dist/assets");
    let entries = fs::read_dir(&assets).with_context(|| format!("reading {}", assets.display()))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let paths: Vec<PathBuf> = paths.collect::<Result<_, _>>()?;
    let mut modules =
        paths.into_iter().filter(|path| path.extension().is_some_and(|each| each == "wasm"));
    let (Some(module), None) = (modules.next(), modules.next()) else {
        bail!("{} does not hold one module: run `cargo xtask page`", assets.display());
    };
    if bytes(&module)? != bytes(&built)? {
        bail!("{} is not {}: run `cargo xtask page`", module.display(), built.display());
    }
    Ok(module)
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("reading {}", path.display()))
}
