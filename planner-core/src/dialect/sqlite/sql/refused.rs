//! Statements that a migration script must not hold on SQLite, since the executor does what they
//! do.

use crate::dialect::refusal::{self, Refusal};

/// Why a statement that begins with these words, in capitals, is refused; `None` where it may
/// run.
pub fn refusal(words: &[&str]) -> Option<Refusal> {
    if let Some(control) = refusal::transaction_control(words) {
        return Some(control);
    }
    match words.first().copied()? {
        "PRAGMA" => Some(Refusal {
            reason: "PRAGMA changes the session, which the executor sets up".to_owned(),
            help: "remove it; a script that rebuilds a table is bracketed by the planner",
        }),
        word @ ("ATTACH" | "DETACH") => Some(Refusal {
            reason: format!("{word} reaches another database file"),
            help: "remove it; a migration changes one database",
        }),
        "VACUUM" => Some(Refusal {
            reason: "VACUUM cannot run in a transaction".to_owned(),
            help: "run it by hand after the deploy",
        }),
        _ => None,
    }
}
