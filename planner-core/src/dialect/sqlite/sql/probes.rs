//! Questions about the data at risk -> one SELECT of one number each, as SQLite asks it.

use super::copy_rows::cast;
use super::create_table::column_list;
use super::literal;
use crate::database::model::{Column, ObjectName};
use crate::dialect::question::Question;
use crate::dialect::sqlite::cast::{Affinity, Way, conversion};
use crate::dialect::sqlite::identifiers::{quote, quote_name};

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
            format!("{} = {}", quote(&column.name), literal::string(value))
        }
        Question::Lossy { before, after, .. } => lossy(before, after),
        Question::NoEnumValue { column, values, .. } => {
            let values: Vec<String> = values.iter().map(|value| literal::string(value)).collect();
            format!("{} NOT IN ({})", cast(&quote(&column.name), "TEXT"), values.join(", "))
        }
        Question::Orphans { columns, parent, .. } => {
            orphans(columns, parent.as_ref().map(|(name, columns)| (name, columns.as_slice())))
        }
    })
}

fn count(table: &str, condition: Option<String>) -> String {
    let condition = condition.map(|text| format!(" WHERE {text}")).unwrap_or_default();
    format!("SELECT count(*) FROM {table}{condition}")
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
        _ => format!(" GROUP BY {}", column_list(columns)),
    };
    format!(
        "SELECT count(*) FROM (SELECT count(*) AS \"size\" FROM {}{filter}{group}) WHERE \"size\" > 1",
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
