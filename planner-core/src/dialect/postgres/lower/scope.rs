//! The context of a lowering with what every stage looks up in it.

use crate::database::model::{Column, ColumnType, EnumType, ObjectName, Table};
use crate::database::names::with_suffix;
use crate::dialect::postgres::cast::{Cast, cast};
use crate::dialect::postgres::identifiers::MAX_BYTES;
use crate::diff::change::{Change, ChangeId, ColumnChange, EnumChange};
use crate::ordered::{BTreeMap, BTreeSet};
use crate::plan::lowering::PlanContext;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Look-ups over both databases and the changes.
#[derive(Debug)]
pub struct Scope<'a> {
    context: PlanContext<'a>,
    before: HashMap<&'a ObjectName, &'a Table>,
    enums_before: HashMap<&'a ObjectName, &'a EnumType>,
    enums_after: HashMap<&'a ObjectName, &'a EnumType>,
    tables_wanted: HashSet<&'a ObjectName>,
    created: HashSet<&'a ObjectName>,
    altered_enums: HashMap<&'a ObjectName, &'a EnumChange>,
    lost_columns: HashSet<(&'a ObjectName, &'a str)>,
    freed_columns: HashSet<(&'a ObjectName, &'a str)>,
    tables_before: HashMap<&'a ObjectName, &'a ObjectName>,
}

impl<'a> Scope<'a> {
    pub fn of(context: &PlanContext<'a>) -> Self {
        let mut scope = Self {
            context: *context,
            before: context.before.tables.iter().map(|table| (&table.name, table)).collect(),
            enums_before: context.before.enums.iter().map(|each| (&each.name, each)).collect(),
            altered_enums: HashMap::new(),
            enums_after: context.after.enums.iter().map(|each| (&each.name, each)).collect(),
            tables_wanted: context.after.tables.iter().map(|table| &table.name).collect(),
            created: HashSet::new(),
            lost_columns: HashSet::new(),
            freed_columns: HashSet::new(),
            tables_before: HashMap::new(),
        };
        for (_, change) in context.changes.iter() {
            if let Change::AlterEnum(each) = change {
                scope.altered_enums.insert(&each.before.name, each);
            }
            if let Change::CreateTable(table) = change {
                scope.created.insert(&table.name);
            }
            if let Change::RenameTable(table) = change {
                scope.tables_before.insert(&table.after, &table.before);
            }
            if let Change::DropColumn { table, column } = change {
                scope.lost_columns.insert((&table.before, &column.name));
            }
            if let Change::AlterColumn(each) = change
                && each.becomes_nullable()
            {
                scope.freed_columns.insert((&each.table.before, &each.before.name));
            }
        }
        for (_, change) in context.changes.iter() {
            if let Change::AlterColumn(each) = change
                && each.type_changes()
                && scope.cast(each).is_none()
            {
                scope.lost_columns.insert((&each.table.before, &each.before.name));
            }
        }
        scope
    }

    /// The changes with their ids.
    pub fn changes(&self) -> impl Iterator<Item = (ChangeId, &'a Change)> + use<'a> {
        self.context.changes.iter()
    }

    /// The tables as they shall be.
    pub fn tables_after(&self) -> &'a [Table] {
        &self.context.after.tables
    }

    /// The tables as they are.
    pub fn tables_before(&self) -> &'a [Table] {
        &self.context.before.tables
    }

    /// The enums as they were.
    pub fn enums_before(&self) -> &'a [EnumType] {
        &self.context.before.enums
    }

    /// Whether this migration creates the table.
    pub fn creates(&self, table: &ObjectName) -> bool {
        self.created.contains(table)
    }

    /// The name before of a table named as after; `None` where it is created.
    pub fn name_before(&self, after: &ObjectName) -> Option<&'a ObjectName> {
        self.was(after).map(|table| &table.name)
    }

    /// The table as it was, by its name after; `None` where it is created.
    pub fn was(&self, after: &ObjectName) -> Option<&'a Table> {
        if self.creates(after) {
            return None;
        }
        let name = self.tables_before.get(after).copied().unwrap_or(after);
        self.before.get(name).copied()
    }

    /// The table as it shall be, by its name after.
    pub fn will_be(&self, after: &ObjectName) -> Option<&'a Table> {
        self.tables_after().iter().find(|table| table.name == *after)
    }

    /// The table of that name before.
    pub fn table_before(&self, name: &ObjectName) -> Option<&'a Table> {
        self.before.get(name).copied()
    }

    /// Every name of a table, enum, index or primary key on either side.
    pub fn names(&self) -> BTreeSet<ObjectName> {
        let mut names = BTreeSet::new();
        for database in [self.context.before, self.context.after] {
            names.extend(database.enums.iter().map(|each| each.name.clone()));
            for table in &database.tables {
                names.insert(table.name.clone());
                names.extend(table.indexes.iter().map(|each| table.name.sibling(&each.name)));
                let key = table.primary_key.as_ref().and_then(|key| key.name.as_ref());
                names.extend(key.map(|name| table.name.sibling(name)));
            }
        }
        names
    }

    /// Every table and enum that shall be.
    pub fn is_wanted(&self, name: &ObjectName) -> bool {
        self.enums_after.contains_key(name) || self.tables_wanted.contains(name)
    }

    /// Whether a column, by its names before, is dropped (also to be added anew).
    pub fn loses(&self, table: &ObjectName, column: &str) -> bool {
        self.lost_columns.contains(&(table, column))
    }

    /// Whether a column, by its names before, begins to admit NULL.
    pub fn frees(&self, table: &ObjectName, column: &str) -> bool {
        self.freed_columns.contains(&(table, column))
    }

    /// The enums whose values change in a way that needs a new type.
    pub fn replaced_enums(&self) -> impl Iterator<Item = (ChangeId, &'a EnumChange)> + use<'a> {
        self.changes().filter_map(|(id, change)| match change {
            Change::AlterEnum(each) if is_replaced(each) => Some((id, each)),
            _ => None,
        })
    }

    /// How an altered column's values are carried over; `None` where they cannot be. Only for
    /// columns whose type changes.
    pub fn cast(&self, change: &ColumnChange) -> Option<Cast> {
        // The change speaks of its enum by the name after, which another one may have had before.
        let former = self
            .table_before(&change.table.before)
            .and_then(|table| table.column(&change.before.name))
            .map_or(&change.before.column_type, |column| &column.column_type);
        let kept = match (former, &change.after.column_type) {
            (ColumnType::Enum(was), ColumnType::Enum(is)) => {
                match (self.enums_before.get(&**was), self.enums_after.get(&**is)) {
                    (Some(was), Some(is)) => {
                        let own = self.altered_enums.get(&was.name).copied();
                        was.values.iter().all(|value| {
                            current_name(own, &value.name)
                                .is_some_and(|name| is.values.iter().any(|each| each.name == name))
                        })
                    }
                    _ => false,
                }
            }
            _ => false,
        };
        cast(&change.before, &change.after, kept)
    }

    /// The columns that must be dropped and added anew, by table and name after.
    pub fn recreated(&self) -> BTreeMap<(&'a ObjectName, &'a str), ChangeId> {
        self.changes()
            .filter_map(|(id, change)| match change {
                Change::AlterColumn(each) if each.type_changes() && self.cast(each).is_none() => {
                    Some(((&each.table.after, each.after.name.as_str()), id))
                }
                _ => None,
            })
            .collect()
    }
}

/// Whether the values of an enum change in a way that ALTER TYPE cannot follow.
pub fn is_replaced(change: &EnumChange) -> bool {
    !change.removed.is_empty() || change.reordered
}

/// The name that a value of an enum has when columns are cast, after the renames of its own
/// enum; `None` where it goes and another value takes its name.
fn current_name<'b>(change: Option<&'b EnumChange>, value: &'b str) -> Option<&'b str> {
    let Some(change) = change else { return Some(value) };
    match change.renamed.iter().find(|(before, _)| before == value) {
        Some((_, after)) => Some(after),
        None if change.renamed.iter().any(|(_, after)| after == value) => None,
        None => Some(value),
    }
}

/// Whether a column holds that enum.
pub fn holds(column: &Column, name: &ObjectName) -> bool {
    matches!(&column.column_type, ColumnType::Enum(held) if **held == *name)
}

/// A name that nothing has: the given one with a suffix and, if need be, a number.
pub fn free_name(name: &ObjectName, suffix: &str, taken: &mut BTreeSet<ObjectName>) -> ObjectName {
    let free = numbered(&name.name, suffix, |text| taken.contains(&name.sibling(text.to_owned())));
    let free = name.sibling(free);
    taken.insert(free.clone());
    free
}

/// The same for what lives inside one object: columns, constraints, values.
pub fn free_text(name: &str, suffix: &str, taken: &mut BTreeSet<String>) -> String {
    let free = numbered(name, suffix, |text| taken.contains(text));
    taken.insert(free.clone());
    free
}

fn numbered(name: &str, suffix: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut free = with_suffix(name.to_owned(), suffix, MAX_BYTES);
    let mut number = 1;
    while is_taken(&free) {
        number += 1;
        free = with_suffix(name.to_owned(), &format!("{suffix}{number}"), MAX_BYTES);
    }
    free
}
