//! What the database at hand knows, for commands that are about files: one that cannot be reached has
//! nothing to say, which is said.

use crate::commands::context::Context;
use crate::error::Result;
use crate::history::store::{self, Stored};
use crate::project::Project;
use crate::session::{Access, Missing, Session};
use crate::target::Target;
use planner_core::schema::model::Schema;

/// A session with the database at hand; `None`, with a note, where there is none.
pub async fn session(
    context: &Context<'_>,
    project: &Project,
    schema: &Schema,
    access: Access,
) -> Option<(Session, Target)> {
    let Ok(target) = context.target(project, schema) else {
        context.terminal.note("note: there is no database URL, so no database was asked.");
        return None;
    };
    context.terminal.target(&target.line());
    match Session::connect(&target, access, Missing::Refuse).await {
        Ok(session) => Some((session, target)),
        Err(error) => {
            context.terminal.note(&format!("note: the database was not asked. {}", error.message));
            None
        }
    }
}

/// Its history and journal.
///
/// # Errors
///
/// It can be reached and not be read.
pub async fn stored(
    context: &Context<'_>,
    project: &Project,
    schema: &Schema,
) -> Result<Option<Stored>> {
    let Some((mut session, _)) = session(context, project, schema, Access::Read).await else {
        return Ok(None);
    };
    let stored = store::read(&mut session).await?;
    session.close().await?;
    Ok(Some(stored))
}
