//! A finding -> the SQL that takes its risk away, for the very objects at hand: statements to run before
//! the migration, or in the place of a step of it. Empty where no SQL does, which the rule's words say.
//! Knows nothing of how it is shown.

mod repair;
mod step;
mod way;

pub use way::{SaferKind, SaferPart, SaferWay, VALUE, ZONE};

use crate::provider::Provider;
use crate::warning::Finding;
use crate::warning::migration::Migration;
use crate::warning::rules::{
    add_required_column, assumes_utc, blocks_reads_and_writes, blocks_writes, rewrites_table,
    volatile_default,
};

/// Notices about who waits for a step.
const WAITING: [&str; 4] = [
    blocks_reads_and_writes::RULE.id,
    blocks_writes::RULE.id,
    rewrites_table::RULE.id,
    volatile_default::RULE.id,
];

/// The ways: what looks first, then what keeps, what repairs, and what replaces a step.
pub fn ways(migration: &Migration<'_>, finding: &Finding) -> Vec<SaferWay> {
    let postgresql = migration.provider() == Provider::Postgresql;
    if WAITING.contains(&finding.rule) {
        step::ways(migration, finding, step::without_waiting)
    } else if finding.rule == add_required_column::RULE.id && postgresql {
        step::ways(migration, finding, step::filled_columns)
    } else if finding.rule == add_required_column::RULE.id {
        step::ways(migration, finding, step::filled_copy)
    } else if finding.rule == assumes_utc::RULE.id {
        step::ways(migration, finding, step::in_zone)
    } else {
        repair::ways(migration, finding)
    }
}
