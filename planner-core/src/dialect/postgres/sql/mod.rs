//! PostgreSQL's SQL text: the only place of the planner that spells it.

pub mod column_type;
pub mod default;
pub mod literal;
pub mod predicate;
pub mod probes;
