//! A column loses the database's default.

use crate::database::model::Column;
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "drops-default",
    level: Level::Notice,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "Inserts that leave the column out fail where it is required, and store NULL where it is not.",
        why: "Other writers than the client, such as scripts and older instances, may count on the default.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id   Int    @id\n  name String @default(\"\")\n}\n",
            after: "model User {\n  id   Int    @id\n  name String\n}\n",
        },
        instead: "Keep the default until nothing inserts without a value.",
        instead_after: Some(
            "model User {\n  id   Int    @id\n  name String @default(\"nobody\")\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::AlterColumn(change) = change else { continue };
        let has_value = |column: &Column| column.default.is_some() || column.autoincrement;
        if !has_value(&change.before) || has_value(&change.after) {
            continue;
        }
        let (table, column) = (&change.table.after, &change.after.name);
        let what = if change.before.autoincrement { "numbering" } else { "default" };
        hits.push(Hit {
            subject: column_subject(table, column),
            message: format!("Drops the {what} of {table}.{column}: inserts must give a value."),
            changes: vec![id],
            questions: Vec::new(),
            span: change.after.span,
        });
    }
    hits
}
