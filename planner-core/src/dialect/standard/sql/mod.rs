//! SQL text that every database family here understands as it stands.

pub mod predicate;
pub mod probes;
pub mod rows;
