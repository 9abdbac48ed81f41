//! The forms of ALTER TABLE that SQLite carries out in place.
//! <https://www.sqlite.org/lang_altertable.html>

use super::create_table::{column_definition, references};
use crate::database::model::{Column, ForeignKey};
use crate::dialect::sqlite::identifiers::quote;

/// Another name for a table. Foreign keys of other tables to it follow.
pub fn rename_table(before: &str, after: &str) -> String {
    format!("ALTER TABLE {} RENAME TO {}", quote(before), quote(after))
}

/// Another name for a column. Indexes and foreign keys over it follow.
pub fn rename_column(table: &str, before: &str, after: &str) -> String {
    format!("ALTER TABLE {} RENAME COLUMN {} TO {}", quote(table), quote(before), quote(after))
}

/// A new column, with the foreign key that it alone makes up, where it has one.
pub fn add_column(table: &str, column: &Column, key: Option<&ForeignKey>) -> String {
    let definition = column_definition(column, false);
    let mut text = format!("ALTER TABLE {} ADD COLUMN {definition}", quote(table));
    if let Some(key) = key {
        text.push_str(&format!(" CONSTRAINT {} {}", quote(&key.name), references(key)));
    }
    text
}

/// A column goes.
pub fn drop_column(table: &str, column: &str) -> String {
    format!("ALTER TABLE {} DROP COLUMN {}", quote(table), quote(column))
}
