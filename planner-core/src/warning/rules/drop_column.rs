//! A column goes, and its values with it.

use crate::dialect::question::Question;
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "drop-column",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "Dropping a column deletes its value in every row.",
        why: "No later migration brings the values back; only a backup does.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id         Int     @id\n  legacyCode String? @map(\"legacy_code\")\n\n  @@map(\"users\")\n}\n",
            after: "model User {\n  id Int @id\n\n  @@map(\"users\")\n}\n",
        },
        instead: "Keep the column and hide it from the client with @ignore until nothing needs its \
                  values; where it only has another name now, pass --rename.",
        instead_after: Some(
            "model User {\n  id         Int     @id\n  legacyCode String? @map(\"legacy_code\") @ignore\n\n  @@map(\"users\")\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::DropColumn { table, column } = change else { continue };
        hits.push(Hit {
            subject: column_subject(&table.before, &column.name),
            message: format!(
                "Potential data loss: dropping column {}.{}.",
                table.before, column.name
            ),
            changes: vec![id],
            questions: vec![Question::Values {
                table: table.before.clone(),
                column: column.name.to_string(),
            }],
            span: column.span,
        });
    }
    hits
}
