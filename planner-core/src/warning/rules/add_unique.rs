//! A unique index appears over values that may be duplicates.

use crate::database::model::{Index, ObjectName};
use crate::dialect::question::{Question, columns_of};
use crate::diff::change::{Change, ChangeId, ColumnChange};
use crate::provider::Provider;
use crate::source::Span;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, index_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};
use crate::warning::uniqueness::{Expectation, becomes_case_insensitive, expectation};

/// The rule.
pub const RULE: Rule = Rule {
    id: "add-unique",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "The migration fails if two rows hold the same values in the columns of the index. \
               Rows with a NULL among them never collide.",
        why: "Which of the duplicates is right is a decision about the data.",
        example: Example {
            provider: Provider::Sqlite,
            before: "model User {\n  id    Int    @id\n  email String\n}\n",
            after: "model User {\n  id    Int    @id\n  email String @unique\n}\n",
        },
        instead: "Look for duplicates with the probe and resolve them first; an index that is not \
                  unique can be created in any case.",
        instead_after: Some(
            "model User {\n  id    Int    @id\n  email String\n\n  @@index([email])\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::CreateIndex { table, index } = change else { continue };
        let Some(questions) = questions(migration, &table.after, index) else { continue };
        let columns: Vec<&str> = index.columns.iter().map(|each| each.name.as_str()).collect();
        hits.push(Hit {
            subject: index_subject(&table.after, &index.name),
            message: format!(
                "Potential failure: unique index {} fails if {} has duplicates.",
                index.name,
                columns_of(&table.after, &columns)
            ),
            changes: vec![id],
            questions,
            span: index.span,
        });
    }
    for (id, change) in migration.changes.iter() {
        if let Change::AlterColumn(each) = change
            && becomes_case_insensitive(&each.before, &each.after)
        {
            hits.extend(kept_uniqueness(migration, each, id));
        }
    }
    hits
}

/// The keys and unique indexes that stay over a column whose values become equal more easily.
/// No question: the values do not collide before they are cast.
fn kept_uniqueness(migration: &Migration<'_>, change: &ColumnChange, id: ChangeId) -> Vec<Hit> {
    let name = &change.table.after;
    let (Some(before), Some(table)) = (migration.former_table(name), migration.table_after(name))
    else {
        return Vec::new();
    };
    let key = table.primary_key.as_ref().and_then(|key| {
        let was = before.primary_key.as_ref()?;
        let stays = was.columns.iter().any(|each| *each == change.before.name);
        stays.then(|| (key.name.clone().unwrap_or_default(), key.columns.clone(), table.span))
    });
    let indexes = table.indexes.iter().filter(|index| index.unique).map(|index| {
        let columns = index.columns.iter().map(|each| each.name.to_string()).collect();
        (index.name.clone(), columns, index.span)
    });
    let is_new = |index: &str| {
        migration.changes.iter().any(|(_, change)| {
            matches!(change, Change::CreateIndex { table, index: new }
                if table.after == *name && new.name == index)
        })
    };
    let over: Vec<(String, Vec<String>, Option<Span>)> = key.into_iter().chain(indexes).collect();
    over.into_iter()
        .filter(|(index, columns, _)| {
            columns.iter().any(|each| *each == change.after.name) && !is_new(index)
        })
        .map(|(index, columns, span)| {
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            Hit {
                subject: index_subject(name, &index),
                message: format!(
                    "Potential failure: unique index {index} fails if {} has duplicates.",
                    columns_of(name, &columns)
                ),
                changes: vec![id],
                questions: Vec::new(),
                span,
            }
        })
        .collect()
}

/// `None` where the index cannot fail.
fn questions(
    migration: &Migration<'_>,
    table: &ObjectName,
    index: &Index,
) -> Option<Vec<Question>> {
    if !index.unique {
        return None;
    }
    let columns: Vec<String> = index.columns.iter().map(|each| each.name.to_string()).collect();
    match expectation(migration, table, &columns, index.predicate.as_deref(), true) {
        Expectation::Holds => None,
        Expectation::MayFail(questions) => Some(questions),
    }
}
