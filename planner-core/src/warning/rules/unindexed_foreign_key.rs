//! A foreign key has no index on the side that refers.

use crate::database::model::{ForeignKey, Index, ObjectName, Table};
use crate::diff::change::{Change, ChangeId, TableRef};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, constraint_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "unindexed-foreign-key",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
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
        if let Change::AddForeignKey { table, foreign_key } = change {
            let Some(after) = migration.table_after(&table.after) else { continue };
            if !is_indexed(after, foreign_key) {
                hits.push(hit(id, after, foreign_key));
            }
        } else if let Change::DropIndex { table, index } = change {
            let Some(after) = migration.table_after(&table.after) else { continue };
            let left = after.foreign_keys.iter().filter(|key| {
                served(migration, table, index, key)
                    && !is_indexed(after, key)
                    && !is_added(migration, &after.name, key)
            });
            hits.extend(left.map(|key| hit(id, after, key)));
        }
    }
    hits
}

fn hit(id: ChangeId, table: &Table, key: &ForeignKey) -> Hit {
    Hit {
        subject: constraint_subject(&table.name, &key.name),
        message: format!(
            "Scans {} on each delete in {}: foreign key {} has no index on ({}).",
            table.name,
            key.referenced_table,
            key.name,
            key.columns.join(", ")
        ),
        changes: vec![id],
        questions: Vec::new(),
        span: key.span,
    }
}

/// Whether the index that goes began with the columns of the key.
fn served(migration: &Migration<'_>, table: &TableRef, index: &Index, key: &ForeignKey) -> bool {
    let head: Vec<&str> =
        index.columns.iter().take(key.columns.len()).map(|each| each.name.as_str()).collect();
    index.predicate.is_none()
        && key.columns.iter().all(|column| {
            let former = migration.former_column(&table.after, column);
            former.is_some_and(|former| head.contains(&former.name.as_str()))
        })
}

/// Whether the migration adds the key: then it is told of there.
fn is_added(migration: &Migration<'_>, table: &ObjectName, key: &ForeignKey) -> bool {
    migration.changes.iter().any(|(_, change)| {
        matches!(change, Change::AddForeignKey { table: owner, foreign_key }
            if owner.after == *table && foreign_key.name == key.name)
    })
}

/// Whether a key or full index begins with the columns, in any order.
fn is_indexed(table: &Table, key: &ForeignKey) -> bool {
    let begins = |columns: Vec<&str>| {
        let head: Vec<&str> = columns.into_iter().take(key.columns.len()).collect();
        key.columns.iter().all(|column| head.contains(&column.as_str()))
    };
    let by_key = table
        .primary_key
        .as_ref()
        .is_some_and(|each| begins(each.columns.iter().map(String::as_str).collect()));
    by_key
        || table
            .indexes
            .iter()
            .filter(|index| index.predicate.is_none())
            .any(|index| begins(index.columns.iter().map(|each| each.name.as_str()).collect()))
}
