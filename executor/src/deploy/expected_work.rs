//! A pending migration and what was measured -> the locks to expect, the space that it needs and
//! what the role may not do. Pure.

use crate::deploy::assess::Ready;
use crate::history::tables::HISTORY;
use crate::live::facts::{HistoryRight, Measurements, Rights};
use planner_core::database::model::ObjectName;
use planner_core::diff::change::Change;
use planner_core::plan::{LockMode, Operation, Work};
use planner_core::provider::Provider;
use planner_core::review::facts::{LockFacts, SpaceFacts};
use std::collections::{BTreeMap, BTreeSet};

/// The locks on tables that are there, heaviest first.
pub fn locks(ready: &Ready) -> Vec<LockFacts> {
    let steps = &ready.planned.plan.steps;
    if ready.reviewed.provider == Provider::Sqlite {
        let work = steps.iter().map(|step| step.effect.work).max().unwrap_or_default();
        let whole = LockFacts {
            on: "the whole file".to_owned(),
            mode: "IMMEDIATE".to_owned(),
            blocks_reads: false,
            blocks_writes: true,
            work: work.in_words().to_owned(),
        };
        return if steps.is_empty() { Vec::new() } else { vec![whole] };
    }
    let mut heaviest: BTreeMap<String, (LockMode, Work)> = BTreeMap::new();
    for lock in steps.iter().flat_map(|step| &step.effect.locks) {
        let entry = heaviest.entry(lock.to_string()).or_insert((lock.mode, lock.work));
        *entry = (entry.0.max(lock.mode), entry.1.max(lock.work));
    }
    let mut locks: Vec<(String, (LockMode, Work))> = heaviest.into_iter().collect();
    locks.sort_by_key(|(_, heaviest)| std::cmp::Reverse(*heaviest));
    let facts = |(on, (mode, work)): (String, (LockMode, Work))| LockFacts {
        on,
        mode: mode.in_words().to_owned(),
        blocks_reads: mode.blocks_reads(),
        blocks_writes: mode.blocks_writes(),
        work: work.in_words().to_owned(),
    };
    locks.into_iter().map(facts).collect()
}

/// The space that it needs at most, table by table: a table that is written anew stands there
/// twice until the commit, and an index is no larger than its table.
pub fn space(ready: &Ready, measured: &Measurements) -> Vec<SpaceFacts> {
    let mut needs: BTreeMap<ObjectName, &'static str> = BTreeMap::new();
    for step in &ready.planned.plan.steps {
        if let Operation::RebuildTable { table, .. } = &step.operation {
            needs.insert(former_name(ready, table), "rebuild");
        }
        for lock in &step.effect.locks {
            match lock.work {
                Work::Rewrite => {
                    needs.insert(lock.table.clone(), "rewrite");
                }
                Work::IndexBuild => {
                    needs.entry(lock.table.clone()).or_insert("index-build");
                }
                Work::Catalogue | Work::Scan => {}
            }
        }
    }
    let facts = |(table, purpose): (ObjectName, &'static str)| {
        let found = measured.tables.get(&table);
        let bytes = match purpose {
            "index-build" => found.and_then(|table| table.bytes),
            // The copy, and as much again for the journal that could undo it.
            "rebuild" => {
                found.and_then(|table| table.whole_bytes()).map(|bytes| bytes.saturating_mul(2))
            }
            _ => found.and_then(|table| table.whole_bytes()),
        };
        SpaceFacts { table: table.to_string(), purpose: purpose.to_owned(), bytes }
    };
    needs.into_iter().map(facts).collect()
}

fn former_name(ready: &Ready, table: &ObjectName) -> ObjectName {
    let changes = &ready.planned.changes.changes;
    let renamed = changes.iter().find_map(|change| match change {
        Change::RenameTable(names) if names.after == *table => Some(names.before.clone()),
        _ => None,
    });
    renamed.unwrap_or_else(|| table.clone())
}

/// What the role may not do although the migration needs it, one sentence each.
pub fn missing_privileges(ready: &Ready, rights: &Rights) -> Vec<String> {
    let mut missing: BTreeSet<String> = rights.unwritable.iter().cloned().collect();
    let Some(role) = &rights.role else { return missing.into_iter().collect() };
    for table in ready.changed() {
        if let Some(right) = rights.tables.get(&table).filter(|right| !right.owns) {
            let owner = &right.owner;
            missing.insert(format!("{role} cannot alter table {table}: {owner} owns it"));
        }
    }
    missing.extend(history(rights, role));
    let mut in_schema = |name: &ObjectName| {
        let schema = name.namespace.as_deref().unwrap_or(&rights.default_schema);
        if rights.closed_schemas.contains(schema) {
            missing.insert(format!("{role} cannot create anything in schema {schema}"));
        }
    };
    // The history has its place there, and the journal of what runs in several transactions.
    if rights.history.is_none() || ready.script.sections.len() > 1 {
        in_schema(&ObjectName::local(""));
    }
    let changes = &ready.planned.changes.changes;
    for change in changes {
        match change {
            Change::CreateTable(table) => in_schema(&table.name),
            Change::CreateEnum(each) => in_schema(&each.name),
            Change::CreateIndex { table, .. } => in_schema(&table.after),
            _ => {}
        }
    }
    for change in changes {
        let parents: Vec<&ObjectName> = match change {
            Change::AddForeignKey { foreign_key, .. } => vec![&foreign_key.referenced_table],
            Change::CreateTable(table) => {
                table.foreign_keys.iter().map(|key| &key.referenced_table).collect()
            }
            Change::DropEnum(each) => {
                missing.extend(not_owned(rights, role, &each.name));
                Vec::new()
            }
            Change::AlterEnum(each) => {
                missing.extend(not_owned(rights, role, &each.before.name));
                Vec::new()
            }
            Change::RenameEnum { before, .. } => {
                missing.extend(not_owned(rights, role, before));
                Vec::new()
            }
            Change::CreateNamespace(name) if !rights.creates_schemas => {
                missing.insert(format!("{role} cannot create schema {name} in this database"));
                Vec::new()
            }
            _ => Vec::new(),
        };
        for parent in parents {
            let right = rights.tables.get(parent);
            if let Some(right) = right.filter(|right| !right.owns && !right.references) {
                let owner = &right.owner;
                missing.insert(format!(
                    "{role} cannot let foreign keys refer to table {parent}: {owner} owns it"
                ));
            }
        }
    }
    missing.into_iter().collect()
}

/// What the role may not do with the history that a migration's row is to be written into.
fn history(rights: &Rights, role: &str) -> Option<String> {
    match &rights.history {
        None if rights.has_default_schema || rights.creates_schemas => None,
        None => {
            Some(format!("{role} cannot create schema {} in this database", rights.default_schema))
        }
        Some(HistoryRight { owner, owns: false, is_complete: false, .. }) => {
            Some(format!("{role} cannot add columns to table {HISTORY}: {owner} owns it"))
        }
        Some(HistoryRight { owner, inserts: false, .. }) => {
            Some(format!("{role} cannot write into table {HISTORY}: {owner} owns it"))
        }
        Some(_) => None,
    }
}

fn not_owned(rights: &Rights, role: &str, name: &ObjectName) -> Option<String> {
    let right = rights.enums.get(name).filter(|right| !right.owns)?;
    Some(format!("{role} cannot alter enum {name}: {} owns it", right.owner))
}

/// The tables that a migration touches, under their names before and after: those that it changes
/// and those that it locks.
pub fn touched(ready: &Ready) -> BTreeSet<ObjectName> {
    let mut touched = ready.changed();
    for step in &ready.planned.plan.steps {
        touched.extend(step.effect.locks.iter().map(|lock| lock.table.clone()));
    }
    touched
}
