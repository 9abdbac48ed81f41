//! A table is locked against writes while rows are read.

use crate::plan::waits;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::Migration;
use crate::warning::rule::{Documentation, Example, Hit, Rule};
use crate::warning::waiting::waiting;

/// The rule.
pub const RULE: Rule = Rule {
    id: "blocks-writes",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "Every write to the table waits until the migration commits, and the time grows with the table that is read: a lock is held until the end, through all that comes after it. Reads go on.",
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
    let waits = waits(migration.plan).into_iter().filter(|wait| !wait.reads);
    waits
        .map(|wait| {
            let who = format!(
                "Blocks writes: inserts, updates and deletes on {} wait while {}",
                wait.table,
                wait.working.effect.work.in_words()
            );
            waiting(&wait, who)
        })
        .collect()
}
