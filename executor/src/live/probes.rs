//! The questions of findings, asked of a live database: how many values are at risk right now.
//! Read-only but for the locks that make an answer hold until the transaction ends. What cannot be
//! answered stays unknown, with the reason.

use crate::error::{Error, Result};
use crate::session::{Limits, Session};
use planner_core::database::model::ObjectName;
use planner_core::dialect::postgres::identifiers::quote_name;
use planner_core::provider::Provider;
use planner_core::warning::{Finding, Probe};
use std::collections::BTreeMap;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// So many are at risk.
    Number(u64),
    /// It could not be answered, and why.
    Unknown(String),
}

/// Asks one question. `limits` hold before and after; the question itself may take as long as the
/// session's own limit for probes.
///
/// # Errors
///
/// The session's limits cannot be set: it is of no more use.
pub async fn ask(session: &mut Session, probe: &Probe, limits: Limits) -> Result<Answer> {
    let limit = session.probe_limit();
    let answer = in_time(session, &probe.sql, limits).await?;
    Ok(match answer {
        Ok(Some(number)) => Answer::Number(number),
        Ok(None) => Answer::Unknown("the answer is no number".to_owned()),
        Err(error) if error.id == "statement-cancelled" => Answer::Unknown(format!(
            "counting {} took longer than {} s",
            probe.counts,
            limit.as_secs_f32()
        )),
        Err(error) => Answer::Unknown(plain(&error)),
    })
}

/// The one number that a query answers with; `None` where it takes too long or is not allowed.
///
/// # Errors
///
/// The session's limits cannot be set: it is of no more use.
pub async fn number_in_time(session: &mut Session, sql: &str) -> Result<Option<u64>> {
    let limits = session.limits();
    Ok(in_time(session, sql, limits).await?.unwrap_or_default())
}

async fn in_time(
    session: &mut Session,
    sql: &str,
    limits: Limits,
) -> Result<Result<Option<u64>, Error>> {
    let limit = session.probe_limit();
    match session.provider() {
        Provider::Postgresql => {
            session.set_limits(Limits { statement: Some(limit), ..limits }).await?;
            let answer = number(session, sql).await;
            // In a transaction that a failed question ended nothing can be set any more.
            if !session.has_failed() {
                session.set_limits(limits).await?;
            }
            Ok(answer)
        }
        Provider::Sqlite => {
            session.stop_after(Some(limit));
            let answer = number(session, sql).await;
            session.stop_after(None);
            Ok(answer)
        }
    }
}

async fn number(session: &mut Session, sql: &str) -> Result<Option<u64>, Error> {
    let rows = session.query(sql).await?;
    let number = rows.first().and_then(|row| row.integer(0));
    Ok(number.and_then(|number| u64::try_from(number).ok()))
}

/// The database's words as the end of a sentence.
fn plain(error: &Error) -> String {
    error.message.trim_end_matches('.').to_owned()
}

/// Whether a table has no row at all; `None` where that cannot be told.
///
/// # Errors
///
/// The session's limits cannot be set: it is of no more use.
pub async fn is_empty(session: &mut Session, table: &ObjectName) -> Result<Option<bool>> {
    let sql =
        format!("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1) AS first", quote_name(table));
    Ok(number_in_time(session, &sql).await?.map(|number| number == 0))
}

/// Keeps the answers to the questions of these findings true until the transaction ends: nobody
/// else reads or writes the tables that they are about, nor writes those that they compare with.
/// SQLite's transaction is the only writer as it is.
///
/// # Errors
///
/// A lock is not free in time, or the role may not take it.
pub async fn lock(session: &mut Session, findings: &[Finding]) -> Result<()> {
    if session.provider() == Provider::Sqlite {
        return Ok(());
    }
    let mut modes: BTreeMap<&ObjectName, &'static str> = BTreeMap::new();
    for probe in findings.iter().flat_map(|finding| &finding.probes) {
        for (position, asked) in probe.tables.iter().enumerate() {
            match position {
                0 => modes.insert(&asked.table, "ACCESS EXCLUSIVE"),
                _ => Some(*modes.entry(&asked.table).or_insert("SHARE ROW EXCLUSIVE")),
            };
        }
    }
    // In the order of their names, as everybody does who runs this.
    for (table, mode) in modes {
        session.execute(&format!("LOCK TABLE {} IN {mode} MODE", quote_name(table))).await?;
    }
    Ok(())
}
