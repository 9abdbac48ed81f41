//! A pair and a database -> what is wrong with it, in both directions: broken laws, values that went
//! without a word, false alarms and silence. Knows nothing of how pairs are made.

use super::edits::Promise;
use super::expected;
use super::kept;
use super::model::Schema;
use super::{Pair, migration};
use crate::database::Place;
use crate::planning;
use crate::tiers;

/// Whether a pair is about two migrations that can be planned at all: a chain of hints cannot.
pub fn is_possible(pair: &Pair) -> bool {
    let chained = |migration| {
        planning::plan(&migration)
            .is_err_and(|reason| reason.contains("which another hint renames"))
    };
    !chained(pair.forwards()) && !chained(pair.backwards())
}

/// Everything that is wrong; empty is good.
pub fn judge(place: Place, pair: &Pair) -> Vec<String> {
    let mut problems: Vec<String> = direction(place, &pair.before, &pair.after, pair.promise())
        .into_iter()
        .map(|problem| format!("forwards: {problem}"))
        .collect();
    let back = direction(place, &pair.after, &pair.before, Promise::Depends);
    problems.extend(back.into_iter().map(|problem| format!("backwards: {problem}")));
    problems
}

fn direction(place: Place, before: &Schema, after: &Schema, promise: Promise) -> Vec<String> {
    let migration = migration(before, after);
    let planned = match planning::plan(&migration) {
        Ok(planned) => planned,
        Err(reason) => return vec![format!("not planned: {reason}")],
    };
    let mut problems = expected::compare(&expected::expected(before, after), &planned);
    match promise {
        Promise::Harmless => {
            let gating = planned.gating().filter(|finding| finding.rule != "rebuild-table");
            problems.extend(gating.map(|finding| format!("harmless, but: {}", finding.message)));
        }
        Promise::Fires(rule) if planned.gating().all(|finding| finding.rule != rule) => {
            problems.push(format!("{rule} does not fire"));
        }
        Promise::Fires(_) | Promise::Depends => {}
    }
    let same = kept::questions(before, after, &planned);
    problems.extend(tiers::check(place, &migration, &planned, &[], &same));
    problems
}
