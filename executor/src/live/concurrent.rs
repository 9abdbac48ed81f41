//! PostgreSQL: what became of an index that was built or dropped CONCURRENTLY. Reads only; what
//! is returned as SQL is executed elsewhere.

use crate::error::Result;
use crate::session::{Param, Session};

/// The state of an index that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexState {
    /// Built and used.
    Valid,
    /// Left behind by a build that failed.
    Invalid,
}

/// Looks an index up by its name as SQL writes it; `None` where there is none.
pub async fn index_state(session: &mut Session, name: &str) -> Result<Option<IndexState>> {
    let sql = "SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = to_regclass($1)";
    let rows = session.query_with(sql, &[Param::from(name)]).await?;
    Ok(rows.first().map(|row| match row.is_true(0) {
        true => IndexState::Valid,
        false => IndexState::Invalid,
    }))
}

/// Takes a half-built index away; `name` as SQL writes it.
pub fn drop_index_sql(name: &str) -> String {
    format!("DROP INDEX CONCURRENTLY {name}")
}
