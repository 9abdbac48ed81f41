//! What an application sends to a table that was made for another schema than its own: which
//! columns it may leave out, and what its upserts name. An application goes by the names of its
//! schema alone. Knows no rule and no change.

use super::migration::Migration;
use crate::database::model::{
    Column, ColumnArity, ColumnDefault, ColumnType, Index, ObjectName, Table,
};
use crate::ordered::BTreeSet;

/// Whether an insert that leaves the column out is taken.
pub fn may_be_left_out(column: &Column) -> bool {
    column.arity != ColumnArity::Required || fills_in(column)
}

/// Whether the database gives the column a value of its own.
pub fn fills_in(column: &Column) -> bool {
    column.autoincrement || column.default.is_some()
}

/// Columns that no two rows have alike, as `ON CONFLICT` names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target<'a> {
    /// The columns, in any order.
    columns: BTreeSet<&'a str>,
    /// WHERE of a partial index.
    predicate: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// What a unique index is to an upsert.
    pub fn of_index(index: &'a Index) -> Self {
        let columns = index.columns.iter().map(|column| column.name.as_str()).collect();
        Self { columns, predicate: index.predicate.as_deref() }
    }

    /// What a primary key is to an upsert.
    pub fn of_key(columns: &'a [String]) -> Self {
        Self { columns: columns.iter().map(String::as_str).collect(), predicate: None }
    }

    /// Whether an upsert that names it works on the table: one that names a predicate is content
    /// with an index over all rows.
    pub fn is_met_by(&self, table: &Table) -> bool {
        let key = table.primary_key.iter().map(|key| Target::of_key(&key.columns));
        let unique = table.indexes.iter().filter(|index| index.unique).map(Target::of_index);
        key.chain(unique).any(|each| {
            each.columns == self.columns
                && (each.predicate.is_none() || each.predicate == self.predicate)
        })
    }

    /// Whether all of its columns stand in the table, by their names.
    pub fn stands_in(&self, table: &Table) -> bool {
        self.columns.iter().all(|column| table.column(column).is_some())
    }

    /// Whether an application that leaves these columns out, since it does not know them or its
    /// own table fills them in, gives two rows the same values.
    pub fn repeats(&self, table: &Table, application: &Table) -> bool {
        let constant = |column: &Column| {
            !column.autoincrement
                && matches!(
                    column.default,
                    Some(ColumnDefault::Literal(_) | ColumnDefault::List(_))
                )
        };
        self.columns.iter().all(|name| {
            table.column(name).is_some_and(constant)
                && application.column(name).is_none_or(fills_in)
        })
    }
}

/// The columns in the words of a message.
impl std::fmt::Display for Target<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let columns: Vec<&str> = self.columns.iter().copied().collect();
        formatter.write_str(&columns.join(", "))
    }
}

/// Whether a column that stays holds the enum type of that name, before and after.
pub fn is_held(migration: &Migration<'_>, before: &ObjectName, after: &ObjectName) -> bool {
    let holds = |column: &Column, name: &ObjectName| matches!(&column.column_type, ColumnType::Enum(held) if **held == *name);
    migration.after.tables.iter().any(|table| {
        table.columns.iter().filter(|column| holds(column, after)).any(|column| {
            let former = migration.former_column(&table.name, &column.name);
            former.is_some_and(|former| holds(former, before))
        })
    })
}
