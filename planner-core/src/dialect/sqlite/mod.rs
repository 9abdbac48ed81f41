//! What is particular to SQLite.

pub mod identifiers;
pub mod sql;
