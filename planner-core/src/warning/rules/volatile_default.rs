//! A new column has a default that gives each row a value of its own.

use crate::database::model::{Column, ColumnDefault};
use crate::dialect::postgres::volatility::is_volatile;
use crate::dialect::question::Question;
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "volatile-default",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "Each row that exists gets a value of its own, so PostgreSQL writes the whole table anew and lets nobody in meanwhile. A constant, and now(), are stored once.",
        why: "On a large table that is an outage, for a column that nobody reads yet.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id Int @id\n}\n",
            after: "model User {\n  id    Int    @id\n  token String @default(dbgenerated(\"gen_random_uuid()\")) @db.Uuid\n}\n",
        },
        instead: "Add the column without a default, give it the default in a second migration, which counts for new rows, and fill the old rows in batches.",
        instead_after: Some("model User {\n  id    Int     @id\n  token String? @db.Uuid\n}\n"),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    if migration.provider() != Provider::Postgresql {
        return hits;
    }
    for (id, change) in migration.changes.iter() {
        let Change::AddColumn { table, column } = change else { continue };
        let Some(source) = source(column) else { continue };
        hits.push(Hit {
            subject: column_subject(&table.after, &column.name),
            message: format!(
                "Writes every row of {}: {source} gives {}.{} another value in each.",
                table.after, table.after, column.name
            ),
            changes: vec![id],
            questions: vec![Question::Rows { table: table.before.clone() }],
            span: column.span,
        });
    }
    hits
}

/// Where the values come from, if each row gets its own.
fn source(column: &Column) -> Option<&str> {
    match &column.default {
        _ if column.autoincrement => Some("a sequence"),
        Some(ColumnDefault::Expression(text)) if is_volatile(text) => Some(text),
        _ => None,
    }
}
