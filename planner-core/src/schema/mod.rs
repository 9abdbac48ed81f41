//! Document -> Schema: names, types and relations resolved, everything validated. All problems
//! of all files are found in one go; a schema comes out where none of them is an error. What a
//! database makes of the schema is not known here.

pub mod model;

mod arguments;
mod catalogue;
mod context;
mod database_names;
mod datasource;
mod defaults;
mod drafts;
mod enums;
mod fields;
mod foreign_keys;
mod generators;
mod index_fields;
mod index_methods;
mod indexes;
mod literals;
mod models;
mod native_types;
mod operator_classes;
mod predicates;
mod referential_actions;
mod relation_keys;
mod relations;
#[cfg(test)]
mod tests;

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::source::Sources;
use crate::syntax;
use crate::syntax::document::Document;
use catalogue::Catalogue;
use context::{Context, Features};
use model::Schema;

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
    check_with(sources, false)
}

/// Reads and validates a snapshot: every preview feature is on, and no URL is asked for.
pub fn check_snapshot(sources: &Sources) -> Checked {
    check_with(sources, true)
}

fn check_with(sources: &Sources, snapshot: bool) -> Checked {
    let (document, mut diagnostics) = syntax::parse(sources);
    let built = build(&document, sources, snapshot, &mut diagnostics);
    let refused = diagnostics.iter().any(|each| each.severity == Severity::Error);
    diagnostic::sort(&mut diagnostics);
    Checked { schema: built.filter(|_| !refused), diagnostics }
}

/// Resolves a document. `None` where something is so wrong that no schema can be put together.
fn build(
    document: &Document,
    sources: &Sources,
    snapshot: bool,
    problems: &mut Vec<Diagnostic>,
) -> Option<Schema> {
    let catalogue = Catalogue::collect(document, sources, problems);
    let generators = generators::build(&catalogue, sources, problems);
    let features = if snapshot { Features::All } else { Features::of(&generators) };
    let datasource = datasource::build(&catalogue, sources, &features, problems);
    let context = Context {
        sources,
        catalogue: &catalogue,
        features,
        datasource: datasource.as_ref(),
        relation_mode: datasource.as_ref().map(|found| found.relation_mode).unwrap_or_default(),
    };
    let enums = enums::build(&context, problems);
    let mut drafts = models::draft(&context, &enums, problems);
    models::index_all(&context, &mut drafts, &enums, problems);
    let relations = relations::build(&context, &mut drafts, problems);
    database_names::check(&context, &drafts, &enums, problems);
    let models = drafts.into_iter().map(drafts::finish).collect::<Option<Vec<_>>>()?;
    Some(Schema { datasource: datasource?, generators, models, enums, relations })
}
