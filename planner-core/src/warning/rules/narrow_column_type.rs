//! A column's values are cast to a type that cannot hold all of them.

use crate::database::model::{Column, ColumnType, EnumType, ObjectName, TypeName};
use crate::dialect::question::Question;
use crate::dialect::sqlite::sql::column_type;
use crate::diff::change::{Change, ChangeId, ColumnChange, TableRef};
use crate::ordered::BTreeSet;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "narrow-column-type",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "Values that the new type cannot hold are cut, rounded or replaced by the cast, or \
               make it fail. Where the new type is an enum, on SQLite, whose enums are text, the \
               values stay and clients fail to read the rows.",
        why: "What the cast changes cannot be told from what was there before.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id  Int    @id\n  age BigInt\n}\n",
            after: "model User {\n  id  Int @id\n  age Int\n}\n",
        },
        instead: "Add a column of the new type, fill it, compare, and drop the old one in a later \
                  migration.",
        instead_after: Some("model User {\n  id    Int    @id\n  age   BigInt\n  years Int?\n}\n"),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut become_enums = BTreeSet::new();
    if migration.provider() == Provider::Sqlite {
        for (id, change) in migration.changes.iter() {
            if let Change::ChangeClientColumn { table, column, other_enum: true, .. } = change
                && let Some(hit) = client_enum(migration, table, column, id)
            {
                hits.push(hit);
                become_enums.insert((&table.after, column.as_str()));
            }
        }
    }
    for step in &migration.plan.steps {
        let lossy = step.operation.casts().filter(|(_, cast)| !cast.lossless);
        hits.extend(
            lossy
                .filter(|(table, cast)| !become_enums.contains(&(*table, cast.column.as_str())))
                .filter_map(|(table, cast)| {
                    hit(migration, table, &cast.column, &cast.from, &cast.to)
                }),
        );
    }
    hits
}

/// `None` where the column itself does not change but its enum does: that has a rule of its own.
fn hit(
    migration: &Migration<'_>,
    table: &ObjectName,
    column: &str,
    from: &str,
    to: &str,
) -> Option<Hit> {
    let (id, change) = migration.column_change(table, column)?;
    let (before, after) = (&change.before, &change.after);
    if has_same_enum(migration, table, column, after) {
        return None;
    }
    let question = match &after.column_type {
        ColumnType::Enum(name) => Question::NoEnumValue {
            table: change.table.before.clone(),
            column: migration.former_column(table, column)?.clone(),
            enumeration: name.to_string(),
            values: values_that_stay(migration, table, column, name),
        },
        ColumnType::Native(_) | ColumnType::Unsupported(_) => Question::Lossy {
            table: change.table.before.clone(),
            before: before.clone(),
            after: after.clone(),
        },
    };
    Some(Hit {
        subject: column_subject(table, column),
        message: message(table, column, from, to),
        changes: vec![id],
        questions: std::iter::once(question).chain(numbering(change)).collect(),
        span: after.span,
    })
}

/// A column that stays numbered: its sequence gets the new type and may have gone too far for it.
fn numbering(change: &ColumnChange) -> Option<Question> {
    let ColumnType::Native(native) = &change.after.column_type else { return None };
    let greatest = match native.name {
        TypeName::SmallInt => i16::MAX.into(),
        TypeName::Integer => i32::MAX.into(),
        TypeName::BigInt => i64::MAX,
        _ => return None,
    };
    (change.before.autoincrement && change.after.autoincrement).then(|| Question::Numbering {
        table: change.table.before.clone(),
        column: change.before.name.to_string(),
        greatest,
    })
}

/// Whether the column holds the enum that it held before: of that only values that go are lost.
fn has_same_enum(
    migration: &Migration<'_>,
    table: &ObjectName,
    column: &str,
    after: &Column,
) -> bool {
    let former = migration.former_column(table, column).map(|former| &former.column_type);
    let (Some(ColumnType::Enum(was)), ColumnType::Enum(is)) = (former, &after.column_type) else {
        return false;
    };
    migration.changes.changes.iter().any(|change| match change {
        Change::AlterEnum(each) => each.before.name == **was && each.after.name == **is,
        _ => false,
    })
}

fn message(table: &ObjectName, column: &str, from: &str, to: &str) -> String {
    format!(
        "Potential data loss: changing column {table}.{column} from {from} to {to} can lose values."
    )
}

fn names(each: &EnumType) -> impl Iterator<Item = &str> {
    each.values.iter().map(|value| value.name.as_str())
}

/// What a column may hold before so that the enum has it: values of its own enum are called so
/// before and may have another name when they are cast.
fn values_that_stay(
    migration: &Migration<'_>,
    table: &ObjectName,
    column: &str,
    after: &ObjectName,
) -> Vec<String> {
    let wanted: BTreeSet<&str> =
        migration.after.enum_type(after).into_iter().flat_map(names).collect();
    let own = migration.former_column(table, column).and_then(|former| match &former.column_type {
        ColumnType::Enum(name) => migration.before.enum_type(name),
        ColumnType::Native(_) | ColumnType::Unsupported(_) => None,
    });
    let Some(own) = own else { return wanted.into_iter().map(str::to_owned).collect() };
    let change = migration.changes.changes.iter().find_map(|change| match change {
        Change::AlterEnum(each) if each.before.name == own.name => Some(each),
        _ => None,
    });
    let renamed = change.map(|change| change.renamed.as_slice()).unwrap_or_default();
    let current = |value: &str| {
        let now = renamed.iter().find(|(was, _)| was == value).map(|(_, is)| is.as_str());
        // A value that goes makes way for one that takes its name.
        let makes_way = now.is_none() && renamed.iter().any(|(_, is)| is == value);
        (!makes_way).then(|| now.unwrap_or(value).to_owned())
    };
    names(own)
        .filter(|value| current(value).is_some_and(|now| wanted.contains(now.as_str())))
        .map(str::to_owned)
        .collect()
}

/// SQLite: a column whose text is an enum's from now on; `None` where it cannot hold anything else.
fn client_enum(
    migration: &Migration<'_>,
    table: &TableRef,
    column: &str,
    id: ChangeId,
) -> Option<Hit> {
    let former = migration.former_column(&table.after, column)?;
    let now = migration.table_after(&table.after)?.column(column)?;
    let wanted = client_enum_of(&migration.after.enums, now)?;
    let own = client_enum_of(&migration.before.enums, former);
    let wanted_names: BTreeSet<&str> = names(wanted).collect();
    if own.is_some_and(|own| names(own).all(|value| wanted_names.contains(value))) {
        return None;
    }
    let spoken = |each: &EnumType| {
        format!("enum {}", each.logical_name.as_deref().unwrap_or(&each.name.name))
    };
    let from = own.map_or_else(|| column_type::render(&former.column_type), spoken);
    let altered = migration.column_change(&table.after, column).map(|(id, _)| id);
    Some(Hit {
        subject: column_subject(&table.after, column),
        message: message(&table.after, column, &from, &spoken(wanted)),
        changes: altered.into_iter().chain([id]).collect(),
        questions: vec![Question::NoEnumValue {
            table: table.before.clone(),
            column: former.clone(),
            enumeration: wanted.logical_name.clone().unwrap_or_else(|| wanted.name.name.clone()),
            values: names(wanted).map(str::to_owned).collect(),
        }],
        span: now.span,
    })
}

fn client_enum_of<'a>(enums: &'a [EnumType], column: &Column) -> Option<&'a EnumType> {
    let name = column.client.as_ref()?.enumeration.as_deref()?;
    enums.iter().find(|each| each.logical_name.as_deref() == Some(name))
}
