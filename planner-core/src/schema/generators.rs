//! `generator` blocks: who wants code, and which preview features are on. What a generator does
//! with its own settings is not known here.

use super::catalogue::Catalogue;
use super::context::{corrected, listed};
use super::datasource::{config_value, settings};
use super::guesses::nearest;
use super::model::Generator;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use crate::syntax::document::{Block, ExpressionKind, Setting};

/// Preview features that change something today.
pub(super) const FEATURES: [&str; 10] = [
    "nativeDistinct",
    "partialIndexes",
    "postgresqlExtensions",
    "relationJoins",
    "schemaEngineDriverAdapters",
    "shardKeys",
    "strictUndefinedChecks",
    "typedSql",
    "views",
    "fullTextSearchPostgres",
];

/// Preview features of earlier versions: part of the language by now, or gone.
pub(super) const FORMER_FEATURES: [&str; 48] = [
    "aggregateApi",
    "aggregations",
    "atomicNumberOperations",
    "clientExtensions",
    "cockroachdb",
    "connectOrCreate",
    "createMany",
    "dataProxy",
    "deno",
    "distinct",
    "driverAdapters",
    "extendedIndexes",
    "extendedWhereUnique",
    "fieldReference",
    "filteredRelationCount",
    "filterJson",
    "fullTextIndex",
    "fullTextSearch",
    "groupBy",
    "improvedQueryRaw",
    "insensitiveFilters",
    "interactiveTransactions",
    "jsonProtocol",
    "metrics",
    "microsoftSqlServer",
    "middlewares",
    "mongodb",
    "mongoDb",
    "multiSchema",
    "namedConstraints",
    "nApi",
    "napi",
    "nativeTypes",
    "omitApi",
    "orderByAggregateGroup",
    "orderByNulls",
    "orderByRelation",
    "prismaSchemaFolder",
    "queryCompiler",
    "referentialActions",
    "referentialIntegrity",
    "selectRelationCount",
    "sqlServer",
    "tracing",
    "transactionApi",
    "uncheckedScalarInputs",
    "mongodbNativeTypes",
    "engineLessClient",
];

/// Reads the generators.
pub(super) fn build(
    catalogue: &Catalogue<'_>,
    sources: &Sources,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Generator> {
    let generators = catalogue.generators.iter();
    generators.filter_map(|block| generator(block, sources, problems)).collect()
}

fn generator(
    block: &Block,
    sources: &Sources,
    problems: &mut Vec<Diagnostic>,
) -> Option<Generator> {
    let settings = settings(block, problems);
    let get = |name: &str| settings.iter().copied().find(|each| each.name.text == name);
    let preview_features = get("previewFeatures")
        .or_else(|| get("experimentalFeatures"))
        .map(|setting| preview_features(setting, sources, problems))
        .unwrap_or_default();
    let output = get("output").and_then(|setting| config_value(setting, problems));
    let Some(provider) = get("provider") else {
        if !block.broken {
            problems.push(
                Diagnostic::error(
                    "missing-provider",
                    block.name.span,
                    format!("`{}` generates nothing: its `provider` is missing.", block.name.text),
                )
                .help("add `provider = \"prisma-client-js\"`, or the generator that you use"),
            );
        }
        return None;
    };
    Some(Generator {
        name: block.name.text.to_string(),
        provider: config_value(provider, problems)?,
        output,
        preview_features,
        span: block.name.span,
    })
}

fn preview_features(
    setting: &Setting,
    sources: &Sources,
    problems: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let items = match &setting.value.kind {
        ExpressionKind::List(items) => items.as_slice(),
        ExpressionKind::String(_) => std::slice::from_ref(&setting.value),
        ExpressionKind::Number(_)
        | ExpressionKind::Word(_)
        | ExpressionKind::Call { .. }
        | ExpressionKind::Object(_) => {
            problems.push(not_strings(setting));
            return Vec::new();
        }
    };
    let mut features = Vec::new();
    for item in items {
        let Some(name) = item.as_string() else {
            problems.push(not_strings(setting));
            continue;
        };
        if FORMER_FEATURES.contains(&name) {
            problems.push(
                Diagnostic::warning(
                    "former-preview-feature",
                    item.span,
                    format!("`{name}` has no effect: it is no preview feature any more."),
                )
                .help("remove it from the list"),
            );
        } else if !FEATURES.contains(&name) {
            let problem = Diagnostic::error(
                "unknown-preview-feature",
                item.span,
                format!("`{name}` has no effect: no preview feature has this name."),
            );
            problems.push(match nearest(name, FEATURES) {
                Some(near) => {
                    let line = corrected(sources, item.span, &format!("\"{near}\""));
                    problem.help(format!("did you mean `{line}`?"))
                }
                None => problem.help(format!("the preview features are {}", listed(FEATURES))),
            });
        }
        features.push(name.to_owned());
    }
    features
}

fn not_strings(setting: &Setting) -> Diagnostic {
    Diagnostic::error(
        "invalid-setting",
        setting.value.span,
        "No preview feature is on: `previewFeatures` takes a list of strings.",
    )
    .help("write `previewFeatures = [\"views\"]`")
}
