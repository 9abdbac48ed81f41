//! A step locks a table that it does not change.

use crate::database::model::ObjectName;
use crate::plan::{LockMode, Step};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    id: "locks-other-table",
    level: Level::Notice,
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
    let mut hits = Vec::new();
    for step in &migration.plan.steps {
        let own = own_tables(migration, step);
        for lock in &step.effect.locks {
            let weak = lock.mode < LockMode::Share;
            if weak || own.contains(&lock.table) || migration.is_created(&lock.table) {
                continue;
            }
            hits.push(Hit {
                subject: table_subject(&lock.table),
                message: format!(
                    "Locks {} although it does not change ({}): {}.",
                    lock.table,
                    lock.mode.in_words(),
                    step.title
                ),
                changes: step.serves.clone(),
                questions: Vec::new(),
                span: None,
            });
        }
    }
    hits
}

fn own_tables(migration: &Migration<'_>, step: &Step) -> BTreeSet<ObjectName> {
    let tables = step.serves.iter().filter_map(|id| migration.changes.changes.get(id.0)?.table());
    tables.flat_map(|table| [table.before, table.after]).collect()
}
