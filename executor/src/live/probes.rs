//! The questions of findings, asked of a live database: how many values are at risk right now.
//! Read-only. What cannot be answered stays unknown; an answer here only informs, since rows may
//! change before the migration locks its tables.

use crate::error::Result;
use crate::session::{DEFAULT_LIMITS, Limits, Session};
use planner_core::warning::Finding;
use planner_core::warning::judge::Answer;
use std::time::Duration;

/// No question may hold a deploy up for longer.
const LIMIT: Duration = Duration::from_secs(5);

/// The answers to a finding's probes, in their order.
///
/// # Errors
///
/// The session's limits cannot be set.
pub async fn ask(session: &mut Session, finding: &Finding) -> Result<Vec<Answer>> {
    let limits = Limits { statement: Some(LIMIT), ..DEFAULT_LIMITS };
    session.set_limits(limits).await?;
    let mut answers = Vec::new();
    for probe in &finding.probes {
        let rows = session.query(&probe.sql).await.ok();
        let number = rows.and_then(|rows| rows.first()?.integer(0));
        answers.push(number.and_then(|number| u64::try_from(number).ok()));
    }
    session.set_limits(DEFAULT_LIMITS).await?;
    Ok(answers)
}
