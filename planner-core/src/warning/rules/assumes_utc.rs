//! Times with and without a time zone are turned into each other.

use crate::database::model::{Column, ColumnType, TypeName};
use crate::diff::change::Change;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, Values, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "assumes-utc",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "A time without a time zone says nothing of where it was read from a clock. The migration runs in UTC and takes it for UTC; a time with a time zone becomes the time that it was in UTC.",
        why: "Where the application wrote local times, all of them are off by the distance to UTC, and nothing fails.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id   Int      @id\n  seen DateTime\n}\n",
            after: "model User {\n  id   Int      @id\n  seen DateTime @db.Timestamptz(3)\n}\n",
        },
        instead: "See that all values are in UTC, as clients of this schema language write them; else add a column of the new type and fill it AT TIME ZONE the right zone.",
        instead_after: Some(
            "model User {\n  id   Int       @id\n  seen DateTime\n  met  DateTime? @db.Timestamptz(3)\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::AlterColumn(change) = change else { continue };
        let (table, column) = (&change.table.after, &change.after.name);
        let kept = matches!(migration.values_of(table, column), Values::Kept(_));
        let zones = (has_zone(&change.before), has_zone(&change.after));
        if !kept || !matches!(zones, (Some(before), Some(after)) if before != after) {
            continue;
        }
        hits.push(Hit {
            subject: column_subject(table, column),
            message: format!(
                "Takes the times of {table}.{column} for UTC: any that mean another time zone \
                 shift."
            ),
            changes: vec![id],
            questions: Vec::new(),
            span: change.after.span,
        });
    }
    hits
}

/// Whether times carry their zone; `None` for what is no time of a day.
fn has_zone(column: &Column) -> Option<bool> {
    let ColumnType::Native(native) = &column.column_type else { return None };
    match native.name {
        TypeName::Timestamptz | TypeName::Timetz => Some(true),
        TypeName::Timestamp | TypeName::Time => Some(false),
        _ => None,
    }
}
