//! `generator` blocks: who wants code, and which preview features are on. What a generator does
//! with its own settings is not known here.

use super::catalogue::Catalogue;
use super::context::{choices, corrected};
use super::datasource::{config_value, settings};
use super::guesses::nearest;
use super::model::Generator;
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;
use crate::source::{Sources, Span};
use crate::syntax::document::{Block, EntryKind, Expression, ExpressionKind, Setting};

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
    let provider = catalogue.datasources.first().and_then(|block| provider_named(block));
    let generators = catalogue.generators.iter();
    generators.filter_map(|block| generator(block, provider, sources, problems)).collect()
}

/// The provider that a datasource names; whether it does so well is judged elsewhere.
fn provider_named(block: &Block<'_>) -> Option<Provider> {
    block.entries.iter().find_map(|entry| match &entry.kind {
        EntryKind::Setting(setting) if setting.name.text == "provider" => {
            setting.value.as_string().and_then(Provider::from_name)
        }
        _ => None,
    })
}

fn generator(
    block: &Block<'_>,
    provider: Option<Provider>,
    sources: &Sources,
    problems: &mut Vec<Diagnostic>,
) -> Option<Generator> {
    let settings = settings(block, problems);
    let get = |name: &str| settings.iter().copied().find(|each| each.name.text == name);
    let preview_features = get("previewFeatures")
        .or_else(|| get("experimentalFeatures"))
        .map(|setting| preview_features(setting, provider, sources, problems))
        .unwrap_or_default();
    let output = get("output").and_then(|setting| config_value(setting, problems));
    if let Some(engine) = get("engineType")
        && engine.value.as_string().is_none()
    {
        problems.push(
            Diagnostic::error(
                "invalid-setting",
                engine.value.span,
                "`engineType` cannot be read: it takes a string.",
            )
            .help("write `engineType = \"library\"`, or remove it"),
        );
    }
    if let Some(targets) = get("binaryTargets") {
        check_strings(targets, problems);
    }
    for setting in &settings {
        check_object(setting, problems);
    }
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
    setting: &Setting<'_>,
    provider: Option<Provider>,
    sources: &Sources,
    problems: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let items = match &setting.value.kind {
        ExpressionKind::List(items) => items,
        ExpressionKind::String(_) => std::slice::from_ref(&setting.value),
        ExpressionKind::Number(_)
        | ExpressionKind::Word(_)
        | ExpressionKind::Call(_)
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
        // Prisma does not look at their case.
        let known = |each: &&&str| each.eq_ignore_ascii_case(name);
        if FORMER_FEATURES.iter().any(|each| known(&each)) {
            problems.push(
                Diagnostic::warning(
                    "former-preview-feature",
                    item.span,
                    format!("`{name}` has no effect: it is no preview feature any more."),
                )
                .help("remove it from the list"),
            );
        } else if let Some(feature) = FEATURES.iter().find(known) {
            check_feature(feature, provider, item.span, problems);
            features.push((*feature).to_owned());
            continue;
        } else {
            let problem = Diagnostic::error(
                "unknown-preview-feature",
                item.span,
                match name {
                    "" => "This entry has no effect: it names no preview feature.".to_owned(),
                    _ => format!("`{name}` has no effect: no preview feature has this name."),
                },
            );
            problems.push(match nearest(name, FEATURES) {
                Some(near) => {
                    let line = corrected(sources, item.span, &format!("\"{near}\""));
                    problem.help(format!("did you mean `{line}`?"))
                }
                None => {
                    problem.help(choices("the", "preview feature", "preview features", FEATURES))
                }
            });
        }
        features.push(name.to_owned());
    }
    features
}

/// A list of strings, or one of them; from the environment where it is no list.
fn check_strings(setting: &Setting<'_>, problems: &mut Vec<Diagnostic>) {
    let ExpressionKind::List(items) = &setting.value.kind else {
        config_value(setting, problems);
        return;
    };
    let is_env = |item: &Expression<'_>| match &item.kind {
        ExpressionKind::Call(call) => call.name.text == "env",
        _ => false,
    };
    for item in items.iter().filter(|item| item.as_string().is_none() && !is_env(item)) {
        problems.push(
            Diagnostic::error(
                "invalid-setting",
                item.span,
                format!("`{}` cannot be read: it takes strings.", setting.name.text),
            )
            .help("write each of them in double quotes"),
        );
    }
}

/// Objects among the settings are read since Prisma 7.
fn check_object(setting: &Setting<'_>, problems: &mut Vec<Diagnostic>) {
    if let ExpressionKind::Object(_) = setting.value.kind {
        problems.push(
            Diagnostic::warning(
                "newer-language",
                setting.value.span,
                "Only Prisma 7 reads this: earlier versions refuse an object here.",
            )
            .help("remove it where Prisma 6 or earlier reads this schema"),
        );
    }
}

/// Features that not every version or database has, although their names are known.
fn check_feature(
    feature: &str,
    provider: Option<Provider>,
    span: Span,
    problems: &mut Vec<Diagnostic>,
) {
    if feature == "partialIndexes" {
        problems.push(
            Diagnostic::warning(
                "newer-language",
                span,
                "Only Prisma 7 knows this preview feature: earlier versions refuse its name.",
            )
            .help(
                "remove it, and `where` from indexes, where Prisma 6 or earlier reads this schema",
            ),
        );
    }
    if feature == "fullTextSearchPostgres" && provider == Some(Provider::Sqlite) {
        problems.push(
            Diagnostic::error(
                "postgresql-only",
                span,
                "This preview feature has no effect: full-text search is that of PostgreSQL.",
            )
            .help("remove it from the list"),
        );
    }
}

fn not_strings(setting: &Setting<'_>) -> Diagnostic {
    Diagnostic::error(
        "invalid-setting",
        setting.value.span,
        "No preview feature is on: `previewFeatures` takes a list of strings.",
    )
    .help("write `previewFeatures = [\"views\"]`")
}
