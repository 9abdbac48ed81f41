//! In: the planner as the compiler wrote it (first argument). Out: the folders `web` and `nodejs`
//! (under the second argument) with the module and the JavaScript that loads it. The sections
//! that name functions and compilers are stripped: they differ between machines and weigh.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let module = arguments.next().context("the first argument names the compiled module")?;
    let output = arguments.next().context("the second argument names the output folder")?;
    bindgen(&module).web(true)?.generate(output.join("web"))?;
    bindgen(&module).nodejs(true)?.generate(output.join("nodejs"))?;
    Ok(())
}

fn bindgen(module: &Path) -> Bindgen {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name("planner")
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen
}
