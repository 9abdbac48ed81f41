//! A unique index appears over values that may be duplicates.

use crate::database::model::{Index, ObjectName};
use crate::dialect::question::{Question, columns_of};
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, index_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};
use crate::warning::uniqueness::{Expectation, expectation};

/// The rule.
pub const RULE: Rule = Rule {
    id: "add-unique",
    level: Level::Gating,
    documentation: Documentation {
        what: "The migration fails if two rows hold the same values in the columns of the index. \
               Rows with a NULL among them never collide.",
        why: "Which of the duplicates is right is a decision about the data.",
        example: Example {
            provider: Provider::Sqlite,
            before: "model User {\n  id    Int    @id\n  email String\n}\n",
            after: "model User {\n  id    Int    @id\n  email String @unique\n}\n",
        },
        instead: "Look for duplicates with the probe and resolve them first; an index that is not \
                  unique can be created in any case.",
        instead_after: Some(
            "model User {\n  id    Int    @id\n  email String\n\n  @@index([email])\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::CreateIndex { table, index } = change else { continue };
        let Some(questions) = questions(migration, &table.after, index) else { continue };
        let columns: Vec<&str> = index.columns.iter().map(|each| each.name.as_str()).collect();
        hits.push(Hit {
            subject: index_subject(&table.after, &index.name),
            message: format!(
                "Potential failure: unique index {} fails if {} has duplicates.",
                index.name,
                columns_of(&table.after, &columns)
            ),
            changes: vec![id],
            questions,
            span: index.span,
        });
    }
    hits
}

/// `None` where the index cannot fail.
fn questions(
    migration: &Migration<'_>,
    table: &ObjectName,
    index: &Index,
) -> Option<Vec<Question>> {
    if !index.unique {
        return None;
    }
    let columns: Vec<String> = index.columns.iter().map(|each| each.name.clone()).collect();
    match expectation(migration, table, &columns, index.predicate.as_deref(), true) {
        Expectation::Holds => None,
        Expectation::MayFail(questions) => Some(questions),
    }
}
