//! PostgreSQL's SQL text: the only place of the planner that spells it.

pub mod alter_table;
pub mod block;
pub mod cast;
pub mod column_type;
pub mod create_table;
pub mod default;
pub mod enum_type;
pub mod extension;
pub mod index;
pub mod literal;
pub mod refused;
pub mod lossy;
pub mod probes;
pub mod rename;
pub mod sequence;
pub mod statement;
pub mod gentle;
