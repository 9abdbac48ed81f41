//! The physical model, and the lowering of a schema to it.

pub mod model;
