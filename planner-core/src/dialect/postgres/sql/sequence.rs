//! The sequence behind a numbered column.

use crate::database::model::{ColumnType, ObjectName};
use crate::dialect::postgres::identifiers::{quote, quote_name};
use crate::dialect::postgres::sql::{block, column_type, literal};

/// A sequence of that type appears.
pub fn create(sequence: &ObjectName, numbers: &ColumnType) -> String {
    format!("CREATE SEQUENCE {} AS {}", quote_name(sequence), column_type::render(numbers))
}

/// The default that draws the next number.
pub fn next_value(sequence: &ObjectName) -> String {
    format!("nextval({})", literal::string(&quote_name(sequence)))
}

/// The sequence belongs to the column and goes with it.
pub fn own(sequence: &ObjectName, table: &ObjectName, column: &str) -> String {
    format!(
        "ALTER SEQUENCE {} OWNED BY {}.{}",
        quote_name(sequence),
        quote_name(table),
        quote(column)
    )
}

/// The next number is the one after the greatest that the column holds, 1 where it holds none above
/// 0. That next number is never written down: behind the greatest of the type there is none.
pub fn catch_up(sequence: &ObjectName, table: &ObjectName, column: &str) -> String {
    let column = quote(column);
    format!(
        "SELECT setval({}, GREATEST(MAX({column}), 1), COALESCE(MAX({column}) > 0, false)) FROM {}",
        literal::string(&quote_name(sequence)),
        quote_name(table)
    )
}

/// The sequence that the column owns gets the column's type. Its name is looked up as the
/// statement runs: a sequence keeps its old one when its table is renamed.
pub fn set_owned_type(table: &ObjectName, column: &str, numbers: &ColumnType) -> String {
    on_owned(table, column, "ALTER SEQUENCE ", &format!(" AS {}", column_type::render(numbers)))
}

/// The sequence that the column owns has another name.
pub fn rename_owned(table: &ObjectName, column: &str, name: &str) -> String {
    on_owned(table, column, "ALTER SEQUENCE ", &format!(" RENAME TO {}", quote(name)))
}

/// The sequence that the column owns goes, if there is one.
pub fn drop_owned(table: &ObjectName, column: &str) -> String {
    on_owned(table, column, "DROP SEQUENCE ", "")
}

fn on_owned(table: &ObjectName, column: &str, verb: &str, rest: &str) -> String {
    let found = format!(
        "pg_get_serial_sequence({}, {})",
        literal::string(&quote_name(table)),
        literal::string(column)
    );
    let rest =
        if rest.is_empty() { String::new() } else { format!(" || {}", literal::string(rest)) };
    let verb = literal::string(verb);
    block::execute(&format!(
        "DECLARE\n    owned text := {found};\nBEGIN\n    IF owned IS NOT NULL THEN\n        \
         EXECUTE {verb} || owned{rest};\n    END IF;\nEND"
    ))
}
