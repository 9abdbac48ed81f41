//! What a PostgreSQL server would refuse of a lowered database, said before anything is planned.
//! Each was tried on a server.

use crate::database::model::{Column, Database, EnumType, Table};
use crate::database::taken_names::TakenNames;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use std::collections::BTreeMap;

mod columns;
mod foreign_keys;
mod indexes;

/// Tables that comon itself keeps.
pub const OWN_TABLES: [&str; 2] = ["_comon_orm_migrations", "_comon_orm_migration_steps"];

/// Every refusal, in no particular order.
pub fn check(database: &Database) -> Vec<Diagnostic> {
    let mut refusals = names(database);
    let tables: BTreeMap<_, _> = database.tables.iter().map(|table| (&table.name, table)).collect();
    for each in &database.enums {
        refusals.extend(enum_values(each));
    }
    for table in &database.tables {
        let columns: BTreeMap<&str, &Column> =
            table.columns.iter().map(|column| (column.name.as_str(), column)).collect();
        refusals.extend(table.columns.iter().flat_map(columns::check));
        refusals.extend(indexes::check(table, &columns));
        refusals.extend(foreign_keys::check(table, &columns, &tables));
    }
    refusals
}

pub(super) fn place(own: Option<Span>, table: &Table) -> Span {
    own.or(table.span).unwrap_or_default()
}

/// Tables, indexes and primary keys share the names of one schema; a table also takes the name of
/// a type. Columns and constraints share the names of one table.
fn names(database: &Database) -> Vec<Diagnostic> {
    let mut refusals = Vec::new();
    let mut relations: BTreeMap<Option<&str>, TakenNames> = BTreeMap::new();
    let mut types: BTreeMap<Option<&str>, TakenNames> = BTreeMap::new();
    for table in &database.tables {
        let namespace = table.name.namespace.as_deref();
        let relations = relations.entry(namespace).or_default();
        let span = place(None, table);
        let what = format!("table `{}`", table.name);
        if OWN_TABLES.contains(&table.name.name.as_str()) {
            let message = format!("The {what} is the one that comon keeps its history in.");
            refusals.push(Diagnostic::unplannable("reserved-table", span, message));
        }
        // One refusal is enough for two tables of one name.
        let types = types.entry(namespace).or_default();
        let refusal = relations
            .take(table.name.name.clone(), what.clone(), span)
            .or_else(|| types.take(table.name.name.clone(), what, span));
        refusals.extend(refusal);
        let mut columns = TakenNames::default();
        for column in &table.columns {
            let what = format!("column `{}.{}`", table.name, column.name);
            refusals.extend(columns.take(column.name.clone(), what, place(column.span, table)));
        }
        let mut constraints = TakenNames::default();
        if let Some(name) = table.primary_key.as_ref().and_then(|key| key.name.clone()) {
            let what = format!("primary key `{name}` of `{}`", table.name);
            refusals.extend(relations.take(name.clone(), what.clone(), span));
            refusals.extend(constraints.take(name, what, span));
        }
        for index in &table.indexes {
            let what = format!("index `{}` of `{}`", index.name, table.name);
            refusals.extend(relations.take(index.name.clone(), what, place(index.span, table)));
        }
        for key in &table.foreign_keys {
            let what = format!("foreign key `{}` of `{}`", key.name, table.name);
            refusals.extend(constraints.take(key.name.clone(), what, place(key.span, table)));
        }
    }
    for each in &database.enums {
        let types = types.entry(each.name.namespace.as_deref()).or_default();
        let what = format!("enum `{}`", each.name);
        let span = each.span.unwrap_or_default();
        refusals.extend(types.take(each.name.name.clone(), what, span));
    }
    refusals
}

fn enum_values(each: &EnumType) -> Vec<Diagnostic> {
    let span = each.span.unwrap_or_default();
    let mut taken = TakenNames::default();
    let mut refusals = Vec::new();
    for value in &each.values {
        let what = format!("value `{}` of enum `{}`", value.name, each.name);
        if value.name.len() > super::identifiers::MAX_BYTES {
            let message = format!("The database refuses {what}: it is longer than 63 bytes.");
            refusals.push(
                Diagnostic::unplannable("enum-value-too-long", span, message)
                    .help("Give it a shorter name with `@map`."),
            );
        }
        refusals.extend(taken.take(value.name.clone(), what, span));
    }
    refusals
}

#[cfg(test)]
mod tests;
