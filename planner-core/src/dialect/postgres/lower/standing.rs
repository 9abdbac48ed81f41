//! Indexes, primary keys and foreign keys that stand while columns are altered: no earlier step
//! has dropped them, and later ones have made no others yet. All names are those before. Knows
//! nothing of what is done to the columns.

use super::dependents::Dependents;
use super::keys::{Exchange, exchange};
use super::scope::Scope;
use crate::database::model::{IndexMethod, ObjectName};
use crate::diff::change::{Change, ColumnChange};
use crate::ordered::{BTreeMap, BTreeSet};
use foldhash::HashSet;

type ColumnKey<'a> = (&'a ObjectName, &'a str);

/// What stands.
#[derive(Debug, Default)]
pub struct Standing<'a> {
    dropped_indexes: BTreeSet<(&'a ObjectName, &'a str)>,
    dropped_primary_keys: BTreeSet<&'a ObjectName>,
    /// Of the columns that are altered, and of no others.
    parents: BTreeMap<ColumnKey<'a>, Vec<&'a ObjectName>>,
    children: BTreeMap<ColumnKey<'a>, Vec<&'a ObjectName>>,
}

/// The indexes over one column, a primary key among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Indexes {
    /// Whether there is any.
    pub any: bool,
    /// Whether one of them is partial.
    pub partial: bool,
    /// Whether one of them is a GIN index.
    pub gin: bool,
    /// Whether one gives the greatest value of the column at once.
    pub ordered: bool,
}

impl<'a> Standing<'a> {
    pub fn of(scope: &Scope<'a>, dependents: &Dependents<'a>) -> Self {
        let mut standing = Self::default();
        let altered: HashSet<ColumnKey<'_>> = scope
            .changes()
            .filter_map(|(_, change)| match change {
                Change::AlterColumn(each) => Some((&each.table.before, &*each.before.name)),
                _ => None,
            })
            .collect();
        if altered.is_empty() {
            return standing;
        }
        let mut dropped_keys: BTreeSet<(&ObjectName, &str)> = BTreeSet::new();
        let mut dropped_tables: BTreeSet<&ObjectName> = BTreeSet::new();
        for (_, change) in scope.changes() {
            match change {
                Change::DropIndex { table, index } => {
                    standing.dropped_indexes.insert((&table.before, &index.name));
                }
                Change::ChangePrimaryKey { table, before, after } => {
                    let how = exchange(scope, table, before.as_ref(), after.as_ref());
                    if how != Exchange::Together {
                        standing.dropped_primary_keys.insert(&table.before);
                    }
                }
                Change::DropForeignKey { table, foreign_key } => {
                    dropped_keys.insert((&table.before, &foreign_key.name));
                }
                Change::DropTable(table) => {
                    dropped_tables.insert(&table.name);
                }
                _ => {}
            }
        }
        let indexes = dependents.indexes.iter();
        standing
            .dropped_indexes
            .extend(indexes.map(|each| (each.table_before, each.before.name.as_str())));
        let primary_keys = dependents.primary_keys.iter();
        standing.dropped_primary_keys.extend(primary_keys.map(|each| each.table_before));
        let foreign_keys = dependents.foreign_keys.iter();
        dropped_keys.extend(foreign_keys.map(|each| (each.table_before, &*each.before.name)));

        for table in scope.tables_before() {
            if dropped_tables.contains(&table.name) {
                continue;
            }
            for key in &table.foreign_keys {
                let parent = &key.referenced_table;
                if *parent == table.name || dropped_keys.contains(&(&table.name, &*key.name)) {
                    continue;
                }
                for (own, referenced) in key.columns.iter().zip(&key.referenced_columns) {
                    let (own, referenced) = ((&table.name, &**own), (parent, &**referenced));
                    if altered.contains(&own) {
                        standing.parents.entry(own).or_default().push(parent);
                    }
                    if altered.contains(&referenced) {
                        standing.children.entry(referenced).or_default().push(&table.name);
                    }
                }
            }
        }
        standing
    }

    /// The tables that the foreign keys over a column refer to, other than its own.
    pub fn parents(&self, change: &'a ColumnChange) -> &[&'a ObjectName] {
        found(&self.parents, change)
    }

    /// The tables whose foreign keys refer to a column, other than its own.
    pub fn children(&self, change: &'a ColumnChange) -> &[&'a ObjectName] {
        found(&self.children, change)
    }

    /// The indexes over a column.
    pub fn indexes(&self, scope: &Scope<'_>, change: &ColumnChange) -> Indexes {
        let (table, column) = (&change.table.before, &change.before.name);
        let mut found = Indexes::default();
        let Some(table) = scope.table_before(table) else { return found };
        if let Some(key) = &table.primary_key
            && key.columns.iter().any(|each| *each == *column)
            && !self.dropped_primary_keys.contains(&table.name)
        {
            found.any = true;
            found.ordered = key.columns.first().is_some_and(|first| *first == *column);
        }
        for index in &table.indexes {
            if index.columns.iter().all(|each| each.name != *column)
                || self.dropped_indexes.contains(&(&table.name, &*index.name))
            {
                continue;
            }
            found.any = true;
            found.partial |= index.predicate.is_some();
            found.gin |= index.method == IndexMethod::Gin;
            found.ordered |= index.predicate.is_none()
                && index.method == IndexMethod::BTree
                && index.columns.first().is_some_and(|first| first.name == *column);
        }
        found
    }
}

fn found<'s, 'a>(
    tables: &'s BTreeMap<ColumnKey<'a>, Vec<&'a ObjectName>>,
    change: &'a ColumnChange,
) -> &'s [&'a ObjectName] {
    tables.get(&(&change.table.before, change.before.name.as_str())).map_or(&[], Vec::as_slice)
}
