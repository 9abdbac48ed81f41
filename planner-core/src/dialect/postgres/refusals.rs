//! What a PostgreSQL server would refuse of a lowered database, said before anything is planned.
//! Each was tried on a server.

use crate::database::model::{Column, Database, Table};
use crate::database::taken_names::{Named, TakenNames};
use crate::diagnostic::Diagnostic;
use crate::dialect::{OWN_TABLES, schema_sql};
use crate::ordered;
use crate::provider::Provider;
use crate::source::Span;
use foldhash::HashMap;
use foldhash::fast::FixedState;
use std::hash::BuildHasher;

pub mod defaults;
mod foreign_keys;
mod indexes;

/// Every refusal but those of defaults, in no particular order.
pub fn check(database: &Database) -> Vec<Diagnostic> {
    let mut refusals = names(database);
    let tables: HashMap<_, _> = database.tables.iter().map(|table| (&table.name, table)).collect();
    for table in &database.tables {
        let columns = Columns::of(table);
        refusals.extend(schema_sql::table_refusals(Provider::Postgresql, table));
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
    if all_differ(database) {
        return Vec::new();
    }
    let mut refusals = Vec::new();
    let mut relations: HashMap<Option<&str>, TakenNames<'_>> = HashMap::default();
    let mut types: HashMap<Option<&str>, TakenNames<'_>> = HashMap::default();
    for table in &database.tables {
        let namespace = table.name.namespace.as_deref();
        let relations = relations.entry(namespace).or_default();
        let span = place(None, table);
        let what = Named::Table(&table.name);
        if OWN_TABLES.contains(&table.name.name.as_str()) {
            let message = format!("The {what} cannot be planned: comon keeps its history there.");
            let refusal = Diagnostic::unplannable("reserved-table", span, message);
            refusals.push(refusal.help("give it another name with `@@map`"));
        }
        // One refusal is enough for two tables of one name.
        let types = types.entry(namespace).or_default();
        let refusal = relations
            .take(&table.name.name, what, span)
            .or_else(|| types.take(&table.name.name, what, span));
        refusals.extend(refusal);
        let mut columns = TakenNames::default();
        for column in &table.columns {
            let what = Named::Column(&table.name, &column.name);
            refusals.extend(columns.take(&column.name, what, place(column.span, table)));
        }
        let mut constraints = TakenNames::default();
        if let Some(name) = table.primary_key.as_ref().and_then(|key| key.name.as_deref()) {
            let what = Named::PrimaryKey(&table.name, name);
            refusals.extend(relations.take(name, what, span));
            refusals.extend(constraints.take(name, what, span));
        }
        for index in &table.indexes {
            let what = Named::Index(&table.name, &index.name);
            refusals.extend(relations.take(&index.name, what, place(index.span, table)));
        }
        for key in &table.foreign_keys {
            let what = Named::ForeignKey(&table.name, &key.name);
            refusals.extend(constraints.take(&key.name, what, place(key.span, table)));
        }
    }
    for each in &database.enums {
        let types = types.entry(each.name.namespace.as_deref()).or_default();
        let span = each.span.unwrap_or_default();
        refusals.extend(types.take(&each.name.name, Named::Enum(&each.name), span));
    }
    refusals
}

/// Whether no two objects share a name, whatever their kind, and none has the name of a table of
/// comon: what goes for nearly every database, and is told by hashes alone. Where two hashes are
/// alike, the names may be, and each space of names is looked at by itself.
fn all_differ(database: &Database) -> bool {
    let hasher = FixedState::default();
    let mut objects = Vec::with_capacity(database.tables.len() * 8 + database.enums.len());
    let mut columns = Vec::new();
    for table in &database.tables {
        if OWN_TABLES.contains(&table.name.name.as_str()) {
            return false;
        }
        let key = table.primary_key.iter().filter_map(|key| key.name.as_deref());
        let indexes = table.indexes.iter().map(|index| index.name.as_str());
        let foreign_keys = table.foreign_keys.iter().map(|key| key.name.as_str());
        let names = std::iter::once(table.name.name.as_str());
        // Foreign keys of two tables may share a name: such databases take the longer way.
        let names = names.chain(key).chain(indexes).chain(foreign_keys);
        let namespace = table.name.namespace.as_deref();
        objects.extend(names.map(|name| hasher.hash_one((namespace, name))));
        columns.clear();
        columns.extend(table.columns.iter().map(|column| hasher.hash_one(column.name.as_str())));
        if !ordered::all_differ(&mut columns) {
            return false;
        }
    }
    let enums = database.enums.iter().map(|each| &each.name);
    objects.extend(enums.map(|name| hasher.hash_one((name.namespace.as_deref(), &name.name))));
    ordered::all_differ(&mut objects)
}

/// The columns of a table by name.
pub(super) enum Columns<'a> {
    /// So few that they are looked through.
    Few(&'a [Column]),
    /// By name.
    Many(HashMap<&'a str, &'a Column>),
}

impl<'a> Columns<'a> {
    fn of(table: &'a Table) -> Self {
        if table.columns.len() <= 32 {
            return Self::Few(&table.columns);
        }
        let named = table.columns.iter().map(|column| (column.name.as_str(), column));
        Self::Many(named.collect())
    }

    /// The column of that name.
    pub(super) fn named(&self, name: &str) -> Option<&'a Column> {
        match self {
            Self::Few(columns) => columns.iter().find(|column| column.name == name),
            Self::Many(columns) => columns.get(name).copied(),
        }
    }
}

#[cfg(test)]
mod tests;
