//! Questions to a live database about the data that a migration puts at risk, free of any
//! dialect: each is answered by one number. The dialects put them into SQL in `*/sql/probes.rs`.

use crate::database::model::{Column, ObjectName};

/// A question; tables and columns stand under their names before the migration, because it is
/// asked before the first step.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// How many rows a table has.
    Rows {
        /// The table.
        table: ObjectName,
    },
    /// How many values of a column are there at all.
    Values {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
    },
    /// In how many rows one of the columns is NULL.
    Nulls {
        /// The table.
        table: ObjectName,
        /// The columns.
        columns: Vec<String>,
    },
    /// How many rows hold a value of an enum.
    EnumValue {
        /// The table.
        table: ObjectName,
        /// The column of the enum.
        column: Column,
        /// The value as the database stores it.
        value: String,
    },
    /// How many values do not survive the cast to another type and back.
    Lossy {
        /// The table.
        table: ObjectName,
        /// The column as it is.
        before: Column,
        /// The column as it shall be.
        after: Column,
    },
    /// How many sequences of a numbered column stand where its new type has no number.
    Numbering {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
        /// The greatest number of the new type.
        greatest: i64,
    },
    /// How many rows hold something that an enum has no value for.
    NoEnumValue {
        /// The table.
        table: ObjectName,
        /// The column as it is.
        column: Column,
        /// What the enum is called.
        enumeration: String,
        /// What may stand there.
        values: Vec<String>,
    },
    /// How many groups of rows hold the same values.
    Duplicates {
        /// The table.
        table: ObjectName,
        /// The columns that are compared; none where every row will hold the same.
        columns: Vec<String>,
        /// Only rows that fit this SQL count.
        predicate: Option<String>,
    },
    /// How many rows refer to a parent that is not there.
    Orphans {
        /// The table that refers.
        table: ObjectName,
        /// Its columns.
        columns: Vec<String>,
        /// The table referred to; `None` where the migration creates it, empty.
        parent: Option<(ObjectName, Vec<String>)>,
    },
}

impl Question {
    /// The tables that it reads, with the columns that it names there (`None`: it may name any):
    /// first the one whose rows it counts.
    pub fn tables(&self) -> Vec<(&ObjectName, Option<Vec<String>>)> {
        match self {
            Self::Rows { table } => vec![(table, Some(Vec::new()))],
            Self::Values { table, column } | Self::Numbering { table, column, .. } => {
                vec![(table, Some(vec![column.clone()]))]
            }
            Self::Nulls { table, columns } => vec![(table, Some(columns.clone()))],
            Self::EnumValue { table, column, .. } | Self::NoEnumValue { table, column, .. } => {
                vec![(table, Some(vec![column.name.to_string()]))]
            }
            Self::Lossy { table, before, .. } => vec![(table, Some(vec![before.name.to_string()]))],
            Self::Duplicates { table, columns, predicate: None } => {
                vec![(table, Some(columns.clone()))]
            }
            Self::Duplicates { table, predicate: Some(_), .. } => vec![(table, None)],
            Self::Orphans { table, columns, parent } => {
                let mut tables = vec![(table, Some(columns.clone()))];
                tables.extend(parent.as_ref().map(|(name, columns)| (name, Some(columns.clone()))));
                tables
            }
        }
    }

    /// What the number counts, for people.
    pub fn counts(&self) -> String {
        match self {
            Self::Rows { table } => format!("rows of {table}"),
            Self::Values { table, column } => format!("non-null values of {table}.{column}"),
            Self::Nulls { table, columns } => {
                format!("rows where {} is NULL", columns_of(table, columns))
            }
            Self::EnumValue { table, column, value } => {
                format!("rows where {table}.{} is {value}", column.name)
            }
            Self::Lossy { table, before, .. } => {
                format!("values of {table}.{} that do not survive the cast", before.name)
            }
            Self::Numbering { table, column, greatest } => {
                format!("sequences of {table}.{column} that are beyond {greatest}")
            }
            Self::NoEnumValue { table, column, enumeration, .. } => {
                format!("values of {table}.{} that enum {enumeration} does not have", column.name)
            }
            Self::Duplicates { table, columns, .. } if columns.is_empty() => {
                format!("tables of more than one row: {table}")
            }
            Self::Duplicates { table, columns, .. } => {
                format!("groups of duplicates in {}", columns_of(table, columns))
            }
            Self::Orphans { table, columns, .. } => {
                format!("rows whose {} has no parent", columns_of(table, columns))
            }
        }
    }
}

/// `users.email`, or `users (email, tenant_id)` for several.
pub fn columns_of<C: AsRef<str>>(table: &ObjectName, columns: &[C]) -> String {
    match columns {
        [column] => format!("{table}.{}", column.as_ref()),
        _ => {
            let names: Vec<&str> = columns.iter().map(AsRef::as_ref).collect();
            format!("{table} ({})", names.join(", "))
        }
    }
}
