//! The kinds of change that a person makes to a schema, each as an edit of generated schemas, with
//! what it promises about warnings. Knows nothing of the planner.

mod columns;
mod enums;
mod indexes;
mod keys;
mod names;
mod numbering;
mod tables;

use super::model::Schema;
use crate::generate::Numbers;
use planner_core::provider::Provider;

/// One kind of change.
#[derive(Clone, Copy)]
pub struct Edit {
    /// What it does, for tables and messages.
    pub name: &'static str,
    /// What it promises where it is the only edit.
    pub promise: Promise,
    /// Does it somewhere; `false` where the schema has no place for it.
    pub apply: fn(&mut Schema, &mut Numbers) -> bool,
}

impl std::fmt::Debug for Edit {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// What an edit says of the warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// Nothing gates but rebuild-table on SQLite.
    Harmless,
    /// This rule fires.
    Fires(&'static str),
    /// It depends on where it is done: the expectation of the whole pair counts alone.
    Depends,
}

/// Every kind that the database has.
pub fn all(provider: Provider) -> Vec<Edit> {
    let mut all = [
        columns::EDITS,
        numbering::EDITS,
        enums::EDITS,
        indexes::EDITS,
        keys::EDITS,
        names::EDITS,
        tables::EDITS,
    ]
    .concat();
    all.retain(|edit| provider == Provider::Postgresql || !POSTGRES_ONLY.contains(&edit.name));
    all
}

/// What SQLite has nothing for.
const POSTGRES_ONLY: [&str; 11] = [
    "numbered column added",
    "single value made list",
    "list made single value",
    "foreign key renamed by map",
    "foreign keys swap their names",
    "primary key renamed by map",
    "table moved to another schema",
    "enum moved to another schema",
    "extension added",
    "extension removed",
    "schema listed",
];

const fn harmless(name: &'static str, apply: fn(&mut Schema, &mut Numbers) -> bool) -> Edit {
    Edit { name, promise: Promise::Harmless, apply }
}

const fn fires(
    name: &'static str,
    rule: &'static str,
    apply: fn(&mut Schema, &mut Numbers) -> bool,
) -> Edit {
    Edit { name, promise: Promise::Fires(rule), apply }
}

const fn depends(name: &'static str, apply: fn(&mut Schema, &mut Numbers) -> bool) -> Edit {
    Edit { name, promise: Promise::Depends, apply }
}
