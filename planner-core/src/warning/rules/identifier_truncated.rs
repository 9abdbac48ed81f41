//! A conventional name is longer than what PostgreSQL keeps of a name.

use crate::database::model::{Index, ObjectName};
use crate::database::names;
use crate::dialect::postgres::identifiers::MAX_BYTES;
use crate::diff::change::{Change, ChangeId};
use crate::provider::Provider;
use crate::source::Span;
use crate::subject::Subject;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, constraint_subject, index_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "identifier-truncated",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "PostgreSQL keeps 63 bytes of a name. The name that table and columns give the object is longer, so it is cut, its ending kept.",
        why: "Who looks for the whole name in an error message or in the catalogue does not find it, and two long names may become one.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model Measurement {\n  id Int @id\n\n  @@map(\"measurements_of_the_weather_station\")\n}\n",
            after: "model Measurement {\n  id       Int     @id\n  humidity String? @map(\"relative_humidity_in_percent\")\n\n  @@index([humidity])\n  @@map(\"measurements_of_the_weather_station\")\n}\n",
        },
        instead: "Give the object a shorter name with map.",
        instead_after: Some(
            "model Measurement {\n  id       Int     @id\n  humidity String? @map(\"relative_humidity_in_percent\")\n\n  @@index([humidity], map: \"measurements_by_humidity\")\n  @@map(\"measurements_of_the_weather_station\")\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    if migration.provider() != Provider::Postgresql {
        return Vec::new();
    }
    migration.changes.iter().filter_map(|(id, change)| hit(id, change)).collect()
}

fn hit(id: ChangeId, change: &Change) -> Option<Hit> {
    let key = |table: &ObjectName, name: Option<&String>, span: Option<Span>| {
        let whole = |limit| names::primary_key(&table.name, limit);
        let name = name?;
        truncated(id, "primary key", name, whole, constraint_subject(table, name), span)
    };
    let index = |table: &ObjectName, index: &Index| {
        let columns: Vec<&str> = index.columns.iter().map(|each| each.name.as_str()).collect();
        let whole = |limit| {
            let name = if index.unique { names::unique } else { names::index };
            name(&table.name, &columns, limit)
        };
        let subject = index_subject(table, &index.name);
        truncated(id, "index", &index.name, whole, subject, index.span)
    };
    if let Change::CreateTable(table) = change {
        let name = table.primary_key.as_ref().and_then(|key| key.name.as_ref());
        key(&table.name, name, table.span)
    } else if let Change::ChangePrimaryKey { table, after: Some(after), .. } = change {
        key(&table.after, after.name.as_ref(), None)
    } else if let Change::CreateIndex { table, index: each }
    | Change::RenameIndex { table, after: each, .. } = change
    {
        index(&table.after, each)
    } else if let Change::AddForeignKey { table, foreign_key } = change {
        let whole = |limit| names::foreign_key(&table.after.name, &foreign_key.columns, limit);
        let subject = constraint_subject(&table.after, &foreign_key.name);
        truncated(id, "foreign key", &foreign_key.name, whole, subject, foreign_key.span)
    } else {
        None
    }
}

/// `None` where the name is whole, or was given by hand.
fn truncated(
    id: ChangeId,
    kind: &str,
    name: &str,
    conventional: impl Fn(usize) -> String,
    subject: Subject,
    span: Option<Span>,
) -> Option<Hit> {
    let whole = conventional(usize::MAX);
    let cut = whole.len() > MAX_BYTES && conventional(MAX_BYTES) == name;
    cut.then(|| Hit {
        subject,
        message: format!("Cuts a name to {MAX_BYTES} bytes: {kind} {whole} becomes {name}."),
        changes: vec![id],
        questions: Vec::new(),
        span,
    })
}
