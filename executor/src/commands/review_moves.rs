//! The migrations folders of a checkout that its base does not have -> those that the base had in their place: a
//! project that moved is the same project. Knows nothing of schemas.

use crate::commands::git::Base;
use crate::commands::review_change::migrations_in;
use crate::error::Result;
use planner_core::review::change::MigrationFiles;
use planner_core::review::history::same_statements;
use std::collections::{BTreeMap, BTreeSet};

/// A migrations folder.
#[derive(Debug)]
pub struct MigrationsFolder {
    /// Its path from the root of the repository.
    pub path: String,
    /// What stands in it.
    pub migrations: Vec<MigrationFiles>,
}

/// How much says that two folders are the same one: what says most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    /// How many migrations have the same name and the same statements.
    same: usize,
    /// How many have the same name.
    named: usize,
    /// How many parts the ends of the paths have in common.
    parts: usize,
}

/// The folders that the base had in place of some that it does not have, by the latter. `known`: all that the
/// base has. Such a folder is not there any more, and migrations of the same names stood in it, or it is the only
/// one that is gone; none is given twice.
///
/// # Errors
///
/// git fails.
pub fn moved(
    base: &Base,
    known: &BTreeSet<String>,
    heads: &[MigrationsFolder],
) -> Result<BTreeMap<String, String>> {
    let mut moves = BTreeMap::new();
    let root = base.checkout().root();
    let mut gone: Vec<MigrationsFolder> = Vec::new();
    for path in known.iter().filter(|path| !root.join(path).is_dir()) {
        let entries = base.list(&base.merge_base, &[path])?;
        let migrations = migrations_in(&base.read(&entries)?, path);
        gone.push(MigrationsFolder { path: path.clone(), migrations });
    }
    let only = gone.len() == 1;
    let mut pairs: Vec<(Likeness, &str, &str)> = Vec::new();
    for head in heads.iter().filter(|head| !head.migrations.is_empty()) {
        let likely = gone.iter().map(|old| (likeness(old, head), head.path.as_str(), &*old.path));
        pairs.extend(likely.filter(|(likeness, ..)| likeness.named > 0 || only));
    }
    pairs.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(right.1)));
    for (_, path, old) in pairs {
        if !moves.contains_key(path) && moves.values().all(|taken| taken != old) {
            moves.insert(path.to_owned(), old.to_owned());
        }
    }
    Ok(moves)
}

fn likeness(old: &MigrationsFolder, head: &MigrationsFolder) -> Likeness {
    let names: BTreeMap<&str, &MigrationFiles> =
        head.migrations.iter().map(|each| (each.name.as_str(), each)).collect();
    let pairs = old.migrations.iter().filter_map(|was| Some((was, names.get(was.name.as_str())?)));
    let pairs: Vec<_> = pairs.collect();
    let parts = old.path.rsplit('/').zip(head.path.rsplit('/'));
    Likeness {
        same: pairs.iter().filter(|(was, is)| same_statements(&was.files, &is.files)).count(),
        named: pairs.len(),
        parts: parts.take_while(|(was, is)| was == is).count(),
    }
}
