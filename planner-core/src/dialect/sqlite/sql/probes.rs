//! What questions about the data at risk mean on SQLite.

use super::copy_rows::cast;
use super::literal;
use crate::database::model::Column;
use crate::dialect::sqlite::cast::{Affinity, Way, conversion};
use crate::dialect::sqlite::identifiers::{quote, quote_name};
use crate::dialect::standard::sql::probes::Asking;

/// How SQLite is asked.
pub const ASKING: Asking = Asking { quote, quote_name, enum_value, no_enum_value, lossy };

fn enum_value(column: &Column, value: &str) -> String {
    format!("{} = {}", quote(&column.name), literal::string(value))
}

fn no_enum_value(column: &Column, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| literal::string(value)).collect();
    format!("{} NOT IN ({})", cast(&quote(&column.name), "TEXT"), values.join(", "))
}

/// Values that are not the same after the cast and back. A value that is only copied changes
/// where the new affinity rewrites it: it looks like a number and is not written like one.
fn lossy(before: &Column, after: &Column) -> String {
    let column = quote(&before.name);
    let from = Affinity::of(&before.column_type).cast_name();
    let to = Affinity::of(&after.column_type).cast_name();
    match conversion(&before.column_type, &after.column_type).way {
        Way::Cast(to) => format!("{} IS NOT {column}", cast(&cast(&column, to), from)),
        Way::Copy => {
            let there = cast(&column, to);
            format!("{column} = {there} AND {} IS NOT {column}", cast(&there, from))
        }
    }
}
