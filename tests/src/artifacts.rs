//! A change of a schema -> the five files of its migration, as a command would write them. Knows
//! nothing of folders.

use crate::planning::{self, Migration};
use planner_core::artifact::{self, ArtifactFiles, NewArtifact};
use planner_core::diff::ResolvedHint;
use planner_core::provider::Provider;

/// When all of them were planned.
pub const PLANNED_AT: &str = "2026-11-20T09:00:00Z";

/// The files of a migration of that name.
///
/// # Errors
///
/// Why the planner refuses the change.
pub fn of(migration: &Migration, name: &str) -> Result<ArtifactFiles, String> {
    let planned = planning::plan(migration)?;
    let target_version = match planned.provider() {
        Provider::Postgresql => "14",
        Provider::Sqlite => "3.35",
    };
    Ok(artifact::render(&NewArtifact {
        name: name.to_owned(),
        generated_at: PLANNED_AT.to_owned(),
        provider: planned.provider(),
        renames: planned.renames.iter().map(ResolvedHint::sides).collect(),
        migration_sql: planned.migration_sql,
        warnings: planned.warnings,
        before_schema: planned.before_schema,
        after_schema: planned.after_schema,
        statement_count: planned.statement_count,
        rebuild_required: planned.requires_rebuild,
        planner_version: env!("CARGO_PKG_VERSION").to_owned(),
        target_version: target_version.to_owned(),
    }))
}

/// The files as texts, each with its name.
pub fn texts(files: &ArtifactFiles) -> Vec<(&'static str, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    files.present().map(|(name, bytes)| (name, text(bytes))).collect()
}
