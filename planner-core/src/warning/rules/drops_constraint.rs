//! A foreign key or primary key goes and none takes its place.

use crate::database::model::{ColumnArity, ForeignKey};
use crate::diff::change::{Change, TableRef};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, constraint_subject, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "drops-constraint",
    level: Level::Notice,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "The database no longer refuses rows that break what the key stood for.",
        why: "Rows that go wrong from now on make it hard to bring the key back.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int   @id\n  authorId Int?\n  author   User? @relation(fields: [authorId], references: [id])\n}\n",
            after: "model User {\n  id Int @id\n}\n\nmodel Post {\n  id       Int  @id\n  authorId Int?\n}\n",
        },
        instead: "Keep the key while rows refer to each other.",
        instead_after: Some(
            "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int   @id\n  authorId Int?\n  author   User? @relation(fields: [authorId], references: [id], onDelete: Cascade)\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        if let Change::DropForeignKey { table, foreign_key } = change {
            if goes_with_column_or_table(migration, table, foreign_key)
                || is_replaced(migration, table, foreign_key)
            {
                continue;
            }
            hits.push(Hit {
                subject: constraint_subject(&table.before, &foreign_key.name),
                message: format!(
                    "Drops foreign key {} of {}: rows may refer to what is not there.",
                    foreign_key.name, table.before
                ),
                changes: vec![id],
                questions: Vec::new(),
                span: foreign_key.span,
            });
        } else if let Change::ChangePrimaryKey { table, before: Some(key), after: None } = change {
            if stays_unique(migration, table, &key.columns) {
                continue;
            }
            hits.push(Hit {
                subject: table_subject(&table.before),
                message: format!(
                    "Drops the primary key of {}: rows may be duplicates.",
                    table.before
                ),
                changes: vec![id],
                questions: Vec::new(),
                span: None,
            });
        }
    }
    hits
}

/// Another rule speaks of the column or table that goes.
fn goes_with_column_or_table(
    migration: &Migration<'_>,
    table: &TableRef,
    key: &ForeignKey,
) -> bool {
    let Some(after) = migration.table_after(&table.after) else { return true };
    let kept = |name: &String| {
        after.columns.iter().any(|column| {
            migration
                .former_column(&table.after, &column.name)
                .is_some_and(|each| each.name == *name)
        })
    };
    !key.columns.iter().all(kept) || migration.table_before(&key.referenced_table).is_none()
}

/// Whether a unique index without a predicate takes the place of the key: it refuses the same rows.
fn stays_unique(migration: &Migration<'_>, table: &TableRef, key: &[String]) -> bool {
    let Some(after) = migration.table_after(&table.after) else { return false };
    let is_of_key = |name: &str| {
        let column = after.column(name);
        let required = column.is_some_and(|each| each.arity == ColumnArity::Required);
        let former = migration.former_column(&table.after, name);
        required && former.is_some_and(|former| key.contains(&former.name.to_string()))
    };
    after.indexes.iter().any(|index| {
        let columns = &index.columns;
        index.unique
            && index.predicate.is_none()
            && !columns.is_empty()
            && columns.iter().all(|each| is_of_key(&each.name))
    })
}

fn is_replaced(migration: &Migration<'_>, table: &TableRef, key: &ForeignKey) -> bool {
    let former = |column: &String| {
        migration.former_column(&table.after, column).map(|each| each.name.to_string())
    };
    migration.table_after(&table.after).is_some_and(|after| {
        after.foreign_keys.iter().any(|each| {
            let columns: Option<Vec<String>> = each.columns.iter().map(former).collect();
            columns.as_ref() == Some(&key.columns)
        })
    })
}
