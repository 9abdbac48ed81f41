//! Who holds the deploy lock, for commands that only look: a line for people, a field for JSON.

use crate::error::Error;
use crate::output::Report;
use crate::session::{Holder, file_lock_holder};
use crate::target::Target;
use serde_json::Value;

/// The report with the holder, where there is one.
pub fn told(report: Report, holder: Option<&Holder>) -> Report {
    let value = holder.and_then(|holder| serde_json::to_value(holder).ok());
    let report = report.field("lock", value.unwrap_or(Value::Null));
    match holder {
        Some(holder) => report.line(line(holder)),
        None => report,
    }
}

/// An SQLite file that lets nobody read at the moment: the run that does so is named.
pub fn explain(error: Error, target: &Target) -> Error {
    match target {
        Target::Sqlite(file) if error.id == "database-busy" => {
            named(error, file_lock_holder(file).as_ref())
        }
        _ => error,
    }
}

/// The same of a table that a run on PostgreSQL holds, whose holder is known.
pub fn explain_locked(error: Error, target: &Target, holder: Option<&Holder>) -> Error {
    match error.id {
        "lock-timeout" => named(error, holder),
        _ => explain(error, target),
    }
}

fn named(error: Error, holder: Option<&Holder>) -> Error {
    match holder {
        Some(holder) => error.detail(line(holder)),
        None => error,
    }
}

fn line(holder: &Holder) -> String {
    format!("The deploy lock is held by {}; a deploy waits for it.", holder.describe())
}
