//! Pending migrations in their order -> what they leave of the tables that a later one asks about:
//! which of them are new, which go by another name so far, and who may have filled them. Pure; it
//! is why a question about a table that is not there yet can have an answer.

use crate::deploy::assess::Ready;
use planner_core::database::model::ObjectName;
use planner_core::diff::change::{Change, ChangeSet, TableRef};
use planner_core::planner::Planned;
use planner_core::script;
use planner_core::warning::Asked;
use planner_core::warning::statement_effects::may_fill;
use planner_core::warning::written_sql::by_hand;
use std::collections::BTreeMap;

/// Where a table of some moment comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It is there under that name.
    Live(ObjectName),
    /// A pending migration creates it.
    Created {
        /// Which one.
        by: String,
    },
}

/// What the pending migrations so far leave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    tables: BTreeMap<ObjectName, Origin>,
    /// Columns that are not what they are in the database, by table and column as named then, each
    /// with the migration that makes them so.
    columns: BTreeMap<(ObjectName, String), String>,
    filler: Option<String>,
}

impl Standing {
    /// A migration is about to be looked at: the statements of its own that may write rows count
    /// for it and for all that follow.
    pub fn enter(&mut self, ready: &Ready) {
        if self.filler.is_none() && has_fillers(ready) {
            self.filler = Some(ready.reviewed.name.clone());
        }
    }

    /// It was looked at: what it leaves.
    pub fn leave(&mut self, migration: &str, planned: &Planned) {
        // Names may change places, so all are looked up as they were.
        let was = self.clone();
        let changes = &planned.changes.changes;
        for table in changes.iter().filter_map(renamed) {
            self.tables.remove(&table.before);
            self.columns.retain(|(name, _), _| *name != table.before);
        }
        for table in changes.iter().filter_map(renamed) {
            self.tables.insert(table.after.clone(), was.origin(&table.before));
            let moved = was.columns.iter().filter(|((name, _), _)| *name == table.before);
            let moved =
                moved.map(|((_, column), by)| ((table.after.clone(), column.clone()), by.clone()));
            self.columns.extend(moved);
        }
        for change in changes {
            if let Change::CreateTable(table) = change {
                let by = migration.to_owned();
                self.tables.insert(table.name.clone(), Origin::Created { by });
            }
        }
        // After all renames: these go by the names after.
        for (table, column) in changed_columns(&planned.changes) {
            self.columns.insert((table.clone(), column.to_owned()), migration.to_owned());
        }
    }

    /// Why the database cannot be asked yet about these tables; `None` where what they will be by
    /// then, as far as the question goes, is what they are.
    pub fn changes(&self, asked: &[Asked]) -> Option<String> {
        for each in asked {
            match self.origin(&each.table) {
                Origin::Created { by } => {
                    return Some(format!("{by} creates {} first", each.table));
                }
                Origin::Live(live) if live != each.table => {
                    return Some(format!("{} is still called {live}", each.table));
                }
                Origin::Live(_) => {}
            }
            let concerns = |(table, column): &&(ObjectName, String)| {
                let named = each.columns.as_ref().is_none_or(|columns| columns.contains(column));
                *table == each.table && named
            };
            if let Some(key) = self.columns.keys().find(concerns) {
                let by = self.columns.get(key).map(String::as_str).unwrap_or_default();
                return Some(format!("{by} changes {}.{} first", key.0, key.1));
            }
        }
        None
    }

    /// Where a table comes from, by its name now.
    pub fn origin(&self, table: &ObjectName) -> Origin {
        self.tables.get(table).cloned().unwrap_or_else(|| Origin::Live(table.clone()))
    }

    /// The pending migration whose own statements may have put rows into any table by now.
    pub fn filler(&self) -> Option<&str> {
        self.filler.as_deref()
    }
}

/// Whether a migration has statements that the planner did not write and that may write rows.
/// comon_orm's are not told from written ones.
fn has_fillers(ready: &Ready) -> bool {
    if ready.reviewed.is_rebuild_notice() {
        return false;
    }
    let provider = ready.reviewed.provider;
    match script::parse(provider, &ready.planned.migration_sql) {
        Ok(own) => by_hand(&own, &ready.script).iter().any(|each| may_fill(provider, each)),
        Err(_) => true,
    }
}

fn renamed(change: &Change) -> Option<&TableRef> {
    match change {
        Change::RenameTable(table) => Some(table),
        _ => None,
    }
}

/// The columns that are other ones after changes than the database has now, by their names after.
fn changed_columns(changes: &ChangeSet) -> Vec<(&ObjectName, &str)> {
    let mut columns: Vec<(&ObjectName, &str)> = Vec::new();
    for change in &changes.changes {
        match change {
            Change::AddColumn { table, column } => columns.push((&table.after, &column.name)),
            Change::RenameColumn { table, after, .. } => columns.push((&table.after, after)),
            Change::AlterColumn(change) => columns.push((&change.table.after, &change.after.name)),
            Change::AlterEnum(change) => columns.extend(
                change.columns.iter().map(|each| (&each.table.after, each.after.name.as_str())),
            ),
            _ => {}
        }
    }
    columns
}
