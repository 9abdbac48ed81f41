//! Foreign keys, indexes and primary keys: those that change, and those that go and come back
//! around another change.

use super::dependents::Dependents;
use super::scope::Scope;
use super::step;
use crate::database::model::{ForeignKey, Index, ObjectName, PrimaryKey, TableRole};
use crate::database::names::with_suffix;
use crate::dialect::postgres::identifiers::MAX_BYTES;
use crate::dialect::postgres::locks::{self, Target};
use crate::dialect::postgres::sql::statement::Statement;
use crate::dialect::postgres::sql::{alter_table, index as sql};
use crate::diff::change::{Change, ChangeId, TableRef};
use crate::plan::step::Step;

/// Foreign keys that go.
pub fn drop_foreign_keys(scope: &Scope<'_>, dependents: &Dependents<'_>, steps: &mut Vec<Step>) {
    let mut drop = |table: &ObjectName, key: &ForeignKey, serves: Vec<ChangeId>| {
        let parents = [&key.referenced_table];
        let target = Target { table: Some(table), parents: &parents, ..Target::default() };
        steps.push(step(
            format!("Drop foreign key {} of {table}", key.name),
            vec![alter_table::alter(table, &[alter_table::drop_constraint(&key.name)])],
            serves,
            locks::effect(&[Statement::DropForeignKey], target),
        ));
    };
    for (id, change) in scope.changes() {
        if let Change::DropForeignKey { table, foreign_key } = change {
            drop(&table.before, foreign_key, vec![id]);
        }
    }
    for each in &dependents.foreign_keys {
        drop(each.table_before, each.before, each.serves.clone());
    }
}

/// Foreign keys that appear.
pub fn add_foreign_keys(scope: &Scope<'_>, dependents: &Dependents<'_>, steps: &mut Vec<Step>) {
    let mut add = |table: &ObjectName, key: &ForeignKey, serves: Vec<ChangeId>| {
        let parent = scope.name_before(&key.referenced_table);
        let target = Target {
            table: scope.name_before(table),
            parents: parent.as_slice(),
            ..Target::default()
        };
        steps.push(step(
            format!("Add foreign key {} to {table}", key.name),
            vec![alter_table::alter(table, &[alter_table::add_foreign_key(key)])],
            serves,
            locks::effect(&[Statement::AddForeignKey], target),
        ));
    };
    for (id, change) in scope.changes() {
        if let Change::AddForeignKey { table, foreign_key } = change {
            add(&table.after, foreign_key, vec![id]);
        }
    }
    for each in &dependents.foreign_keys {
        add(each.table_after, each.after, each.serves.clone());
    }
}

/// Indexes that go.
pub fn drop_indexes(scope: &Scope<'_>, dependents: &Dependents<'_>, steps: &mut Vec<Step>) {
    let mut drop = |table: &ObjectName, index: &Index, serves: Vec<ChangeId>| {
        steps.push(step(
            format!("Drop index {} of {table}", index.name),
            vec![sql::drop(&table.sibling(&index.name))],
            serves,
            locks::on_table(&[Statement::DropIndex], Some(table)),
        ));
    };
    for (id, change) in scope.changes() {
        if let Change::DropIndex { table, index } = change {
            drop(&table.before, index, vec![id]);
        }
    }
    for each in &dependents.indexes {
        drop(each.table_before, each.before, each.serves.clone());
    }
}

/// Indexes that appear.
pub fn create_indexes(scope: &Scope<'_>, dependents: &Dependents<'_>, steps: &mut Vec<Step>) {
    let mut create = |table: &ObjectName, index: &Index, serves: Vec<ChangeId>| {
        let kind = if index.unique { "unique index" } else { "index" };
        steps.push(step(
            format!("Create {kind} {} on {table}", index.name),
            vec![sql::create(table, index)],
            serves,
            locks::on_table(&[Statement::CreateIndex], scope.name_before(table)),
        ));
    };
    for (id, change) in scope.changes() {
        if let Change::CreateIndex { table, index } = change {
            create(&table.after, index, vec![id]);
        }
    }
    for each in &dependents.indexes {
        create(each.table_after, each.after, each.serves.clone());
    }
}

/// How a changed primary key comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    /// It appears or goes.
    OneWay,
    /// Dropped and added by one statement, so that the table is never without.
    Together,
    /// Dropped while names before hold, because a column under it goes or is to admit NULL, or its
    /// name is wanted.
    Apart,
}

/// How this one does.
pub fn exchange(
    scope: &Scope<'_>,
    table: &TableRef,
    before: Option<&PrimaryKey>,
    after: Option<&PrimaryKey>,
) -> Exchange {
    let (Some(before), Some(after)) = (before, after) else { return Exchange::OneWay };
    let is_kept =
        |name: &String| !scope.loses(&table.before, name) && !scope.frees(&table.before, name);
    if before.name == after.name && before.columns.iter().all(is_kept) {
        Exchange::Together
    } else {
        Exchange::Apart
    }
}

/// Whether a primary key that goes or changes is dropped while names before hold.
pub fn goes_first(
    scope: &Scope<'_>,
    table: &TableRef,
    before: &PrimaryKey,
    after: Option<&PrimaryKey>,
) -> bool {
    match exchange(scope, table, Some(before), after) {
        Exchange::OneWay | Exchange::Apart => true,
        Exchange::Together => false,
    }
}

/// Primary keys that go before their columns do.
pub fn drop_primary_keys(scope: &Scope<'_>, dependents: &Dependents<'_>, steps: &mut Vec<Step>) {
    let mut drop = |table: &ObjectName, key: &PrimaryKey, serves: Vec<ChangeId>| {
        let name = key.name.as_deref().unwrap_or_default();
        let (statements, kinds) = if is_many_to_many(scope, table) {
            (drop_either_key(table, key), EITHER_KEY.as_slice())
        } else {
            let clause = alter_table::drop_constraint(name);
            (vec![alter_table::alter(table, &[clause])], [Statement::DropPrimaryKey].as_slice())
        };
        steps.push(step(
            format!("Drop primary key of {table}"),
            statements,
            serves,
            locks::on_table(kinds, Some(table)),
        ));
    };
    for (id, change) in scope.changes() {
        if let Change::ChangePrimaryKey { table, before: Some(before), after } = change
            && goes_first(scope, table, before, after.as_ref())
        {
            drop(&table.before, before, vec![id]);
        }
    }
    for each in &dependents.primary_keys {
        drop(each.table_before, each.before, each.serves.clone());
    }
}

/// Primary keys that appear or change.
pub fn add_primary_keys(scope: &Scope<'_>, dependents: &Dependents<'_>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        let Change::ChangePrimaryKey { table, before, after: Some(after) } = change else {
            continue;
        };
        let mut clauses = Vec::new();
        let mut statements = Vec::new();
        let mut kinds = Vec::new();
        let verb = if before.is_some() { "Change primary key of" } else { "Add primary key to" };
        if let (Exchange::Together, Some(before)) =
            (exchange(scope, table, before.as_ref(), Some(after)), before)
        {
            if is_many_to_many(scope, &table.before) {
                statements = drop_either_key(&table.after, before);
                kinds.extend(EITHER_KEY);
            } else {
                let name = before.name.as_deref().unwrap_or_default();
                clauses.push(alter_table::drop_constraint(name));
                kinds.push(Statement::DropPrimaryKey);
            }
        }
        clauses.push(alter_table::add_primary_key(after));
        kinds.push(Statement::AddPrimaryKey);
        statements.push(alter_table::alter(&table.after, &clauses));
        steps.push(step(
            format!("{verb} {}", table.after),
            statements,
            vec![id],
            locks::on_table(&kinds, Some(&table.before)),
        ));
    }
    for each in &dependents.primary_keys {
        steps.push(step(
            format!("Add primary key to {}", each.table_after),
            vec![alter_table::alter(each.table_after, &[alter_table::add_primary_key(each.after)])],
            each.serves.clone(),
            locks::on_table(&[Statement::AddPrimaryKey], Some(each.table_before)),
        ));
    }
}

/// Whether the table of that name before stands for an implicit many-to-many relation. Its key
/// is a primary key or, in databases made by Prisma 5 and older, a unique index.
pub fn is_many_to_many(scope: &Scope<'_>, before: &ObjectName) -> bool {
    scope.table_before(before).is_some_and(|table| table.role == TableRole::ManyToMany)
}

/// The unique index that stands for the key of an implicit many-to-many table of that name in
/// the older layout.
pub fn unique_key_name(table: &ObjectName) -> ObjectName {
    table.sibling(with_suffix(table.name.clone(), "_AB_unique", MAX_BYTES))
}

/// What drops the key of an implicit many-to-many table.
const EITHER_KEY: [Statement; 2] = [Statement::DropPrimaryKey, Statement::DropIndex];

/// The key of an implicit many-to-many table goes, whichever it is.
fn drop_either_key(table: &ObjectName, key: &PrimaryKey) -> Vec<String> {
    let name = key.name.as_deref().unwrap_or_default();
    vec![
        alter_table::alter(table, &[alter_table::drop_constraint_if_there(name)]),
        sql::drop_if_there(&unique_key_name(table)),
    ]
}
