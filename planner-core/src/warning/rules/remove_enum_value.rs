//! Values leave an enum while columns may hold them.

use crate::dialect::question::Question;
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, enum_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "remove-enum-value",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "Rows that hold a removed value have no place to go: PostgreSQL refuses the change \
               of the type, and on SQLite, where an enum is text, clients fail to read the rows.",
        why: "The value must be replaced in every row before it can go.",
        example: Example {
            provider: Provider::Postgresql,
            before: "enum Role {\n  admin\n  member\n  guest\n}\n\nmodel User {\n  id   Int  @id\n  role Role\n}\n",
            after: "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int  @id\n  role Role\n}\n",
        },
        instead: "Keep the value in the enum, move the rows to another value, and remove it in a \
                  later migration.",
        instead_after: Some(
            "enum Role {\n  admin\n  member\n  guest\n  visitor\n}\n\nmodel User {\n  id   Int  @id\n  role Role\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let (Change::AlterEnum(change) | Change::ChangeClientEnum(change)) = change else {
            continue;
        };
        // Without a column that holds the enum before and after, no row can hold the value.
        if change.removed.is_empty() || change.columns.is_empty() {
            continue;
        }
        let names: Vec<&str> = change.removed.iter().map(|value| value.name.as_str()).collect();
        let questions = change
            .columns
            .iter()
            .flat_map(|column| {
                names.iter().map(|value| Question::EnumValue {
                    table: column.table.before.clone(),
                    column: column.before.clone(),
                    value: (*value).to_owned(),
                })
            })
            .collect();
        hits.push(Hit {
            subject: enum_subject(&change.before.name),
            message: format!(
                "Potential data loss: enum {} removes values {}.",
                change.before.name,
                names.join(", ")
            ),
            changes: vec![id],
            questions,
            span: change.after.span,
        });
    }
    hits
}
