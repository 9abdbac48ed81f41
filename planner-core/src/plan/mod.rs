//! Changes -> steps, through a dialect's lowering.

pub mod blocking;
pub mod build;
pub mod lowering;
pub mod rename_order;
pub mod step;

pub use blocking::{Wait, waits};
pub use build::build;
pub use step::{ColumnCast, Effect, Lock, LockMode, Operation, Plan, Step, Work};
