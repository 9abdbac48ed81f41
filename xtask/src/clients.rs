//! Generated clients of many schemas, compiled together with every warning denied. The clients are
//! written by a program of the tests package; they are modules of the package `comon-clients`, where its
//! feature `generated` is on.

use crate::corpus;
use crate::stages::Tally;
use crate::workspace::{self, cargo};
use anyhow::Result;
use std::time::Instant;

/// Writes and compiles them; with the corpus where `full` and there is one.
pub fn run(full: bool) -> Result<Tally> {
    let folder = workspace::target().join("clients");
    let mut write = workspace::program("comon-tests", "clients")?;
    write.arg(&folder);
    let corpus = corpus::default_folder();
    match (full, corpus.is_dir()) {
        (true, true) => drop(write.arg(corpus)),
        (true, false) => println!("no corpus at {}: our own schemas alone", corpus.display()),
        (false, _) => {}
    }
    workspace::run(&mut write)?;
    // The whole workspace, so that the packages below are those that are compiled already.
    let mut compile = cargo();
    compile.args(["clippy", "--quiet", "--locked", "--workspace", "--all-targets"]);
    compile.args(["--features", "comon-clients/generated", "--", "-D", "warnings"]);
    compile.env("COMON_CLIENTS", &folder);
    let began = Instant::now();
    workspace::run(&mut compile)?;
    println!("compiled without a warning in {:.1} s", began.elapsed().as_secs_f64());
    Ok(Tally::one())
}
