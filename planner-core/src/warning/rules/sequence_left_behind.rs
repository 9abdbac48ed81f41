//! A sequence keeps its name while its table or column is renamed.

use crate::database::model::{Column, Table};
use crate::diff::change::{Change, TableRef};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "sequence-left-behind",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "PostgreSQL does not rename the sequence behind an autoincrement column together with the table or column.",
        why: "Nothing breaks, but the names no longer tell what belongs together.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id Int @id @default(autoincrement())\n\n  @@map(\"users\")\n}\n",
            after: "model User {\n  id Int @id @default(autoincrement())\n\n  @@map(\"people\")\n}\n",
        },
        instead: "Rename the sequence by hand where its name matters.",
        instead_after: None,
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    if migration.provider() != Provider::Postgresql {
        return hits;
    }
    for (id, change) in migration.changes.iter() {
        let columns = renamed_columns(migration, change);
        for (table, column) in columns {
            hits.push(Hit {
                subject: column_subject(&table.after, &column.name),
                message: format!(
                    "Keeps the old name of the sequence behind {}.{}.",
                    table.after, column.name
                ),
                changes: vec![id],
                questions: Vec::new(),
                span: column.span,
            });
        }
    }
    hits
}

fn renamed_columns<'a>(
    migration: &Migration<'a>,
    change: &'a Change,
) -> Vec<(&'a TableRef, &'a Column)> {
    let (table, only) = if let Change::RenameTable(table) = change {
        (table, None)
    } else if let Change::RenameColumn { table, after, .. } = change {
        (table, Some(after))
    } else {
        return Vec::new();
    };
    let columns = migration.table_after(&table.after).map(|after: &Table| &after.columns);
    columns
        .into_iter()
        .flatten()
        .filter(|column| column.autoincrement && only.is_none_or(|name| column.name == *name))
        .map(|column| (table, column))
        .collect()
}
