//! A step locks a table that it does not change.

use crate::database::model::ObjectName;
use crate::diff::change::Change;
use crate::ordered::{BTreeMap, BTreeSet};
use crate::plan::{Lock, Step};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "locks-other-table",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "A foreign key locks the table that it refers to, when it is created and when it is dropped.",
        why: "The table referred to is often the busiest one, and waits for whatever holds up the migration.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id Int @id\n}\n",
            after: "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id])\n}\n",
        },
        instead: "Keep such migrations small, with a lock timeout, so that they do not hold the lock while they wait for another.",
        instead_after: Some(
            "model User {\n  id Int @id\n}\n\nmodel Post {\n  id       Int @id\n  authorId Int\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let changed = changed_tables(migration);
    let mut strongest: BTreeMap<&ObjectName, (&Lock, &Step)> = BTreeMap::new();
    for step in &migration.plan.steps {
        for lock in &step.effect.locks {
            if !lock.mode.blocks_writes() || changed.contains(&lock.table) {
                continue;
            }
            let held = strongest.entry(&lock.table).or_insert((lock, step));
            if lock.mode > held.0.mode {
                *held = (lock, step);
            }
        }
    }
    let hit = |(table, (lock, step)): (&ObjectName, (&Lock, &Step))| Hit {
        subject: table_subject(table),
        message: format!(
            "Locks {table} although it does not change ({}): {}.",
            lock.mode.in_words(),
            step.title
        ),
        changes: step.serves.clone(),
        questions: Vec::new(),
        span: None,
    };
    strongest.into_iter().map(hit).collect()
}

/// The tables that some step changes, by their names before.
fn changed_tables(migration: &Migration<'_>) -> BTreeSet<ObjectName> {
    let mut changed = BTreeSet::new();
    for (id, change) in migration.changes.iter() {
        if migration.plan.stepless.contains(&id) {
            continue;
        }
        changed.extend(change.table().map(|table| table.before));
        if let Change::AlterEnum(each) = change {
            changed.extend(each.columns.iter().map(|column| column.table.before.clone()));
        }
    }
    changed
}
