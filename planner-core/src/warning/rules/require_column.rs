//! A column that may hold NULL becomes required.

use crate::dialect::question::Question;
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, Values, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "require-column",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "The migration fails where a row holds NULL in the column. Nothing is filled in: a \
               default counts for new rows only.",
        why: "A value that stands for a missing one is a decision about the data, not about the \
              schema.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id   Int     @id\n  name String?\n}\n",
            after: "model User {\n  id   Int    @id\n  name String\n}\n",
        },
        instead: "Keep the column optional, fill the missing values, and require it in a later \
                  migration.",
        instead_after: Some("model User {\n  id   Int     @id\n  name String? @default(\"\")\n}\n"),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::AlterColumn(change) = change else { continue };
        let table = &change.table.after;
        let kept = matches!(migration.values_of(table, &change.after.name), Values::Kept(_));
        if !change.becomes_required() || !kept {
            continue;
        }
        hits.push(Hit {
            subject: column_subject(table, &change.after.name),
            message: format!(
                "Potential failure: making column {table}.{} required fails where it is NULL.",
                change.after.name
            ),
            changes: vec![id],
            questions: vec![Question::Nulls {
                table: change.table.before.clone(),
                columns: vec![change.before.name.to_string()],
            }],
            span: change.after.span,
        });
    }
    hits
}
