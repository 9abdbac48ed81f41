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
        Method::Values(Way::Through(steps)) => {
            let brackets = if after.arity == ColumnArity::List { "[]" } else { "" };
            let through: String =
                steps.iter().map(|step| format!("::{}{brackets}", step.sql())).collect();
            Some(format!("{column}{through}::{}", create_table::typed(after)))
        }
        Method::Values(Way::Json(function)) => Some(format!("{}({column})", function.sql())),
        Method::Wrap(way) => {
            let element = match way {
                Way::Assignment if before.column_type == after.column_type => column.clone(),
                Way::Assignment => format!("{column}::{}", column_type::render(&after.column_type)),
                Way::Through(steps) => {
                    let through: String =
                        steps.iter().map(|step| format!("::{}", step.sql())).collect();
                    format!("{column}{through}::{}", column_type::render(&after.column_type))
                }
                Way::Json(function) => format!("{}({column})", function.sql()),
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
