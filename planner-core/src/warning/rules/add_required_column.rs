//! A required column without a default appears on a table that may have rows.

use crate::database::model::Column;
use crate::dialect::question::Question;
use crate::diff::change::{Change, ChangeId, TableRef};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, Values, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "add-required-column",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "Existing rows have no value for the new column, so the migration fails unless the \
               table is empty. A default that the client makes does not help them.",
        why: "It works on an empty development database and fails in production.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id Int @id\n}\n",
            after: "model User {\n  id  Int @id\n  age Int\n}\n",
        },
        instead: "Give it a default, or add it as optional, fill it, and require it in a later \
                  migration.",
        instead_after: Some("model User {\n  id  Int  @id\n  age Int?\n}\n"),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        if let Change::AddColumn { table, column } = change {
            hits.extend(hit(migration, id, table, column));
        } else if let Change::AlterColumn(change) = change {
            hits.extend(hit(migration, id, &change.table, &change.after));
        }
    }
    hits
}

fn hit(migration: &Migration<'_>, id: ChangeId, table: &TableRef, column: &Column) -> Option<Hit> {
    if migration.values_of(&table.after, &column.name) != Values::Impossible {
        return None;
    }
    Some(Hit {
        subject: column_subject(&table.after, &column.name),
        message: format!(
            "Potential failure: adding required column {}.{} without a default fails if the \
             table has rows.",
            table.after, column.name
        ),
        changes: vec![id],
        questions: vec![Question::Rows { table: table.before.clone() }],
        span: column.span,
    })
}
