//! What is particular to PostgreSQL.

pub mod identifiers;
pub mod sql;
