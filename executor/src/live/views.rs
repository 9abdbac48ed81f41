//! The views of a database with their columns, as tables without keys: for the blocks that a
//! schema may have for them. Read-only.

use super::{ExternalTables, Scope, postgres, sqlite};
use crate::error::Result;
use crate::session::Session;
use crate::target::Target;
use planner_core::database::model::Table;

/// Reads the views of the schemas that `scope` looks at, in the order of their names; those that
/// the configuration calls external are left out.
///
/// # Errors
///
/// The database refuses to read.
pub async fn views(session: &mut Session, scope: &Scope) -> Result<Vec<Table>> {
    let mut views = match session.target().clone() {
        Target::Postgres(target) => postgres::views(session, &target.schema, scope).await?,
        Target::Sqlite(_) => sqlite::views(session).await?,
    };
    let external: &ExternalTables = &scope.external;
    views.retain(|view| !external.matches(&view.name));
    Ok(views)
}
