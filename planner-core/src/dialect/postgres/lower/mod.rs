//! Changes -> PostgreSQL's steps, in place. Knows in which order statements can run; their text
//! is written under `sql`.
//!
//! The order: schemas, extensions, values added to enums; what goes (foreign keys, indexes,
//! primary keys, columns, tables), under names before; renames; then everything under its name
//! after: enums, columns, primary keys, new tables, enums that go, indexes, foreign keys. So a
//! name that something frees can be taken, and a foreign key finds its parent.

mod columns;
mod dependents;
mod enums;
mod keys;
mod moves;
mod renames;
mod scope;
mod standing;
mod surroundings;
mod tables;
#[cfg(test)]
mod tests;

use crate::diff::change::ChangeId;
use crate::plan::lowering::{Lowering, PlanContext};
use crate::plan::step::{Effect, Operation, Step};
use dependents::Dependents;
use scope::Scope;
use standing::Standing;

/// PostgreSQL's lowering.
#[derive(Debug, Clone, Copy)]
pub struct PostgresLowering;

impl Lowering for PostgresLowering {
    fn lower(&self, context: &PlanContext<'_>) -> Vec<Step> {
        let scope = Scope::of(context);
        let dependents = Dependents::of(&scope);
        let mut first = Vec::new();
        surroundings::appear(&scope, &mut first);
        enums::change_values(&scope, &mut first);

        let mut rest = Vec::new();
        keys::drop_foreign_keys(&scope, &dependents, &mut rest);
        // Their foreign keys may stand on indexes and keys that go.
        tables::drop_tables(&scope, &mut rest);
        keys::drop_indexes(&scope, &dependents, &mut rest);
        keys::drop_primary_keys(&scope, &dependents, &mut rest);
        columns::drop_columns(&scope, &mut rest);
        let renamed = renames::rename(&scope, &dependents, &mut rest);
        let standing = Standing::of(&scope, &dependents);
        let mut parts = columns::parts(&scope, &standing);
        let replaced = enums::replace_and_create(&scope, &renamed, &mut parts, &mut rest);
        columns::alter_and_add(parts, &mut rest);
        enums::drop_replaced(replaced, &mut rest);
        keys::add_primary_keys(&scope, &dependents, &mut rest);
        tables::create_tables(&scope, &mut rest);
        enums::drop_enums(&scope, &renamed, &mut rest);
        keys::create_indexes(&scope, &dependents, &mut rest);
        keys::add_foreign_keys(&scope, &dependents, &mut rest);
        surroundings::go(&scope, &mut rest);

        // A value that is added cannot be used before its transaction commits (error 55P04).
        if enums::added_value_is_used(&scope) {
            for step in &mut rest {
                step.section = 1;
            }
        }
        first.extend(rest);
        first
    }

    fn foreign_keys_off(&self, _: &PlanContext<'_>, _: &[Step]) -> bool {
        false
    }
}

/// A step that does what its changes say.
fn step(title: String, statements: Vec<String>, serves: Vec<ChangeId>, effect: Effect) -> Step {
    Step { title, statements, serves, operation: Operation::Direct, section: 0, effect }
}
