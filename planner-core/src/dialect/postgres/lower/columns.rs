//! Columns that go, change and appear.

use super::enums::follows;
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
use crate::diff::change::{Change, ChangeId, ColumnChange, EnumColumn, TableRef};
use crate::ordered::BTreeMap;
use crate::plan::step::{ColumnCast, Effect, Operation, Step};

/// Columns that go, under their names before: those of one table in one statement.
pub fn drop_columns(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    let mut tables: BTreeMap<&ObjectName, Vec<(ChangeId, &str)>> = BTreeMap::new();
    for (id, change) in scope.changes() {
        if let Change::DropColumn { table, column } = change {
            tables.entry(&table.before).or_default().push((id, &column.name));
        }
    }
    for (table, columns) in tables {
        let names: Vec<&str> = columns.iter().map(|(_, name)| *name).collect();
        let title = match names.as_slice() {
            [name] => format!("Drop column {table}.{name}"),
            names => format!("Drop columns {} of {table}", names.join(", ")),
        };
        let clauses: Vec<String> =
            names.iter().map(|name| alter_table::drop_column(name)).collect();
        steps.push(step(
            title,
            vec![alter_table::alter(table, &clauses)],
            columns.iter().map(|(id, _)| *id).collect(),
            locks::on_table(&[Statement::DropColumn], Some(table)),
        ));
    }
}

/// What happens to one column.
pub struct Part<'a> {
    serves: Vec<ChangeId>,
    /// As the title of a step of its own.
    title: String,
    /// As it stands among others of the table.
    deed: String,
    /// The name of a column that appears.
    appears: Option<&'a str>,
    /// Statements before the table is altered, the clauses that alter it, those that must follow in
    /// a statement of their own, and what runs after.
    first: Vec<String>,
    clauses: Vec<String>,
    later_clauses: Vec<String>,
    last: Vec<String>,
    kinds: Vec<Statement>,
    /// What the kinds are about.
    target: Target<'a>,
    cast: Option<ColumnCast>,
    recreated: Option<ColumnCast>,
}

/// What happens to the columns of each table that changes, by its name after.
pub type Parts<'a> = BTreeMap<&'a ObjectName, Vec<Part<'a>>>;

/// Columns whose type, arity, default or numbering changes, and columns that appear.
pub fn parts<'b, 'a: 'b>(scope: &Scope<'a>, standing: &'b Standing<'a>) -> Parts<'b> {
    let mut tables = Parts::new();
    for (id, change) in scope.changes() {
        let Change::AlterColumn(each) = change else { continue };
        let cast = if each.type_changes() { scope.cast(each) } else { None };
        let part = if each.type_changes() && cast.is_none() {
            Some(recreated(each, id))
        } else {
            altered(scope, standing, each, id, cast)
        };
        if let Some(part) = part {
            tables.entry(&each.table.after).or_default().push(part);
        }
    }
    for (id, change) in scope.changes() {
        if let Change::AddColumn { table, column } = change {
            tables.entry(&table.after).or_default().push(added(table, column, id));
        }
    }
    tables
}

/// The columns of one table change in one statement, so that its rows are read or written anew once.
pub fn alter_and_add(tables: Parts<'_>, steps: &mut Vec<Step>) {
    steps.extend(tables.into_iter().map(|(table, parts)| together(table, parts)));
}

impl<'a> Part<'a> {
    /// Columns of one table that leave the old version of their enum, by the clauses; `None` where there
    /// are none.
    pub fn to_new_version(
        serves: Vec<ChangeId>,
        columns: &[&'a EnumColumn],
        enumeration: &ObjectName,
        clauses: Vec<String>,
    ) -> Option<Self> {
        let table = &columns.first()?.table;
        let names: Vec<&str> = columns.iter().map(|column| column.after.name.as_str()).collect();
        let are = if names.len() == 1 { "column" } else { "columns" };
        let deed = format!("{are} {} to the new version of enum {enumeration}", names.join(", "));
        Some(Self {
            serves,
            title: format!("Alter table {}: {deed}", table.after),
            deed,
            appears: None,
            first: Vec::new(),
            clauses,
            later_clauses: Vec::new(),
            last: Vec::new(),
            kinds: vec![Statement::ChangeStoredType],
            target: Target { table: Some(&table.before), ..Target::default() },
            cast: None,
            recreated: None,
        })
    }
}

/// All parts of one table as one step.
fn together(table: &ObjectName, parts: Vec<Part<'_>>) -> Step {
    let title = match parts.as_slice() {
        [part] => part.title.clone(),
        parts => match parts.iter().map(|part| part.appears).collect::<Option<Vec<&str>>>() {
            Some(names) => format!("Add columns {} to {table}", names.join(", ")),
            None => {
                let deeds: Vec<&str> = parts.iter().map(|part| part.deed.as_str()).collect();
                format!("Alter table {table}: {}", deeds.join("; "))
            }
        },
    };
    let (mut serves, mut effect) = (Vec::new(), Effect::default());
    let (mut statements, mut clauses) = (Vec::new(), Vec::new());
    let (mut later_clauses, mut last) = (Vec::new(), Vec::new());
    let (mut casts, mut recreated) = (Vec::new(), Vec::new());
    for part in parts {
        serves.extend(part.serves);
        locks::extend(&mut effect, &part.kinds, part.target);
        statements.extend(part.first);
        clauses.extend(part.clauses);
        later_clauses.extend(part.later_clauses);
        last.extend(part.last);
        casts.extend(part.cast);
        recreated.extend(part.recreated);
    }
    if !clauses.is_empty() {
        statements.push(alter_table::alter(table, &clauses));
    }
    if !later_clauses.is_empty() {
        statements.push(alter_table::alter(table, &later_clauses));
    }
    statements.extend(last);
    let mut step = step(title, statements, serves, effect);
    if !casts.is_empty() || !recreated.is_empty() {
        step.operation = Operation::AlterColumns { table: table.clone(), casts, recreated };
    }
    step
}

fn added<'a>(table: &'a TableRef, column: &'a Column, id: ChangeId) -> Part<'a> {
    let name = &column.name;
    let mut part = Part {
        serves: vec![id],
        title: format!("Add column {}.{name}", table.after),
        deed: format!("add column {name}"),
        appears: Some(name),
        first: Vec::new(),
        clauses: vec![alter_table::add_column(column)],
        later_clauses: Vec::new(),
        last: Vec::new(),
        kinds: kinds_to_add(column),
        target: Target { table: Some(&table.before), ..Target::default() },
        cast: None,
        recreated: None,
    };
    if create_table::serial_admits_null(column) {
        part.later_clauses.push(alter_table::drop_not_null(name));
    }
    part
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

/// The column is dropped and added anew: its values are lost.
fn recreated(change: &ColumnChange, id: ChangeId) -> Part<'_> {
    let table = &change.table.after;
    let column = &change.after;
    let (from, to) = types(change);
    let mut part = added(&change.table, column, id);
    part.clauses.insert(0, alter_table::drop_column(&column.name));
    part.kinds.insert(0, Statement::DropColumn);
    let name = &column.name;
    part.title = format!("Drop and recreate column {table}.{name} to change from {from} to {to}");
    part.deed = format!("drop and recreate column {name} to change from {from} to {to}");
    part.appears = None;
    part.recreated = Some(ColumnCast { column: name.to_string(), from, to, lossless: false });
    part
}

fn types(change: &ColumnChange) -> (String, String) {
    (create_table::typed(&change.before), create_table::typed(&change.after))
}

/// `None` where all of it is done with its enum.
fn altered<'b, 'a: 'b>(
    scope: &Scope<'a>,
    standing: &'b Standing<'a>,
    change: &'a ColumnChange,
    id: ChangeId,
    cast: Option<Cast>,
) -> Option<Part<'b>> {
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
    let default_changes = change.default_changes() && !follows(scope, change);
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

    let (mut first, mut last) = (Vec::new(), Vec::new());
    if begins {
        last.push(sequence::begin(&sequence, table, after));
    } else if ends {
        first.push(alter_table::alter(table, &[alter_table::drop_identity(name)]));
        last.push(sequence::drop_owned(table, name));
        kinds.push(Statement::StopNumbering);
    } else if after.autoincrement && cast.is_some() {
        last.push(sequence::set_owned_type(table, name, &after.column_type));
    }
    if deeds.is_empty() {
        return None;
    }
    let deeds = deeds.join(", ");
    Some(Part {
        serves: vec![id],
        title: format!("Alter column {table}.{name} {deeds}"),
        deed: format!("column {name} {deeds}"),
        appears: None,
        first,
        clauses,
        later_clauses: Vec::new(),
        last,
        kinds,
        target: Target {
            table: Some(&change.table.before),
            parents: standing.parents(change),
            children: standing.children(change),
            ..Target::default()
        },
        cast: cast.map(|cast| {
            let (from, to) = types(change);
            ColumnCast { column: name.to_owned(), from, to, lossless: cast.lossless }
        }),
        recreated: None,
    })
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
