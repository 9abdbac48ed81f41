//! What questions about the data at risk mean on PostgreSQL.

use super::literal;
use super::lossy::lossy;
use super::sequence::last_number_beyond as numbering;
use crate::database::model::{Column, ColumnArity};
use crate::dialect::postgres::identifiers::{quote, quote_name};
use crate::dialect::standard::sql::probes::Asking;

/// How PostgreSQL is asked.
pub const ASKING: Asking =
    Asking { quote, quote_name, enum_value, no_enum_value, lossy, numbering };

fn enum_value(column: &Column, value: &str) -> String {
    let (name, value) = (quote(&column.name), literal::string(value));
    match column.arity {
        ColumnArity::List => format!("{value} = ANY ({name}::text[])"),
        ColumnArity::Required | ColumnArity::Nullable => format!("{name}::text = {value}"),
    }
}

fn no_enum_value(column: &Column, values: &[String]) -> String {
    let name = quote(&column.name);
    let values: Vec<String> = values.iter().map(|value| literal::string(value)).collect();
    let is_none = |value: &str| match values.as_slice() {
        [] => format!("{value} IS NOT NULL"),
        values => format!("{value}::text NOT IN ({})", values.join(", ")),
    };
    match column.arity {
        ColumnArity::List => format!(
            "EXISTS (SELECT 1 FROM unnest({name}) AS \"each\"(\"value\") WHERE {})",
            is_none("\"value\"")
        ),
        ColumnArity::Required | ColumnArity::Nullable => is_none(&name),
    }
}
