//! Columns that go, change and appear.

use super::scope::Scope;
use super::standing::Standing;
use super::step;
use crate::database::model::{Column, ColumnArity, ColumnDefault, ObjectName};
use crate::dialect::postgres::cast::Cast;
use crate::dialect::postgres::identifiers::sequence_name;
use crate::dialect::postgres::locks::{self, Target};
use crate::dialect::postgres::sql::statement::Statement;
use crate::dialect::postgres::sql::{alter_table, cast, create_table, default, sequence};
use crate::dialect::postgres::volatility::is_volatile;
use crate::diff::change::{Change, ChangeId, ColumnChange};
use crate::plan::step::{Operation, Step};

/// Columns that go, under their names before.
pub fn drop_columns(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        if let Change::DropColumn { table, column } = change {
            steps.push(step(
                format!("Drop column {}.{}", table.before, column.name),
                vec![alter_table::alter(&table.before, &[alter_table::drop_column(&column.name)])],
                vec![id],
                locks::on_table(&[Statement::DropColumn], Some(&table.before)),
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
                locks::on_table(&kinds_to_add(column), Some(&table.before)),
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
fn kinds_to_add(column: &Column) -> Vec<Statement> {
    let added = match &column.default {
        _ if column.autoincrement => Statement::AddComputedColumn,
        Some(ColumnDefault::Expression(text)) if is_volatile(text) => Statement::AddComputedColumn,
        None | Some(ColumnDefault::Unknown) if column.arity == ColumnArity::Required => {
            Statement::AddRequiredColumn
        }
        None | Some(_) => Statement::AddColumn,
    };
    let freed = create_table::serial_admits_null(column).then_some(Statement::DropNotNull);
    std::iter::once(added).chain(freed).collect()
}

/// Columns whose type, arity, default or numbering changes.
pub fn alter<'a>(scope: &Scope<'a>, standing: &Standing<'a>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        let Change::AlterColumn(each) = change else { continue };
        let cast = if each.type_changes() { scope.cast(each) } else { None };
        steps.push(if each.type_changes() && cast.is_none() {
            recreated(each, id)
        } else {
            altered(scope, standing, each, id, cast)
        });
    }
}

/// The column is dropped and added anew: its values are lost.
fn recreated(change: &ColumnChange, id: ChangeId) -> Step {
    let table = &change.table.after;
    let column = &change.after;
    let (from, to) = types(change);
    let dropped = [alter_table::drop_column(&column.name)];
    let mut kinds = vec![Statement::DropColumn];
    kinds.extend(kinds_to_add(column));
    let mut step = step(
        format!("Drop and recreate column {table}.{} to change from {from} to {to}", column.name),
        added(table, column, &dropped),
        vec![id],
        locks::on_table(&kinds, Some(&change.table.before)),
    );
    step.operation =
        Operation::RecreateColumn { table: table.clone(), column: column.name.clone(), from, to };
    step
}

fn types(change: &ColumnChange) -> (String, String) {
    (create_table::typed(&change.before), create_table::typed(&change.after))
}

fn altered<'a>(
    scope: &Scope<'a>,
    standing: &Standing<'a>,
    change: &'a ColumnChange,
    id: ChangeId,
    cast: Option<Cast>,
) -> Step {
    let table = &change.table.after;
    let (before, after) = (&change.before, &change.after);
    let name = after.name.as_str();
    let mut clauses = Vec::new();
    let mut deeds = Vec::new();
    let mut kinds = Vec::new();

    // A default is an expression of the old type: it steps aside for a cast.
    let known = |default: &Option<ColumnDefault>| {
        default.as_ref().is_some_and(|each| *each != ColumnDefault::Unknown)
    };
    let default_changes = change.default_changes();
    let steps_aside = cast.is_some() && known(&before.default) && !before.autoincrement;
    if steps_aside {
        clauses.push(alter_table::drop_default(name));
        kinds.push(Statement::DropDefault);
    }
    if let Some(cast) = cast {
        let using = cast::using(cast.method, before, after);
        clauses.push(alter_table::set_type(after, using.as_deref()));
        let (from, to) = types(change);
        deeds.push(format!("from {from} to {to}"));
        kinds.push(kind_of_cast(scope, standing, change, cast));
    }
    let sequence = table.sibling(sequence_name(&table.name, name));
    let begins = after.autoincrement && !before.autoincrement;
    let ends = before.autoincrement && !after.autoincrement;
    let value = after.default.as_ref().and_then(|each| default::render(each, after));
    if begins {
        clauses.push(alter_table::set_default(name, &sequence::next_value(&sequence)));
        deeds.push("to number its rows".to_owned());
        let ordered = standing.indexes(scope, change).ordered;
        kinds.push(if ordered { Statement::NumberIndexedColumn } else { Statement::NumberColumn });
    } else if default_changes || steps_aside || ends {
        match value {
            Some(value) => {
                clauses.push(alter_table::set_default(name, &value));
                kinds.push(Statement::SetDefault);
            }
            None if steps_aside => {}
            None => {
                clauses.push(alter_table::drop_default(name));
                if !ends {
                    kinds.push(Statement::DropDefault);
                }
            }
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
        kinds.push(Statement::SetNotNull);
    } else if change.becomes_nullable() {
        clauses.push(alter_table::drop_not_null(name));
        deeds.push("to admit NULL".to_owned());
        kinds.push(Statement::DropNotNull);
    }

    let mut statements = Vec::new();
    if begins {
        statements.push(sequence::create(&sequence, &after.column_type));
    }
    statements.push(alter_table::alter(table, &clauses));
    if begins {
        statements.push(sequence::own(&sequence, table, name));
        statements.push(sequence::catch_up(&sequence, table, name));
    } else if ends {
        statements.push(sequence::drop_owned(table, name));
        kinds.push(Statement::StopNumbering);
    } else if after.autoincrement && cast.is_some() {
        statements.push(sequence::set_owned_type(table, name, &after.column_type));
    }
    let target = Target {
        table: Some(&change.table.before),
        parents: standing.parents(change),
        children: standing.children(change),
        ..Target::default()
    };
    let mut step = step(
        format!("Alter column {table}.{name} {}", deeds.join(", ")),
        statements,
        vec![id],
        locks::effect(&kinds, target),
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

/// What the server has to do for a cast: write the rows anew, only the indexes over the column, or
/// nothing. It takes no index over as it is that is partial or, of a list, holds its elements.
/// <https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/indexcmds.c>,
/// `CheckIndexCompatible`
fn kind_of_cast(
    scope: &Scope<'_>,
    standing: &Standing<'_>,
    change: &ColumnChange,
    cast: Cast,
) -> Statement {
    if cast.rewrites {
        return Statement::ChangeStoredType;
    }
    let indexes = standing.indexes(scope, change);
    let of_elements = indexes.gin && change.after.arity == ColumnArity::List;
    if indexes.partial || of_elements || (indexes.any && !cast.compares_alike) {
        Statement::ChangeIndexedType
    } else {
        Statement::ChangeType
    }
}
