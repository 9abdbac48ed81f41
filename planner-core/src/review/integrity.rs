//! Whether an artifact fits together: its seal, its place in the chain, its warnings and its SQL.
//! What the database says of it is not known here.

use super::model::Problem;
use super::replan::Replanned;
use crate::artifact::Artifact;
use crate::artifact::read::Author;
use crate::ordered::BTreeSet;
use crate::planner::{PlanRequest, plan_for};
use crate::provider::Provider;
use crate::source::Sources;

/// The status code of a migration that does not begin where the one before it ends.
pub(super) const BROKEN_CHAIN: &str = "broken-chain";

/// Everything that does not fit. `previous`: the migration before it, where there is one at hand.
pub fn problems(
    artifact: &Artifact,
    replanned: &Replanned,
    previous: Option<&Artifact>,
) -> Vec<Problem> {
    let mut problems: Vec<Problem> = artifact
        .unsealed
        .iter()
        .map(|each| Problem {
            code: each.code,
            message: format!("{}: {}.", each.file, each.message),
        })
        .collect();
    // comon_orm reads before.prisma back from a database, so that it says less than what was
    // written before: between two of its migrations that is no break.
    let theirs = |each: &Artifact| each.author != Author::Comon;
    if let Some(previous) = previous
        && !(theirs(previous) && theirs(artifact))
        && !means_the_same(&previous.after_schema, &artifact.before_schema, artifact.provider)
    {
        problems.push(Problem {
            code: BROKEN_CHAIN,
            message: format!(
                "Its before.prisma does not mean what after.prisma of {} means.",
                previous.name
            ),
        });
    }
    problems.extend(warnings_edited(artifact, replanned));
    // comon_orm leaves metadata.txt out, comon never does.
    if previous.is_some_and(|previous| !theirs(previous)) && artifact.metadata.is_empty() {
        problems.push(Problem {
            code: "invalid-local-artifacts",
            message: "metadata.txt: it is missing.".to_owned(),
        });
    }
    problems
}

/// Whether two snapshots lower to the same database. `assumed`: what one is for that does not say.
pub fn means_the_same(left: &str, right: &str, assumed: Option<Provider>) -> bool {
    if left == right {
        return true;
    }
    let before = Sources::single("before.prisma", left);
    let after = Sources::single("after.prisma", right);
    if left.trim().is_empty() || right.trim().is_empty() {
        return false;
    }
    let request = PlanRequest { before: Some(&before), after: &after, hints: &[] };
    plan_for(&request, assumed).is_ok_and(|planned| planned.is_empty())
}

/// Lines that are missing; lines beyond those that the planner finds are shown by the findings
/// of whoever wrote them and need no word here.
fn warnings_edited(artifact: &Artifact, replanned: &Replanned) -> Option<Problem> {
    if artifact.author != Author::Comon {
        return None;
    }
    let written: BTreeSet<&str> = artifact.warnings.iter().map(String::as_str).collect();
    let found = replanned.warnings();
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    let missing = found.difference(&written).count();
    let surplus = written.difference(&found).count();
    let lacks = format!("lacks {missing} of the warnings that the planner finds");
    let message = match (missing, surplus) {
        (0, 0) => return None,
        (_, 0) => format!("warnings.txt {lacks}."),
        (0, _) => {
            format!("The planner does not find {surplus} of the warnings in warnings.txt.")
        }
        _ => format!("warnings.txt {lacks}, and has {surplus} that it does not find."),
    };
    Some(Problem { code: "warnings-edited", message })
}
