//! A foreign key appears over values that may have no parent.

use crate::database::model::ForeignKey;
use crate::dialect::question::{Question, columns_of};
use crate::diff::change::{Change, TableRef};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, Values, constraint_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "add-foreign-key",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "The migration fails if a row refers to a parent that does not exist. Rows with a \
               NULL among the referring columns need none.",
        why: "Rows without their parent are common where no foreign key kept them out so far.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id Int @id\n}\n\nmodel Post {\n  id       Int  @id\n  authorId Int?\n}\n",
            after: "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int   @id\n  authorId Int?\n  author   User? @relation(fields: [authorId], references: [id])\n}\n",
        },
        instead: "Look for such rows with the probe and repair them first; a foreign key over a \
                  new, optional column cannot fail.",
        instead_after: Some(
            "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int   @id\n  authorId Int?\n  userId   Int?\n  author   User? @relation(fields: [userId], references: [id])\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::AddForeignKey { table, foreign_key } = change else { continue };
        let Some(questions) = questions(migration, table, foreign_key) else { continue };
        hits.push(Hit {
            subject: constraint_subject(&table.after, &foreign_key.name),
            message: format!(
                "Potential failure: foreign key {} fails if {} has values without a parent in {}.",
                foreign_key.name,
                columns_of(&table.after, &foreign_key.columns),
                columns_of(&foreign_key.referenced_table, &foreign_key.referenced_columns)
            ),
            changes: vec![id],
            questions,
            span: foreign_key.span,
        });
    }
    hits
}

/// `None` where the key cannot fail: on a new table, over a column that is NULL everywhere, or
/// where a key over the same columns held before.
fn questions(
    migration: &Migration<'_>,
    table: &TableRef,
    key: &ForeignKey,
) -> Option<Vec<Question>> {
    let former = migration.former_table(&table.after)?;
    let mut columns = Vec::new();
    for column in &key.columns {
        match migration.values_of(&table.after, column) {
            Values::Kept(column) => columns.push(column.name.to_string()),
            Values::Null | Values::Impossible => return None,
            Values::Numbered | Values::Same | Values::Unknown => {}
        }
    }
    // The same default in every row: whether it has a parent shows only once the column is
    // there, but an empty table has no row to fail.
    if columns.len() < key.columns.len() {
        return Some(vec![Question::Rows { table: former.name.clone() }]);
    }
    let parent = match migration.former_table(&key.referenced_table) {
        None => None,
        Some(parent) => {
            let names: Option<Vec<String>> = key
                .referenced_columns
                .iter()
                .map(|column| {
                    let former = migration.former_column(&key.referenced_table, column)?;
                    Some(former.name.to_string())
                })
                .collect();
            let Some(names) = names else { return Some(Vec::new()) };
            Some((parent.name.clone(), names))
        }
    };
    let held = former.foreign_keys.iter().any(|each| {
        let target = (each.referenced_table.clone(), each.referenced_columns.clone());
        each.columns == columns && Some(target) == parent
    });
    if held {
        return None;
    }
    Some(vec![Question::Orphans { table: former.name.clone(), columns, parent }])
}
