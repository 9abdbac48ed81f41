//! A foreign key has no index on the side that refers.

use crate::database::model::{ForeignKey, Table};
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, constraint_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "unindexed-foreign-key",
    level: Level::Notice,
    documentation: Documentation {
        what: "PostgreSQL makes no index for a foreign key: each delete or key update of a parent reads the whole table that refers to it, and so does a look-up by parent.",
        why: "It is fast while the table is small.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id Int @id\n}\n",
            after: "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id])\n}\n",
        },
        instead: "Add an index over the columns of the key.",
        instead_after: Some(
            "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id])\n\n  @@index([authorId])\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    if migration.provider() != Provider::Postgresql {
        return hits;
    }
    for (id, change) in migration.changes.iter() {
        let Change::AddForeignKey { table, foreign_key } = change else { continue };
        let Some(after) = migration.table_after(&table.after) else { continue };
        if is_indexed(after, foreign_key) {
            continue;
        }
        hits.push(Hit {
            subject: constraint_subject(&table.after, &foreign_key.name),
            message: format!(
                "Scans {} on each delete in {}: foreign key {} has no index on ({}).",
                table.after,
                foreign_key.referenced_table,
                foreign_key.name,
                foreign_key.columns.join(", ")
            ),
            changes: vec![id],
            questions: Vec::new(),
            span: foreign_key.span,
        });
    }
    hits
}

/// Whether a key or full index begins with the columns, in any order.
fn is_indexed(table: &Table, key: &ForeignKey) -> bool {
    let begins = |columns: Vec<&String>| {
        let head: Vec<&String> = columns.into_iter().take(key.columns.len()).collect();
        key.columns.iter().all(|column| head.contains(&column))
    };
    let by_key =
        table.primary_key.as_ref().is_some_and(|each| begins(each.columns.iter().collect()));
    by_key
        || table
            .indexes
            .iter()
            .filter(|index| index.predicate.is_none())
            .any(|index| begins(index.columns.iter().map(|each| &each.name).collect()))
}
