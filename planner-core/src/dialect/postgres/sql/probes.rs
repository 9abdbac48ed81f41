//! Questions about the data at risk -> one SELECT of one number each, as PostgreSQL asks it.

use super::literal;
use super::lossy::lossy;
use crate::database::model::{Column, ColumnArity, ObjectName};
use crate::dialect::postgres::identifiers::{quote, quote_name};
use crate::dialect::question::Question;

/// The statement.
pub fn render(question: &Question) -> String {
    match question {
        Question::Duplicates { table, columns, predicate } => {
            duplicates(table, columns, predicate.as_deref())
        }
        Question::Orphans { table, .. } => {
            count(&format!("{} AS {CHILD}", quote_name(table)), condition(question))
        }
        Question::Rows { table }
        | Question::Values { table, .. }
        | Question::Nulls { table, .. }
        | Question::EnumValue { table, .. }
        | Question::Lossy { table, .. }
        | Question::NoEnumValue { table, .. } => count(&quote_name(table), condition(question)),
    }
}

/// What the rows of a table that refers are called in the condition.
pub const CHILD: &str = "\"child\"";

/// Which rows a question is about; `None` where it is not about single ones.
pub fn condition(question: &Question) -> Option<String> {
    Some(match question {
        Question::Rows { .. } | Question::Duplicates { .. } => return None,
        Question::Values { column, .. } => format!("{} IS NOT NULL", quote(column)),
        Question::Nulls { columns, .. } => {
            let tests: Vec<String> =
                columns.iter().map(|column| format!("{} IS NULL", quote(column))).collect();
            tests.join(" OR ")
        }
        Question::EnumValue { column, value, .. } => {
            let (name, value) = (quote(&column.name), literal::string(value));
            match column.arity {
                ColumnArity::List => format!("{value} = ANY ({name}::text[])"),
                ColumnArity::Required | ColumnArity::Nullable => {
                    format!("{name}::text = {value}")
                }
            }
        }
        Question::Lossy { before, after, .. } => lossy(before, after),
        Question::NoEnumValue { column, values, .. } => no_enum_value(column, values),
        Question::Orphans { columns, parent, .. } => {
            orphans(columns, parent.as_ref().map(|(name, columns)| (name, columns.as_slice())))
        }
    })
}

fn count(table: &str, condition: Option<String>) -> String {
    let condition = condition.map(|text| format!(" WHERE {text}")).unwrap_or_default();
    format!("SELECT count(*) FROM {table}{condition}")
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

fn duplicates(table: &ObjectName, columns: &[String], predicate: Option<&str>) -> String {
    let mut conditions: Vec<String> =
        columns.iter().map(|column| format!("{} IS NOT NULL", quote(column))).collect();
    conditions.extend(predicate.map(|text| format!("({text})")));
    let filter = match conditions.as_slice() {
        [] => String::new(),
        _ => format!(" WHERE {}", conditions.join(" AND ")),
    };
    // Without a column to group by, all rows are one group.
    let group = match columns {
        [] => String::new(),
        _ => {
            let names: Vec<String> = columns.iter().map(|column| quote(column)).collect();
            format!(" GROUP BY {}", names.join(", "))
        }
    };
    format!(
        "SELECT count(*) FROM (SELECT count(*) AS \"size\" FROM {}{filter}{group}) AS \"groups\" WHERE \"size\" > 1",
        quote_name(table)
    )
}

fn orphans(columns: &[String], parent: Option<(&ObjectName, &[String])>) -> String {
    let child = |column: &String| format!("{CHILD}.{}", quote(column));
    let mut conditions: Vec<String> =
        columns.iter().map(|column| format!("{} IS NOT NULL", child(column))).collect();
    if let Some((parent, parent_columns)) = parent {
        let matches: Vec<String> = columns
            .iter()
            .zip(parent_columns)
            .map(|(column, other)| format!("\"parent\".{} = {}", quote(other), child(column)))
            .collect();
        conditions.push(format!(
            "NOT EXISTS (SELECT 1 FROM {} AS \"parent\" WHERE {})",
            quote_name(parent),
            matches.join(" AND ")
        ));
    }
    conditions.join(" AND ")
}
