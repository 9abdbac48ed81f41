//! Changes -> steps, through a dialect's lowering.

pub mod lowering;
pub mod step;

pub use step::{Effect, Lock, LockMode, Operation, Plan, RebuildCast, Step, Work};
