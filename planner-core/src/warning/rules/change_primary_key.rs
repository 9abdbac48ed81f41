//! A primary key covers other columns, whose values may be duplicates or missing.

use crate::database::model::{ColumnArity, ObjectName, PrimaryKey};
use crate::dialect::question::Question;
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, Values, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};
use crate::warning::uniqueness::{Expectation, expectation};

/// The rule.
pub const RULE: Rule = Rule {
    id: "change-primary-key",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "The migration fails if two rows hold the same values in the columns of the new key, \
               or if one of them is NULL.",
        why: "A key that held so far says nothing of another one.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id       Int @id\n  tenantId Int @map(\"tenant_id\")\n\n  @@map(\"users\")\n}\n",
            after: "model User {\n  id       Int\n  tenantId Int @map(\"tenant_id\")\n\n  @@id([tenantId])\n  @@map(\"users\")\n}\n",
        },
        instead: "A key that covers the columns of the old one and more required ones cannot fail; \
                  else look for duplicates with the probe first.",
        instead_after: Some(
            "model User {\n  id       Int\n  tenantId Int @map(\"tenant_id\")\n\n  @@id([id, tenantId])\n  @@map(\"users\")\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::ChangePrimaryKey { table, after: Some(key), .. } = change else { continue };
        let Some(questions) = questions(migration, &table.after, key) else { continue };
        hits.push(Hit {
            subject: table_subject(&table.after),
            message: format!(
                "Potential failure: changing the primary key of {} to ({}) fails on duplicates or \
                 NULLs.",
                table.after,
                key.columns.join(", ")
            ),
            changes: vec![id],
            questions,
            span: migration.table_after(&table.after).and_then(|table| table.span),
        });
    }
    hits
}

/// `None` where the key cannot fail.
fn questions(
    migration: &Migration<'_>,
    table: &ObjectName,
    key: &PrimaryKey,
) -> Option<Vec<Question>> {
    let former = migration.former_table(table)?;
    let mut nullable = Vec::new();
    let mut known = true;
    for column in &key.columns {
        match migration.values_of(table, column) {
            Values::Kept(column) if column.arity != ColumnArity::Required => {
                nullable.push(column.name.to_string());
            }
            Values::Kept(_) | Values::Numbered | Values::Same => {}
            // Only an empty table gets through, which another rule says.
            Values::Impossible => return None,
            Values::Null | Values::Unknown => known = false,
        }
    }
    let mut questions = Vec::new();
    match expectation(migration, table, &key.columns, None, false) {
        Expectation::Holds if nullable.is_empty() && known => return None,
        Expectation::Holds => {}
        Expectation::MayFail(duplicates) => {
            known &= !duplicates.is_empty();
            questions.extend(duplicates);
        }
    }
    if !nullable.is_empty() {
        questions.push(Question::Nulls { table: former.name.clone(), columns: nullable });
    }
    Some(if known { questions } else { Vec::new() })
}
