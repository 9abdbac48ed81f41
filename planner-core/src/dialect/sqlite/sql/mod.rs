//! SQLite's SQL text: the only place of the planner that spells it.

pub mod alter_table;
pub mod column_type;
pub mod copy_rows;
pub mod relabel;
pub mod create_table;
pub mod default;
pub mod index;
pub mod literal;
pub mod bracket;
pub mod refused;
pub mod probes;
