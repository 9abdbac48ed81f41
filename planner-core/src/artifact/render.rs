//! A plan's outcome -> the five files, sealed. Reads no clock: the caller says when.

use crate::artifact::checksum::{ChecksumInput, checksum, seal};
use crate::artifact::files::ArtifactFiles;
use crate::artifact::metadata::Metadata;
use crate::provider::Provider;
use crate::source::escape_hidden;

/// The version of the layout that this module writes.
pub const FORMAT_VERSION: u32 = 1;

/// A migration that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewArtifact {
    /// Its name, which is the folder's.
    pub name: String,
    /// When it was planned: RFC 3339, UTC.
    pub generated_at: String,
    /// The database that it is for.
    pub provider: Provider,
    /// Text of migration.sql.
    pub migration_sql: String,
    /// The messages of the gating warnings.
    pub warnings: Vec<String>,
    /// The snapshot before; empty for the first migration.
    pub before_schema: String,
    /// The snapshot after.
    pub after_schema: String,
    /// How many statements migration.sql has, the bracket aside.
    pub statement_count: usize,
    /// Whether a table is built anew.
    pub rebuild_required: bool,
    /// The rename hints used, before and after, in quoted database form.
    pub renames: Vec<(String, String)>,
    /// The version of the planner.
    pub planner_version: String,
    /// The oldest server that the plan is for.
    pub target_version: String,
}

/// The five files.
pub fn render(artifact: &NewArtifact) -> ArtifactFiles {
    let lines = warning_lines(&artifact.warnings);
    let checksum = checksum(&ChecksumInput {
        provider: artifact.provider,
        before_schema: &artifact.before_schema,
        after_schema: &artifact.after_schema,
        migration_sql: &artifact.migration_sql,
        warnings: &lines,
        requires_rebuild: artifact.rebuild_required,
    });
    let mut metadata = Metadata::default();
    metadata.set("name", &artifact.name);
    metadata.set("generated_at", &artifact.generated_at);
    metadata.set("statement_count", &artifact.statement_count.to_string());
    metadata.set("rebuild_required", if artifact.rebuild_required { "true" } else { "false" });
    metadata.set("warning_count", &lines.len().to_string());
    metadata.set("provider", artifact.provider.name());
    metadata.set("checksum", &checksum);
    metadata.set("format_version", &FORMAT_VERSION.to_string());
    metadata.set("planner_version", &artifact.planner_version);
    metadata.set("target_version", &artifact.target_version);
    for (index, (before, after)) in artifact.renames.iter().enumerate() {
        metadata.set(&format!("rename.{}", index + 1), &format!("{before} -> {after}"));
    }
    let warnings = warnings_text(&lines);
    let files = [
        ("migration.sql", artifact.migration_sql.as_str()),
        ("warnings.txt", warnings.as_str()),
        ("before.prisma", artifact.before_schema.as_str()),
        ("after.prisma", artifact.after_schema.as_str()),
    ];
    metadata.set("seal", &seal(files, &metadata.text()));
    ArtifactFiles {
        metadata: Some(metadata.text().into_bytes()),
        ..files.into_iter().map(|(name, text)| (name, text.as_bytes().to_vec())).collect()
    }
}

/// Messages as lines of warnings.txt: trimmed, none empty, hidden characters written out.
pub fn warning_lines(messages: &[String]) -> Vec<String> {
    let lines = messages.iter().map(|message| escape_hidden(message.trim()));
    lines.filter(|line| !line.is_empty()).collect()
}

/// The text of warnings.txt.
pub fn warnings_text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}
