//! Several queries in, the rows of each out. On PostgreSQL in one go: as one query with a single row, in
//! which the rows of each are a JSON text, which saves the way to the server and back for each.

use super::transaction::{State, ended};
use super::{Connection, Row, Session};
use crate::error::{Error, Result};
use serde_json::Value;

/// A query, and how many columns it has.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Its text, one SELECT.
    pub sql: String,
    /// Its columns: whatever has a text.
    pub columns: usize,
}

/// Whether a query is prepared when it is asked for first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It is asked once.
    Once,
    /// One session asks it many times, with the same text.
    Often,
}

/// What the transaction is, as PostgreSQL says it; no transaction id is given out for the question.
const IDENTITY: &str = "pg_catalog.txid_current_if_assigned()::text";

impl Session {
    /// All rows of several queries, in their order. `common` is a WITH that all of them may read from, or
    /// nothing. On PostgreSQL, inside a transaction that [`Session::begin`] opened, the answer also tells
    /// that it is still open.
    ///
    /// # Errors
    ///
    /// The database refuses one of them, or a statement ended the transaction.
    pub async fn listings(
        &mut self,
        common: &str,
        listings: &[Listing],
        asked: Asked,
    ) -> Result<Vec<Vec<Row>>> {
        if matches!(self.connection, Connection::Sqlite(_)) {
            let mut all = Vec::new();
            for listing in listings {
                all.push(self.query(&format!("{common}{}", listing.sql)).await?);
            }
            return Ok(all);
        }
        let mut parts = vec![IDENTITY.to_owned()];
        parts.extend(listings.iter().map(as_json));
        let sql = format!("{common}SELECT {}", parts.join(", "));
        let rows = match asked {
            Asked::Once => self.query(&sql).await?,
            Asked::Often => self.query_prepared(&sql, &[]).await?,
        };
        let all = rows.into_iter().next().unwrap_or_default();
        self.check_identity(all.text(0))?;
        (0..listings.len()).map(|at| json_rows(all.text(at + 1))).collect()
    }

    /// PostgreSQL: whether a transaction that [`Session::begin`] opened is still the one that a query told
    /// of, by `txid_current_if_assigned()`.
    ///
    /// # Errors
    ///
    /// A statement ended the transaction.
    pub fn check_identity(&self, told: Option<&str>) -> Result<()> {
        match &self.transaction {
            State::Open { identity: Some(identity), .. } if told != Some(identity) => Err(ended()),
            State::Open { .. } | State::None => Ok(()),
        }
    }
}

/// Rows that a query made a JSON text of: an array of arrays; none of NULL.
///
/// # Errors
///
/// It is something else.
pub fn json_rows(text: Option<&str>) -> Result<Vec<Row>> {
    let Some(text) = text else { return Ok(Vec::new()) };
    let values: serde_json::Result<Vec<Vec<Value>>> = serde_json::from_str(text);
    let values = values.map_err(|error| {
        Error::failed("unreadable-schema", "The schema of the database cannot be read.")
            .detail(error.to_string())
    })?;
    Ok(values.into_iter().map(Row::from_json).collect())
}

/// NULL where there are no rows.
fn as_json(listing: &Listing) -> String {
    let names: Vec<String> = (0..listing.columns).map(|at| format!("c{at}")).collect();
    let texts: Vec<String> = names.iter().map(|name| format!("t.{name}::text")).collect();
    format!(
        "(SELECT pg_catalog.json_agg(pg_catalog.to_json(ARRAY[{}]))::text FROM ({}) t ({}))",
        texts.join(", "),
        listing.sql,
        names.join(", ")
    )
}
