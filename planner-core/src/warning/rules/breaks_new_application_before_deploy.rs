//! The application after this migration needs what it brings.

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
    id: "breaks-new-application-before-deploy",
    level: Level::Notice,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "An application that is built for the schema after fails on tables, columns and values that are not there yet, and on what is still required.",
        why: "The migration has to be applied before the application that needs it starts.",
        example: Example {
            provider: Provider::Sqlite,
            before: "model User {\n  id Int @id\n}\n",
            after: "model User {\n  id   Int     @id\n  name String?\n}\n",
        },
        instead: "Apply the migration first, then start the application.",
        instead_after: None,
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    // Nothing runs yet against a database without tables.
    if migration.before.tables.is_empty() {
        return Vec::new();
    }
    migration.changes.iter().filter_map(|(id, change)| hit(migration, id, change)).collect()
}

fn hit(migration: &Migration<'_>, id: ChangeId, change: &Change) -> Option<Hit> {
    match change {
        Change::CreateTable(table) => Some(missing(
            id,
            table_subject(&table.name),
            format!("table {} is not there yet", table.name),
            table.span,
        )),
        Change::RenameTable(table) => Some(missing(
            id,
            table_subject(&table.after),
            format!("table {} is still called {}", table.after, table.before),
            None,
        )),
        Change::AddColumn { table, column } => Some(missing(
            id,
            column_subject(&table.after, &column.name),
            format!("column {}.{} is not there yet", table.after, column.name),
            column.span,
        )),
        Change::RenameColumn { table, before, after } => Some(missing(
            id,
            column_subject(&table.after, after),
            format!("column {}.{after} is still called {before}", table.after),
            None,
        )),
        Change::DropColumn { table, column } => (!may_be_left_out(column)).then(|| {
            missing(
                id,
                column_subject(&table.before, &column.name),
                format!(
                    "its inserts into {} lack {}, which is still required",
                    table.after, column.name
                ),
                column.span,
            )
        }),
        Change::AlterColumn(change) => altered(migration, id, change),
        Change::RenameEnum { before, after } => {
            let named =
                migration.provider() == Provider::Postgresql && is_held(migration, before, after);
            named.then(|| {
                let what = format!("enum {after} is still called {before}");
                missing(id, enum_subject(after), what, None)
            })
        }
        Change::AlterEnum(change) if !change.columns.is_empty() => {
            let what = values(change)?;
            Some(missing(id, enum_subject(&change.after.name), what, change.after.span))
        }
        Change::CreateIndex { table, index } if index.unique => {
            let subject = index_subject(&table.after, &index.name);
            upsert(migration, id, table, &Target::of_index(index), subject, index.span)
        }
        Change::DropIndex { table, index } if index.unique => {
            let subject = index_subject(&table.before, &index.name);
            repeated(migration, id, table, &Target::of_index(index), subject, index.span)
        }
        Change::ChangePrimaryKey { table, before, after } => {
            let subject = || table_subject(&table.after);
            let target = |columns| Target::of_key(columns);
            let wanted = after.as_ref().and_then(|key| {
                upsert(migration, id, table, &target(&key.columns), subject(), None)
            });
            wanted.or_else(|| {
                let key = before.as_ref()?;
                repeated(migration, id, table, &target(&key.columns), subject(), None)
            })
        }
        // SQLite keeps no list of an enum's values.
        Change::ChangeClientEnum(_)
        | Change::AlterEnum(_)
        | Change::CreateIndex { .. }
        | Change::DropIndex { .. }
        | Change::CreateNamespace(_)
        | Change::CreateExtension(_)
        | Change::AlterExtension { .. }
        | Change::DropExtension(_)
        | Change::CreateEnum(_)
        | Change::DropEnum(_)
        | Change::DropTable(_)
        | Change::RenamePrimaryKey { .. }
        | Change::RenameIndex { .. }
        | Change::AddForeignKey { .. }
        | Change::RenameForeignKey { .. }
        | Change::DropForeignKey { .. }
        | Change::ChangeClientColumn { .. } => None,
    }
}

/// The values that it does not find yet, and those whose names change places.
fn values(change: &EnumChange) -> Option<String> {
    let stood = |name: &str| change.before.values.iter().any(|value| value.name == name);
    let added = change.added.iter().map(|value| value.name.as_str());
    let renamed = || change.renamed.iter().map(|(_, after)| after.as_str());
    let lacking: Vec<&str> = added.chain(renamed().filter(|name| !stood(name))).collect();
    let moved: Vec<&str> = renamed().filter(|name| stood(name)).collect();
    let name = &change.after.name;
    match (lacking.as_slice(), moved.as_slice()) {
        ([], []) => None,
        ([], _) => Some(format!("enum {name} still means another value by {}", moved.join(", "))),
        (_, _) => Some(format!("enum {name} does not have {} yet", lacking.join(", "))),
    }
}

fn altered(migration: &Migration<'_>, id: ChangeId, change: &ColumnChange) -> Option<Hit> {
    let (table, before, after) = (&change.table.after, &change.before, &change.after);
    let provider = migration.provider();
    let what = if change.type_changes() && !serves(provider, after, before) {
        let (was, is) = (column_type_sql(provider, before), column_type_sql(provider, after));
        format!("column {table}.{} is still {was}, and it reads and writes {is}", after.name)
    } else if change.becomes_nullable() && !may_be_left_out(before) {
        format!("it may leave out {table}.{}, which is still required", after.name)
    } else if change.becomes_nullable() {
        format!("it may write NULL into {table}.{}, which is still required", after.name)
    } else if before.arity == ColumnArity::Required && fills_in(after) && !fills_in(before) {
        format!("its inserts may leave out {table}.{}, which has no default yet", after.name)
    } else {
        return None;
    };
    Some(missing(id, column_subject(table, &after.name), what, after.span))
}

/// Its upserts name a unique criterion over columns that are there, and nothing makes them unique
/// yet.
fn upsert(
    migration: &Migration<'_>,
    id: ChangeId,
    table: &TableRef,
    target: &Target<'_>,
    subject: Subject,
    span: Option<Span>,
) -> Option<Hit> {
    let before = migration.table_before(&table.before)?;
    if !target.stands_in(before) || target.is_met_by(before) {
        return None;
    }
    let what = format!("its upserts into {} by ({target}) need them to be unique", table.after);
    Some(missing(id, subject, what, span))
}

/// It leaves out what is still unique, and so gives two rows the same values.
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
    if !target.repeats(before, after) || target.is_met_by(after) {
        return None;
    }
    let what = format!(
        "its inserts into {} leave out ({target}), whose default two rows cannot share yet",
        table.after
    );
    Some(missing(id, subject, what, span))
}

fn missing(id: ChangeId, subject: Subject, what: String, span: Option<Span>) -> Hit {
    Hit {
        subject,
        message: format!("Breaks the new application until this migration is applied: {what}."),
        changes: vec![id],
        questions: Vec::new(),
        span,
    }
}
