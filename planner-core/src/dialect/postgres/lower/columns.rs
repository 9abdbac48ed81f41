//! Columns that go, change and appear.

use super::dependents::Dependents;
use super::scope::Scope;
use super::step;
use crate::database::model::{Column, ColumnDefault, ObjectName};
use crate::dialect::postgres::cast::Cast;
use crate::dialect::postgres::identifiers::sequence_name;
use crate::dialect::postgres::locks;
use crate::dialect::postgres::sql::{alter_table, cast, create_table, default, sequence};
use crate::dialect::postgres::volatility::is_volatile;
use crate::diff::change::{Change, ChangeId, ColumnChange};
use crate::plan::step::{Operation, Step, Work};
use std::collections::{BTreeMap, BTreeSet};

/// Columns that go, under their names before.
pub fn drop_columns(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        if let Change::DropColumn { table, column } = change {
            steps.push(step(
                format!("Drop column {}.{}", table.before, column.name),
                vec![alter_table::alter(&table.before, &[alter_table::drop_column(&column.name)])],
                vec![id],
                locks::exclusive(&table.before, Work::Catalogue),
            ));
        }
    }
}

/// Columns that appear.
pub fn add(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        if let Change::AddColumn { table, column } = change {
            steps.push(step(
                format!("Add column {}.{}", table.after, column.name),
                added(&table.after, column, &[]),
                vec![id],
                locks::exclusive(&table.after, work_to_add(column)),
            ));
        }
    }
}

fn added(table: &ObjectName, column: &Column, clauses: &[String]) -> Vec<String> {
    let mut clauses = clauses.to_vec();
    clauses.push(alter_table::add_column(column));
    let mut statements = vec![alter_table::alter(table, &clauses)];
    if create_table::serial_admits_null(column) {
        statements.push(alter_table::alter(table, &[alter_table::drop_not_null(&column.name)]));
    }
    statements
}

/// A constant is stored once, in the catalogue; what each row must compute is written to each.
fn work_to_add(column: &Column) -> Work {
    match &column.default {
        _ if column.autoincrement => Work::Rewrite,
        None | Some(ColumnDefault::Literal(_) | ColumnDefault::List(_) | ColumnDefault::Now) => {
            Work::Catalogue
        }
        Some(ColumnDefault::Expression(text)) if is_volatile(text) => Work::Rewrite,
        Some(ColumnDefault::Expression(_) | ColumnDefault::Unknown) => Work::Catalogue,
    }
}

/// Columns whose type, arity, default or numbering changes.
pub fn alter(scope: &Scope<'_>, dependents: &Dependents<'_>, steps: &mut Vec<Step>) {
    let joined = joined_tables(scope, dependents);
    for (id, change) in scope.changes() {
        let Change::AlterColumn(each) = change else { continue };
        if !each.type_changes() {
            steps.push(altered(each, id, None, &[]));
            continue;
        }
        let others = joined.get(&(&each.table.after, each.after.name.as_str()));
        match scope.cast(each) {
            Some(cast) => {
                let others = others.map_or(&[][..], Vec::as_slice);
                steps.push(altered(each, id, Some(cast), others));
            }
            None => steps.push(recreated(each, id)),
        }
    }
}

/// The tables at the other end of the foreign keys over each column, by table and name after,
/// as far as the keys stand while columns are altered: the server checks these anew, and locks
/// both ends.
fn joined_tables<'a>(
    scope: &Scope<'a>,
    dependents: &Dependents<'a>,
) -> BTreeMap<(&'a ObjectName, &'a str), Vec<&'a ObjectName>> {
    let mut joined: BTreeMap<(&ObjectName, &str), Vec<&ObjectName>> = BTreeMap::new();
    let retypes = |(_, change): (ChangeId, &Change)| matches!(change, Change::AlterColumn(each) if each.type_changes());
    if !scope.changes().any(retypes) {
        return joined;
    }
    let mut absent: BTreeSet<(&ObjectName, &str)> = dependents
        .foreign_keys
        .iter()
        .map(|each| (each.table_after, each.after.name.as_str()))
        .collect();
    for (_, change) in scope.changes() {
        if let Change::AddForeignKey { table, foreign_key } = change {
            absent.insert((&table.after, &foreign_key.name));
        }
    }
    for table in scope.tables_after() {
        for key in &table.foreign_keys {
            let parent = &key.referenced_table;
            if *parent == table.name || absent.contains(&(&table.name, key.name.as_str())) {
                continue;
            }
            for (own, referenced) in key.columns.iter().zip(&key.referenced_columns) {
                joined.entry((&table.name, own)).or_default().push(parent);
                joined.entry((parent, referenced)).or_default().push(&table.name);
            }
        }
    }
    joined
}

/// The column is dropped and added anew: its values are lost.
fn recreated(change: &ColumnChange, id: ChangeId) -> Step {
    let table = &change.table.after;
    let column = &change.after;
    let (from, to) = types(change);
    let dropped = [alter_table::drop_column(&column.name)];
    let mut step = step(
        format!("Drop and recreate column {table}.{} to change from {from} to {to}", column.name),
        added(table, column, &dropped),
        vec![id],
        locks::exclusive(table, work_to_add(column)),
    );
    step.operation =
        Operation::RecreateColumn { table: table.clone(), column: column.name.clone(), from, to };
    step
}

fn types(change: &ColumnChange) -> (String, String) {
    (create_table::typed(&change.before), create_table::typed(&change.after))
}

/// `others`: the tables that are locked along with the column's own.
fn altered(
    change: &ColumnChange,
    id: ChangeId,
    cast: Option<Cast>,
    others: &[&ObjectName],
) -> Step {
    let table = &change.table.after;
    let (before, after) = (&change.before, &change.after);
    let name = after.name.as_str();
    let mut clauses = Vec::new();
    let mut deeds = Vec::new();
    let mut work = Work::Catalogue;

    // A default is an expression of the old type: it steps aside for a cast.
    let known = |default: &Option<ColumnDefault>| {
        default.as_ref().is_some_and(|each| *each != ColumnDefault::Unknown)
    };
    let default_changes = change.default_changes();
    let steps_aside = cast.is_some() && known(&before.default) && !before.autoincrement;
    if steps_aside {
        clauses.push(alter_table::drop_default(name));
    }
    if let Some(cast) = cast {
        let using = cast::using(cast.method, before, after);
        clauses.push(alter_table::set_type(after, using.as_deref()));
        let (from, to) = types(change);
        deeds.push(format!("from {from} to {to}"));
        if cast.rewrites {
            work = Work::Rewrite;
        }
    }
    let sequence = table.sibling(sequence_name(&table.name, name));
    let begins = after.autoincrement && !before.autoincrement;
    let ends = before.autoincrement && !after.autoincrement;
    let value = after.default.as_ref().and_then(|each| default::render(each, after));
    if begins {
        clauses.push(alter_table::set_default(name, &sequence::next_value(&sequence)));
        deeds.push("to number its rows".to_owned());
    } else if default_changes || steps_aside || ends {
        match value {
            Some(value) => clauses.push(alter_table::set_default(name, &value)),
            None if steps_aside => {}
            None => clauses.push(alter_table::drop_default(name)),
        }
    }
    if ends {
        deeds.push("no longer to number its rows".to_owned());
    } else if default_changes && !begins {
        deeds.push(match after.default {
            Some(_) => "to its new default".to_owned(),
            None => "to have no default".to_owned(),
        });
    }
    if change.becomes_required() {
        clauses.push(alter_table::set_not_null(name));
        deeds.push("to be required".to_owned());
        work = work.max(Work::Scan);
    } else if change.becomes_nullable() {
        clauses.push(alter_table::drop_not_null(name));
        deeds.push("to admit NULL".to_owned());
    }

    let mut statements = Vec::new();
    if begins {
        statements.push(sequence::create(&sequence, &after.column_type));
        work = work.max(Work::Scan);
    }
    statements.push(alter_table::alter(table, &clauses));
    if begins {
        statements.push(sequence::own(&sequence, table, name));
        statements.push(sequence::catch_up(&sequence, table, name));
    } else if ends {
        statements.push(sequence::drop_owned(table, name));
    } else if after.autoincrement && cast.is_some() {
        statements.push(sequence::set_owned_type(table, name, &after.column_type));
    }
    let mut step = step(
        format!("Alter column {table}.{name} {}", deeds.join(", ")),
        statements,
        vec![id],
        locks::all_exclusive(std::iter::once(table).chain(others.iter().copied()), work),
    );
    if let Some(cast) = cast {
        let (from, to) = types(change);
        step.operation = Operation::CastColumn {
            table: table.clone(),
            column: name.to_owned(),
            from,
            to,
            lossless: cast.lossless,
        };
    }
    step
}
