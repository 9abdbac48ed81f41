//! What each kind of statement does to a running server: the tables that it locks, how, and the
//! work under the lock. A table that the same migration creates is known to nobody else, so it
//! stands in no list.
//!
//! <https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES>; measured.

use crate::database::model::ObjectName;
use crate::plan::step::{Effect, Lock, LockMode, Work};

/// Nothing but the catalogue, and no table.
pub fn none() -> Effect {
    Effect::default()
}

/// ALTER TABLE in most of its forms, DROP INDEX: nobody reads or writes.
pub fn exclusive(table: &ObjectName, work: Work) -> Effect {
    Effect { locks: vec![lock(table, LockMode::AccessExclusive)], work }
}

/// Several tables, all exclusively.
pub fn all_exclusive<'a>(tables: impl Iterator<Item = &'a ObjectName>, work: Work) -> Effect {
    let mut locks: Vec<Lock> = Vec::new();
    for table in tables {
        let lock = lock(table, LockMode::AccessExclusive);
        if !locks.contains(&lock) {
            locks.push(lock);
        }
    }
    Effect { locks, work }
}

/// CREATE INDEX: nobody writes.
pub fn create_index(table: &ObjectName) -> Effect {
    Effect { locks: vec![lock(table, LockMode::Share)], work: Work::IndexBuild }
}

/// ADD FOREIGN KEY: nobody writes to either table while all rows of `table` are looked up.
/// `None` stands for a table that the same migration creates.
pub fn add_foreign_key(table: Option<&ObjectName>, parent: Option<&ObjectName>) -> Effect {
    let mut locks: Vec<Lock> =
        table.iter().map(|table| lock(table, LockMode::ShareRowExclusive)).collect();
    if let Some(parent) = parent.filter(|parent| table != Some(*parent)) {
        locks.push(lock(parent, LockMode::ShareRowExclusive));
    }
    Effect { locks, work: if table.is_some() { Work::Scan } else { Work::Catalogue } }
}

fn lock(table: &ObjectName, mode: LockMode) -> Lock {
    Lock { table: table.clone(), mode }
}
