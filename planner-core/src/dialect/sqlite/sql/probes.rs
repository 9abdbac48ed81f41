//! What questions about the data at risk mean on SQLite.

use super::copy_rows::cast;
use super::literal;
use crate::database::model::{Column, ObjectName};
use crate::dialect::sqlite::cast::{Affinity, Way, conversion};
use crate::dialect::sqlite::identifiers::{quote, quote_name};
use crate::dialect::standard::sql::probes::Asking;

/// How SQLite is asked.
pub const ASKING: Asking =
    Asking { quote, quote_name, enum_value, no_enum_value, lossy, numbering };

/// A table has one numbering, that of its key.
fn numbering(table: &ObjectName, _column: &str, greatest: i64) -> String {
    format!(
        "SELECT count(*) FROM \"sqlite_sequence\" WHERE \"name\" = {} AND \"seq\" > {greatest}",
        literal::string(&table.name)
    )
}

fn enum_value(column: &Column, value: &str) -> String {
    format!("{} = {}", quote(&column.name), literal::string(value))
}

fn no_enum_value(column: &Column, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| literal::string(value)).collect();
    format!("{} NOT IN ({})", cast(&quote(&column.name), "TEXT"), values.join(", "))
}

/// Values that are not the same after the cast and back. A value that is only copied changes
/// where the new affinity rewrites it: integers that a double has not enough digits for, doubles of
/// which a text shows but 15 digits, and text that looks like a number and is not written like one.
fn lossy(before: &Column, after: &Column) -> String {
    let column = quote(&before.name);
    let from = Affinity::of(&before.column_type);
    let to = Affinity::of(&after.column_type);
    let way = conversion(&before.column_type, &after.column_type).way;
    match (way, from, to) {
        (Way::Cast(to), ..) => {
            format!("{} IS NOT {column}", cast(&cast(&column, to), from.cast_name()))
        }
        // An integer and a double are compared exactly; cast back, it could meet the greatest integer.
        (Way::Copy, _, Affinity::Real) => {
            format!("typeof({column}) = 'integer' AND {} <> {column}", cast(&column, "REAL"))
        }
        (Way::Copy, Affinity::Real | Affinity::Numeric, Affinity::Text) => {
            let back = cast(&cast(&column, "TEXT"), "REAL");
            format!("typeof({column}) = 'real' AND {back} <> {column}")
        }
        (Way::Copy, ..) => {
            let there = cast(&column, to.cast_name());
            let back = cast(&there, from.cast_name());
            format!("{column} = {there} AND {back} IS NOT {column}")
        }
    }
}
