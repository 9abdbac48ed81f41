//! Differences between history and database -> one problem, where they matter, and notices where
//! they do not. Pure.

use crate::deploy::decision::{Accepted, Code, Problem};
use crate::deploy::situation::Situation;
use crate::live::Difference;
use std::collections::BTreeSet;

/// A difference on a table that a pending step touches stops; the others are only told.
pub fn drift_problem(
    situation: &Situation<'_>,
    pending: &[String],
    touched: &BTreeSet<String>,
) -> (Option<Problem>, Vec<String>) {
    // Between two sections of a migration its tables are neither before nor after.
    let in_between: BTreeSet<&String> = pending
        .iter()
        .filter(|name| situation.journal.iter().any(|step| step.migration == **name))
        .filter_map(|name| situation.assessments.get(name))
        .flat_map(|each| &each.touched)
        .collect();
    let settled = |each: &&Difference| !each.tables.iter().any(|table| in_between.contains(table));

    let mut notices: Vec<String> = situation.drift.unknown.iter().cloned().collect();
    let mut stopping = Vec::new();
    let mut standing = Vec::new();
    for difference in situation.drift.differences.iter().filter(settled) {
        let names: Vec<&str> = difference.names.iter().map(String::as_str).collect();
        let accepted = situation.consent.accepts_drift(&names);
        let concerns = difference.tables.iter().any(|table| touched.contains(table));
        if difference.notice {
            notices.push(difference.message.clone());
        } else if let Some(flag) = accepted {
            notices.push(format!("{} (accepted by {flag})", difference.message));
        } else if concerns {
            stopping.push(difference);
        } else {
            standing.push(difference);
        }
    }
    if stopping.is_empty() && standing.is_empty() {
        return (None, notices);
    }
    let stops = !stopping.is_empty();
    let describe = |difference: &&Difference, concerns: bool| {
        let name = difference.names.first().map(String::as_str).unwrap_or_default();
        let flag = planner_core::subject::shell_word(&format!("drift:{name}"));
        if concerns {
            format!("{} (a pending step touches it; --allow {flag})", difference.message)
        } else {
            difference.message.clone()
        }
    };
    let mut details: Vec<String> = stopping.iter().map(|each| describe(each, true)).collect();
    details.extend(standing.iter().map(|each| describe(each, false)));
    let count = details.len();
    let differences =
        if count == 1 { "1 difference".to_owned() } else { format!("{count} differences") };
    let next = if stops {
        "undo the change by hand, or put it into schema.prisma and a migration, or accept each \
         difference with the flag that stands beside it"
    } else {
        "undo the change by hand, or put it into schema.prisma and a migration"
    };
    let problem = Problem {
        code: Code::Drift,
        migration: None,
        message: format!("the database is not what its history says: {differences}"),
        details,
        next: next.to_owned(),
        stops,
    };
    (Some(problem), notices)
}

/// The accepted differences, each with the pending migrations that touch its tables: their
/// history rows record it. A command's own new migration has no name yet.
pub fn accepted(situation: &Situation<'_>, pending: &[String]) -> Vec<Accepted> {
    let mut touching: Vec<(&str, &BTreeSet<String>)> = pending
        .iter()
        .filter_map(|name| Some((name.as_str(), &situation.assessments.get(name)?.touched)))
        .collect();
    touching.push(("", situation.also_touched));
    let mut accepted = Vec::new();
    for difference in situation.drift.differences.iter().filter(|each| !each.notice) {
        let names: Vec<&str> = difference.names.iter().map(String::as_str).collect();
        let Some(by) = situation.consent.accepts_drift(&names) else { continue };
        for (migration, touched) in &touching {
            if difference.tables.is_disjoint(touched) {
                continue;
            }
            accepted.push(Accepted {
                migration: (*migration).to_owned(),
                id: "drift".to_owned(),
                subject: names.first().copied().unwrap_or_default().to_owned(),
                message: difference.message.clone(),
                by: by.clone(),
                measured: Vec::new(),
                to_clear: None,
                takes_away: false,
            });
        }
    }
    accepted
}
