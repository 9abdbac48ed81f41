//! The Rust types that cross into JavaScript -> planner-wasm/src/types.d.ts, which is checked in. A test
//! says when it is no longer what the Rust types say. Knows nothing of what the types mean.

mod read;
mod write;

use crate::workspace;
use anyhow::{Context, Result, bail};
use read::Item;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Where the types that cross are declared: any file of these that serde reads or writes types of.
const SOURCES: [&str; 2] = ["planner-wasm/src", "planner-core"];

/// What the exports take and give; what these are made of comes along.
const ROOTS: [&str; 16] = [
    "FileInput",
    "PlanRequest",
    "DraftRequest",
    "ReviewRequest",
    "ChangeRequest",
    "RenderRequest",
    "SettingsRequest",
    "MeasureRequest",
    "SettingsView",
    "CheckView",
    "PlanView",
    "DraftView",
    "ReviewView",
    "ChangeView",
    "RuleView",
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
    let mut items: BTreeMap<String, Vec<(PathBuf, Item)>> = BTreeMap::new();
    for path in SOURCES.iter().flat_map(|folder| rust_files(&workspace::root().join(folder))) {
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let found = read::items(&text).with_context(|| format!("reading {}", path.display()))?;
        for item in found {
            items.entry(item.name.clone()).or_default().push((path.clone(), item));
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
        let found = items.get(&name).map(Vec::as_slice).unwrap_or_default();
        let [(_, item)] = found else {
            let places: Vec<_> = found.iter().map(|(path, _)| path.display().to_string()).collect();
            bail!("{} files declare a type {name} for serde: {}", found.len(), places.join(", "));
        };
        let (declaration, uses) = write::declaration(item)?;
        text.push('\n');
        text.push_str(&declaration);
        wanted.extend(uses.into_iter().rev());
    }
    Ok(text)
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let rust = |path: &Path| path.extension().is_some_and(|end| end == "rs");
    entries.map(|entry| entry.path().to_owned()).filter(|path| rust(path)).collect()
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
