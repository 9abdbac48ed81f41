//! Generated clients of many schemas, compiled together with every warning denied; with `--full` also held beside
//! rustfmt's layout. The clients are written by a program of the tests package; they are modules of the package
//! `comon-clients`, where its feature `generated` is on.

use crate::corpus;
use crate::stages::Tally;
use crate::workspace::{self, cargo};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// rustfmt takes gigabytes for a file of this many bytes, and more than there are for larger ones.
const FORMATTED: u64 = 2_000_000;

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
    let mut tally = Tally::default();
    for number in 0.. {
        let part = folder.join(format!("part_{number}"));
        if !part.is_dir() {
            break;
        }
        tally.count(compile(&part).is_ok());
        if full {
            tally.add(formatted(&part)?);
        }
    }
    Ok(tally)
}

/// The clients of a part, without a warning; says how long that takes.
fn compile(part: &Path) -> Result<()> {
    let (clients, bytes) =
        clients_of(part)?.iter().fold((0, 0), |sum, (_, bytes)| (sum.0 + 1, sum.1 + bytes));
    // The whole workspace, so that the packages below are those that are compiled already.
    let mut compile = cargo();
    compile.args(["clippy", "--quiet", "--locked", "--workspace", "--all-targets"]);
    compile.args(["--features", "comon-clients/generated", "--", "-D", "warnings"]);
    compile.env("COMON_CLIENTS", part);
    let began = Instant::now();
    workspace::run(&mut compile)?;
    let (kilobytes, seconds) = (bytes / 1000, began.elapsed().as_secs_f64());
    println!("{clients} clients of {kilobytes} kB compiled without a warning in {seconds:.1} s");
    Ok(())
}

/// Whether rustfmt would leave the clients of a part as they are.
fn formatted(part: &Path) -> Result<Tally> {
    let mut tally = Tally::default();
    for (client, bytes) in clients_of(part)? {
        if bytes > FORMATTED {
            println!("{} is too large for rustfmt's memory", client.display());
            continue;
        }
        let mut check = Command::new("rustfmt");
        check.args(["--check", "--quiet", "--edition", "2024"]).arg(&client);
        let held = workspace::output_of(&mut check);
        if let Err(error) = &held {
            println!("{error:#}");
        }
        tally.count(held.is_ok());
    }
    Ok(tally)
}

/// Files of a part with their sizes in bytes.
fn clients_of(part: &Path) -> Result<Vec<(PathBuf, u64)>> {
    let mut clients = Vec::new();
    for entry in fs::read_dir(part).with_context(|| format!("reading {}", part.display()))? {
        let entry = entry?;
        if entry.file_name() != "all.rs" {
            clients.push((entry.path(), entry.metadata()?.len()));
        }
    }
    clients.sort();
    Ok(clients)
}
