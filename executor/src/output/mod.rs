//! What a command found -> text for people or one JSON document. Knows nothing of databases.
//!
//! Human output goes to stdout: the target line, the verdict, details, and last the next
//! command. With `--json`, stdout holds exactly one document and progress goes to stderr.

pub mod log;
#[cfg(feature = "otel")]
mod otel;
pub mod report;
pub mod terminal;

pub use report::{Report, Tone};
pub use terminal::Terminal;
