//! Tables that appear and tables that go.

use super::scope::Scope;
use super::step;
use crate::database::model::{ObjectName, Table};
use crate::dialect::postgres::locks::{self, Target};
use crate::dialect::postgres::sql::statement::Statement;
use crate::dialect::postgres::sql::{alter_table, create_table};
use crate::diff::change::{Change, ChangeId};
use crate::ordered::{BTreeMap, BTreeSet};
use crate::plan::step::Step;

/// New tables with their columns and primary keys.
pub fn create_tables(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        if let Change::CreateTable(table) = change {
            steps.push(step(
                format!("Create table {}", table.name),
                create_table::create_table(table),
                vec![id],
                locks::on_nothing(&[Statement::CreateTable]),
            ));
        }
    }
}

/// Tables that go, a table before those that it refers to. Where tables refer to each other in
/// a ring, the foreign keys in the way go first.
pub fn drop_tables(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    let dropped: BTreeMap<&ObjectName, (ChangeId, &Table)> = scope
        .changes()
        .filter_map(|(id, change)| match change {
            Change::DropTable(table) => Some((&table.name, (id, table))),
            _ => None,
        })
        .collect();
    let mut waiting_for: BTreeMap<&ObjectName, BTreeSet<&ObjectName>> =
        dropped.keys().map(|name| (*name, BTreeSet::new())).collect();
    for (name, (_, table)) in &dropped {
        for key in table.foreign_keys.iter().filter(|key| key.referenced_table != **name) {
            if let Some(children) = waiting_for.get_mut(&key.referenced_table) {
                children.insert(name);
            }
        }
    }
    let mut ready: BTreeSet<&ObjectName> = waiting_for
        .iter()
        .filter(|(_, children)| children.is_empty())
        .map(|(name, _)| *name)
        .collect();
    let mut open: BTreeSet<&ObjectName> = dropped.keys().copied().collect();
    while let Some(name) = ready.pop_first().or_else(|| open.first().copied()) {
        open.remove(name);
        ready.remove(name);
        let Some((id, table)) = dropped.get(name) else { continue };
        let mut statements = Vec::new();
        let mut kinds = Vec::new();
        let mut others: BTreeSet<&ObjectName> = BTreeSet::new();
        for child in waiting_for.get(name).into_iter().flatten() {
            let keys = dropped.get(child).map(|(_, child)| child.foreign_keys.as_slice());
            let keys = keys.unwrap_or_default().iter().filter(|key| key.referenced_table == *name);
            let clauses: Vec<String> =
                keys.map(|key| alter_table::drop_constraint(&key.name)).collect();
            statements.push(alter_table::alter(child, &clauses));
            kinds.push(Statement::DropForeignKey);
            others.insert(child);
        }
        statements.push(create_table::drop_table(name));
        let parents = table.foreign_keys.iter().map(|key| &key.referenced_table);
        let is_there =
            |parent: &&ObjectName| !dropped.contains_key(*parent) || open.contains(*parent);
        others.extend(parents.filter(is_there));
        kinds.push(Statement::DropTable);
        let others: Vec<&ObjectName> = others.into_iter().collect();
        let target = Target { table: Some(name), parents: &others, ..Target::default() };
        steps.push(step(
            format!("Drop table {name}"),
            statements,
            vec![*id],
            locks::effect(&kinds, target),
        ));
        for key in &table.foreign_keys {
            if let Some(children) = waiting_for.get_mut(&key.referenced_table) {
                children.remove(name);
                if children.is_empty() && open.contains(&key.referenced_table) {
                    ready.insert(&key.referenced_table);
                }
            }
        }
    }
}
