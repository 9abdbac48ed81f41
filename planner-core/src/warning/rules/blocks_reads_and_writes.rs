//! A table is locked against everything while rows are read or written.

use crate::plan::waits;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::Migration;
use crate::warning::rule::{Documentation, Example, Hit, Rule};
use crate::warning::waiting::waiting;

/// The rule.
pub const RULE: Rule = Rule {
    id: "blocks-reads-and-writes",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "Every query on the table waits until the migration commits, and the time grows with the table that is read or written: a lock is held until the end, through all that comes after it.",
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
    let waits = waits(migration.plan).into_iter().filter(|wait| wait.reads);
    waits
        .map(|wait| {
            let who = format!(
                "Blocks reads and writes: queries on {} wait while {}",
                wait.table,
                wait.working.effect.work.in_words()
            );
            waiting(&wait, who)
        })
        .collect()
}
