//! Changes and steps -> findings, one rule a file.

pub mod finding;
pub mod migration;
pub mod rule;
pub mod uniqueness;
pub mod rules;
pub mod registry;
pub mod check;
pub mod judge;
pub mod allow;

pub use check::{CheckContext, check};
pub use finding::{Finding, Level, Probe};

#[cfg(test)]
#[allow(clippy::panic)]
mod tests;
