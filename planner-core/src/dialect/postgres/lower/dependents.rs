//! What stays but stands in the way: foreign keys, indexes and primary keys that no change
//! names and that still must go before and come back after, because the column or key under
//! them is replaced.

use super::scope::Scope;
use crate::database::model::{ColumnType, ForeignKey, Index, ObjectName, PrimaryKey, Table};
use crate::dialect::postgres::cast::comparable;
use crate::diff::change::{Change, ChangeId, ColumnChange};
use crate::ordered::{self, BTreeMap, BTreeSet};
use foldhash::{HashMap, HashSet};

/// One thing that goes and comes back, with the changes that ask for it.
#[derive(Debug)]
pub struct Dependent<'a, T> {
    /// Its table before.
    pub table_before: &'a ObjectName,
    /// Its table after.
    pub table_after: &'a ObjectName,
    /// As it was.
    pub before: &'a T,
    /// As it shall be.
    pub after: &'a T,
    /// The changes that it stands in the way of, and its own rename.
    pub serves: Vec<ChangeId>,
}

/// All of them, in the order of tables and names.
#[derive(Debug, Default)]
pub struct Dependents<'a> {
    pub foreign_keys: Vec<Dependent<'a, ForeignKey>>,
    pub indexes: Vec<Dependent<'a, Index>>,
    pub primary_keys: Vec<Dependent<'a, PrimaryKey>>,
    /// Renames that are carried out by going and coming back.
    pub renames: BTreeSet<ChangeId>,
}

type ColumnKey<'a> = (&'a ObjectName, &'a str);

/// What asks for something to go and come back; columns by table and name after.
#[derive(Debug, Default)]
struct Causes<'a> {
    recreated: BTreeMap<ColumnKey<'a>, ChangeId>,
    retyped: BTreeMap<ColumnKey<'a>, (ChangeId, &'a ColumnChange)>,
    replaced_enums: BTreeMap<&'a ObjectName, ChangeId>,
    /// Columns of unique indexes and primary keys that go, sorted, by table before.
    keys: HashMap<&'a ObjectName, Vec<(BTreeSet<&'a str>, ChangeId)>>,
    renamed: BTreeMap<(&'a ObjectName, &'a str), (ChangeId, &'a str)>,
    new: BTreeSet<(&'a ObjectName, &'a str)>,
    changed_primary_keys: BTreeSet<&'a ObjectName>,
    /// The tables, by their names after, of the columns that are recreated or retyped.
    tables: HashSet<&'a ObjectName>,
}

impl<'a> Dependents<'a> {
    pub fn of(scope: &Scope<'a>) -> Self {
        let causes = Causes::of(scope);
        let mut dependents = Self::default();
        if causes.is_empty() {
            return dependents;
        }
        let mut tables: Vec<(&'a Table, &'a Table)> = scope
            .tables_after()
            .iter()
            .filter_map(|after| Some((scope.was(&after.name)?, after)))
            .collect();
        ordered::sort_by_key(&mut tables, |(_, after)| &after.name);
        // Own indexes and keys of recreated columns go too, so foreign keys on those follow.
        let mut lost_keys: HashMap<&'a ObjectName, Vec<(BTreeSet<&'a str>, ChangeId)>> =
            causes.keys.clone();
        for (before, after) in &tables {
            if causes.concern(&after.name) {
                dependents.find_primary_key(before, after, &causes, &mut lost_keys);
                dependents.find_indexes(before, after, &causes, &mut lost_keys);
            }
        }
        for (before, after) in &tables {
            let loses = |key: &ForeignKey| lost_keys.contains_key(&key.referenced_table);
            let concerns = |key: &ForeignKey| causes.concern(&key.referenced_table);
            if causes.concern(&after.name)
                || before.foreign_keys.iter().any(loses)
                || after.foreign_keys.iter().any(concerns)
            {
                dependents.find_foreign_keys(before, after, &causes, &lost_keys);
            }
        }
        dependents
    }

    fn find_primary_key(
        &mut self,
        before: &'a Table,
        after: &'a Table,
        causes: &Causes<'a>,
        lost: &mut HashMap<&'a ObjectName, Vec<(BTreeSet<&'a str>, ChangeId)>>,
    ) {
        let (Some(was), Some(is)) = (&before.primary_key, &after.primary_key) else { return };
        if causes.changed_primary_keys.contains(&after.name) {
            return;
        }
        let mut serves = causes.recreating(&after.name, is.columns.iter());
        let Some(first) = serves.first().copied() else { return };
        lost.entry(&before.name)
            .or_default()
            .push((was.columns.iter().map(String::as_str).collect(), first));
        self.take_rename(causes, after, is.name.as_deref(), &mut serves);
        self.primary_keys.push(Dependent {
            table_before: &before.name,
            table_after: &after.name,
            before: was,
            after: is,
            serves,
        });
    }

    fn find_indexes(
        &mut self,
        before: &'a Table,
        after: &'a Table,
        causes: &Causes<'a>,
        lost: &mut HashMap<&'a ObjectName, Vec<(BTreeSet<&'a str>, ChangeId)>>,
    ) {
        let mut indexes: Vec<&Index> = after.indexes.iter().collect();
        ordered::sort_by_key(&mut indexes, |index| &index.name);
        for index in indexes {
            let Some(was) = causes.was(after, &index.name, |name| before.index(name)) else {
                continue;
            };
            let mut serves =
                causes.recreating(&after.name, index.columns.iter().map(|column| &column.name));
            serves.extend(causes.speaking(after, index));
            let Some(first) = serves.first().copied() else { continue };
            serves.dedup();
            if index.unique {
                let columns = was.columns.iter().map(|column| column.name.as_str()).collect();
                lost.entry(&before.name).or_default().push((columns, first));
            }
            self.take_rename(causes, after, Some(&index.name), &mut serves);
            self.indexes.push(Dependent {
                table_before: &before.name,
                table_after: &after.name,
                before: was,
                after: index,
                serves,
            });
        }
    }

    fn find_foreign_keys(
        &mut self,
        before: &'a Table,
        after: &'a Table,
        causes: &Causes<'a>,
        lost: &HashMap<&'a ObjectName, Vec<(BTreeSet<&'a str>, ChangeId)>>,
    ) {
        let mut keys: Vec<&ForeignKey> = after.foreign_keys.iter().collect();
        ordered::sort_by_key(&mut keys, |key| &key.name);
        for key in keys {
            let find = |name: &str| before.foreign_keys.iter().find(|each| each.name == name);
            let Some(was) = causes.was(after, &key.name, find) else { continue };
            let mut serves = causes.recreating(&after.name, key.columns.iter());
            serves.extend(causes.recreating(&key.referenced_table, key.referenced_columns.iter()));
            serves.extend(causes.parting(after, key));
            let referenced: BTreeSet<&str> =
                was.referenced_columns.iter().map(String::as_str).collect();
            let keys = lost.get(&was.referenced_table).into_iter().flatten();
            serves.extend(keys.filter(|(key, _)| *key == referenced).map(|(_, id)| *id));
            if serves.is_empty() {
                continue;
            }
            ordered::sort(&mut serves);
            serves.dedup();
            self.take_rename(causes, after, Some(&key.name), &mut serves);
            self.foreign_keys.push(Dependent {
                table_before: &before.name,
                table_after: &after.name,
                before: was,
                after: key,
                serves,
            });
        }
    }

    /// A rename of the thing needs no statement: it comes back under its new name.
    fn take_rename(
        &mut self,
        causes: &Causes<'a>,
        table: &'a Table,
        name: Option<&'a str>,
        serves: &mut Vec<ChangeId>,
    ) {
        if let Some((id, _)) = name.and_then(|name| causes.renamed.get(&(&table.name, name))) {
            serves.push(*id);
            self.renames.insert(*id);
        }
    }
}

impl<'a> Causes<'a> {
    fn of(scope: &Scope<'a>) -> Self {
        let mut causes = Self { recreated: scope.recreated(), ..Self::default() };
        causes.replaced_enums =
            scope.replaced_enums().map(|(id, each)| (&each.after.name, id)).collect();
        for (id, change) in scope.changes() {
            match change {
                Change::AlterColumn(each) if each.type_changes() => {
                    causes.retyped.insert((&each.table.after, &each.after.name), (id, each));
                }
                Change::ChangePrimaryKey { table, before, .. } => {
                    causes.changed_primary_keys.insert(&table.after);
                    if let Some(key) = before {
                        let columns = key.columns.iter().map(String::as_str).collect();
                        causes.keys.entry(&table.before).or_default().push((columns, id));
                    }
                }
                Change::DropIndex { table, index } if index.unique => {
                    let columns = index.columns.iter().map(|each| each.name.as_str()).collect();
                    causes.keys.entry(&table.before).or_default().push((columns, id));
                }
                Change::RenamePrimaryKey { table, before, after }
                | Change::RenameForeignKey { table, before, after } => {
                    causes.renamed.insert((&table.after, after), (id, before));
                }
                Change::RenameIndex { table, before, after } => {
                    causes.renamed.insert((&table.after, &after.name), (id, &before.name));
                }
                Change::CreateIndex { table, index } => {
                    causes.new.insert((&table.after, &index.name));
                }
                Change::AddForeignKey { table, foreign_key } => {
                    causes.new.insert((&table.after, &foreign_key.name));
                }
                _ => {}
            }
        }
        let columns = causes.recreated.keys().chain(causes.retyped.keys());
        causes.tables = columns.map(|(table, _)| *table).collect();
        causes
    }

    /// Whether one of its columns may ask for something, by the table's name after.
    fn concern(&self, table: &ObjectName) -> bool {
        !self.replaced_enums.is_empty() || self.tables.contains(table)
    }

    fn is_empty(&self) -> bool {
        self.retyped.is_empty() && self.replaced_enums.is_empty() && self.keys.is_empty()
    }

    /// The thing as it was, found by its name after; `None` for one that appears.
    fn was<T>(
        &self,
        after: &'a Table,
        name: &'a str,
        find: impl Fn(&'a str) -> Option<&'a T>,
    ) -> Option<&'a T> {
        if self.new.contains(&(&after.name, name)) {
            return None;
        }
        find(self.renamed.get(&(&after.name, name)).map_or(name, |(_, before)| before))
    }

    /// The changes that drop and add anew one of the columns.
    fn recreating<'b>(
        &self,
        table: &'a ObjectName,
        columns: impl Iterator<Item = &'b (impl AsRef<str> + 'b)>,
    ) -> Vec<ChangeId> {
        columns.filter_map(|name| self.recreated.get(&(table, name.as_ref()))).copied().collect()
    }

    /// The changes of columns that the predicate of an index speaks of: it compares with values
    /// of the old type, so the server cannot carry it over.
    fn speaking(&self, table: &'a Table, index: &Index) -> Vec<ChangeId> {
        let Some(predicate) = &index.predicate else { return Vec::new() };
        let spoken = table.columns.iter().filter(|column| speaks_of(predicate, &column.name));
        spoken
            .filter_map(|column| {
                let retyped = self.retyped.get(&(&table.name, column.name.as_str()));
                retyped.map(|(id, _)| *id).or_else(|| self.replacing(&column.column_type))
            })
            .collect()
    }

    fn replacing(&self, column_type: &ColumnType) -> Option<ChangeId> {
        match column_type {
            ColumnType::Enum(name) => self.replaced_enums.get(&**name).copied(),
            ColumnType::Native(_) | ColumnType::Unsupported(_) => None,
        }
    }

    /// The changes after which the two ends of a foreign key could not be compared until the
    /// other end has followed.
    fn parting(&self, table: &'a Table, key: &'a ForeignKey) -> Vec<ChangeId> {
        let mut found = Vec::new();
        let parent = &key.referenced_table;
        for (own, referenced) in key.columns.iter().zip(&key.referenced_columns) {
            let left = self.retyped.get(&(&table.name, own.as_str()));
            let right = self.retyped.get(&(parent, referenced.as_str()));
            let comparable = match (left, right) {
                (None, None) => true,
                (Some((_, left)), Some((_, right))) => {
                    comparable(&left.before, &right.after) && comparable(&left.after, &right.before)
                }
                (Some((_, left)), None) => comparable(&left.before, &left.after),
                (None, Some((_, right))) => comparable(&right.before, &right.after),
            };
            if !comparable {
                found.extend([left, right].into_iter().flatten().map(|(id, _)| *id));
            }
            let own_type = table.column(own).map(|column| &column.column_type);
            found.extend(own_type.and_then(|column_type| self.replacing(column_type)));
        }
        found
    }
}

/// Whether the word stands in the text of a predicate. The server does not tell unquoted names of
/// another case apart, so neither does this.
fn speaks_of(predicate: &str, name: &str) -> bool {
    let (predicate, name) = (predicate.to_ascii_lowercase(), name.to_ascii_lowercase());
    let is_part =
        |each: Option<char>| each.is_some_and(|each| each.is_alphanumeric() || each == '_');
    predicate.match_indices(&name).any(|(at, found)| {
        let before = predicate.get(..at).and_then(|text| text.chars().next_back());
        let behind = predicate.get(at + found.len()..).and_then(|text| text.chars().next());
        !is_part(before) && !is_part(behind)
    })
}

#[cfg(test)]
mod tests {
    use super::speaks_of;

    #[test]
    fn predicate_speaks_of_whole_names_in_any_case() {
        assert!(speaks_of("(status = 'on')", "status"));
        assert!(speaks_of("(\"n\" > 5) AND STATUS = 'on'", "status"));
        assert!(speaks_of("(lower(\"First name\") <> '')", "First name"));
        assert!(!speaks_of("(status = 'on')", "n"));
        assert!(!speaks_of("(status_code > 1)", "status"));
    }
}
