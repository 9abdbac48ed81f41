//! The views of a database with their columns, as tables without keys, and where the blocks that
//! a schema has for them say something else. Read-only; nothing here is drift, as no migration
//! makes a view.

use super::describe::type_words;
use super::{ExternalTables, Scope, postgres, sqlite};
use crate::error::Result;
use crate::session::Session;
use crate::target::Target;
use planner_core::database::lower::lower_views;
use planner_core::database::model::{Column, ColumnArity, ColumnType, Table, TableRole, TypeName};
use planner_core::dialect;
use planner_core::provider::Provider;
use planner_core::schema::model::Schema;

/// Reads the views of the schemas that `scope` looks at, in the order of their names; those that
/// the configuration calls external are left out.
///
/// # Errors
///
/// The database refuses to read.
pub async fn views(session: &mut Session, scope: &Scope) -> Result<Vec<Table>> {
    let found = match session.target().clone() {
        Target::Postgres(target) => postgres::views(session, &target.schema, scope).await?,
        Target::Sqlite(_) => sqlite::views(session).await?,
    };
    let external: &ExternalTables = &scope.external;
    let view = |(name, columns)| Table {
        name,
        logical_name: None,
        role: TableRole::Model,
        columns,
        primary_key: None,
        indexes: Vec::new(),
        foreign_keys: Vec::new(),
        span: None,
    };
    Ok(found.into_iter().filter(|(name, _)| !external.matches(name)).map(view).collect())
}

/// Where the view blocks of a schema and the views of the database differ, a sentence each: a view
/// or a column that is missing, and a column of another type. Whether a column can be NULL no
/// database says of a view, and a column that no field is for is left alone.
///
/// # Errors
///
/// The database refuses to read.
pub async fn view_differences(
    session: &mut Session,
    scope: &Scope,
    schema: &Schema,
) -> Result<Vec<String>> {
    let provider = schema.datasource.provider;
    let mut declared = lower_views(schema, dialect::type_system(provider));
    declared.retain(|view| !scope.external.matches(&view.name));
    if declared.is_empty() {
        return Ok(Vec::new());
    }
    let found = views(session, scope).await?;
    let mut differences = Vec::new();
    for view in &declared {
        match found.iter().find(|other| other.name == view.name) {
            Some(other) => differences.extend(column_differences(view, other, provider)),
            None => differences.push(format!(
                "View {} is missing in the database; no migration makes a view unless its SQL is \
                 written by hand.",
                view.name
            )),
        }
    }
    Ok(differences)
}

fn column_differences(view: &Table, found: &Table, provider: Provider) -> Vec<String> {
    let name = &view.name;
    let difference = |column: &Column| match found.column(&column.name) {
        None => Some(format!("Column {} of view {name} is missing in the database.", column.name)),
        Some(other) if holds(other, column, provider) => None,
        Some(other) => Some(format!(
            "Column {} of view {name} has the type {} instead of {} in the database.",
            column.name,
            type_words(other, provider),
            type_words(column, provider)
        )),
    };
    view.columns.iter().filter_map(difference).collect()
}

/// Whether the column of a view is what a field says.
fn holds(found: &Column, wanted: &Column, provider: Provider) -> bool {
    let is_list = |column: &Column| column.arity == ColumnArity::List;
    if is_list(found) != is_list(wanted) {
        return false;
    }
    found.column_type == wanted.column_type
        || provider == Provider::Sqlite && may_hold(&found.column_type, &wanted.column_type)
}

/// SQLite gives a view's column the type of the table's column that it is. Any other expression
/// has an affinity at most (INT, NUM, TEXT, REAL or BLOB, which is none), and its values may mean
/// whatever is kept so. <https://www.sqlite.org/datatype3.html#affinity_of_expressions>
fn may_hold(found: &ColumnType, wanted: &ColumnType) -> bool {
    let (ColumnType::Native(found), ColumnType::Native(wanted)) = (found, wanted) else {
        return true;
    };
    let wanted = wanted.name;
    match found.name {
        TypeName::Blob => true,
        TypeName::Text => matches!(
            wanted,
            TypeName::Datetime | TypeName::Jsonb | TypeName::Decimal | TypeName::Numeric
        ),
        TypeName::Integer => !matches!(wanted, TypeName::Text | TypeName::Jsonb | TypeName::Blob),
        TypeName::Real => matches!(wanted, TypeName::Decimal | TypeName::Numeric),
        _ => false,
    }
}
