//! What the plan asks of a dialect: to turn meaning into execution.

use crate::database::model::Database;
use crate::diff::change::ChangeSet;
use crate::plan::step::Step;

/// Everything that a lowering may look at.
#[derive(Debug, Clone, Copy)]
pub struct PlanContext<'a> {
    /// The database as it is.
    pub before: &'a Database,
    /// The database as it shall be.
    pub after: &'a Database,
    /// What changes.
    pub changes: &'a ChangeSet,
}

/// A dialect's way from changes to steps.
pub trait Lowering: Sync {
    /// The steps that carry out all changes of the context, in order of execution. A change that
    /// needs no step (a client-side one) is served by none.
    fn lower(&self, context: &PlanContext<'_>) -> Vec<Step>;

    /// Whether the script of these steps must run with foreign keys off (SQLite's bracket): it
    /// builds a table anew or drops one.
    fn foreign_keys_off(&self, context: &PlanContext<'_>, steps: &[Step]) -> bool;
}
