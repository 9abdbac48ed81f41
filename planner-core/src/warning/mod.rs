//! Changes and steps -> findings, one rule a file.

pub mod finding;
pub mod migration;
pub mod conditions;
pub mod rule;
pub mod uniqueness;
pub mod waiting;
pub mod application;
pub mod rules;
pub mod statement_effects;
pub mod written_sql;
pub mod registry;
pub mod check;
pub mod judge;
pub mod levels;
pub mod naming;
pub mod allow;

pub use check::{CheckContext, check};
pub use finding::{Asked, Finding, Level, Probe};
pub use written_sql::{check_foreign, check_written};

#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used)]
mod tests;
