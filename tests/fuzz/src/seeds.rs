//! What the targets begin with: the schemas of the cases, probes and examples, those of the corpus
//! where there is one, and every large family in small and in large. Folders in, texts out.

use crate::families;
use crate::laws::SEPARATOR;
use planner_core::provider::Provider;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// The largest schema of the corpus that is a seed; larger ones slow all that grows from them.
const LARGEST: u64 = 5 << 10;

/// The size of a family among the schemas.
const SMALL: usize = 1 << 10;

/// The size of a family that a brief run can work on.
pub const MEDIUM: usize = 24 << 10;

/// The size of a family in large: the most that an input may have.
pub const LARGE: usize = 1 << 20;

/// The texts to begin with.
#[derive(Debug, Clone, Default)]
pub struct Seeds {
    /// Single schemas.
    pub schemas: BTreeSet<String>,
    /// Schemas before and after with the separator between them.
    pub steps: BTreeSet<String>,
}

/// The seeds of the repository at `root`, and those of a corpus.
///
/// # Errors
///
/// A folder that is there cannot be read.
pub fn collect(root: &Path, corpus: Option<&Path>) -> io::Result<Seeds> {
    let mut seeds = Seeds::default();
    let own =
        ["tests/cases", "tests/probes", "tests/format", "examples"].map(|each| root.join(each));
    let foreign =
        corpus.into_iter().flat_map(|corpus| [corpus.join("schemas"), corpus.join("steps")]);
    for folder in own.into_iter().chain(foreign) {
        for path in schema_files(&folder)? {
            add(&mut seeds, &path)?;
        }
    }
    for family in families::all() {
        seeds.schemas.insert((family.text)(SMALL));
    }
    Ok(seeds)
}

/// A schema, and with its neighbour before.prisma a step.
fn add(seeds: &mut Seeds, path: &Path) -> io::Result<()> {
    if path.metadata()?.len() > LARGEST {
        return Ok(());
    }
    let text = std::fs::read_to_string(path)?;
    let before = path.with_file_name("before.prisma");
    let is_after = path.file_name().is_some_and(|name| name == "after.prisma");
    if is_after && before.is_file() && before.metadata()?.len() <= LARGEST {
        let before = std::fs::read_to_string(before)?;
        for provider in [Provider::Postgresql, Provider::Sqlite] {
            let (before, after) =
                (with_datasource(&before, provider), with_datasource(&text, provider));
            seeds.steps.insert(format!("{before}{SEPARATOR}{after}"));
        }
    }
    if !text.trim().is_empty() {
        seeds.schemas.insert(with_datasource(&text, Provider::Postgresql));
    }
    Ok(())
}

/// The cases leave the datasource out: they are for both databases.
fn with_datasource(schema: &str, provider: Provider) -> String {
    if schema.contains("datasource ") {
        return schema.to_owned();
    }
    format!("datasource db {{\n  provider = \"{provider}\"\n}}\n\n{schema}")
}

/// All files called `.prisma` below a folder, in order; none where it is not there.
fn schema_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop().filter(|folder| folder.is_dir()) {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "prisma") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
