//! A column is dropped and made anew, because no cast leads from its type to the new one.

use crate::database::model::ObjectName;
use crate::dialect::question::Question;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "recreate-column",
    level: Level::Gating,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "The database knows no cast between the two types, so the column starts empty.",
        why: "Every value of the column is deleted.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id   Int       @id\n  seen DateTime?\n}\n",
            after: "model User {\n  id   Int    @id\n  seen Bytes?\n}\n",
        },
        instead: "Add a column of the new type, fill it, and drop the old one in a later migration.",
        instead_after: Some(
            "model User {\n  id    Int       @id\n  seen  DateTime?\n  seen2 Bytes?\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for step in &migration.plan.steps {
        hits.extend(
            step.operation.recreated().filter_map(|(table, each)| {
                hit(migration, table, &each.column, &each.from, &each.to)
            }),
        );
    }
    hits
}

fn hit(
    migration: &Migration<'_>,
    table: &ObjectName,
    column: &str,
    from: &str,
    to: &str,
) -> Option<Hit> {
    let (id, change) = migration.column_change(table, column)?;
    Some(Hit {
        subject: column_subject(table, column),
        message: format!(
            "Potential data loss: column {table}.{column} must be dropped and recreated to change \
             from {from} to {to}."
        ),
        changes: vec![id],
        questions: vec![Question::Values {
            table: change.table.before.clone(),
            column: change.before.name.to_string(),
        }],
        span: change.after.span,
    })
}
