//! The Rust types that cross into JavaScript -> planner-wasm/src/types.d.ts, which is checked in. A test
//! says when it is no longer what the Rust types say. Knows nothing of what the types mean.

mod read;
mod write;

use crate::workspace;
use anyhow::{Context, Result, bail};
use read::Item;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// The files that may declare what crosses.
const SOURCES: [&str; 9] = [
    "planner-wasm/src/request.rs",
    "planner-wasm/src/view.rs",
    "planner-core/src/review/model.rs",
    "planner-core/src/review/diagram.rs",
    "planner-core/src/review/change.rs",
    "planner-core/src/review/explain.rs",
    "planner-core/src/warning/judge.rs",
    "planner-core/model/src/diagnostic/view.rs",
    "planner-core/model/src/source.rs",
];

/// Those of more than one purpose, of which only these cross.
const MORE: [&str; 2] =
    ["planner-core/model/src/provider.rs", "planner-core/model/src/diagnostic.rs"];

/// What the exports take and give; what these are made of comes along.
const ROOTS: [&str; 12] = [
    "FileInput",
    "PlanRequest",
    "DraftRequest",
    "ReviewRequest",
    "ChangeRequest",
    "CheckView",
    "PlanView",
    "DraftView",
    "ReviewView",
    "ChangeView",
    "ExplainedRule",
    "Review",
];

/// Where the types are written.
pub fn path() -> PathBuf {
    workspace::root().join("planner-wasm/src/types.d.ts")
}

/// Writes them.
pub fn write() -> Result<()> {
    let path = path();
    fs::write(&path, text()?).with_context(|| format!("writing {}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}

/// The text of the declarations.
pub fn text() -> Result<String> {
    let mut items: BTreeMap<String, Item> = BTreeMap::new();
    for file in SOURCES.iter().chain(&MORE) {
        let path = workspace::root().join(file);
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        for item in read::items(&text).with_context(|| format!("reading {file}"))? {
            if let Some(twice) = items.insert(item.name.clone(), item) {
                bail!("{file}: there is another type {}", twice.name);
            }
        }
    }
    let mut wanted: Vec<String> = ROOTS.iter().rev().map(|name| (*name).to_owned()).collect();
    let mut seen = BTreeSet::new();
    let mut text = String::from(
        "// Written by `cargo xtask types` from the Rust types; not to be edited by hand.\n",
    );
    while let Some(name) = wanted.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let item = items.get(&name).with_context(|| format!("no file declares the type {name}"))?;
        let (declaration, uses) = write::declaration(item)?;
        text.push('\n');
        text.push_str(&declaration);
        wanted.extend(uses.into_iter().rev());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declarations_are_what_the_rust_types_say() -> Result<()> {
        let written = fs::read_to_string(path())?;
        assert!(written == text()?, "not current: run `cargo xtask types`");
        Ok(())
    }
}
