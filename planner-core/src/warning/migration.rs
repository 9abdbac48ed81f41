//! A migration as the rules look at it: the databases, the changes and the plan, indexed so that
//! a rule finds what it asks for without a scan. Knows no rule.

use crate::database::model::{Column, ColumnArity, ColumnDefault, Database, ObjectName, Table};
use crate::dialect::postgres::functions::gives_ids;
use crate::diff::change::{Change, ChangeId, ChangeSet, ColumnChange, EnumChange};
use crate::ordered::BTreeMap;
use crate::plan::{Plan, Step};
use crate::provider::Provider;
use crate::subject::{Subject, SubjectKind};
use foldhash::{HashMap, HashSet};

/// The migration that is checked.
#[derive(Debug)]
pub struct Migration<'a> {
    /// The database as it is.
    pub before: &'a Database,
    /// The database as it shall be.
    pub after: &'a Database,
    /// What changes.
    pub changes: &'a ChangeSet,
    /// What runs.
    pub plan: &'a Plan,
    tables_before: HashMap<&'a ObjectName, &'a Table>,
    tables_after: HashMap<&'a ObjectName, &'a Table>,
    /// Tables that the migration creates: one may take over the name of another that stays.
    created: HashSet<&'a ObjectName>,
    /// Per table (name after) what happens to it.
    altered: BTreeMap<&'a ObjectName, TableChanges<'a>>,
}

/// What happens to one table that stays.
#[derive(Debug)]
struct TableChanges<'a> {
    name_before: &'a ObjectName,
    /// Columns under their names after -> before.
    renamed: BTreeMap<&'a str, &'a str>,
    added: BTreeMap<&'a str, &'a Column>,
    altered: BTreeMap<&'a str, (ChangeId, &'a ColumnChange)>,
    /// Columns (after) that are dropped and made anew.
    recreated: BTreeMap<&'a str, &'a Step>,
}

impl<'a> Migration<'a> {
    /// Indexes the four.
    pub fn new(
        before: &'a Database,
        after: &'a Database,
        changes: &'a ChangeSet,
        plan: &'a Plan,
    ) -> Self {
        let mut altered: BTreeMap<&'a ObjectName, TableChanges<'a>> = BTreeMap::new();
        for (id, change) in changes.iter() {
            let Some((name_before, name_after)) = names_of(change) else { continue };
            let entry = altered.entry(name_after).or_insert_with(|| TableChanges {
                name_before,
                renamed: BTreeMap::new(),
                added: BTreeMap::new(),
                altered: BTreeMap::new(),
                recreated: BTreeMap::new(),
            });
            if let Change::RenameColumn { before, after, .. } = change {
                entry.renamed.insert(after, before);
            } else if let Change::AddColumn { column, .. } = change {
                entry.added.insert(&column.name, column);
            } else if let Change::AlterColumn(change) = change {
                entry.altered.insert(&change.after.name, (id, change));
            }
        }
        for step in &plan.steps {
            for (table, column) in recreated_columns(step) {
                if let Some(entry) = altered.get_mut(table) {
                    entry.recreated.insert(column, step);
                }
            }
        }
        let by_name = |database: &'a Database| {
            database.tables.iter().map(|table| (&table.name, table)).collect()
        };
        let created = changes.changes.iter().filter_map(|change| match change {
            Change::CreateTable(table) => Some(&table.name),
            _ => None,
        });
        Self {
            created: created.collect(),
            before,
            after,
            changes,
            plan,
            tables_before: by_name(before),
            tables_after: by_name(after),
            altered,
        }
    }

    /// The database family.
    pub fn provider(&self) -> Provider {
        self.plan.provider
    }

    /// The table of that name before.
    pub fn table_before(&self, name: &ObjectName) -> Option<&'a Table> {
        self.tables_before.get(name).copied()
    }

    /// The table of that name after.
    pub fn table_after(&self, name: &ObjectName) -> Option<&'a Table> {
        self.tables_after.get(name).copied()
    }

    /// The table before of one named as after; `None` where the migration creates it.
    pub fn former_table(&self, name_after: &ObjectName) -> Option<&'a Table> {
        if self.created.contains(name_after) {
            return None;
        }
        match self.altered.get(name_after) {
            Some(changes) => self.table_before(changes.name_before),
            None => self.table_before(name_after),
        }
    }

    /// The name before of a column named as after; `None` where the migration adds it, or its
    /// table.
    pub fn former_column(&self, table_after: &ObjectName, column: &str) -> Option<&'a Column> {
        let table = self.former_table(table_after)?;
        let Some(changes) = self.altered.get(table_after) else { return table.column(column) };
        if changes.added.contains_key(column) {
            return None;
        }
        table.column(changes.renamed.get(column).copied().unwrap_or(column))
    }

    /// The name after of a column named as before; `None` where it goes.
    pub fn name_after(&self, table_after: &ObjectName, column: &str) -> Option<&'a str> {
        let table = self.table_after(table_after)?;
        let is_former = |each: &&'a Column| {
            self.former_column(table_after, &each.name).is_some_and(|was| was.name == *column)
        };
        table.columns.iter().find(is_former).map(|each| each.name.as_str())
    }

    /// How the values of a column's enum change, both by their names after; `None` where they stay.
    pub fn enum_change(&self, table_after: &ObjectName, column: &str) -> Option<&'a EnumChange> {
        let mut changes = self.changes.changes.iter().filter_map(|change| match change {
            Change::AlterEnum(each) | Change::ChangeClientEnum(each) => Some(each),
            _ => None,
        });
        changes.find(|each| {
            let mut columns = each.columns.iter();
            columns.any(|held| held.table.after == *table_after && held.after.name == *column)
        })
    }

    /// The columns that the migration adds to a table that stays, by name.
    pub fn added_columns(&self, table_after: &ObjectName) -> impl Iterator<Item = &'a Column> {
        self.altered.get(table_after).into_iter().flat_map(|each| each.added.values().copied())
    }

    /// Whether the migration creates the table of that name.
    pub fn is_created(&self, table: &ObjectName) -> bool {
        self.table_before(&self.name_before(table)).is_none()
    }

    /// The name before of a table named as before or as after.
    pub fn name_before(&self, table: &ObjectName) -> ObjectName {
        self.former_table(table).map_or(table, |former| &former.name).clone()
    }

    /// The change to a column named as after, where it has one.
    pub fn column_change(
        &self,
        table_after: &ObjectName,
        column: &str,
    ) -> Option<(ChangeId, &'a ColumnChange)> {
        self.altered.get(table_after)?.altered.get(column).copied()
    }

    /// How the values of a column of an existing table come to be; names are those after.
    pub fn values_of(&self, table_after: &ObjectName, column: &str) -> Values<'a> {
        let Some(definition) = self.table_after(table_after).and_then(|table| table.column(column))
        else {
            return Values::Unknown;
        };
        let recreated = self
            .altered
            .get(table_after)
            .is_some_and(|changes| changes.recreated.contains_key(column));
        match self.former_column(table_after, column) {
            Some(former) if !recreated => Values::Kept(former),
            Some(_) | None if definition.autoincrement => Values::Numbered,
            Some(_) | None => match (&definition.default, definition.arity) {
                (Some(ColumnDefault::Unknown) | None, arity) => match arity {
                    ColumnArity::Required => Values::Impossible,
                    ColumnArity::Nullable | ColumnArity::List => Values::Null,
                },
                (
                    Some(ColumnDefault::Literal(_) | ColumnDefault::List(_) | ColumnDefault::Now),
                    _,
                ) => Values::Same,
                (Some(ColumnDefault::Expression(text)), _) if gives_ids(text) => Values::Numbered,
                (Some(ColumnDefault::Expression(_)), _) => Values::Unknown,
            },
        }
    }
}

/// Where the values of a column come from when the migration has run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values<'a> {
    /// They were there before, in this column.
    Kept(&'a Column),
    /// The column is new, and the database gives each row another number or id.
    Numbered,
    /// The column is new and NULL everywhere.
    Null,
    /// The column is new and holds the same value in every row that exists.
    Same,
    /// The column is new and required without a default: it works on an empty table only.
    Impossible,
    /// The column is new and holds what an expression gives.
    Unknown,
}

fn names_of(change: &Change) -> Option<(&ObjectName, &ObjectName)> {
    match change {
        Change::RenameTable(table)
        | Change::AddColumn { table, .. }
        | Change::RenameColumn { table, .. }
        | Change::DropColumn { table, .. }
        | Change::AlterColumn(ColumnChange { table, .. })
        | Change::ChangePrimaryKey { table, .. }
        | Change::RenamePrimaryKey { table, .. }
        | Change::CreateIndex { table, .. }
        | Change::RenameIndex { table, .. }
        | Change::DropIndex { table, .. }
        | Change::AddForeignKey { table, .. }
        | Change::RenameForeignKey { table, .. }
        | Change::DropForeignKey { table, .. }
        | Change::ChangeClientColumn { table, .. } => Some((&table.before, &table.after)),
        Change::CreateTable(_)
        | Change::DropTable(_)
        | Change::CreateNamespace(_)
        | Change::CreateExtension(_)
        | Change::AlterExtension { .. }
        | Change::DropExtension(_)
        | Change::CreateEnum(_)
        | Change::RenameEnum { .. }
        | Change::AlterEnum(_)
        | Change::DropEnum(_)
        | Change::ChangeClientEnum(_) => None,
    }
}

fn recreated_columns(step: &Step) -> impl Iterator<Item = (&ObjectName, &str)> {
    step.operation.recreated().map(|(table, each)| (table, each.column.as_str()))
}

/// A table as a subject.
pub fn table_subject(table: &ObjectName) -> Subject {
    Subject { kind: SubjectKind::Table, parts: parts(table, None) }
}

/// A column as a subject.
pub fn column_subject(table: &ObjectName, column: &str) -> Subject {
    Subject { kind: SubjectKind::Column, parts: parts(table, Some(column)) }
}

/// A constraint of a table as a subject.
pub fn constraint_subject(table: &ObjectName, name: &str) -> Subject {
    Subject { kind: SubjectKind::Constraint, parts: parts(table, Some(name)) }
}

/// An enum type as a subject.
pub fn enum_subject(name: &ObjectName) -> Subject {
    Subject { kind: SubjectKind::Enum, parts: parts(name, None) }
}

/// A value of an enum type as a subject.
pub fn value_subject(name: &ObjectName, value: &str) -> Subject {
    Subject { kind: SubjectKind::Value, parts: parts(name, Some(value)) }
}

/// An index as a subject: its name is unique in the schema of its table.
pub fn index_subject(table: &ObjectName, name: &str) -> Subject {
    Subject { kind: SubjectKind::Index, parts: parts(&table.sibling(name), None) }
}

fn parts(object: &ObjectName, inner: Option<&str>) -> Vec<String> {
    let namespace = object.namespace.iter().cloned();
    let inner = inner.map(str::to_owned);
    namespace.chain([object.name.clone()]).chain(inner).collect()
}
