//! The values of an enum stand in another order, which comparisons follow.

use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, enum_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "reorders-enum",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "PostgreSQL sorts and compares values of an enum by their place in the type, so ORDER BY, <, min and max give other answers. The type is made anew, and every table that holds it is written anew.",
        why: "The rows are the same; what queries say of them is not.",
        example: Example {
            provider: Provider::Postgresql,
            before: "enum Priority {\n  low\n  high\n}\n\nmodel Task {\n  id       Int      @id\n  priority Priority\n}\n",
            after: "enum Priority {\n  high\n  low\n}\n\nmodel Task {\n  id       Int      @id\n  priority Priority\n}\n",
        },
        instead: "Leave the order as it is, and put new values where they belong.",
        instead_after: Some(
            "enum Priority {\n  low\n  middle\n  high\n}\n\nmodel Task {\n  id       Int      @id\n  priority Priority\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::AlterEnum(change) = change else { continue };
        if !change.reordered || change.columns.is_empty() {
            continue;
        }
        let name = &change.after.name;
        hits.push(Hit {
            subject: enum_subject(name),
            message: format!(
                "Sorts enum {name} otherwise: comparisons and ORDER BY follow its new order."
            ),
            changes: vec![id],
            questions: Vec::new(),
            span: change.after.span,
        });
    }
    hits
}
