//! A unique index goes and nothing else keeps duplicates out.

use crate::database::model::{Index, Table};
use crate::diff::change::{Change, TableRef};
use crate::provider::Provider;
use crate::warning::conditions;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, index_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "drops-unique",
    level: Level::Notice,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "The database no longer refuses duplicates.",
        why: "Upserts and look-ups that count on one row may find several, and duplicates make it hard to bring the index back.",
        example: Example {
            provider: Provider::Sqlite,
            before: "model User {\n  id    Int    @id\n  email String @unique\n}\n",
            after: "model User {\n  id    Int    @id\n  email String\n}\n",
        },
        instead: "Keep the index while the values must differ.",
        instead_after: Some(
            "model User {\n  id    Int    @id\n  email String @unique(map: \"users_by_email\")\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::DropIndex { table, index } = change else { continue };
        let Some(after) = migration.table_after(&table.after) else { continue };
        if !index.unique || still_unique(migration, table, index, after) {
            continue;
        }
        let columns: Vec<&str> = index.columns.iter().map(|each| each.name.as_str()).collect();
        hits.push(Hit {
            subject: index_subject(&table.before, &index.name),
            message: format!(
                "Drops unique index {}: {} ({}) may hold duplicates.",
                index.name,
                table.before,
                columns.join(", ")
            ),
            changes: vec![id],
            questions: Vec::new(),
            span: index.span,
        });
    }
    hits
}

/// Whether a key or unique index after covers a part of the columns, or one of them goes.
fn still_unique(migration: &Migration<'_>, table: &TableRef, index: &Index, after: &Table) -> bool {
    let old: Vec<&str> = index.columns.iter().map(|each| each.name.as_str()).collect();
    let former =
        |column: &str| migration.former_column(&table.after, column).map(|each| each.name.as_str());
    let kept: Vec<&str> = after.columns.iter().filter_map(|each| former(&each.name)).collect();
    if !old.iter().all(|column| kept.contains(column)) {
        return true;
    }
    let within = |columns: Vec<&str>| {
        columns.into_iter().all(|column| former(column).is_some_and(|name| old.contains(&name)))
    };
    let condition = index.predicate.as_ref();
    let condition = condition.and_then(|text| conditions::after(migration, &table.after, text));
    let holds = |each: &Index| each.predicate.is_none() || each.predicate == condition;
    let by_key = after
        .primary_key
        .as_ref()
        .is_some_and(|key| within(key.columns.iter().map(String::as_str).collect()));
    by_key
        || after
            .indexes
            .iter()
            .filter(|each| each.unique && holds(each))
            .any(|each| within(each.columns.iter().map(|column| column.name.as_str()).collect()))
}
