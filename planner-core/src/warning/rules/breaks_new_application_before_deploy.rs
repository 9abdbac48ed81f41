//! The application after this migration needs what it brings.

use crate::diff::change::{Change, ChangeId};
use crate::provider::Provider;
use crate::source::Span;
use crate::subject::Subject;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject, enum_subject, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "breaks-new-application-before-deploy",
    level: Level::Notice,
    documentation: Documentation {
        what: "An application that is built for the schema after fails on tables, columns and values that are not there yet.",
        why: "The migration has to be applied before the application that needs it starts.",
        example: Example {
            provider: Provider::Sqlite,
            before: "model User {\n  id Int @id\n}\n",
            after: "model User {\n  id   Int     @id\n  name String?\n}\n",
        },
        instead: "Apply the migration first, then start the application.",
        instead_after: None,
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    // Nothing runs yet against a database without tables.
    if migration.before.tables.is_empty() {
        return Vec::new();
    }
    migration.changes.iter().filter_map(|(id, change)| hit(id, change)).collect()
}

fn hit(id: ChangeId, change: &Change) -> Option<Hit> {
    match change {
        Change::CreateTable(table) => Some(missing(
            id,
            table_subject(&table.name),
            format!("table {} is not there yet", table.name),
            table.span,
        )),
        Change::RenameTable(table) => Some(missing(
            id,
            table_subject(&table.after),
            format!("table {} is still called {}", table.after, table.before),
            None,
        )),
        Change::AddColumn { table, column } => Some(missing(
            id,
            column_subject(&table.after, &column.name),
            format!("column {}.{} is not there yet", table.after, column.name),
            column.span,
        )),
        Change::RenameColumn { table, before, after } => Some(missing(
            id,
            column_subject(&table.after, after),
            format!("column {}.{after} is still called {before}", table.after),
            None,
        )),
        Change::AlterEnum(change) => {
            let added: Vec<&str> = change.added.iter().map(|value| value.name.as_str()).collect();
            (!added.is_empty()).then(|| {
                missing(
                    id,
                    enum_subject(&change.after.name),
                    format!("enum {} does not have {} yet", change.after.name, added.join(", ")),
                    change.after.span,
                )
            })
        }
        Change::ChangeClientEnum(_)
        | Change::CreateNamespace(_)
        | Change::CreateExtension(_)
        | Change::AlterExtension { .. }
        | Change::DropExtension(_)
        | Change::CreateEnum(_)
        | Change::RenameEnum { .. }
        | Change::DropEnum(_)
        | Change::DropTable(_)
        | Change::AlterColumn(_)
        | Change::DropColumn { .. }
        | Change::ChangePrimaryKey { .. }
        | Change::RenamePrimaryKey { .. }
        | Change::CreateIndex { .. }
        | Change::RenameIndex { .. }
        | Change::DropIndex { .. }
        | Change::AddForeignKey { .. }
        | Change::RenameForeignKey { .. }
        | Change::DropForeignKey { .. }
        | Change::ChangeClientColumn { .. } => None,
    }
}

fn missing(id: ChangeId, subject: Subject, what: String, span: Option<Span>) -> Hit {
    Hit {
        subject,
        message: format!("Breaks the new application until this migration is applied: {what}."),
        changes: vec![id],
        questions: Vec::new(),
        span,
    }
}
