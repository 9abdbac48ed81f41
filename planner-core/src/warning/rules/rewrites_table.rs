//! Every row of a table is written anew.

use crate::dialect::question::Question;
use crate::plan::Work;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "rewrites-table",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "PostgreSQL writes a second copy of the table and its indexes before it drops the first.",
        why: "It takes time and disk space in proportion to the table.",
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
        for lock in step.effect.locks.iter().filter(|lock| lock.work == Work::Rewrite) {
            hits.push(Hit {
                subject: table_subject(&lock.table),
                message: format!("Rewrites every row of {}: {}.", lock.table, step.title),
                changes: step.serves.clone(),
                questions: vec![Question::Rows { table: lock.table.clone() }],
                span: None,
            });
        }
    }
    hits
}
