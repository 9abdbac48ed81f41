//! A column's values are cast to a type that cannot hold all of them.

use crate::database::model::ObjectName;
use crate::dialect::question::Question;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "narrow-column-type",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "Values that the new type cannot hold are cut, rounded or replaced by the cast, or \
               make it fail.",
        why: "What the cast changes cannot be told from what was there before.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id  Int    @id\n  age BigInt\n}\n",
            after: "model User {\n  id  Int @id\n  age Int\n}\n",
        },
        instead: "Add a column of the new type, fill it, compare, and drop the old one in a later \
                  migration.",
        instead_after: Some("model User {\n  id    Int    @id\n  age   BigInt\n  years Int?\n}\n"),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for step in &migration.plan.steps {
        let lossy = step.operation.casts().filter(|(_, cast)| !cast.lossless);
        hits.extend(
            lossy.filter_map(|(table, cast)| {
                hit(migration, table, &cast.column, &cast.from, &cast.to)
            }),
        );
    }
    hits
}

/// `None` where the column itself does not change but its enum does: that has a rule of its own.
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
            "Potential data loss: changing column {table}.{column} from {from} to {to} can lose values."
        ),
        changes: vec![id],
        questions: vec![Question::Lossy {
            table: change.table.before.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        }],
        span: change.after.span,
    })
}
