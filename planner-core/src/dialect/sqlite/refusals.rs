//! What SQLite would refuse of a lowered database, said before anything is planned.

use crate::database::model::Database;
use crate::diagnostic::Diagnostic;

/// Every refusal, in no particular order.
pub fn check(database: &Database) -> Vec<Diagnostic> {
    let _ = database;
    Vec::new()
}
