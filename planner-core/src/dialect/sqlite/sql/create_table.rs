//! CREATE TABLE and DROP TABLE: a table with its columns, primary key and foreign keys in, the
//! statements out. Knows nothing of what the table was before.

use super::{column_type, default};
use crate::database::model::{Column, ColumnArity, ForeignKey, ReferentialAction, Table};
use crate::dialect::sqlite::identifiers::{quote, quote_name};

/// The table under `name`, which differs from its own while it is rebuilt. Foreign keys stand
/// inline, because SQLite cannot add them later; a reference of the table to itself names the
/// final table.
/// <https://www.sqlite.org/lang_createtable.html>
pub fn create_table(table: &Table, name: &str) -> String {
    let key_column = single_key_column(table);
    let mut lines: Vec<String> = table
        .columns
        .iter()
        .map(|column| column_definition(column, key_column == Some(column.name.as_str())))
        .collect();
    if let (Some(key), None) = (&table.primary_key, key_column) {
        lines.push(format!("PRIMARY KEY ({})", column_list(&key.columns)));
    }
    for key in &table.foreign_keys {
        let columns = column_list(&key.columns);
        lines.push(format!(
            "CONSTRAINT {} FOREIGN KEY ({columns}) {}",
            quote(&key.name),
            references(key)
        ));
    }
    format!("CREATE TABLE {} (\n    {}\n)", quote(name), lines.join(",\n    "))
}

/// DROP TABLE; its indexes and triggers go with it.
pub fn drop_table(name: &str) -> String {
    format!("DROP TABLE {}", quote(name))
}

/// One column as CREATE TABLE and ADD COLUMN write it. `key`: it alone is the primary key.
pub fn column_definition(column: &Column, key: bool) -> String {
    let mut text = format!("{} {}", quote(&column.name), column_type::render(&column.column_type));
    if column.arity == ColumnArity::Required {
        text.push_str(" NOT NULL");
    }
    if key {
        text.push_str(" PRIMARY KEY");
        if column.autoincrement {
            text.push_str(" AUTOINCREMENT");
        }
    }
    if let Some(expression) = column.default.as_ref().and_then(|each| default::render(each, column))
    {
        text.push_str(" DEFAULT ");
        text.push_str(&expression);
    }
    text
}

/// `REFERENCES …` with both actions spelled out.
pub fn references(key: &ForeignKey) -> String {
    format!(
        "REFERENCES {} ({}) ON DELETE {} ON UPDATE {}",
        quote_name(&key.referenced_table),
        column_list(&key.referenced_columns),
        action(key.on_delete),
        action(key.on_update)
    )
}

/// Quoted names, comma separated.
pub fn column_list<C: AsRef<str>>(columns: &[C]) -> String {
    let quoted: Vec<String> = columns.iter().map(|column| quote(column.as_ref())).collect();
    quoted.join(", ")
}

/// The column that alone is the primary key. It is written beside the column: only there does
/// `INTEGER PRIMARY KEY` take AUTOINCREMENT.
fn single_key_column(table: &Table) -> Option<&str> {
    match table.primary_key.as_ref()?.columns.as_slice() {
        [column] => Some(column),
        _ => None,
    }
}

fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::Cascade => "CASCADE",
        ReferentialAction::Restrict => "RESTRICT",
        ReferentialAction::NoAction => "NO ACTION",
        ReferentialAction::SetNull => "SET NULL",
        ReferentialAction::SetDefault => "SET DEFAULT",
    }
}
