//! Writes the seeds of the targets: `seeds ROOT FOLDER [CORPUS]`. The folder then holds `schemas`,
//! `steps`, and the families as `medium` and `large`; a file a seed, named by its number.
#![allow(clippy::print_stdout, reason = "this program says what it wrote")]

use comon_fuzz::families;
use comon_fuzz::seeds::{self, LARGE, MEDIUM};
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [root, folder, corpus @ ..] = arguments.as_slice() else {
        return Err("usage: seeds ROOT FOLDER [CORPUS]".into());
    };
    let seeds = seeds::collect(root, corpus.first().map(PathBuf::as_path))?;
    write(&folder.join("schemas"), seeds.schemas)?;
    write(&folder.join("steps"), seeds.steps)?;
    for (name, size) in [("medium", MEDIUM), ("large", LARGE)] {
        write(&folder.join(name), families::all().map(|family| (family.text)(size)))?;
    }
    Ok(())
}

fn write(folder: &Path, texts: impl IntoIterator<Item = String>) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let mut count = 0;
    for (number, text) in texts.into_iter().enumerate() {
        std::fs::write(folder.join(format!("{number:04}.prisma")), text)?;
        count = number + 1;
    }
    println!("{}: {count} seeds", folder.display());
    Ok(())
}
