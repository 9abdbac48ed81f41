//! Tables and column definitions as PostgreSQL's DDL writes them.

use crate::database::model::{
    Column, ColumnArity, ColumnType, ObjectName, PrimaryKey, Table, TypeName,
};
use crate::dialect::postgres::identifiers::{quote, quote_name};
use crate::dialect::postgres::sql::{alter_table, column_type, default};

/// The table with its columns and primary key. Indexes and foreign keys are statements of their
/// own. More than one statement where `SERIAL` would forbid what the column admits.
pub fn create_table(table: &Table) -> Vec<String> {
    let mut lines: Vec<String> = table.columns.iter().map(column_definition).collect();
    let key = table.primary_key.as_ref().map(|key| format!("\n\n    {}", primary_key(key)));
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter_mut().enumerate() {
        let comma = if index < last || key.is_some() { "," } else { "" };
        *line = format!("\n    {line}{comma}");
    }
    let created = format!(
        "CREATE TABLE {} ({}{}\n)",
        quote_name(&table.name),
        lines.concat(),
        key.unwrap_or_default()
    );
    let nullable = table.columns.iter().filter(|column| serial_admits_null(column));
    std::iter::once(created)
        .chain(nullable.map(|column| {
            alter_table::alter(&table.name, &[alter_table::drop_not_null(&column.name)])
        }))
        .collect()
}

/// The table goes.
pub fn drop_table(table: &ObjectName) -> String {
    format!("DROP TABLE {}", quote_name(table))
}

/// The constraint of a primary key.
pub fn primary_key(key: &PrimaryKey) -> String {
    let columns = columns(&key.columns);
    match &key.name {
        Some(name) => format!("CONSTRAINT {} PRIMARY KEY ({columns})", quote(name)),
        None => format!("PRIMARY KEY ({columns})"),
    }
}

/// Column names, quoted, with commas.
pub fn columns(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quote(name)).collect();
    names.join(", ")
}

/// `"status" TEXT NOT NULL DEFAULT 'draft'`.
pub fn column_definition(column: &Column) -> String {
    let mut definition = format!("{} ", quote(&column.name));
    match serial(column) {
        Some(serial) => definition.push_str(serial),
        None => definition.push_str(&typed(column)),
    }
    if column.arity == ColumnArity::Required {
        definition.push_str(" NOT NULL");
    }
    if let Some(value) = column.default.as_ref().and_then(|each| default::render(each, column)) {
        definition.push_str(" DEFAULT ");
        definition.push_str(&value);
    }
    definition
}

/// The type of the column with the brackets of a list.
pub fn typed(column: &Column) -> String {
    let brackets = if column.arity == ColumnArity::List { "[]" } else { "" };
    format!("{}{brackets}", column_type::render(&column.column_type))
}

/// Whether the column is made by `SERIAL`, which forbids NULL, but shall admit it.
pub fn serial_admits_null(column: &Column) -> bool {
    serial(column).is_some() && column.arity != ColumnArity::Required
}

/// <https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL>
fn serial(column: &Column) -> Option<&'static str> {
    let ColumnType::Native(native) = &column.column_type else { return None };
    match (column.autoincrement, native.name) {
        (true, TypeName::SmallInt) => Some("SMALLSERIAL"),
        (true, TypeName::Integer) => Some("SERIAL"),
        (true, TypeName::BigInt) => Some("BIGSERIAL"),
        _ => None,
    }
}
