//! A new enum value cannot be used in the transaction that adds it.

use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, enum_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "enum-value-unusable-until-commit",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "PostgreSQL refuses the use of a value that was added in the same transaction (error 55P04).",
        why: "A hand-written statement in this migration, such as a backfill, cannot write the value.",
        example: Example {
            provider: Provider::Postgresql,
            before: "enum Role {\n  admin\n}\n\nmodel User {\n  id   Int  @id\n  role Role\n}\n",
            after: "enum Role {\n  admin\n  member\n}\n\nmodel User {\n  id   Int  @id\n  role Role\n}\n",
        },
        instead: "Write the rows in a later migration, or in a later section of this one.",
        instead_after: None,
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::AlterEnum(change) = change else { continue };
        // A type that loses values is made anew, and a new type's values can be used at once.
        if change.added.is_empty() || !change.removed.is_empty() || change.reordered {
            continue;
        }
        let values: Vec<&str> = change.added.iter().map(|value| value.name.as_str()).collect();
        hits.push(Hit {
            subject: enum_subject(&change.after.name),
            message: format!(
                "Cannot be used before the migration commits: {} of enum {}.",
                values.join(", "),
                change.after.name
            ),
            changes: vec![id],
            questions: Vec::new(),
            span: change.after.span,
        });
    }
    hits
}
