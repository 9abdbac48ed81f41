//! The statements that carry rows and numbering from a table to the one built in its place.

use super::create_table::column_list;
use super::{default, literal};
use crate::database::model::Column;
use crate::dialect::sqlite::identifiers::quote;

/// One column of the copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedColumn<'a> {
    /// Its name in the new table.
    pub name: &'a str,
    /// The SQL of its value, over the old table.
    pub value: String,
}

/// All rows of `from` into `into`. Nothing is filled in where a value is NULL: what the new
/// table refuses fails the statement, and the migration with it.
pub fn copy_rows(from: &str, into: &str, columns: &[CopiedColumn<'_>]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let values: Vec<&str> = columns.iter().map(|column| column.value.as_str()).collect();
    format!(
        "INSERT INTO {} ({})\nSELECT {}\nFROM {}",
        quote(into),
        column_list(&names),
        values.join(", "),
        quote(from)
    )
}

/// The same copy with the value of one more column; `None` where it is no copy, or has that column.
pub fn with_value(copy: &str, column: &str, value: &str) -> Option<String> {
    // No name and no literal has a line break.
    let mut lines = copy.lines();
    let (into, values, from) = (lines.next()?, lines.next()?, lines.next()?);
    let (column, names) = (quote(column), into.strip_suffix(')')?);
    if lines.next().is_some() || !into.starts_with("INSERT INTO ") || names.contains(&column) {
        return None;
    }
    Some(format!("{names}, {column})\n{values}, {value}\n{from}"))
}

/// The value of a column that stays; `cast`: the declared type that it is cast to, `None` where
/// the affinity of the new column does what there is to do.
pub fn kept_value(column: &str, cast_to: Option<&str>) -> String {
    match cast_to {
        Some(to) => cast(&quote(column), to),
        None => quote(column),
    }
}

/// The value that a new column takes in rows that keep nothing else of their old table: its
/// default, else NULL.
pub fn new_value(column: &Column) -> String {
    let expression = column.default.as_ref().and_then(|each| default::render(each, column));
    expression.unwrap_or_else(|| "NULL".to_owned())
}

/// `CAST(… AS …)`.
pub fn cast(expression: &str, to: &str) -> String {
    format!("CAST({expression} AS {to})")
}

/// Hands the AUTOINCREMENT high-water mark on, so that ids of deleted rows are not given out
/// again, also where the table is empty: the mark that the copy left is replaced by that of
/// `from`, and the rename that follows carries it to the final name.
/// <https://www.sqlite.org/autoinc.html>
pub fn keep_sequence(from: &str, into: &str) -> [String; 2] {
    let (from, into) = (literal::string(from), literal::string(into));
    [
        format!("DELETE FROM \"sqlite_sequence\" WHERE \"name\" = {into}"),
        format!(
            "INSERT INTO \"sqlite_sequence\" (\"name\", \"seq\")\nSELECT {into}, \"seq\"\nFROM \
             \"sqlite_sequence\"\nWHERE \"name\" = {from}"
        ),
    ]
}
