//! What `--allow-cleared` let through -> whether it may really run: the tables are locked, the
//! questions are asked again inside the migration's transaction, and a number above zero, or no
//! answer, rolls it back.

use crate::error::{Error, Result};
use crate::live::probes::{self, Answer};
use crate::session::{Limits, Session};
use planner_core::warning::Finding;
use planner_core::warning::allow::flag;
use planner_core::warning::judge::{Judgement, judge};

/// Locks and measures, before the first statement. `limits` are those of the transaction.
///
/// # Errors
///
/// A lock is not free in time, or something is at risk after all.
pub async fn check(
    session: &mut Session,
    migration: &str,
    findings: &[Finding],
    limits: Limits,
) -> Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    probes::lock(session, findings).await?;
    let mut open = Vec::new();
    for finding in findings {
        let mut answers = Vec::new();
        let mut reason = None;
        for probe in &finding.probes {
            match probes::ask(session, probe, limits).await? {
                Answer::Number(number) => answers.push(Some(number)),
                Answer::Unknown(why) => {
                    answers.push(None);
                    reason = Some(why);
                    break;
                }
            }
        }
        let words = match judge(finding, &answers) {
            Judgement::Cleared => continue,
            Judgement::Certain(counts) => {
                let words: Vec<String> = counts.iter().map(ToString::to_string).collect();
                format!("certain, measured under lock: {}", words.join(", "))
            }
            Judgement::Possible => {
                format!("possible, not measured: {}", reason.clone().unwrap_or_default())
            }
        };
        open.push((finding, words));
        // A question that failed ended PostgreSQL's transaction.
        if reason.is_some() {
            break;
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    let mut error = Error::refused(
        "not-cleared",
        format!("{migration} was not applied: under lock, values are at risk after all."),
    )
    .help("Look at the values, then accept what is meant with its own flag.");
    for (finding, words) in open {
        error = error
            .detail(format!("{}  {}", finding.rule, finding.message))
            .detail(format!("    {words}"))
            .detail(format!("    accept with {}", flag(finding)));
    }
    Err(error)
}
