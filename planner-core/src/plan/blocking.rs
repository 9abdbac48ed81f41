//! A plan -> the tables that other sessions wait for while its transactions work. A lock is held
//! until its transaction ends, so a quick change made before a long one blocks its table for as
//! long as that takes, and one made after it does not. Knows nothing of messages.
//!
//! <https://www.postgresql.org/docs/current/explicit-locking.html>

use super::step::{Plan, Step, Work};
use crate::database::model::ObjectName;
use crate::ordered::{BTreeMap, BTreeSet};

/// How many tables of work are told apart.
const TOLD: usize = 8;

/// A table that others wait for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait<'a> {
    /// The table, by its name before the migration.
    pub table: &'a ObjectName,
    /// Whether those wait that only read; those that write wait in any case.
    pub reads: bool,
    /// The step that takes the lock.
    pub locking: &'a Step,
    /// The step of the heaviest work under it; maybe the same.
    pub working: &'a Step,
    /// How many other steps work under it.
    pub more: usize,
    /// The tables that are worked on meanwhile, by their names before: where all are empty, nobody
    /// waits. Empty where they are too many to tell.
    pub worked: Vec<&'a ObjectName>,
}

/// Every table that others wait for, at most once a transaction, by transaction and name. None
/// where nothing but the catalogue is changed under its lock.
pub fn waits(plan: &Plan) -> Vec<Wait<'_>> {
    let sections = plan.steps.chunk_by(|left, right| left.section == right.section);
    sections.flat_map(waits_of).collect()
}

/// From which step on a table is locked.
#[derive(Debug, Clone, Copy, Default)]
struct Since {
    reads: Option<usize>,
    writes: Option<usize>,
}

fn waits_of(steps: &[Step]) -> Vec<Wait<'_>> {
    let ahead = work_ahead(steps);
    let mut tables: BTreeMap<&ObjectName, Since> = BTreeMap::new();
    for (index, step) in steps.iter().enumerate() {
        for lock in step.effect.locks.iter().filter(|lock| lock.index.is_none()) {
            let since = tables.entry(&lock.table).or_default();
            if lock.mode.blocks_reads() {
                since.reads.get_or_insert(index);
            }
            if lock.mode.blocks_writes() {
                since.writes.get_or_insert(index);
            }
        }
    }
    let mut found = Vec::new();
    for (table, since) in tables {
        let wait = |since: Option<usize>, reads: bool| {
            let (working, count) = (*ahead.get(since?)?)?;
            let rest = steps.get(since?..)?;
            let (locking, worked) = (rest.first()?, worked_on(rest));
            Some(Wait { table, reads, locking, working, more: count - 1, worked })
        };
        found.extend(wait(since.reads, true).or_else(|| wait(since.writes, false)));
    }
    found
}

/// For each step: the heaviest work from it on, of these the first, and how many steps work.
/// `None` where none does. What is done to new tables keeps nobody waiting, and is none.
fn work_ahead(steps: &[Step]) -> Vec<Option<(&Step, usize)>> {
    let mut ahead: Vec<Option<(&Step, usize)>> = Vec::with_capacity(steps.len());
    let mut heaviest: Option<(&Step, usize)> = None;
    for step in steps.iter().rev() {
        if step.effect.work > Work::Catalogue {
            heaviest = Some(match heaviest {
                Some((other, count)) if other.effect.work > step.effect.work => (other, count + 1),
                Some((_, count)) => (step, count + 1),
                None => (step, 1),
            });
        }
        ahead.push(heaviest);
    }
    ahead.reverse();
    ahead
}

fn worked_on(steps: &[Step]) -> Vec<&ObjectName> {
    let mut tables: BTreeSet<&ObjectName> = BTreeSet::new();
    for lock in steps.iter().flat_map(|step| &step.effect.locks) {
        if lock.work > Work::Catalogue {
            tables.insert(&lock.table);
        }
        if tables.len() > TOLD {
            return Vec::new();
        }
    }
    tables.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::step::{Effect, Lock, LockMode, Operation};
    use crate::provider::Provider;

    /// A table, its mode and the work on it.
    type Taken = (&'static str, LockMode, Work);

    /// The section of a step and its locks.
    type Made<'a> = (usize, &'a [Taken]);

    fn plan(steps: &[Made<'_>]) -> Plan {
        let step = |(section, locks): &Made<'_>| {
            let lock = |(table, mode, work): &Taken| Lock {
                table: ObjectName::local(*table),
                index: None,
                mode: *mode,
                work: *work,
            };
            let work = locks.iter().map(|(_, _, work)| *work).max().unwrap_or_default();
            let locks: Vec<Lock> = locks.iter().map(lock).collect();
            Step {
                title: format!("{:?}", locks.first().map(|lock| lock.table.name.clone())),
                statements: Vec::new(),
                serves: Vec::new(),
                operation: Operation::Direct,
                section: *section,
                effect: Effect { statements: Vec::new(), locks, work },
            }
        };
        Plan {
            provider: Provider::Postgresql,
            steps: steps.iter().map(step).collect(),
            stepless: Vec::new(),
            foreign_keys_off: false,
        }
    }

    fn told(plan: &Plan) -> Vec<(String, bool, Work, usize)> {
        let waits = waits(plan);
        let told = |wait: &Wait<'_>| {
            (wait.table.name.clone(), wait.reads, wait.working.effect.work, wait.more)
        };
        waits.iter().map(told).collect()
    }

    const EXCLUSIVE: LockMode = LockMode::AccessExclusive;

    #[test]
    fn a_lock_is_held_through_what_comes_after_it() {
        let quick = ("quick", EXCLUSIVE, Work::Catalogue);
        let long = ("long", LockMode::Share, Work::IndexBuild);
        let before = plan(&[(0, &[quick]), (0, &[long])]);
        let found = [
            ("long".to_owned(), false, Work::IndexBuild, 0),
            ("quick".to_owned(), true, Work::IndexBuild, 0),
        ];
        assert_eq!(told(&before), found);
        assert_eq!(waits(&before)[1].worked, [&ObjectName::local("long")]);
        let after = plan(&[(0, &[long]), (0, &[quick])]);
        assert_eq!(told(&after), found[..1]);
        let apart = plan(&[(0, &[quick]), (1, &[long])]);
        assert_eq!(told(&apart), found[..1]);
    }

    #[test]
    fn the_strongest_lock_counts_where_work_follows_it() {
        let built = ("a", LockMode::Share, Work::IndexBuild);
        let quick = ("a", EXCLUSIVE, Work::Catalogue);
        let written = ("a", EXCLUSIVE, Work::Rewrite);
        let told_of = |steps: &[Made<'_>]| told(&plan(steps));
        assert_eq!(
            told_of(&[(0, &[built]), (0, &[quick])]),
            [("a".to_owned(), false, Work::IndexBuild, 0)]
        );
        assert_eq!(
            told_of(&[(0, &[built]), (0, &[written]), (0, &[built])]),
            [("a".to_owned(), true, Work::Rewrite, 1)]
        );
        assert_eq!(told_of(&[(0, &[quick])]), []);
    }

    #[test]
    fn weak_locks_keep_nobody_waiting() {
        let weak = ("a", LockMode::ShareUpdateExclusive, Work::Scan);
        assert_eq!(told(&plan(&[(0, &[weak])])), []);
    }
}
