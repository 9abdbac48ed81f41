//! Enum types: values added and renamed in place, types replaced where values go or change
//! their order.

use super::columns::{Part, Parts};
use super::renames::Renamed;
use super::scope::{Scope, free_name, free_text, holds, is_replaced};
use super::step;
use crate::database::model::{Column, ColumnDefault, ColumnType, Literal, ObjectName};
use crate::dialect::postgres::cast::{Method, Step as CastStep, Way};
use crate::dialect::postgres::locks::{self, Target};
use crate::dialect::postgres::sql::statement::Statement;
use crate::dialect::postgres::sql::{alter_table, cast, default, enum_type as sql, rename};
use crate::diff::change::{Change, ChangeId, ColumnChange, EnumChange, EnumColumn};
use crate::ordered::{BTreeMap, BTreeSet};
use crate::plan::rename_order::order;
use crate::plan::step::Step;

/// Values that appear or have another name, in place. Under the type's name before: these
/// steps come first, so that what uses a new value can run in a later transaction.
pub fn change_values(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        let Change::AlterEnum(each) = change else { continue };
        if is_replaced(each) {
            continue;
        }
        let name = &each.before.name;
        let mut statements = rename_values(name, each);
        statements.extend(
            each.added
                .iter()
                .map(|value| sql::add_value(name, &value.name, value.before.as_deref())),
        );
        let title = if each.renamed.is_empty() {
            format!("Add values to enum {name}")
        } else if each.added.is_empty() {
            format!("Rename values of enum {name}")
        } else {
            format!("Rename and add values of enum {name}")
        };
        let renames = (!each.renamed.is_empty()).then_some(Statement::RenameEnumValue);
        let adds = (!each.added.is_empty()).then_some(Statement::AddEnumValue);
        let kinds: Vec<Statement> = renames.into_iter().chain(adds).collect();
        steps.push(step(title, statements, vec![id], locks::on_nothing(&kinds)));
    }
}

/// The renames of values that stay. A value that goes gives way if its name is wanted.
fn rename_values(name: &ObjectName, change: &EnumChange) -> Vec<String> {
    let values = change.before.values.iter().chain(&change.after.values);
    let mut taken: BTreeSet<String> = values.map(|value| value.name.clone()).collect();
    let mut renames = change.renamed.clone();
    for removed in &change.removed {
        if change.renamed.iter().any(|(_, after)| *after == removed.name) {
            let aside = free_text(&removed.name, "_removed", &mut taken);
            renames.push((removed.name.clone(), aside));
        }
    }
    let parked = |value: &String| free_text(value, "_renaming", &mut taken);
    order(&renames, parked)
        .into_iter()
        .map(|(before, after)| sql::rename_value(name, &before, &after))
        .collect()
}

/// An old type that columns may still hold.
#[derive(Debug)]
pub struct Replaced {
    id: ChangeId,
    enumeration: ObjectName,
    old: ObjectName,
}

/// A column that follows its enum to the new version, with the change of its default that this makes.
type Follower<'a> = (&'a EnumColumn, Option<ChangeId>);

/// New types, and new versions of those that values leave: the old type steps aside, the new
/// one takes its name, and the columns follow through text: at once, or with the other columns of a
/// table that changes anyway. Returns the old types that columns have yet to leave.
pub fn replace_and_create<'a: 'p, 'p>(
    scope: &Scope<'a>,
    renamed: &Renamed,
    parts: &mut Parts<'p>,
    steps: &mut Vec<Step>,
) -> Vec<Replaced> {
    for (id, change) in scope.changes() {
        if let Change::CreateEnum(each) = change {
            let values = each.values.iter().map(|value| value.name.as_str());
            steps.push(step(
                format!("Create enum {}", each.name),
                vec![sql::create(&each.name, values)],
                vec![id],
                locks::on_nothing(&[Statement::CreateEnum]),
            ));
        }
    }
    let mut later = Vec::new();
    let mut replaced = scope.replaced_enums().peekable();
    if replaced.peek().is_none() {
        return later;
    }
    let altered: BTreeMap<(&ObjectName, &str), (ChangeId, &ColumnChange)> = scope
        .changes()
        .filter_map(|(id, change)| match change {
            Change::AlterColumn(each) => {
                Some(((&each.table.after, each.after.name.as_str()), (id, each)))
            }
            _ => None,
        })
        .collect();
    gather(scope, parts);
    let mut taken = if renamed.taken.is_empty() { scope.names() } else { renamed.taken.clone() };
    for (id, change) in replaced {
        let name = &change.after.name;
        let old = free_name(name, "_old", &mut taken);
        let mut statements = rename_values(name, change);
        statements.push(rename::object(rename::Kind::Type, name, &old.name));
        statements.push(sql::create(name, change.after.values.iter().map(|each| &*each.name)));
        let mut kinds = vec![Statement::RenameEnum, Statement::CreateEnum];
        if !change.renamed.is_empty() {
            kinds.push(Statement::RenameEnumValue);
        }
        let mut effect = locks::on_nothing(&kinds);
        let mut tables: BTreeMap<&ObjectName, Vec<Follower<'_>>> = BTreeMap::new();
        for column in &change.columns {
            let own = altered.get(&(&column.table.after, column.after.name.as_str())).copied();
            if own.is_some_and(|(_, own)| own.type_changes()) {
                continue;
            }
            let own_default = own.filter(|(_, own)| own.default_changes()).map(|(id, _)| id);
            tables.entry(&column.table.after).or_default().push((column, own_default));
        }
        let mut serves = vec![id];
        let mut left = false;
        for (table, followers) in tables {
            let clauses: Vec<String> =
                followers.iter().flat_map(|(column, _)| follow(column)).collect();
            let defaults = followers.iter().filter_map(|(_, default)| *default);
            if let Some(others) = parts.get_mut(table) {
                let serves = std::iter::once(id).chain(defaults).collect();
                let columns: Vec<&EnumColumn> = followers.iter().map(|each| each.0).collect();
                others.extend(Part::to_new_version(serves, &columns, name, clauses));
                left = true;
                continue;
            }
            serves.extend(defaults);
            statements.push(alter_table::alter(table, &clauses));
            for (column, _) in &followers {
                let target = Target { table: Some(&column.table.before), ..Target::default() };
                locks::extend(&mut effect, &[Statement::ChangeStoredType], target);
            }
        }
        // Columns that hold the old type and change their type themselves come later.
        left |= altered.values().any(|(_, each)| {
            each.type_changes()
                && (holds(&each.before, name) || holds(&each.before, &change.before.name))
        });
        if left {
            later.push(Replaced { id, enumeration: name.clone(), old });
        } else {
            statements.push(sql::drop(&old));
            locks::extend(&mut effect, &[Statement::DropEnum], Target::default());
        }
        steps.push(step(
            format!("Replace enum {name} to change its values"),
            statements,
            serves,
            effect,
        ));
    }
    later
}

/// A table with columns of several types that are replaced changes in one statement, too.
fn gather<'a: 'p, 'p>(scope: &Scope<'a>, parts: &mut Parts<'p>) {
    let mut enums: BTreeMap<&ObjectName, ChangeId> = BTreeMap::new();
    for (id, change) in scope.replaced_enums() {
        for column in &change.columns {
            let table = &column.table.after;
            if enums.insert(table, id).is_some_and(|other| other != id) {
                parts.entry(table).or_default();
            }
        }
    }
}

/// Whether a column leaves an old type for the new one of the same name, and its default with it.
pub fn follows(scope: &Scope<'_>, change: &ColumnChange) -> bool {
    !change.type_changes()
        && scope.replaced_enums().any(|(_, each)| holds(&change.after, &each.after.name))
}

/// The clauses with which a column leaves the old type for the new one of the same name. Its
/// default would be in the way, so it goes before, and that of after comes.
fn follow(column: &EnumColumn) -> Vec<String> {
    let name = &column.after.name;
    let as_it_was = Column { arity: column.before.arity, ..column.after.clone() };
    let by_text = Method::Values(Way::Through(&[CastStep::Text]));
    let using = cast::using(by_text, &column.before, &as_it_was);
    let mut clauses = Vec::new();
    let known = column.before.default.as_ref().filter(|each| **each != ColumnDefault::Unknown);
    if known.is_some() {
        clauses.push(alter_table::drop_default(name));
    }
    clauses.push(alter_table::set_type(&as_it_was, using.as_deref()));
    let after = column.after.default.as_ref();
    if let Some(value) = after.and_then(|after| default::render(after, &as_it_was)) {
        clauses.push(alter_table::set_default(name, &value));
    }
    clauses
}

/// Old types that the last columns have left.
pub fn drop_replaced(replaced: Vec<Replaced>, steps: &mut Vec<Step>) {
    for Replaced { id, enumeration, old } in replaced {
        steps.push(step(
            format!("Drop the old version of enum {enumeration}"),
            vec![sql::drop(&old)],
            vec![id],
            locks::on_nothing(&[Statement::DropEnum]),
        ));
    }
}

/// Types that go.
pub fn drop_enums(scope: &Scope<'_>, renamed: &Renamed, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        if let Change::DropEnum(each) = change {
            let name = renamed.parked_enums.get(&each.name).unwrap_or(&each.name);
            steps.push(step(
                format!("Drop enum {}", each.name),
                vec![sql::drop(name)],
                vec![id],
                locks::on_nothing(&[Statement::DropEnum]),
            ));
        }
    }
}

/// Whether a later step of this migration uses a value that it adds in place: as a default, in
/// a predicate, or because texts are cast to the type.
pub fn added_value_is_used(scope: &Scope<'_>) -> bool {
    let added: BTreeMap<&ObjectName, BTreeSet<&str>> = scope
        .changes()
        .filter_map(|(_, change)| match change {
            Change::AlterEnum(each) if !is_replaced(each) && !each.added.is_empty() => {
                Some((&each.after.name, each.added.iter().map(|value| &*value.name).collect()))
            }
            _ => None,
        })
        .collect();
    if added.is_empty() {
        return false;
    }
    let by_default = |column: &Column| match &column.column_type {
        ColumnType::Enum(name) => added
            .get(&**name)
            .is_some_and(|values| column.default.as_ref().is_some_and(|each| uses(each, values))),
        ColumnType::Native(_) | ColumnType::Unsupported(_) => false,
    };
    scope.changes().any(|(_, change)| match change {
        Change::CreateTable(table) => table.columns.iter().any(by_default),
        Change::AddColumn { column, .. } => by_default(column),
        Change::AlterColumn(each) => {
            by_default(&each.after)
                || (each.type_changes() && added.keys().any(|name| holds(&each.after, name)))
        }
        Change::CreateIndex { index, .. } => index.predicate.as_ref().is_some_and(|predicate| {
            added.values().flatten().any(|value| predicate.contains(value))
        }),
        _ => false,
    })
}

fn uses(default: &ColumnDefault, values: &BTreeSet<&str>) -> bool {
    let is_value = |literal: &Literal| match literal {
        Literal::String(text) => values.contains(text.as_str()),
        Literal::Number(_) | Literal::Boolean(_) | Literal::Bytes(_) => false,
    };
    match default {
        ColumnDefault::Literal(literal) => is_value(literal),
        ColumnDefault::List(literals) => literals.iter().any(is_value),
        ColumnDefault::Expression(text) => values.iter().any(|value| text.contains(value)),
        ColumnDefault::Now | ColumnDefault::Unknown => false,
    }
}
