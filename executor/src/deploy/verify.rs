//! The rows of a history -> what does not fit among themselves: a row whose texts are not those of its
//! checksum, and an active one that starts from another state than the one before it left. Pure.

use crate::deploy::assess::lowered;
use crate::history::row::{History, Kind, Row};
use planner_core::artifact::{ChecksumInput, Metadata, checksum};
use planner_core::diff::diff;
use planner_core::provider::Provider;

/// One sentence for each thing that does not fit.
pub fn problems(history: &History, assumed: Provider) -> Vec<String> {
    let mut problems: Vec<String> =
        history.rows().iter().filter_map(|row| changed(row, assumed)).collect();
    for pair in history.active().windows(2) {
        let [previous, next] = pair else { continue };
        if !follows(previous, next, assumed) {
            problems.push(format!(
                "{} was applied to another state than {} left: before_schema of its row does not mean \
                 after_schema of that one",
                next.name, previous.name
            ));
        }
    }
    problems
}

/// Only rows of ours hold all that their checksum is made of. That of a rebuild notice of comon_orm
/// is made of the notice, and not of what ran.
fn changed(row: &Row, assumed: Provider) -> Option<String> {
    let ours = row.ours.metadata.as_deref().and_then(|text| Metadata::parse(text).ok())?;
    ours.get("format_version")?;
    let (before, after) = (row.before_schema.as_deref()?, row.after_schema.as_deref()?);
    let (sql, recorded) = (row.ours.migration_sql.as_deref()?, row.checksum.as_deref()?);
    let computed = checksum(&ChecksumInput {
        provider: provider(row, assumed),
        before_schema: before,
        after_schema: after,
        migration_sql: sql,
        warnings: &row.warnings,
        requires_rebuild: row.rebuild_required,
    });
    if row.kind == Kind::Rollback || computed == recorded {
        return None;
    }
    Some(format!(
        "the row {} was changed: its snapshots, SQL and warnings do not have its checksum {recorded}",
        row.name
    ))
}

/// Equal text is equal meaning and the common case. Of rows of others nothing is said.
fn follows(previous: &Row, next: &Row, assumed: Provider) -> bool {
    let texts = previous.after_schema.as_deref().zip(next.before_schema.as_deref());
    let Some((end, start)) = texts.filter(|_| next.ours.executor_version.is_some()) else {
        return true;
    };
    if end == start {
        return true;
    }
    let lower = |text: &str, row: &Row| lowered(text, provider(row, assumed));
    match (lower(end, previous), lower(start, next)) {
        (Some(end), Some(start)) => diff(&end, &start, &[]).is_ok_and(|changes| changes.is_empty()),
        _ => false,
    }
}

fn provider(row: &Row, assumed: Provider) -> Provider {
    row.provider.as_deref().and_then(Provider::from_name).unwrap_or(assumed)
}
