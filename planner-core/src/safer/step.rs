//! A step of a plan -> other statements that lead to the same schema: without keeping others waiting, with
//! a value for the rows that are there, or read in another time zone. `None` where a step is of another
//! shape than they replace: then nothing is said rather than something that may be wrong.

use super::way::{SaferPart, SaferWay, VALUE, ZONE};
use crate::database::model::{
    Column, ColumnArity, ColumnDefault, ColumnType, ForeignKey, Index, ObjectName, PrimaryKey,
    Table, TypeName,
};
use crate::dialect::postgres::cast::cast;
use crate::dialect::postgres::identifiers::quote;
use crate::dialect::postgres::sql::cast::using;
use crate::dialect::postgres::sql::gentle::{self, Successor};
use crate::dialect::postgres::sql::{alter_table, index as index_sql};
use crate::dialect::sqlite::sql::copy_rows;
use crate::diff::change::{Change, ColumnChange, TableRef};
use crate::plan::{Lock, Step, Work};
use crate::warning::Finding;
use crate::warning::migration::{Migration, Values, table_subject};

/// What can be made of a step and the changes that it serves.
type Replace = fn(&Replaced<'_>) -> Option<(String, Vec<SaferPart>)>;

/// A step that something else may stand in the place of.
pub struct Replaced<'a> {
    migration: &'a Migration<'a>,
    step: &'a Step,
    changes: Vec<&'a Change>,
}

/// The ways in the place of the steps that a finding comes from, and of those for which its table waits.
pub fn ways(migration: &Migration<'_>, finding: &Finding, replace: Replace) -> Vec<SaferWay> {
    let steps = migration.plan.steps.iter().enumerate();
    let works =
        |lock: &Lock| lock.work > Work::Catalogue && table_subject(&lock.table) == finding.subject;
    let own = steps.filter(|(_, step)| {
        step.serves.iter().any(|id| finding.changes.contains(id))
            || step.effect.locks.iter().any(works)
    });
    own.filter_map(|(index, step)| {
        let changes = step.serves.iter().filter_map(|id| migration.changes.changes.get(id.0));
        let (title, parts) = replace(&Replaced { migration, step, changes: changes.collect() })?;
        Some(SaferWay::instead(title, index, parts))
    })
    .collect()
}

/// The same without others waiting while rows are read or written.
pub fn without_waiting(each: &Replaced<'_>) -> Option<(String, Vec<SaferPart>)> {
    match (each.step.effect.work, each.changes.as_slice()) {
        (Work::Catalogue, _) => None,
        (_, [Change::CreateIndex { table, index }]) => concurrent_index(each, table, index),
        (_, [Change::AddForeignKey { table, foreign_key }]) => {
            validated_key(each, table, foreign_key)
        }
        (_, [Change::ChangePrimaryKey { table, before, after: Some(key) }]) => {
            key_from_index(each, table, before.as_ref(), key)
        }
        (Work::Rewrite, [Change::AlterColumn(change)]) => successor(each, change),
        (Work::Rewrite, [Change::AddColumn { table, column }]) => filled_later(each, table, column),
        (Work::Scan, _) => never_null(each),
        (Work::IndexBuild | Work::Rewrite, _) => None,
    }
}

fn concurrent_index(
    each: &Replaced<'_>,
    table: &TableRef,
    index: &Index,
) -> Option<(String, Vec<SaferPart>)> {
    if each.step.statements != [index_sql::create(&table.after, index)] {
        return None;
    }
    let title = format!("Build index {} while others write.", index.name);
    let statement = index_sql::create_concurrently(&table.after, index);
    Some((title, vec![SaferPart::alone(vec![statement])]))
}

fn validated_key(
    each: &Replaced<'_>,
    table: &TableRef,
    key: &ForeignKey,
) -> Option<(String, Vec<SaferPart>)> {
    let planned = alter_table::alter(&table.after, &[alter_table::add_foreign_key(key)]);
    if each.step.statements != [planned] {
        return None;
    }
    let title = format!(
        "Let foreign key {} hold for new rows at once, and check those that are there while others read and write.",
        key.name
    );
    Some((title, vec![SaferPart::alone(gentle::foreign_key(&table.after, key).to_vec())]))
}

/// Only over columns that are required already: else every row is read under the lock all the same.
fn key_from_index(
    each: &Replaced<'_>,
    table: &TableRef,
    before: Option<&PrimaryKey>,
    key: &PrimaryKey,
) -> Option<(String, Vec<SaferPart>)> {
    let required = key.columns.iter().all(|column| {
        let values = each.migration.values_of(&table.after, column);
        matches!(values, Values::Kept(column) if column.arity == ColumnArity::Required)
    });
    let added = alter_table::add_primary_key(key);
    let dropped = before.and_then(|key| key.name.as_deref()).map(alter_table::drop_constraint);
    let planned = |dropped: Option<String>| {
        let clauses: Vec<String> = dropped.into_iter().chain([added.clone()]).collect();
        each.step.statements == [alter_table::alter(&table.after, &clauses)]
    };
    let dropped = if planned(dropped.clone()) {
        dropped
    } else if planned(None) {
        None
    } else {
        return None;
    };
    if !required {
        return None;
    }
    let (index, built) = gentle::key_index(&table.after, key);
    let clauses: Vec<String> =
        dropped.into_iter().chain([gentle::key_from_index(key, &index)]).collect();
    let title = format!("Build the index of the key of {} while others write.", table.after);
    let swapped = alter_table::alter(&table.after, &clauses);
    Some((title, vec![SaferPart::alone(vec![built]), SaferPart::together(vec![swapped])]))
}

/// The statement stays, but finds that a check has read the rows.
fn never_null(each: &Replaced<'_>) -> Option<(String, Vec<SaferPart>)> {
    let columns: Option<Vec<(&ObjectName, &str)>> = each
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::AlterColumn(change) if change.becomes_required() => {
                let (table, name) = (&change.table.after, change.after.name.as_str());
                let kept = matches!(each.migration.values_of(table, name), Values::Kept(_));
                Some(kept.then_some((table, name)))
            }
            _ => None,
        })
        .collect();
    let columns = columns.filter(|all| !all.is_empty())?;
    let checks = columns.iter().flat_map(|(table, column)| gentle::never_null(table, column));
    let drops = columns.iter().map(|(table, column)| {
        let name = gentle::never_null_name(table, column);
        alter_table::alter(table, &[alter_table::drop_constraint(&name)])
    });
    let names: Vec<&str> = columns.iter().map(|(_, column)| *column).collect();
    let title = format!(
        "Let a check look for NULL in {} while others read and write; it goes again at the end.",
        names.join(", ")
    );
    let last = each.step.statements.iter().cloned().chain(drops).collect();
    Some((title, vec![SaferPart::alone(checks.collect()), SaferPart::together(last)]))
}

/// The key of a table where it is one whole number: rows can be written a part at a time by it.
fn number_key<'a>(migration: &Migration<'a>, table: &ObjectName) -> Option<&'a str> {
    let after = migration.table_after(table)?;
    let [key] = after.primary_key.as_ref()?.columns.as_slice() else { return None };
    let former = migration.former_column(table, key)?;
    let whole = |column: &Column| {
        matches!(&column.column_type, ColumnType::Native(native)
            if matches!(native.name, TypeName::SmallInt | TypeName::Integer | TypeName::BigInt))
    };
    (whole(former) && whole(after.column(key)?)).then_some(key.as_str())
}

fn batches(number: Option<&str>) -> &'static str {
    if number.is_some() { "a part of the rows at a time" } else { "row by row" }
}

fn filled_later(
    each: &Replaced<'_>,
    table: &TableRef,
    column: &Column,
) -> Option<(String, Vec<SaferPart>)> {
    let (name, table) = (column.name.as_str(), &table.after);
    let planned = alter_table::alter(table, &[alter_table::add_column(column)]);
    let expression = matches!(column.default, Some(ColumnDefault::Expression(_)));
    if column.autoincrement || !expression || each.step.statements != [planned] {
        return None;
    }
    let number = number_key(each.migration, table);
    let mut alone = gentle::fill(table, name, "DEFAULT", "", number);
    let mut parts = vec![SaferPart::together(gentle::add_empty_column(table, column))];
    if column.arity == ColumnArity::Required {
        alone.extend(gentle::never_null(table, name));
        let check = gentle::never_null_name(table, name);
        parts.push(SaferPart::alone(alone));
        parts.push(SaferPart::together(vec![
            alter_table::alter(table, &[alter_table::set_not_null(name)]),
            alter_table::alter(table, &[alter_table::drop_constraint(&check)]),
        ]));
    } else {
        parts.push(SaferPart::alone(alone));
    }
    let title = format!("Add {table}.{name} empty, then give it its values, {}.", batches(number));
    Some((title, parts))
}

/// A column of the new type, written by a trigger, takes the place of the old one.
fn successor(each: &Replaced<'_>, change: &ColumnChange) -> Option<(String, Vec<SaferPart>)> {
    let (table, name) = (&change.table.after, change.after.name.as_str());
    let (before, after) = (&change.before, &change.after);
    let plain = |column: &Column| {
        !column.autoincrement
            && column.arity != ColumnArity::List
            && matches!(column.column_type, ColumnType::Native(_))
    };
    let cast = cast(before, after, false).filter(|cast| cast.lossless)?;
    let now = each.migration.table_after(table)?;
    let was = each.migration.table_before(&change.table.before)?;
    let stands_alone = !is_used(now, name) && !is_used(was, &before.name);
    if !plain(before)
        || !plain(after)
        || before.arity != after.arity
        || !stands_alone
        || after.default == Some(ColumnDefault::Unknown)
        || each.step.statements.len() != 1
    {
        return None;
    }
    let value = using(cast.method, before, after).unwrap_or_else(|| quote(name));
    let number = number_key(each.migration, table);
    let new = Successor { table, after, value };
    let mut alone = new.fill(number);
    if after.arity == ColumnArity::Required {
        alone.extend(gentle::never_null(table, &new.name()));
    }
    let title = format!(
        "Let a second column, which a trigger writes, take the place of {table}.{name} once the rows are \
         copied, {}.",
        batches(number)
    );
    let parts = vec![
        SaferPart::together(new.begin()),
        SaferPart::alone(alone),
        SaferPart::together(new.finish()),
    ];
    Some((title, parts))
}

/// Whether a key or an index of the table holds the column, or may speak of it.
fn is_used(table: &Table, column: &str) -> bool {
    let holds = |columns: &[String]| columns.iter().any(|each| each == column);
    table.primary_key.as_ref().is_some_and(|key| holds(&key.columns))
        || table.foreign_keys.iter().any(|key| holds(&key.columns))
        || table.indexes.iter().any(|index| {
            index.predicate.is_some() || index.columns.iter().any(|each| each.name == column)
        })
}

/// PostgreSQL: required columns appear with a value for the rows that are there.
pub fn filled_columns(each: &Replaced<'_>) -> Option<(String, Vec<SaferPart>)> {
    let columns: Option<Vec<(&TableRef, &Column)>> = each
        .changes
        .iter()
        .map(|change| match change {
            Change::AddColumn { table, column } => Some((table, column)),
            _ => None,
        })
        .collect();
    let columns = columns?;
    let table = &columns.first()?.0.after;
    let planned: Vec<String> =
        columns.iter().map(|(_, column)| alter_table::add_column(column)).collect();
    if each.step.statements != [alter_table::alter(table, &planned)] {
        return None;
    }
    let is_empty = |column: &Column| is_impossible(each.migration, table, column);
    let added = columns.iter().map(|(_, column)| match is_empty(column) {
        true => gentle::add_filled_column(column, VALUE),
        false => alter_table::add_column(column),
    });
    let empty = || columns.iter().map(|(_, column)| *column).filter(|column| is_empty(column));
    let drops: Vec<String> =
        empty().map(|column| alter_table::drop_default(&column.name)).collect();
    let statements = vec![
        alter_table::alter(table, &added.collect::<Vec<_>>()),
        alter_table::alter(table, &drops),
    ];
    Some((filled_title(table, empty()), vec![SaferPart::together(statements)]))
}

/// SQLite: the same where the table is built anew.
pub fn filled_copy(each: &Replaced<'_>) -> Option<(String, Vec<SaferPart>)> {
    let added: Vec<(&TableRef, &Column)> = each
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::AddColumn { table, column } => Some((table, column)),
            _ => None,
        })
        .collect();
    let table = &added.first()?.0.after;
    let empty = || {
        let columns = added.iter().map(|(_, column)| *column);
        columns.filter(|column| is_impossible(each.migration, table, column))
    };
    let mut statements = each.step.statements.clone();
    for column in empty() {
        let filled = statements.iter_mut().find_map(|statement| {
            *statement = copy_rows::with_value(statement, &column.name, VALUE)?;
            Some(())
        });
        filled?;
    }
    Some((filled_title(table, empty()), vec![SaferPart::together(statements)]))
}

fn is_impossible(migration: &Migration<'_>, table: &ObjectName, column: &Column) -> bool {
    migration.values_of(table, &column.name) == Values::Impossible && column.default.is_none()
}

fn filled_title<'a>(table: &ObjectName, columns: impl Iterator<Item = &'a Column>) -> String {
    let names: Vec<&str> = columns.map(|column| column.name.as_str()).collect();
    format!(
        "Give {} a value in the rows of {table} that are there; {VALUE} is yours to say.",
        names.join(", ")
    )
}

/// Times are read in a zone that somebody names.
pub fn in_zone(each: &Replaced<'_>) -> Option<(String, Vec<SaferPart>)> {
    let [Change::AlterColumn(change)] = each.changes.as_slice() else { return None };
    let (table, name) = (&change.table.after, &change.after.name);
    let day = |column: &Column| {
        matches!(&column.column_type, ColumnType::Native(native)
            if matches!(native.name, TypeName::Timestamp | TypeName::Timestamptz))
    };
    let planned = alter_table::alter(table, &[alter_table::set_type(&change.after, None)]);
    if !day(&change.before) || !day(&change.after) || each.step.statements != [planned] {
        return None;
    }
    let value = gentle::in_zone(name, ZONE);
    let clause = alter_table::set_type(&change.after, Some(&value));
    let statement = alter_table::alter(table, &[clause]);
    let title = format!(
        "Read the times of {table}.{name} in the zone that they were written in; {ZONE} is yours to say, \
         such as 'Europe/Berlin'. Every row is written anew."
    );
    Some((title, vec![SaferPart::together(vec![statement])]))
}
