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
        Question::Rows { table } => count(table, None),
        Question::Values { table, column } => {
            count(table, Some(format!("{} IS NOT NULL", quote(column))))
        }
        Question::Nulls { table, columns } => {
            let tests: Vec<String> =
                columns.iter().map(|column| format!("{} IS NULL", quote(column))).collect();
            count(table, Some(tests.join(" OR ")))
        }
        Question::EnumValue { table, column, value } => {
            count(table, Some(format!("{} = {}", quote(&column.name), literal::string(value))))
        }
        Question::Lossy { table, before, after } => count(table, Some(lossy(before, after))),
        Question::NoEnumValue { table, column, values, .. } => {
            let values: Vec<String> = values.iter().map(|value| literal::string(value)).collect();
            let text = cast(&quote(&column.name), "TEXT");
            count(table, Some(format!("{text} NOT IN ({})", values.join(", "))))
        }
        Question::Duplicates { table, columns, predicate } => {
            duplicates(table, columns, predicate.as_deref())
        }
        Question::Orphans { table, columns, parent } => orphans(
            table,
            columns,
            parent.as_ref().map(|(name, columns)| (name, columns.as_slice())),
        ),
    }
}

fn count(table: &ObjectName, condition: Option<String>) -> String {
    let condition = condition.map(|text| format!(" WHERE {text}")).unwrap_or_default();
    format!("SELECT count(*) FROM {}{condition}", quote_name(table))
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

fn orphans(
    table: &ObjectName,
    columns: &[String],
    parent: Option<(&ObjectName, &[String])>,
) -> String {
    let child = |column: &String| format!("\"child\".{}", quote(column));
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
    format!(
        "SELECT count(*) FROM {} AS \"child\" WHERE {}",
        quote_name(table),
        conditions.join(" AND ")
    )
}
