//! A table goes, and its rows with it.

use crate::dialect::question::Question;
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "drop-table",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "Dropping a table deletes all of its rows. Rows of tables that refer to it stay: \
               their foreign keys are dropped first, and on SQLite the script runs with foreign \
               keys off, so that nothing cascades.",
        why: "No later migration brings the rows back; only a backup does.",
        example: Example {
            provider: Provider::Sqlite,
            before: "model User {\n  id Int @id\n}\n\nmodel Post {\n  id Int @id\n\n  @@map(\"posts\")\n}\n",
            after: "model User {\n  id Int @id\n}\n",
        },
        instead: "Keep the table and hide it from the client with @@ignore until nothing needs its \
                  rows; where it only has another name now, pass --rename.",
        instead_after: Some(
            "model User {\n  id Int @id\n}\n\nmodel Post {\n  id Int @id\n\n  @@map(\"posts\")\n  @@ignore\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::DropTable(table) = change else { continue };
        hits.push(Hit {
            subject: table_subject(&table.name),
            message: format!("Potential data loss: dropping table {}.", table.name),
            changes: vec![id],
            questions: vec![Question::Rows { table: table.name.clone() }],
            span: table.span,
        });
    }
    hits
}
