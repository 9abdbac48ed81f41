//! Changes and steps -> findings, one rule a file.

pub mod finding;

pub use finding::{Finding, Level, Probe};
