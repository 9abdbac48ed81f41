//! The physical model, and the lowering of a schema to it.

pub mod model;
pub mod names;
pub mod type_system;
pub mod taken_names;
pub mod lower;
