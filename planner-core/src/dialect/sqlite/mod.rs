//! What is particular to SQLite.

pub mod identifiers;
pub mod expression;
pub mod types;
pub mod defaults;
pub mod refusals;
pub mod type_system;
pub mod sql;
pub mod cast;
pub mod service;
pub mod altered_table;
pub mod renames;
pub mod enum_values;
pub mod rebuild;
pub mod lower;
