//! An index goes and no other serves look-ups by its first column.

use crate::database::model::{Index, IndexMethod, Table};
use crate::dialect::question::columns_of;
use crate::diff::change::{Change, TableRef};
use crate::provider::Provider;
use crate::warning::conditions;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, index_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "drops-index",
    level: Level::Notice,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "Queries that found their rows by the index read the whole table from now on.",
        why: "It is fast while the table is small, and slow at once where it is not.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model Post {\n  id    Int    @id\n  title String\n\n  @@index([title])\n}\n",
            after: "model Post {\n  id    Int    @id\n  title String\n}\n",
        },
        instead: "See in pg_stat_user_indexes, or with EXPLAIN QUERY PLAN on SQLite, that nothing uses the index; or keep one that begins with the same column.",
        instead_after: Some(
            "model Post {\n  id    Int    @id\n  title String\n\n  @@index([title, id])\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::DropIndex { table, index } = change else { continue };
        let Some(after) = migration.table_after(&table.after) else { continue };
        if is_served(migration, table, index, after) {
            continue;
        }
        let columns: Vec<&str> = index.columns.iter().map(|each| each.name.as_str()).collect();
        hits.push(Hit {
            subject: index_subject(&table.before, &index.name),
            message: format!(
                "Drops index {}: look-ups by {} may read the whole table.",
                index.name,
                columns_of(&table.before, &columns)
            ),
            changes: vec![id],
            questions: Vec::new(),
            span: index.span,
        });
    }
    hits
}

/// Whether a key or index after begins with the same column, or one of the columns goes.
fn is_served(migration: &Migration<'_>, table: &TableRef, index: &Index, after: &Table) -> bool {
    let former =
        |column: &str| migration.former_column(&table.after, column).map(|each| each.name.as_str());
    let kept: Vec<&str> = after.columns.iter().filter_map(|each| former(&each.name)).collect();
    if !index.columns.iter().all(|column| kept.contains(&column.name.as_str())) {
        return true;
    }
    let Some(first) = index.columns.first() else { return true };
    let condition = index.predicate.as_ref();
    let condition = condition.and_then(|text| conditions::after(migration, &table.after, text));
    let begins = |column: Option<&str>| column.and_then(former) == Some(first.name.as_str());
    let by_key = index.method == IndexMethod::BTree
        && after
            .primary_key
            .as_ref()
            .is_some_and(|key| begins(key.columns.first().map(String::as_str)));
    by_key
        || after.indexes.iter().any(|each| {
            let covers = each.predicate.is_none() || each.predicate == condition;
            let column = each.columns.first().map(|column| column.name.as_str());
            covers && each.method == index.method && begins(column)
        })
}
