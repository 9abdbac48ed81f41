//! A new column is json where jsonb would serve.

use crate::database::model::{Column, ColumnType, ObjectName, TypeName};
use crate::diff::change::{Change, ChangeId};
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "json-instead-of-jsonb",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "PostgreSQL stores json as text, parses it at each use, and can neither compare nor index it.",
        why: "DISTINCT, GROUP BY and unique indexes over the column fail.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id Int @id\n}\n",
            after: "model User {\n  id    Int   @id\n  facts Json? @db.Json\n}\n",
        },
        instead: "Use Json without @db.Json, which is jsonb.",
        instead_after: Some("model User {\n  id    Int   @id\n  facts Json?\n}\n"),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    if migration.provider() != Provider::Postgresql {
        return hits;
    }
    for (id, change) in migration.changes.iter() {
        if let Change::CreateTable(table) = change {
            hits.extend(table.columns.iter().filter_map(|column| hit(id, &table.name, column)));
        } else if let Change::AddColumn { table, column } = change {
            hits.extend(hit(id, &table.after, column));
        }
    }
    hits
}

fn hit(id: ChangeId, table: &ObjectName, column: &Column) -> Option<Hit> {
    let ColumnType::Native(native) = &column.column_type else { return None };
    (native.name == TypeName::Json).then(|| Hit {
        subject: column_subject(table, &column.name),
        message: format!(
            "Cannot be compared or indexed: {table}.{} is json instead of jsonb.",
            column.name
        ),
        changes: vec![id],
        questions: Vec::new(),
        span: column.span,
    })
}
