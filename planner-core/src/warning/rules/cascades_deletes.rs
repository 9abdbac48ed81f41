//! Deleting a row of a parent reaches further than before.

use crate::database::model::{ForeignKey, ReferentialAction};
use crate::dialect::question::columns_of;
use crate::diff::change::{Change, TableRef};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, constraint_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "cascades-deletes",
    level: Level::Notice,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "Nothing is lost by the migration, but from now on a row of the parent that is deleted takes rows of this table along, or empties their columns, where it was refused or did nothing before.",
        why: "A delete that the application has always sent, counting on the refusal, now loses rows elsewhere.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id], onDelete: Restrict)\n}\n",
            after: "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)\n}\n",
        },
        instead: "Delete the rows of this table in the application, and let the key refuse what was forgotten.",
        instead_after: Some(
            "model User {\n  id    Int    @id\n  posts Post[]\n}\n\nmodel Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id], onDelete: NoAction)\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::AddForeignKey { table, foreign_key } = change else { continue };
        let Some(message) = message(migration, table, foreign_key) else { continue };
        hits.push(Hit {
            subject: constraint_subject(&table.after, &foreign_key.name),
            message,
            changes: vec![id],
            questions: Vec::new(),
            span: foreign_key.span,
        });
    }
    hits
}

/// `None` where deletes reach no further than they did, or where no row can refer yet.
fn message(migration: &Migration<'_>, table: &TableRef, key: &ForeignKey) -> Option<String> {
    use ReferentialAction::{Cascade, NoAction, Restrict, SetDefault, SetNull};
    let former = former_key(migration, table, key)?;
    let empties = |before: Option<ReferentialAction>| matches!(before, Some(Restrict | NoAction));
    let parent = &key.referenced_table;
    match key.on_delete {
        Cascade if former != Some(Cascade) => Some(format!(
            "Deletes from now on: rows of {} go with the row of {parent} that they refer to.",
            table.after
        )),
        SetNull | SetDefault if empties(former) => {
            let value = if key.on_delete == SetNull { "NULL" } else { "its default" };
            Some(format!(
                "Empties from now on: {} becomes {value} when the row of {parent} that it refers \
                 to is deleted.",
                columns_of(&table.after, &key.columns)
            ))
        }
        Cascade | SetNull | SetDefault | NoAction | Restrict => None,
    }
}

/// What the former key over the same columns did on delete, if there was one; the outer `None`
/// where table or columns are new.
#[allow(clippy::option_option, reason = "two questions: can rows refer, and did a key stand")]
fn former_key(
    migration: &Migration<'_>,
    table: &TableRef,
    key: &ForeignKey,
) -> Option<Option<ReferentialAction>> {
    let before = migration.table_before(&table.before)?;
    let columns: Option<Vec<&str>> = key
        .columns
        .iter()
        .map(|column| Some(migration.former_column(&table.after, column)?.name.as_str()))
        .collect();
    let columns = columns?;
    let parent = migration.name_before(&key.referenced_table);
    let former = before
        .foreign_keys
        .iter()
        .find(|each| each.columns == columns && each.referenced_table == parent);
    Some(former.map(|each| each.on_delete))
}
