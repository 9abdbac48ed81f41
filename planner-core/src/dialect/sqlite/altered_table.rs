//! A table that exists before and after, with all its changes together: the changes in, the
//! answer out whether SQLite can carry them out in place. Knows nothing of other tables.

use super::sql::default::is_constant;
use crate::database::model::{Column, ColumnArity, ColumnDefault, ForeignKey, Table};
use crate::diff::change::{Change, ChangeId, TableRef};
use crate::ordered::BTreeSet;

/// One table and what happens to it.
#[derive(Debug, Clone)]
pub struct AlteredTable<'a> {
    /// Its names.
    pub table: TableRef,
    /// The table as it was.
    pub before: &'a Table,
    /// The table as it shall be.
    pub after: &'a Table,
    /// Its changes, in the order of the change set.
    pub changes: Vec<(ChangeId, &'a Change)>,
}

impl<'a> AlteredTable<'a> {
    /// Why the table must be built anew, each reason as it follows "SQLite cannot"; empty where
    /// every change has a form in place. Which forms there are:
    /// <https://www.sqlite.org/lang_altertable.html>.
    pub fn rebuild_reasons(&self) -> Vec<String> {
        let mut reasons: Vec<String> = Vec::new();
        for (_, change) in &self.changes {
            let Some(reason) = self.rebuild_reason(change) else { continue };
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons
    }

    fn rebuild_reason(&self, change: &Change) -> Option<String> {
        match change {
            Change::AddColumn { column, .. } => self.add_reason(column),
            Change::DropColumn { column, .. } => {
                let used = self.before_key_columns().contains(column.name.as_str());
                used.then(|| format!("drop column {} of a key", column.name))
            }
            Change::AlterColumn(change) => Some(format!("change column {}", change.after.name)),
            Change::ChangePrimaryKey { .. } => Some("change a primary key".to_owned()),
            Change::AddForeignKey { foreign_key, .. } => {
                let inline = self.added_with_column(foreign_key).is_some();
                (!inline)
                    .then(|| format!("{} foreign key {}", self.verb(foreign_key), foreign_key.name))
            }
            Change::DropForeignKey { foreign_key, .. } => {
                Some(format!("{} foreign key {}", self.verb(foreign_key), foreign_key.name))
            }
            Change::RenameTable(_)
            | Change::RenameColumn { .. }
            | Change::CreateIndex { .. }
            | Change::RenameIndex { .. }
            | Change::DropIndex { .. }
            | Change::RenamePrimaryKey { .. }
            | Change::RenameForeignKey { .. }
            | Change::ChangeClientColumn { .. }
            | Change::ChangeClientEnum(_)
            | Change::CreateTable(_)
            | Change::DropTable(_)
            | Change::CreateNamespace(_)
            | Change::CreateExtension(_)
            | Change::AlterExtension { .. }
            | Change::DropExtension(_)
            | Change::CreateEnum(_)
            | Change::RenameEnum { .. }
            | Change::AlterEnum(_)
            | Change::DropEnum(_) => None,
        }
    }

    /// `add`, `drop`, or `change` where a key of that name goes and comes.
    fn verb(&self, key: &ForeignKey) -> &'static str {
        let goes = self.changes.iter().any(|(_, change)| {
            matches!(change, Change::DropForeignKey { foreign_key, .. } if foreign_key.name == key.name)
        });
        let comes = self.changes.iter().any(|(_, change)| {
            matches!(change, Change::AddForeignKey { foreign_key, .. } if foreign_key.name == key.name)
        });
        match (goes, comes) {
            (true, true) => "change",
            (true, false) => "drop",
            (false, _) => "add",
        }
    }

    fn add_reason(&self, column: &Column) -> Option<String> {
        let required = column.arity == ColumnArity::Required;
        let key = self
            .after
            .primary_key
            .as_ref()
            .is_some_and(|key| key.columns.iter().any(|each| *each == column.name));
        if key {
            return Some(format!("add primary key column {}", column.name));
        }
        match &column.default {
            Some(default) if is_constant(default) => None,
            Some(ColumnDefault::Unknown) | None => {
                required.then(|| format!("add required column {} without a default", column.name))
            }
            Some(_) => Some(format!("add column {} with a computed default", column.name)),
        }
    }

    /// The new column that alone makes up a new foreign key: ADD COLUMN can carry such a key
    /// where the column starts as NULL.
    pub fn added_with_column(&self, key: &ForeignKey) -> Option<&'a Column> {
        let [name] = key.columns.as_slice() else { return None };
        let column = self.changes.iter().find_map(|(_, change)| {
            let Change::AddColumn { column, .. } = change else { return None };
            (column.name == *name).then_some(column)
        })?;
        let keys =
            self.after.foreign_keys.iter().filter(|each| each.columns.contains(name)).count();
        (column.default.is_none() && column.arity == ColumnArity::Nullable && keys == 1)
            .then_some(column)
    }

    /// The columns of the primary key and of foreign keys as they were: DROP COLUMN refuses them.
    fn before_key_columns(&self) -> BTreeSet<&str> {
        let primary = self.before.primary_key.iter().flat_map(|key| &key.columns);
        let foreign = self.before.foreign_keys.iter().flat_map(|key| &key.columns);
        primary.chain(foreign).map(String::as_str).collect()
    }
}
