//! A table is locked against writes while rows are read.

use crate::dialect::question::Question;
use crate::plan::{LockMode, Work};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "blocks-writes",
    level: Level::Notice,
    documentation: Documentation {
        what: "Every write to the table waits until the migration commits, and the time grows with the table; reads go on.",
        why: "On a large table that is an outage for whoever writes.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id    Int    @id\n  email String\n}\n",
            after: "model User {\n  id    Int    @id\n  email String\n\n  @@index([email])\n}\n",
        },
        instead: "Apply the migration while little is written; an index can be built concurrently in a hand-edited section.",
        instead_after: None,
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for step in &migration.plan.steps {
        if step.effect.work == Work::Catalogue {
            continue;
        }
        for lock in &step.effect.locks {
            if !matches!(lock.mode, LockMode::Share | LockMode::ShareRowExclusive)
                || migration.is_created(&lock.table)
            {
                continue;
            }
            hits.push(Hit {
                subject: table_subject(&lock.table),
                message: format!(
                    "Blocks writes: inserts, updates and deletes on {} wait while {}: {}.",
                    lock.table,
                    step.effect.work.in_words(),
                    step.title
                ),
                changes: step.serves.clone(),
                questions: vec![Question::Rows { table: migration.name_before(&lock.table) }],
                span: None,
            });
        }
    }
    hits
}
