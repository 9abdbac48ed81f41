//! One statement of a migration: run so that Ctrl-C stops it, and explained by its number, line
//! and migration where the database refuses it.

use crate::error::{Error, Result};
use crate::interrupt::Interrupt;
use crate::session::{Canceller, Session};
use planner_core::script::Statement;
use tracing::Instrument;

/// How much of a statement an error shows.
const SHOWN_LINES: usize = 12;

/// Where a statement stands, for errors.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The migration.
    pub migration: &'a str,
    /// Whether it stands in the migration.sql of a directory.
    pub reviewed: bool,
    /// Number in the file, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
}

/// Runs one statement exactly as written.
///
/// # Errors
///
/// The database refuses it, or the run was asked to stop.
pub async fn run(
    session: &mut Session,
    canceller: &Canceller,
    interrupt: &Interrupt,
    statement: &Statement,
    place: Place<'_>,
) -> Result<u64> {
    if let Some(error) = interrupt.error() {
        return Err(stopped(error, place));
    }
    let span = tracing::info_span!(
        "step",
        number = place.number,
        count = place.count,
        line = statement.line,
        rows = tracing::field::Empty
    );
    let running = session.execute(&statement.text).instrument(span.clone());
    let result = until_stopped(canceller, interrupt, running).await;
    match (result, interrupt.error()) {
        (Ok(rows), _) => {
            span.record("rows", rows);
            Ok(rows)
        }
        (Err(_), Some(stop)) => Err(stopped(stop, place)),
        (Err(error), None) => Err(explain(error, statement, place)),
    }
}

/// Waits for what runs on the session; where the run is asked to stop, cancels it first.
pub async fn until_stopped<T>(
    canceller: &Canceller,
    interrupt: &Interrupt,
    running: impl Future<Output = T>,
) -> T {
    tokio::pin!(running);
    tokio::select! {
        biased;
        result = &mut running => result,
        () = interrupt.asked() => {
            // A canceller that cannot reach the server leaves the statement to its end.
            let _ = canceller.cancel().await;
            running.await
        }
    }
}

/// Says where a run was stopped.
pub fn stopped(error: Error, place: Place<'_>) -> Error {
    error.detail(format!(
        "Stopped at statement {} of {} of {}; its transaction was rolled back.",
        place.number, place.count, place.migration
    ))
}

/// Says which statement the database refused.
pub fn explain(error: Error, statement: &Statement, place: Place<'_>) -> Error {
    let file = match place.reviewed {
        true => format!("{}/migration.sql:{}", place.migration, statement.line),
        false => format!("line {} of the planned SQL", statement.line),
    };
    let mut explained =
        error.detail(format!("{file} (statement {} of {})", place.number, place.count));
    let mut lines = statement.text.lines();
    for line in lines.by_ref().take(SHOWN_LINES) {
        explained = explained.detail(format!("  {line}"));
    }
    let more = lines.count();
    if more > 0 {
        explained = explained.detail(format!("  … {more} more lines"));
    }
    explained
}
