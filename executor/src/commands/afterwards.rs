//! A decision, and the database after its run -> the decision with the differences that there are now.
//! A migration takes objects away and renames tables: what was read before it would be untrue.

use crate::commands::state::{Folder, State};
use crate::deploy::decision::{Code, Decision};
use crate::deploy::gate::Consent;
use crate::deploy::situation::{Drift, Scope};
use crate::error::Result;
use crate::live;
use crate::project::Project;
use crate::session::Session;
use std::collections::BTreeSet;

/// The same decision, as it is told. Only where there were differences is anything read; where that
/// fails, what was known before is told, for the run itself is done.
pub async fn told(
    session: &mut Session,
    (project, look): (&Project, &live::Scope),
    (scope, consent): (&Scope, &Consent),
    (state, decision): (&State, &Decision),
) -> Decision {
    let mut told = decision.clone();
    if state.drift.differences.is_empty() {
        return told;
    }
    let Ok(after) = read(session, project, scope, look).await else { return told };
    let now = after.decide(session.provider(), scope, consent, &BTreeSet::new());
    let of_differences = now.notices.into_iter().filter(|notice| is_of(&after.drift, notice));
    told.notices.retain(|notice| !is_of(&state.drift, notice));
    told.notices.splice(0..0, of_differences);
    told.problems.retain(|problem| problem.code != Code::Drift);
    told.problems.extend(now.problems.into_iter().filter(|problem| problem.code == Code::Drift));
    told
}

async fn read(
    session: &mut Session,
    project: &Project,
    scope: &Scope,
    look: &live::Scope,
) -> Result<State> {
    let folder = Folder::read(&project.migrations_path(), session.provider())?;
    State::read(session, folder.named_as(&project.config.levels.naming), scope, look).await
}

/// Whether a notice is one of these differences: behind its sentence stands at most who accepted it.
fn is_of(drift: &Drift, notice: &str) -> bool {
    drift.differences.iter().any(|each| notice.starts_with(&each.message))
}
