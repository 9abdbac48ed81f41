//! Everything that only has another name or place. Names that change hands go through temporary
//! ones.

use super::dependents::Dependents;
use super::keys::{is_many_to_many, unique_key_name};
use super::moves::move_namespaces;
use super::scope::{Scope, free_name, free_text};
use super::step;
use crate::database::model::ObjectName;
use crate::dialect::postgres::locks::{self, Target};
use crate::dialect::postgres::sql::rename as sql;
use crate::dialect::postgres::sql::statement::Statement;
use crate::diff::change::{Change, ChangeId, TableRef};
use crate::ordered::{BTreeMap, BTreeSet};
use crate::plan::rename_order::order;
use crate::plan::step::{Effect, Step};

/// What the renames did to objects that later steps name.
#[derive(Debug, Default)]
pub struct Renamed {
    /// Enums that go, and the names that they were moved to because theirs are wanted.
    pub parked_enums: BTreeMap<ObjectName, ObjectName>,
    /// Names that are or were in use; empty where nothing was renamed.
    pub taken: BTreeSet<ObjectName>,
}

/// An object of the one name space of a schema: tables, indexes, primary keys and (as each
/// table is a type, too) enum types.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    Table(&'a TableRef),
    Enum,
    /// With its table and its name before.
    Index(&'a TableRef, &'a str),
    /// With its table and its name before.
    PrimaryKey(&'a TableRef, &'a str),
}

impl Item<'_> {
    /// What it does to a running server that it gets another name.
    pub fn renamed(self) -> Effect {
        match self {
            Self::Table(table) => locks::on_table(&[Statement::RenameTable], Some(&table.before)),
            Self::Enum => locks::on_nothing(&[Statement::RenameEnum]),
            Self::Index(table, name) | Self::PrimaryKey(table, name) => {
                let target =
                    Target { table: Some(&table.before), index: Some(name), ..Target::default() };
                locks::effect(&[Statement::RenameIndex], target)
            }
        }
    }
}

/// An object that gets another name: its name now, its name after, and the change that asks for it.
pub type Renaming<'a> = (ObjectName, ObjectName, ChangeId, Item<'a>);

/// Carries out all renames; every later step uses names after.
pub fn rename(scope: &Scope<'_>, dependents: &Dependents<'_>, steps: &mut Vec<Step>) -> Renamed {
    if !scope.changes().any(|(_, change)| names_something(change)) {
        return Renamed::default();
    }
    let mut renamed = Renamed { taken: scope.names(), ..Renamed::default() };
    let mut items: Vec<Renaming<'_>> = Vec::new();
    for (id, change) in scope.changes() {
        if dependents.renames.contains(&id) {
            continue;
        }
        match change {
            Change::RenameTable(table) => {
                items.push((table.before.clone(), table.after.clone(), id, Item::Table(table)));
            }
            Change::RenameEnum { before, after } => {
                items.push((before.clone(), after.clone(), id, Item::Enum));
            }
            Change::DropEnum(each) if scope.is_wanted(&each.name) => {
                let parked = free_name(&each.name, "_old", &mut renamed.taken);
                renamed.parked_enums.insert(each.name.clone(), parked.clone());
                items.push((each.name.clone(), parked, id, Item::Enum));
            }
            Change::RenameIndex { table, before, after } => items.push((
                table.after.sibling(&before.name),
                table.after.sibling(&after.name),
                id,
                Item::Index(table, &before.name),
            )),
            Change::RenamePrimaryKey { table, before, after } => items.push((
                table.after.sibling(before),
                table.after.sibling(after),
                id,
                Item::PrimaryKey(table, before),
            )),
            _ => {}
        }
    }
    move_namespaces(scope, dependents, &mut items, &mut renamed.taken, steps);
    rename_objects(scope, &items, &mut renamed.taken, steps);
    rename_columns(scope, steps);
    rename_foreign_keys(scope, dependents, steps);
    renamed
}

fn names_something(change: &Change) -> bool {
    matches!(
        change,
        Change::RenameTable(_)
            | Change::RenameEnum { .. }
            | Change::DropEnum(_)
            | Change::RenameIndex { .. }
            | Change::RenamePrimaryKey { .. }
            | Change::RenameColumn { .. }
            | Change::RenameForeignKey { .. }
    )
}

fn rename_objects(
    scope: &Scope<'_>,
    items: &[Renaming<'_>],
    taken: &mut BTreeSet<ObjectName>,
    steps: &mut Vec<Step>,
) {
    let items: Vec<_> = items.iter().filter(|(before, after, ..)| before != after).collect();
    let renames: Vec<(ObjectName, ObjectName)> =
        items.iter().map(|(before, after, ..)| (before.clone(), after.clone())).collect();
    let mut by_source: BTreeMap<ObjectName, (ChangeId, Item<'_>)> =
        items.iter().map(|(before, _, id, item)| (before.clone(), (*id, *item))).collect();
    // The name under which an object waits until its own is free.
    let parked = |name: &ObjectName| free_name(name, "_renaming", taken);
    for (before, after) in order(&renames, parked) {
        let Some((id, item)) = by_source.get(&before).copied() else { continue };
        by_source.entry(after.clone()).or_insert((id, item));
        let statements = match item {
            Item::Table(_) => vec![sql::object(sql::Kind::Table, &before, &after.name)],
            Item::Enum => vec![sql::object(sql::Kind::Type, &before, &after.name)],
            Item::PrimaryKey(table, _) if is_many_to_many(scope, &table.before) => {
                let mut statements = vec![sql::index_if_there(&before, &after.name)];
                if table.before != table.after {
                    let older = table.after.sibling(unique_key_name(&table.before).name);
                    let newer = unique_key_name(&table.after).name;
                    statements.push(sql::index_if_there(&older, &newer));
                }
                statements
            }
            Item::Index(..) | Item::PrimaryKey(..) => {
                vec![sql::object(sql::Kind::Index, &before, &after.name)]
            }
        };
        let what = match item {
            Item::Table(_) => "table",
            Item::Enum => "enum",
            Item::Index(..) => "index",
            Item::PrimaryKey(..) => "primary key",
        };
        steps.push(step(
            format!("Rename {what} {before} to {}", after.name),
            statements,
            vec![id],
            item.renamed(),
        ));
    }
}

fn rename_columns(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    let mut tables: BTreeMap<&ObjectName, Vec<(String, String)>> = BTreeMap::new();
    let mut ids: BTreeMap<(&ObjectName, String), ChangeId> = BTreeMap::new();
    for (id, change) in scope.changes() {
        if let Change::RenameColumn { table, before, after } = change {
            tables.entry(&table.after).or_default().push((before.clone(), after.clone()));
            ids.insert((&table.after, before.clone()), id);
        }
    }
    for (table, renames) in tables {
        let parked = |name: &String| free_text(name, "_renaming", &mut column_names(scope, table));
        for (before, after) in order(&renames, parked) {
            let Some(id) = ids.get(&(table, before.clone())).copied() else { continue };
            ids.entry((table, after.clone())).or_insert(id);
            steps.push(step(
                format!("Rename column {table}.{before} to {after}"),
                vec![sql::column(table, &before, &after)],
                vec![id],
                locks::on_table(&[Statement::RenameColumn], scope.name_before(table)),
            ));
        }
    }
}

fn rename_foreign_keys(scope: &Scope<'_>, dependents: &Dependents<'_>, steps: &mut Vec<Step>) {
    let mut tables: BTreeMap<&ObjectName, Vec<(String, String)>> = BTreeMap::new();
    let mut ids: BTreeMap<(&ObjectName, String), ChangeId> = BTreeMap::new();
    for (id, change) in scope.changes() {
        if let Change::RenameForeignKey { table, before, after } = change
            && !dependents.renames.contains(&id)
        {
            tables.entry(&table.after).or_default().push((before.clone(), after.clone()));
            ids.insert((&table.after, before.clone()), id);
        }
    }
    for (table, renames) in tables {
        let parked =
            |name: &String| free_text(name, "_renaming", &mut constraint_names(scope, table));
        for (before, after) in order(&renames, parked) {
            let Some(id) = ids.get(&(table, before.clone())).copied() else { continue };
            ids.entry((table, after.clone())).or_insert(id);
            steps.push(step(
                format!("Rename foreign key {before} of {table} to {after}"),
                vec![sql::constraint(table, &before, &after)],
                vec![id],
                locks::on_table(&[Statement::RenameForeignKey], scope.name_before(table)),
            ));
        }
    }
}

/// The columns that a table has on either side.
fn column_names(scope: &Scope<'_>, after: &ObjectName) -> BTreeSet<String> {
    let sides = [scope.was(after), scope.will_be(after)].into_iter().flatten();
    sides.flat_map(|table| &table.columns).map(|column| column.name.to_string()).collect()
}

/// The constraints that a table has on either side.
fn constraint_names(scope: &Scope<'_>, after: &ObjectName) -> BTreeSet<String> {
    let sides = [scope.was(after), scope.will_be(after)].into_iter().flatten();
    let names = sides.flat_map(|table| {
        let keys = table.foreign_keys.iter().map(|key| &key.name);
        keys.chain(table.primary_key.as_ref().and_then(|key| key.name.as_ref()))
    });
    names.cloned().collect()
}
