//! The examples of the review page under `examples/gallery` -> the files of their migrations, as the planner
//! writes them. An example holds `schemas/<migration>.prisma`, one for each migration in their order, `about.txt`
//! for the page, and where it needs them `hints.txt` (rename hints of the last migration) and `edits.txt`: what
//! somebody did to the files afterwards.
//!
//! `edits.txt` knows three words. `<migration>/<file>` and lines with `- ` and `+ ` below it replace these lines
//! by those. `from <migration> <other>` plans the migration from what the other one led to. `reseal <migration>`
//! takes the edits into the artifact, as `comon migrate seal` does.

use crate::artifacts;
use crate::planning::Migration;
use planner_core::artifact::{self, ArtifactFiles};
use planner_core::provider::Provider;
use planner_core::review::replan;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the examples are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/gallery")
}

/// The names of the examples, in order.
pub fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the gallery");
    let paths = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir());
    let mut names: Vec<String> = paths.map(|path| file_stem(&path)).collect();
    names.sort();
    names
}

/// The migrations of an example: name and files.
pub fn migrations(example: &str) -> BTreeMap<String, ArtifactFiles> {
    let folder = folder().join(example);
    let schemas = schemas(&folder);
    let edits = fs::read_to_string(folder.join("edits.txt")).unwrap_or_default();
    let hints = fs::read_to_string(folder.join("hints.txt")).unwrap_or_default();
    let mut all = BTreeMap::new();
    let names: Vec<&String> = schemas.keys().collect();
    for (index, (name, after)) in schemas.iter().enumerate() {
        let from = edits.lines().find_map(|line| line.strip_prefix(&format!("from {name} ")));
        let previous = index.checked_sub(1).and_then(|before| names.get(before));
        let before = from.or(previous.map(|name| name.as_str())).map(|name| schemas[name].clone());
        let last = index + 1 == schemas.len();
        let migration = Migration {
            provider: provider(after),
            before,
            after: after.clone(),
            hints: hints.lines().filter(|_| last).map(str::to_owned).collect(),
        };
        let files =
            artifacts::of(&migration, name).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        all.insert(name.clone(), files);
    }
    edit(&mut all, &edits);
    all
}

fn schemas(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder.join("schemas")).expect("an example has schemas");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.map(|path| (file_stem(&path), fs::read_to_string(&path).expect("a schema"))).collect()
}

fn file_stem(path: &Path) -> String {
    path.file_stem().and_then(|name| name.to_str()).expect("a plain name").to_owned()
}

fn provider(schema: &str) -> Provider {
    match schema.contains("provider = \"sqlite\"") {
        true => Provider::Sqlite,
        false => Provider::Postgresql,
    }
}

fn edit(all: &mut BTreeMap<String, ArtifactFiles>, edits: &str) {
    let mut lines = edits.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("from ") {
            continue;
        }
        if let Some(name) = line.strip_prefix("reseal ") {
            let files = all.get_mut(name).expect("a migration to seal");
            let read = artifact::read(name, files).expect("edited files can be read");
            let warnings = replan(&read).expect("edited files can be planned").warnings();
            *files = artifact::reseal(name, files, &warnings).expect("edited files can be sealed");
            continue;
        }
        let (name, file) = line.split_once('/').expect("the path of a file to edit");
        let mut part = |mark: &str| {
            let mut text = String::new();
            while let Some(line) = lines.next_if(|line| line.starts_with(mark.trim_end())) {
                text.push_str(line.strip_prefix(mark).unwrap_or_default());
                text.push('\n');
            }
            text
        };
        let (old, new) = (part("- "), part("+ "));
        let files = all.get_mut(name).expect("a migration to edit");
        let texts = artifacts::texts(files);
        let (_, text) = texts.iter().find(|(own, _)| *own == file).expect("a file to edit");
        assert!(text.contains(&old), "{line} does not hold {old}");
        files.set(file, text.replacen(&old, &new, 1).into_bytes());
    }
}
