//! What is particular to PostgreSQL.

pub mod identifiers;
pub mod expression;
pub mod functions;
pub mod jsonb;
pub mod types;
pub mod defaults;
pub mod operator_classes;
pub mod refusals;
pub mod type_system;
pub mod text_length;
pub mod cast;
pub mod locks;
pub mod service;
pub mod volatility;
pub mod lower;
pub mod sql;
