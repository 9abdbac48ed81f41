//! The SQL that gives stored values other names, all of them at once, so that swaps work.

use crate::dialect::sqlite::identifiers::quote;
use crate::dialect::sqlite::sql::literal;

/// The expression with each value before in its name after.
pub fn expression(expression: &str, values: &[(String, String)]) -> String {
    let arms: Vec<String> = values
        .iter()
        .map(|(before, after)| {
            format!("WHEN {} THEN {}", literal::string(before), literal::string(after))
        })
        .collect();
    format!("CASE {expression} {} ELSE {expression} END", arms.join(" "))
}

/// The values of a column in a table that stays as it is.
pub fn update(table: &str, column: &str, values: &[(String, String)]) -> String {
    let before: Vec<String> = values.iter().map(|(before, _)| literal::string(before)).collect();
    let column = quote(column);
    format!(
        "UPDATE {}\nSET {column} = {}\nWHERE {column} IN ({})",
        quote(table),
        expression(&column, values),
        before.join(", ")
    )
}
