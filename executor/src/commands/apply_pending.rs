//! Applying the pending migrations, in order: what `deploy`, `dev` and `reset` share, and what each of
//! them says of it.

use crate::commands::context::Context;
use crate::commands::course::{Course, Manner};
use crate::commands::show::counted;
use crate::commands::state::State;
use crate::deploy::decision::Decision;
use crate::error::Error;
use crate::execute::apply::{Applied, Failure};
use crate::history::store;
use crate::session::Session;
use serde_json::json;

/// Applies what the decision lets through, in order.
///
/// # Errors
///
/// One fails; those before it stay applied and are named. The failure says whether anything at all is
/// committed.
pub async fn apply_pending(
    context: &Context<'_>,
    session: &mut Session,
    state: &State,
    decision: &Decision,
    manner: Manner,
) -> Result<Vec<Applied>, Failure> {
    let mut applied: Vec<Applied> = Vec::new();
    if decision.pending.is_empty() {
        return Ok(applied);
    }
    let begun = Course::begin(session, state, manner).await;
    let mut course = begun.map_err(|error| Failure { error, committed: false })?;
    let pending = decision.pending.iter();
    let pending: Vec<_> = pending.filter_map(|name| state.ready.get_key_value(name)).collect();
    let mut alone = false;
    while let Some((name, ready)) = pending.get(applied.len()) {
        let number = applied.len() + 1;
        let progress = format!("applying {name} ({number} of {})", pending.len());
        context.terminal.progress(&progress);
        course.followed(!alone && number < pending.len());
        alone = false;
        let accepted = decision.accepted_for(name);
        let failure = match course.apply(context, session, state, ready, &accepted).await {
            Ok(one) => {
                applied.push(one);
                continue;
            }
            Err(failure) => failure,
        };
        if session.unended().is_some() {
            // Nothing is left of the one before, and nothing of this one ran. Run again, by itself, it
            // says what is the matter, or waits for whoever is in the way.
            applied.pop();
            course.step_back();
            alone = true;
            continue;
        }
        let is_settled = store::settle(session).await.is_ok();
        let names: Vec<&str> = applied.iter().map(|each| each.row.migration()).collect();
        let committed = failure.committed || !names.is_empty();
        let error = with_whereabouts(failure.error, name, failure.committed, &names, is_settled);
        return Err(Failure { error, committed });
    }
    let settled = store::settle(session).await;
    settled.map_err(|error| Failure { error, committed: true })?;
    Ok(applied)
}

/// What a failed run leaves, so that nobody has to guess.
pub fn with_whereabouts(
    error: Error,
    name: &str,
    committed: bool,
    before: &[&str],
    is_settled: bool,
) -> Error {
    let mut error = error;
    error = if error.id == "connection-lost" {
        error.detail(format!(
            "Whether {name} was committed cannot be told from here; comon migrate status says it."
        ))
    } else if committed {
        error
            .detail(format!("{name} is incomplete: its finished steps are committed and recorded."))
    } else {
        error.detail(format!("{name} was rolled back; nothing of it is left."))
    };
    if !before.is_empty() && is_settled {
        error = error.detail(format!("Applied before it, and recorded: {}.", before.join(", ")));
    } else if !before.is_empty() {
        error = error.detail(format!(
            "Applied before it: {}. Where the server itself failed it may have lost the last of them, each with \
             its row; comon migrate status says it.",
            before.join(", ")
        ));
    }
    if error.help.is_none() && error.id == "interrupted" {
        error = error.help("Run comon migrate deploy again to go on.");
    } else if error.help.is_none() {
        error = error.help("Repair what the message names, then run comon migrate deploy again.");
    }
    error
}

/// One line a migration: name, statements, time, and what was kept beside the schema.
pub fn applied_lines(applied: &[Applied]) -> Vec<String> {
    let mut lines = Vec::new();
    for each in applied {
        let statements = usize::try_from(each.row.statement_count).unwrap_or_default();
        lines.push(format!(
            "  {}  {}, {} ms",
            each.row.migration(),
            counted(statements, "statement"),
            each.duration.as_millis()
        ));
        lines.extend(each.kept.iter().map(|kept| format!("    kept {kept}")));
    }
    lines
}

/// The same as fields.
pub fn applied_values(applied: &[Applied]) -> Vec<serde_json::Value> {
    applied
        .iter()
        .map(|each| {
            json!({
                "name": each.row.migration(),
                "statements": each.row.statement_count,
                "durationMs": each.row.ours.duration_ms,
                "kept": each.kept,
            })
        })
        .collect()
}
