//! In: the planner as the compiler wrote it (first argument). Out: the folders `web` and `nodejs`
//! (under the second argument) with the module and the JavaScript that loads it. The sections
//! that name functions and compilers are stripped: they differ between machines and weigh. A third
//! argument `names` keeps the functions' names, and their order, for those who look at what weighs or takes time.
//! Functions that are alike are put beside each other, for gzip.
//! A long text is handed over by the engine's encoder, which writes it where the planner reads it;
//! wasm-bindgen does it letter by letter, which is quicker for short ones but a tenth of the time of a
//! large plan.

mod order;
mod rearrange;

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// Where wasm-bindgen begins to hand a text over, and the same with long texts by the encoder: as many bytes
/// as letters are enough where all are ASCII, else three for each of the rest.
const LETTERS: &str = "    if (realloc === undefined) {";
const ENCODER: &str = "    if (realloc !== undefined && arg.length > 1000) {
        let len = arg.length;
        let ptr = malloc(len, 1) >>> 0;
        const begun = cachedTextEncoder.encodeInto(arg, getUint8ArrayMemory0().subarray(ptr, ptr + len));
        let offset = begun.written;
        if (begun.read !== arg.length) {
            const rest = arg.slice(begun.read);
            ptr = realloc(ptr, len, len = offset + rest.length * 3, 1) >>> 0;
            offset += cachedTextEncoder.encodeInto(rest, getUint8ArrayMemory0().subarray(ptr + offset, ptr + len)).written;
        }
        if (offset !== len) {
            ptr = realloc(ptr, len, offset, 1) >>> 0;
        }
        WASM_VECTOR_LEN = offset;
        return ptr;
    }
    if (realloc === undefined) {";

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let module = arguments.next().context("the first argument names the compiled module")?;
    let output = arguments.next().context("the second argument names the output folder")?;
    let named = arguments.next().is_some_and(|argument| argument.as_os_str() == "names");
    write(bindgen(&module, named).web(true)?, &output.join("web"), named)?;
    write(bindgen(&module, named).nodejs(true)?, &output.join("nodejs"), named)?;
    Ok(())
}

fn write(bindgen: &mut Bindgen, folder: &Path, named: bool) -> Result<()> {
    bindgen.generate(folder)?;
    if !named {
        let path = folder.join("planner_bg.wasm");
        let module = fs::read(&path)?;
        fs::write(&path, rearrange::rearranged(&module)?)?;
    }
    let script = folder.join("planner.js");
    let text = fs::read_to_string(&script)?;
    ensure!(text.matches(LETTERS).count() == 1, "{} passes texts otherwise", script.display());
    fs::write(&script, text.replace(LETTERS, ENCODER))?;
    Ok(())
}

fn bindgen(module: &Path, named: bool) -> Bindgen {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name("planner")
        .typescript(true)
        .remove_name_section(!named)
        .remove_producers_section(true);
    bindgen
}
