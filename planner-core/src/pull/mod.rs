//! A live database and a schema's texts -> the texts with what the database holds: the way back
//! of lowering. What is equal stays to the byte; what differs is edited where it stands, so order,
//! names, comments and all that a database cannot know are kept. A schema that does not exist yet
//! is one with a datasource alone. How a database is read is not known here.

mod attributes;
mod blocks;
mod columns;
mod defaults;
pub(crate) mod edits;
mod enums;
mod fields;
mod join_tables;
mod keys;
mod limits;
mod merge;
mod names;
mod relations;
mod start;
mod summary;
mod views;
pub(crate) mod writer;

pub use limits::LeftOut;
pub use start::start;
pub use summary::{BlockChange, ChangeKind};

use crate::database::lower::lower_existing;
use crate::database::model::{Database, Table};
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::change::Change;
use crate::diff::diff;
use crate::ordered::{self, BTreeSet};
use crate::schema::model::Schema;
use crate::source::Sources;
use crate::syntax::document::Arena;
use crate::{dialect, schema, syntax};
use writer::Writer;

/// What to pull into what.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The schema's files.
    pub sources: &'a Sources,
    /// What they mean.
    pub schema: &'a Schema,
    /// What the database should hold by them, tables that are not looked at left out.
    pub expected: &'a Database,
    /// What it holds, made equal to `expected` where only the spelling differs.
    pub live: &'a Database,
    /// The columns of its views.
    pub views: &'a [Table],
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pulled {
    /// The files as they should be, under their paths.
    pub sources: Sources,
    /// What they mean in the database.
    pub database: Database,
    /// The blocks that differ from before, in the order of the files.
    pub changes: Vec<BlockChange>,
    /// What the schema cannot say, or not as long as a preview feature is off.
    pub left_out: Vec<LeftOut>,
    /// Where the database still differs from this schema: the changes from what the schema says
    /// to what the database holds.
    pub differences: Vec<Change>,
}

/// Why nothing came of it: the schema that would be written has these errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsayable {
    /// The files that the diagnostics point into.
    pub sources: Sources,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
}

/// Pulls.
///
/// # Errors
///
/// What the database holds cannot be said without an error of the schema.
pub fn pull(request: &Request<'_>) -> Result<Pulled, Unsayable> {
    let (live, mut left_out) = limits::limit(request);
    let arena = Arena::for_sources(request.sources);
    let (document, _) = syntax::parse(request.sources, &arena);
    let mut writer = Writer::new(request, &document, &live);
    // Without hints there is none that could be wrong.
    let changes = diff(request.expected, &live, &[]).unwrap_or_default();
    merge::merge(&mut writer, &changes);
    views::merge(&mut writer, request.views, &mut left_out);
    let sources = writer.finish();
    let checked = schema::check(&sources);
    let Some(after) = checked.schema else {
        let mut diagnostics = checked.diagnostics;
        diagnostics.retain(|each| each.severity == Severity::Error);
        return Err(Unsayable { sources, diagnostics });
    };
    let lowered = lower_existing(&after, dialect::type_system(after.datasource.provider));
    let lowered = of_expected(lowered, request);
    let differences = diff(&lowered, &live, &[]).unwrap_or_default().changes;
    let differences = differences.into_iter().filter(|change| !is_client_side(change)).collect();
    let changes = summary::changes(request.sources, &sources);
    ordered::sort(&mut left_out);
    Ok(Pulled { sources, database: lowered, changes, left_out, differences })
}

/// Without the tables that were not looked at: those of models that the schema declares and the
/// database was not expected to hold. A model may lie elsewhere by now, and is known by its own name.
fn of_expected(mut lowered: Database, request: &Request<'_>) -> Database {
    let declared: BTreeSet<&str> =
        request.schema.models.iter().map(|model| model.name.as_str()).collect();
    let expected: BTreeSet<&str> =
        request.expected.tables.iter().filter_map(|table| table.logical_name.as_deref()).collect();
    lowered.tables.retain(|table| {
        let name = table.logical_name.as_deref();
        name.is_none_or(|name| !declared.contains(name) || expected.contains(name))
    });
    lowered
}

fn is_client_side(change: &Change) -> bool {
    matches!(change, Change::ChangeClientColumn { .. } | Change::ChangeClientEnum(_))
}
