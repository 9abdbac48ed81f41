//! Pending migrations -> the defaults that call a function which an older server lacks. Pure: whether the
//! server at hand has it, somebody asks.

use crate::deploy::assess::Ready;
use planner_core::database::model::{Column, ColumnDefault, ObjectName};
use planner_core::dialect::postgres::functions;
use planner_core::diff::change::Change;
use planner_core::provider::Provider;

/// A default that needs a newer server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaterFunction<'a> {
    /// The migration.
    pub migration: &'a str,
    /// The column, as `table.column`.
    pub column: String,
    /// The function's name.
    pub function: &'a str,
    /// The major version that first has it.
    pub since: u32,
}

/// All of them but those whose function a pending migration makes, in the order of the migrations.
pub fn of<'a>(ready: impl Iterator<Item = &'a Ready> + Clone) -> Vec<LaterFunction<'a>> {
    let is_made = |function: &str| {
        let mut statements = ready.clone().flat_map(|each| each.script.statements());
        statements.any(|statement| makes(&statement.text, function))
    };
    let of_one = |each: &'a Ready| {
        let name = each.reviewed.name.as_str();
        let changes = each.planned.changes.iter().flat_map(|(_, change)| defaults(change));
        let is_postgres = each.reviewed.provider == Provider::Postgresql;
        changes.filter(move |_| is_postgres).flat_map(move |(table, column, sql)| {
            functions::called(sql).filter_map(move |function| {
                let since = functions::since(function)?;
                let column = format!("{table}.{}", column.name);
                Some(LaterFunction { migration: name, column, function, since })
            })
        })
    };
    ready.clone().flat_map(of_one).filter(|each| !is_made(each.function)).collect()
}

/// A column that has a default by an expression: its table, itself and the expression.
type Default<'a> = (&'a ObjectName, &'a Column, &'a str);

/// The columns to which a change gives a default by an expression.
fn defaults(change: &Change) -> Vec<Default<'_>> {
    match change {
        Change::CreateTable(table) => {
            table.columns.iter().filter_map(|column| default(&table.name, column)).collect()
        }
        Change::AddColumn { table, column } => default(&table.after, column).into_iter().collect(),
        Change::AlterColumn(change) if change.default_changes() => {
            default(&change.table.after, &change.after).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn default<'a>(table: &'a ObjectName, column: &'a Column) -> Option<Default<'a>> {
    match &column.default {
        Some(ColumnDefault::Expression(sql)) => Some((table, column, sql.as_str())),
        _ => None,
    }
}

/// Whether a statement that a person wrote creates the function.
fn makes(sql: &str, function: &str) -> bool {
    let text = sql.to_ascii_lowercase();
    text.trim_start().starts_with("create") && text.contains("function") && text.contains(function)
}
