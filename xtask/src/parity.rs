//! The same request gives the same bytes, natively and in WebAssembly. The comparison is a program
//! of the tests package, which knows the cases; this file gives it the module to compare with.

use crate::setup::npm;
use crate::stages::{Tally, counted};
use crate::workspace;
use crate::{corpus, wasm};
use anyhow::Result;

/// Compares the answers to all cases, and to the corpus where there is one.
pub fn run() -> Result<Tally> {
    npm::require_node()?;
    wasm::build()?;
    let mut command = workspace::program("comon-tests", "parity")?;
    command.arg(wasm::package().join("nodejs/planner.js"));
    let corpus = corpus::default_folder();
    if corpus.is_dir() {
        command.arg(corpus);
    } else {
        println!("no corpus at {}: the cases alone are compared", corpus.display());
    }
    counted(&mut command)
}
