//! What the application before this migration relies on goes.

use crate::database::model::ColumnArity;
use crate::dialect::{column_type_sql, serves};
use crate::diff::change::{Change, ChangeId, ColumnChange, EnumChange, TableRef};
use crate::provider::Provider;
use crate::source::Span;
use crate::subject::Subject;
use crate::warning::application::{Target, fills_in, is_held, may_be_left_out};
use crate::warning::finding::Level;
use crate::warning::migration::{
    Migration, column_subject, enum_subject, index_subject, table_subject,
};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "breaks-old-application",
    level: Level::Notice,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "An application that was built for the schema before still runs while the migration is applied, and fails on what is renamed, dropped, newly required or of another type.",
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
        Change::AddColumn { table, column } => (!may_be_left_out(column)).then(|| {
            broken(
                id,
                column_subject(&table.after, &column.name),
                format!(
                    "its inserts into {} lack the required column {}",
                    table.before, column.name
                ),
                column.span,
            )
        }),
        Change::AlterColumn(change) => altered(migration, id, change),
        Change::RenameEnum { before, after } => {
            let named =
                migration.provider() == Provider::Postgresql && is_held(migration, before, after);
            named.then(|| {
                let what = format!("enum {before} is renamed to {after}");
                broken(id, enum_subject(before), what, None)
            })
        }
        Change::AlterEnum(change) if !change.columns.is_empty() => {
            let what = values(change)?;
            Some(broken(id, enum_subject(&change.before.name), what, change.after.span))
        }
        Change::DropIndex { table, index } if index.unique => {
            let subject = index_subject(&table.before, &index.name);
            upsert(migration, id, table, &Target::of_index(index), subject, index.span)
        }
        Change::CreateIndex { table, index } if index.unique => {
            let subject = index_subject(&table.after, &index.name);
            repeated(migration, id, table, &Target::of_index(index), subject, index.span)
        }
        Change::ChangePrimaryKey { table, before, after } => {
            let subject = || table_subject(&table.before);
            let target = |columns| Target::of_key(columns);
            let lost = before.as_ref().and_then(|key| {
                upsert(migration, id, table, &target(&key.columns), subject(), None)
            });
            lost.or_else(|| {
                let key = after.as_ref()?;
                repeated(migration, id, table, &target(&key.columns), subject(), None)
            })
        }
        // SQLite keeps no list of an enum's values.
        Change::ChangeClientEnum(_)
        | Change::AlterEnum(_)
        | Change::DropIndex { .. }
        | Change::CreateIndex { .. }
        | Change::CreateNamespace(_)
        | Change::CreateExtension(_)
        | Change::AlterExtension { .. }
        | Change::DropExtension(_)
        | Change::CreateEnum(_)
        | Change::DropEnum(_)
        | Change::CreateTable(_)
        | Change::RenamePrimaryKey { .. }
        | Change::RenameIndex { .. }
        | Change::AddForeignKey { .. }
        | Change::RenameForeignKey { .. }
        | Change::DropForeignKey { .. }
        | Change::ChangeClientColumn { .. } => None,
    }
}

/// The values that it no longer finds, and those whose names change places.
fn values(change: &EnumChange) -> Option<String> {
    let stays = |name: &str| change.after.values.iter().any(|value| value.name == name);
    let removed = change.removed.iter().map(|value| value.name.as_str());
    let renamed = || change.renamed.iter().map(|(before, _)| before.as_str());
    let gone: Vec<&str> = removed.chain(renamed().filter(|name| !stays(name))).collect();
    let moved: Vec<&str> = renamed().filter(|name| stays(name)).collect();
    let name = &change.before.name;
    match (gone.as_slice(), moved.as_slice()) {
        ([], []) => None,
        ([], _) => Some(format!("enum {name} means another value by {}", moved.join(", "))),
        (_, _) => Some(format!("enum {name} no longer has {}", gone.join(", "))),
    }
}

fn altered(migration: &Migration<'_>, id: ChangeId, change: &ColumnChange) -> Option<Hit> {
    let (table, before, after) = (&change.table.before, &change.before, &change.after);
    let provider = migration.provider();
    let what = if change.type_changes() && !serves(provider, before, after) {
        let (was, is) = (column_type_sql(provider, before), column_type_sql(provider, after));
        format!("column {table}.{} becomes {is}, and it reads and writes {was}", before.name)
    } else if change.becomes_required() {
        format!("it may write NULL into {table}.{}, which becomes required", before.name)
    } else if after.arity == ColumnArity::Required && fills_in(before) && !fills_in(after) {
        format!("its inserts may leave out {table}.{}, which loses its default", before.name)
    } else {
        return None;
    };
    Some(broken(id, column_subject(&change.table.after, &after.name), what, after.span))
}

/// Its upserts name a unique criterion that goes while its columns stay.
fn upsert(
    migration: &Migration<'_>,
    id: ChangeId,
    table: &TableRef,
    target: &Target<'_>,
    subject: Subject,
    span: Option<Span>,
) -> Option<Hit> {
    let after = migration.table_after(&table.after)?;
    if !target.stands_in(after) || target.is_met_by(after) {
        return None;
    }
    let what = format!("its upserts into {} by ({target}) need them to be unique", table.before);
    Some(broken(id, subject, what, span))
}

/// It leaves out what becomes unique, and so gives two rows the same values.
fn repeated(
    migration: &Migration<'_>,
    id: ChangeId,
    table: &TableRef,
    target: &Target<'_>,
    subject: Subject,
    span: Option<Span>,
) -> Option<Hit> {
    let before = migration.table_before(&table.before)?;
    let after = migration.table_after(&table.after)?;
    if !target.repeats(after, before) || target.is_met_by(before) {
        return None;
    }
    let what = format!(
        "its inserts into {} leave out ({target}), whose default two rows cannot share",
        table.before
    );
    Some(broken(id, subject, what, span))
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
