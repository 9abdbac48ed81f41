//! PostgreSQL: what a statement left that runs outside a transaction and may have been cut off: an
//! index built, dropped or built anew CONCURRENTLY, a partition detached so. Reads only; what is
//! returned as SQL is executed elsewhere.

use crate::error::Result;
use crate::session::{Param, Row, Session};

/// An index that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundIndex {
    /// Its name with its schema, as SQL writes it.
    pub name: String,
    /// Whether it is built and used; one that is not was left behind by a build that failed.
    pub valid: bool,
}

/// How far a partition is from being detached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detachment {
    /// It still belongs to the table.
    NotBegun,
    /// Begun and not finished.
    Pending,
    /// It belongs to the table no more.
    Done,
}

/// The index of that table, as SQL writes the table, under the name that the catalogue holds.
///
/// # Errors
///
/// The server cannot be asked.
pub async fn index_of_table(
    session: &mut Session,
    table: &str,
    index: &str,
) -> Result<Option<FoundIndex>> {
    let sql = format!("{FOUND} WHERE i.indrelid = to_regclass($1) AND c.relname = $2");
    let rows = session.query_with(&sql, &[Param::from(table), Param::from(index)]).await?;
    Ok(rows.first().map(found))
}

/// Whether there is an index of that name, as SQL writes it.
///
/// # Errors
///
/// The server cannot be asked.
pub async fn index_is_there(session: &mut Session, name: &str) -> Result<bool> {
    let sql = format!("{FOUND} WHERE i.indexrelid = to_regclass($1)");
    Ok(!session.query_with(&sql, &[Param::from(name)]).await?.is_empty())
}

/// The unfinished or replaced copies of an index that REINDEX CONCURRENTLY leaves where it is cut
/// off: <https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY>.
///
/// # Errors
///
/// The server cannot be asked.
pub async fn copies_of_index(session: &mut Session, name: &str) -> Result<Vec<FoundIndex>> {
    // The server cuts the index's own name where the whole would be longer than 63 bytes.
    let sql = format!(
        "{FOUND} JOIN pg_catalog.pg_index own ON own.indrelid = i.indrelid \
         AND own.indkey = i.indkey AND own.indexrelid <> i.indexrelid \
         JOIN pg_catalog.pg_class named ON named.oid = own.indexrelid \
         WHERE own.indexrelid = to_regclass($1) AND NOT i.indisvalid \
         AND c.relname ~ '_cc(new|old)[0-9]*$' \
         AND starts_with(named.relname::text, regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '')) \
         ORDER BY c.relname"
    );
    let rows = session.query_with(&sql, &[Param::from(name)]).await?;
    Ok(rows.iter().map(found).collect())
}

/// How far the partition is from being detached; both tables as SQL writes them.
///
/// # Errors
///
/// The server cannot be asked.
pub async fn detachment(
    session: &mut Session,
    parent: &str,
    partition: &str,
) -> Result<Detachment> {
    let sql = "SELECT inhdetachpending FROM pg_catalog.pg_inherits \
               WHERE inhparent = to_regclass($1) AND inhrelid = to_regclass($2)";
    let rows = session.query_with(sql, &[Param::from(parent), Param::from(partition)]).await?;
    Ok(match rows.first().map(|row| row.is_true(0)) {
        None => Detachment::Done,
        Some(true) => Detachment::Pending,
        Some(false) => Detachment::NotBegun,
    })
}

/// The same inside a transaction.
pub fn drop_index_in_transaction_sql(name: &str) -> String {
    format!("DROP INDEX {name}")
}

/// Takes an index away; `name` as SQL writes it.
pub fn drop_index_sql(name: &str) -> String {
    format!("DROP INDEX CONCURRENTLY {name}")
}

/// Finishes a detachment that was begun; both tables as SQL writes them.
pub fn finish_detachment_sql(parent: &str, partition: &str) -> String {
    format!("ALTER TABLE {parent} DETACH PARTITION {partition} FINALIZE")
}

const FOUND: &str = "SELECT format('%I.%I', n.nspname, c.relname), i.indisvalid \
     FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace";

fn found(row: &Row) -> FoundIndex {
    FoundIndex { name: row.text_or_empty(0).to_owned(), valid: row.is_true(1) }
}
