//! The expression after USING that carries a column's values to another type.

use crate::database::model::{Column, ColumnArity};
use crate::dialect::postgres::cast::{Method, Way};
use crate::dialect::postgres::identifiers::quote;
use crate::dialect::postgres::sql::{column_type, create_table};

/// The expression; `None` where the server casts by itself. `after` carries the column's name
/// and type after.
pub fn using(method: Method, before: &Column, after: &Column) -> Option<String> {
    let column = quote(&after.name);
    match method {
        Method::Values(Way::Assignment) => None,
        Method::Values(way) => {
            let is_list = after.arity == ColumnArity::List;
            Some(carried(way, &column, is_list, &create_table::typed(after)))
        }
        Method::Wrap(way) => {
            let element = match way {
                Way::Assignment if before.column_type == after.column_type => column.clone(),
                way => carried(way, &column, false, &column_type::render(&after.column_type)),
            };
            Some(match before.arity {
                ColumnArity::Required => format!("ARRAY[{element}]"),
                ColumnArity::Nullable | ColumnArity::List => {
                    format!("CASE WHEN {column} IS NULL THEN NULL ELSE ARRAY[{element}] END")
                }
            })
        }
    }
}

/// A value, or a list of them, on its way to a type: what an assignment does, said as a cast.
pub fn carried(way: Way, value: &str, is_list: bool, to: &str) -> String {
    match way {
        Way::Assignment => format!("{value}::{to}"),
        Way::Through(steps) => {
            let brackets = if is_list { "[]" } else { "" };
            let through: String =
                steps.iter().map(|step| format!("::{}{brackets}", step.sql())).collect();
            format!("{value}{through}::{to}")
        }
        Way::Json(function) => format!("{}({value})", function.sql()),
        // The text of a list shows its elements as they are shown. What is too long is refused then.
        Way::Address if is_list => format!("{value}::text::text[]"),
        Way::Address => format!("abbrev({value})"),
    }
}
