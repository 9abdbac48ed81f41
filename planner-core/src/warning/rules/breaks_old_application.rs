//! What the application before this migration relies on goes.

use crate::diff::change::{Change, ChangeId};
use crate::provider::Provider;
use crate::source::Span;
use crate::subject::Subject;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, Values, column_subject, enum_subject, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "breaks-old-application",
    level: Level::Notice,
    documentation: Documentation {
        what: "An application that was built for the schema before still runs while the migration is applied, and fails on what is renamed, dropped or newly required.",
        why: "Deploys are not instant: old and new instances run side by side.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id   Int     @id\n  name String?\n}\n",
            after: "model User {\n  id       Int     @id\n  fullName String? @map(\"full_name\")\n}\n",
        },
        instead: "Make the change in two releases: add the new form, move the application over, then remove the old one.",
        instead_after: Some(
            "model User {\n  id       Int     @id\n  name     String?\n  fullName String? @map(\"full_name\")\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    migration.changes.iter().filter_map(|(id, change)| hit(migration, id, change)).collect()
}

fn hit(migration: &Migration<'_>, id: ChangeId, change: &Change) -> Option<Hit> {
    match change {
        Change::DropTable(table) => Some(broken(
            id,
            table_subject(&table.name),
            format!("table {} goes", table.name),
            table.span,
        )),
        Change::RenameTable(table) => Some(broken(
            id,
            table_subject(&table.before),
            format!("table {} is renamed to {}", table.before, table.after),
            None,
        )),
        Change::DropColumn { table, column } => Some(broken(
            id,
            column_subject(&table.before, &column.name),
            format!("column {}.{} goes", table.before, column.name),
            column.span,
        )),
        Change::RenameColumn { table, before, after } => Some(broken(
            id,
            column_subject(&table.before, before),
            format!("column {}.{before} is renamed to {after}", table.before),
            None,
        )),
        Change::AddColumn { table, column } => {
            let required = migration.values_of(&table.after, &column.name) == Values::Impossible;
            required.then(|| {
                broken(
                    id,
                    column_subject(&table.after, &column.name),
                    format!(
                        "its inserts into {} lack the required column {}",
                        table.before, column.name
                    ),
                    column.span,
                )
            })
        }
        Change::AlterColumn(change) => {
            let required = change.becomes_required() && change.after.default.is_none();
            required.then(|| {
                broken(
                    id,
                    column_subject(&change.table.after, &change.after.name),
                    format!(
                        "it may write NULL into {}.{}, which becomes required",
                        change.table.before, change.before.name
                    ),
                    change.after.span,
                )
            })
        }
        Change::AlterEnum(change) | Change::ChangeClientEnum(change) => {
            if change.removed.is_empty() && change.renamed.is_empty() {
                return None;
            }
            let removed = change.removed.iter().map(|value| value.name.as_str());
            let renamed = change.renamed.iter().map(|(before, _)| before.as_str());
            let values: Vec<&str> = removed.chain(renamed).collect();
            Some(broken(
                id,
                enum_subject(&change.before.name),
                format!("enum {} no longer has {}", change.before.name, values.join(", ")),
                change.after.span,
            ))
        }
        Change::RenameEnum { .. }
        | Change::CreateNamespace(_)
        | Change::CreateExtension(_)
        | Change::AlterExtension { .. }
        | Change::DropExtension(_)
        | Change::CreateEnum(_)
        | Change::DropEnum(_)
        | Change::CreateTable(_)
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

fn broken(id: ChangeId, subject: Subject, what: String, span: Option<Span>) -> Hit {
    Hit {
        subject,
        message: format!("Breaks the application that runs before this migration: {what}."),
        changes: vec![id],
        questions: Vec::new(),
        span,
    }
}
