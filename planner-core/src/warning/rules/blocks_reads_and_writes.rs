//! A table is locked against everything while rows are read or written.

use crate::dialect::question::Question;
use crate::plan::{LockMode, Work};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "blocks-reads-and-writes",
    level: Level::Notice,
    documentation: Documentation {
        what: "Every query on the table waits until the migration commits, and the time grows with the table.",
        why: "On a large table that is an outage.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id  Int @id\n  age Int\n}\n",
            after: "model User {\n  id  Int    @id\n  age BigInt\n}\n",
        },
        instead: "Add a column of the new type, fill it in batches, and switch over.",
        instead_after: Some("model User {\n  id   Int     @id\n  age  Int\n  age2 BigInt?\n}\n"),
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
            if !matches!(lock.mode, LockMode::AccessExclusive) || migration.is_created(&lock.table)
            {
                continue;
            }
            hits.push(Hit {
                subject: table_subject(&lock.table),
                message: format!(
                    "Blocks reads and writes: queries on {} wait while {}: {}.",
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
