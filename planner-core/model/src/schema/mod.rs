//! Document -> Schema: names, types and relations resolved, everything validated. All problems
//! of all files are found in one go; a schema comes out where none of them is an error. What a
//! database makes of the schema is not known here.

pub mod attributes;
pub mod language;
pub mod enum_values;
pub mod model;

pub mod arguments;
mod catalogue;
mod client_names;
mod context;
mod database_names;
mod datasource;
mod default_functions;
mod defaults;
mod drafts;
mod enums;
mod fields;
mod foreign_keys;
mod generators;
mod guesses;
mod index_fields;
mod index_methods;
mod indexes;
mod literals;
mod models;
mod native_types;
pub mod operator_classes;
mod predicates;
mod referential_actions;
mod relation_keys;
mod relations;
#[cfg(test)]
mod tests;

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::provider::Provider;
use crate::source::Sources;
use crate::syntax;
use crate::syntax::document::{Arena, Document};
use catalogue::Catalogue;
use context::{Context, Features};
use model::Schema;

pub use catalogue::is_reserved_name;

/// What checking a schema found.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The schema, where no diagnostic is an error.
    pub schema: Option<Schema>,
    /// All problems, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and validates a schema as people write it.
pub fn check(sources: &Sources) -> Checked {
    check_with(sources, Reading::Written)
}

/// Reads and validates a snapshot: every preview feature is on, and no URL is asked for. A
/// snapshot that comon_orm introspected has no datasource; it is for the `assumed` provider,
/// which stands beside it in metadata.txt, in its history row or in the project.
pub fn check_snapshot(sources: &Sources, assumed: Option<Provider>) -> Checked {
    check_with(sources, Reading::Snapshot { assumed })
}

/// How much a text has to say by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// All of it: a person wrote it.
    Written,
    /// Only what the tables are: a tool wrote it down.
    Snapshot {
        /// What it is for where it does not say.
        assumed: Option<Provider>,
    },
}

/// The same for a snapshot that was read already, with the problems of reading it.
pub fn check_snapshot_of(
    document: &Document<'_>,
    problems: Vec<Diagnostic>,
    sources: &Sources,
    assumed: Option<Provider>,
) -> Checked {
    check_read(document, problems, sources, Reading::Snapshot { assumed })
}

fn check_with(sources: &Sources, reading: Reading) -> Checked {
    let arena = Arena::for_sources(sources);
    let (document, problems) = syntax::parse(sources, &arena);
    check_read(&document, problems, sources, reading)
}

fn check_read(
    document: &Document<'_>,
    mut diagnostics: Vec<Diagnostic>,
    sources: &Sources,
    reading: Reading,
) -> Checked {
    let built = build(document, sources, reading, &mut diagnostics);
    let refused = diagnostics.iter().any(|each| each.severity == Severity::Error);
    diagnostic::sort(&mut diagnostics);
    Checked { schema: built.filter(|_| !refused), diagnostics }
}

/// Resolves a document. `None` where something is so wrong that no schema can be put together.
fn build(
    document: &Document<'_>,
    sources: &Sources,
    reading: Reading,
    problems: &mut Vec<Diagnostic>,
) -> Option<Schema> {
    let catalogue = Catalogue::collect(document, sources, problems);
    let generators = generators::build(&catalogue, sources, problems);
    let (features, assumed) = match reading {
        Reading::Written => (Features::of(&generators), None),
        Reading::Snapshot { assumed } => (Features::All, assumed),
    };
    let datasource = match assumed.filter(|_| catalogue.datasources.is_empty()) {
        Some(provider) => Some(datasource::assumed(provider)),
        None => datasource::build(&catalogue, sources, &features, problems),
    };
    let context = Context {
        sources,
        catalogue: &catalogue,
        features,
        datasource: datasource.as_ref(),
        schemas: datasource
            .iter()
            .flat_map(|each| each.schemas.iter().map(String::as_str))
            .collect(),
        relation_mode: datasource.as_ref().map(|found| found.relation_mode).unwrap_or_default(),
    };
    let enums = enums::build(&context, problems);
    let mut drafts = models::draft(&context, &enums, problems);
    let relations = relations::build(&context, &mut drafts, problems);
    database_names::check(&context, &drafts, &enums, problems);
    let mut models = Vec::with_capacity(drafts.len());
    for draft in drafts {
        models.push(drafts::finish(draft)?);
    }
    Some(Schema { datasource: datasource?, generators, models, enums, relations })
}
