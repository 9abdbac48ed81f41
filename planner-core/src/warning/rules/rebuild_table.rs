//! SQLite builds a table anew to change it.

use crate::dialect::question::Question;
use crate::plan::Operation;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "rebuild-table",
    level: Level::Gating,
    databases: &[Provider::Sqlite],
    documentation: Documentation {
        what: "SQLite cannot make this change in place: a new table is created, every row is \
               copied into it, and it takes the place of the old one. Rows of a table without a \
               primary key of one `Int` may get another `rowid`, which no schema sees and VACUUM \
               changes as well.",
        why: "The copy takes time and space in proportion to the table, with the database locked, \
              and it runs with foreign keys off.",
        example: Example {
            provider: Provider::Sqlite,
            before: "model User {\n  id    Int    @id\n  posts Post[]\n\n  @@map(\"users\")\n}\n\nmodel Post {\n  id       Int   @id\n  authorId Int?\n  author   User? @relation(fields: [authorId], references: [id])\n\n  @@map(\"posts\")\n}\n",
            after: "model User {\n  id    Int    @id\n  posts Post[]\n\n  @@map(\"users\")\n}\n\nmodel Post {\n  id       Int   @id\n  authorId Int?\n  author   User? @relation(fields: [authorId], references: [id], onDelete: Cascade)\n\n  @@map(\"posts\")\n}\n",
        },
        instead: "A new optional relation, a new column with a constant default, an index and a \
                  rename are made in place.",
        instead_after: Some(
            "model User {\n  id    Int    @id\n  posts Post[]\n  edits Post[] @relation(\"edits\")\n\n  @@map(\"users\")\n}\n\nmodel Post {\n  id       Int   @id\n  authorId Int?\n  author   User? @relation(fields: [authorId], references: [id])\n  editorId Int?\n  editor   User? @relation(\"edits\", fields: [editorId], references: [id])\n\n  @@map(\"posts\")\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for step in &migration.plan.steps {
        let Operation::RebuildTable { table, .. } = &step.operation else { continue };
        let before = migration.former_table(table).map_or(table, |former| &former.name);
        hits.push(Hit {
            subject: table_subject(table),
            message: format!(
                "Potential rebuild: SQLite table {table} must be recreated to apply relation or \
                 type changes."
            ),
            changes: step.serves.clone(),
            questions: vec![Question::Rows { table: before.clone() }],
            span: migration.table_after(table).and_then(|table| table.span),
        });
    }
    hits
}
