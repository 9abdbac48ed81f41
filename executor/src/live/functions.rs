//! A function's name -> whether the server has one of that name, in any schema.

use crate::error::Result;
use crate::session::{Param, Session};

/// Whether there is one. PostgreSQL alone is asked.
///
/// # Errors
///
/// The catalogue cannot be read.
pub async fn exists(session: &mut Session, name: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_proc WHERE proname = lower($1))";
    let rows = session.query_with(sql, &[Param::from(name)]).await?;
    Ok(rows.first().is_some_and(|row| row.is_true(0)))
}
