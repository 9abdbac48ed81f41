//! What the page asks, as JavaScript values come in. Only shapes; the planner's own types are
//! made here and nowhere else.

use planner_core::source::{SourceFile, Sources};
use serde::Deserialize;

/// One schema file.
#[derive(Debug, Clone, Deserialize)]
pub struct FileInput {
    /// Relative path.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The two schemas of a migration.
#[derive(Debug, Clone, Deserialize)]
pub struct PlanInput {
    /// The schema before; none for a first migration.
    pub before: Option<Vec<FileInput>>,
    /// The schema after.
    pub after: Vec<FileInput>,
    /// Rename hints, as `--rename` takes them.
    pub hints: Vec<String>,
}

/// The files of one schema, in the planner's order.
pub fn sources(files: Vec<FileInput>) -> Sources {
    let file = |each: FileInput| SourceFile { path: each.path, text: each.text };
    Sources::new(files.into_iter().map(file).collect())
}
