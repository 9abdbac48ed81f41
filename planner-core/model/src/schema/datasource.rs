//! The `datasource` block: which database, and how it is reached and divided. Whether a URL leads
//! anywhere is not known here.

use super::arguments::check_database_name;
use super::catalogue::Catalogue;
use super::context::{Features, choices, corrected};
use super::guesses::nearest;
use super::model::{ConfigValue, Datasource, Extension, RelationMode};
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;
use crate::source::{Sources, Span};
use crate::syntax::document::{
    Argument, Block, EntryKind, Expression, ExpressionKind, Name, Setting,
};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Databases that the language knows and comon does not plan for.
const OTHER_PROVIDERS: [&str; 4] = ["mysql", "sqlserver", "mongodb", "cockroachdb"];

/// The settings, and what each is for.
pub(super) const SETTINGS: [(&str, &str); 7] = [
    ("provider", "`\"postgresql\"` (or `\"postgres\"`) or `\"sqlite\"`; a string, never env()"),
    ("url", "the database: a string or `env(\"NAME\")`; optional"),
    ("directUrl", "the database past a pooler, which comon prefers where it is there"),
    ("shadowDatabaseUrl", "read and not used: comon needs no shadow database"),
    (
        "relationMode",
        "`\"foreignKeys\"`, or `\"prisma\"` for relations that only the client keeps; \
         `referentialIntegrity` is its old name",
    ),
    ("schemas", "PostgreSQL: the database schemas, `[\"public\", \"shop\"]`"),
    (
        "extensions",
        "PostgreSQL: `[citext, postgis(version: \"3\", schema: \"public\", map: \"postgis\")]`; \
         needs the preview feature `postgresqlExtensions`",
    ),
];

/// Reads the datasource; `None` where there is none, or its provider cannot be told.
pub(super) fn build(
    catalogue: &Catalogue<'_>,
    sources: &Sources,
    features: &Features,
    problems: &mut Vec<Diagnostic>,
) -> Option<Datasource> {
    let Some((block, surplus)) = catalogue.datasources.split_first() else {
        problems.push(missing());
        return None;
    };
    for other in surplus {
        problems.push(
            Diagnostic::error(
                "second-datasource",
                other.name.span,
                "This schema cannot be used: it has more than one datasource.",
            )
            .label(block.name.span, "the first one is here")
            .help("keep one of them; a schema is for one database"),
        );
    }
    let settings = settings(block, problems);
    let provider = provider(block, &settings, sources, problems);
    check_known(&settings, sources, problems);
    let get = |name: &str| settings.iter().find(|each| each.name.text == name);
    let value = |name: &str, problems: &mut Vec<Diagnostic>| {
        get(name).and_then(|setting| config_value(setting, problems))
    };
    let url = value("url", problems);
    if let Some(setting) = get("url") {
        problems.push(
            Diagnostic::warning(
                "url-in-schema",
                setting.name.span,
                "Prisma 7 refuses this line: its URL stands in a configuration file.",
            )
            .help("keep it for Prisma 6 and earlier; comon takes the URL from here and from --url"),
        );
    }
    let direct_url = value("directUrl", problems);
    let shadow_database_url = value("shadowDatabaseUrl", problems);
    let (new, old) = (get("relationMode"), get("referentialIntegrity"));
    if let (Some(new), Some(old)) = (new, old) {
        problems.push(
            Diagnostic::error(
                "relation-mode-twice",
                old.name.span,
                "Relations cannot be planned: their mode is set under two names.",
            )
            .label(new.name.span, "set here under the name of today")
            .help("remove `referentialIntegrity`, its old name"),
        );
    }
    let mode = new.or(old);
    let relation_mode =
        mode.and_then(|setting| relation_mode(setting, sources, problems)).unwrap_or_default();
    let provider = provider?;
    let schemas = get("schemas").map(|each| schemas(each, provider, problems)).unwrap_or_default();
    let extensions = get("extensions")
        .map(|each| extensions(each, provider, features, problems))
        .unwrap_or_default();
    Some(Datasource {
        name: block.name.text.to_string(),
        provider,
        url,
        direct_url,
        shadow_database_url,
        relation_mode,
        schemas,
        extensions,
        span: block.name.span,
    })
}

/// The datasource of a snapshot that has none, for the provider that is known from elsewhere.
pub(super) fn assumed(provider: Provider) -> Datasource {
    Datasource {
        name: "db".to_owned(),
        provider,
        url: None,
        direct_url: None,
        shadow_database_url: None,
        relation_mode: RelationMode::default(),
        schemas: Vec::new(),
        extensions: Vec::new(),
        span: Span::default(),
    }
}

/// The settings of a block, each name once.
pub(super) fn settings<'a>(
    block: &'a Block<'a>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<&'a Setting<'a>> {
    let mut settings: Vec<&Setting<'_>> = Vec::new();
    let mut places: HashMap<&str, Span> = HashMap::new();
    for entry in block.entries {
        match &entry.kind {
            EntryKind::Setting(setting) => {
                if let Some(first) = places.get(setting.name.text) {
                    problems.push(
                        Diagnostic::error(
                            "duplicate-setting",
                            setting.name.span,
                            format!(
                                "This line has no effect: `{}` is set twice.",
                                setting.name.text
                            ),
                        )
                        .label(*first, "set here first")
                        .help("remove one of the two"),
                    );
                    continue;
                }
                places.insert(setting.name.text, setting.name.span);
                settings.push(setting);
            }
            EntryKind::Attribute(attribute) => problems.push(
                Diagnostic::error(
                    "misplaced-attribute",
                    attribute.span,
                    format!(
                        "This line has no effect: a {} has no attributes.",
                        block.keyword.word()
                    ),
                )
                .help("remove it"),
            ),
            EntryKind::Blank
            | EntryKind::Comment(_)
            | EntryKind::Field(_)
            | EntryKind::Value(_)
            | EntryKind::Broken => {}
        }
    }
    settings
}

/// A string or `env("NAME")`; anything else is reported.
pub(super) fn config_value(
    setting: &Setting<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<ConfigValue> {
    if let Some(text) = setting.value.as_string() {
        return Some(ConfigValue::Literal(text.to_owned()));
    }
    if let ExpressionKind::Call(call) = &setting.value.kind
        && call.name.text == "env"
        && let [Argument { name: None, value, .. }] = call.arguments
        && let Some(variable) = value.as_string()
    {
        return Some(ConfigValue::Env(variable.to_owned()));
    }
    let name = &setting.name.text;
    problems.push(
        Diagnostic::error(
            "invalid-setting",
            setting.value.span,
            format!("`{name}` cannot be read: it takes a string or `env(\"NAME\")`."),
        )
        .help(format!("write `{name} = \"…\"` or `{name} = env(\"NAME\")`")),
    );
    None
}

fn missing() -> Diagnostic {
    Diagnostic::error(
        "missing-datasource",
        Span::default(),
        "This schema cannot be planned: it has no datasource block, which names the database.",
    )
    .help(
        "add `datasource db {`, `provider = \"postgresql\"` (or \"sqlite\") and `}` on three lines",
    )
}

fn provider(
    block: &Block<'_>,
    settings: &[&Setting<'_>],
    sources: &Sources,
    problems: &mut Vec<Diagnostic>,
) -> Option<Provider> {
    let Some(setting) = settings.iter().find(|each| each.name.text == "provider") else {
        if !block.broken {
            problems.push(
                Diagnostic::error(
                    "missing-provider",
                    block.name.span,
                    format!("`{}` names no database: its `provider` is missing.", block.name.text),
                )
                .help("add `provider = \"postgresql\"` or `provider = \"sqlite\"`"),
            );
        }
        return None;
    };
    let span = setting.value.span;
    let Some(name) = setting.value.as_string() else {
        problems.push(
            Diagnostic::error(
                "invalid-provider",
                span,
                "The database cannot be told: `provider` takes one string.",
            )
            .help("write `provider = \"postgresql\"` or `provider = \"sqlite\"`"),
        );
        return None;
    };
    let provider = Provider::from_name(name);
    if provider.is_none() {
        let near = nearest(name, ["postgresql", "sqlite"]);
        problems.push(if OTHER_PROVIDERS.contains(&name) {
            Diagnostic::error(
                "unsupported-provider",
                span,
                format!("No migration can be planned: `{name}` is not supported yet."),
            )
            .help("write `provider = \"postgresql\"` or `provider = \"sqlite\"`")
        } else {
            let what = match name {
                "" => "the provider is empty".to_owned(),
                _ => format!("`{name}` is no known database"),
            };
            let problem = Diagnostic::error(
                "unknown-provider",
                span,
                format!("No migration can be planned: {what}."),
            );
            match near {
                Some(near) => {
                    let line = corrected(sources, span, &format!("\"{near}\""));
                    problem.help(format!("did you mean `{line}`?"))
                }
                None => {
                    problem.help("write `provider = \"postgresql\"` or `provider = \"sqlite\"`")
                }
            }
        });
    }
    provider
}

fn check_known(settings: &[&Setting<'_>], sources: &Sources, problems: &mut Vec<Diagnostic>) {
    let names = SETTINGS.map(|(name, _)| name);
    for setting in settings {
        let Name { text, span } = &setting.name;
        if names.contains(text) || *text == "referentialIntegrity" {
            continue;
        }
        let problem = Diagnostic::error(
            "unknown-setting",
            *span,
            format!("This line has no effect: a datasource has no setting `{text}`."),
        );
        problems.push(match nearest(text, names) {
            Some(near) => {
                problem.help(format!("did you mean `{}`?", corrected(sources, *span, near)))
            }
            None => problem.help(choices("its", "setting", "settings", names)),
        });
    }
}

fn relation_mode(
    setting: &Setting<'_>,
    sources: &Sources,
    problems: &mut Vec<Diagnostic>,
) -> Option<RelationMode> {
    match setting.value.as_string() {
        Some("foreignKeys") => return Some(RelationMode::ForeignKeys),
        Some("prisma") => return Some(RelationMode::Prisma),
        _ => {}
    }
    let line = corrected(sources, setting.value.span, "\"foreignKeys\"");
    problems.push(
        Diagnostic::error(
            "invalid-relation-mode",
            setting.value.span,
            "Relations cannot be planned: this relation mode is not known.",
        )
        .help(format!("write `{line}`, or \"prisma\" for relations without foreign keys")),
    );
    None
}

fn list<'a>(setting: &'a Setting<'a>, problems: &mut Vec<Diagnostic>) -> &'a [Expression<'a>] {
    if let ExpressionKind::List(items) = &setting.value.kind {
        return items;
    }
    problems.push(
        Diagnostic::error(
            "invalid-setting",
            setting.value.span,
            format!("`{}` cannot be read: it takes a list.", setting.name.text),
        )
        .help("put it in square brackets"),
    );
    &[]
}

fn only_postgresql(setting: &Setting<'_>, what: &str) -> Diagnostic {
    Diagnostic::error(
        "postgresql-only",
        setting.name.span,
        format!("This line has no effect: {what} exist on PostgreSQL only."),
    )
    .help("remove it")
}

fn schemas(
    setting: &Setting<'_>,
    provider: Provider,
    problems: &mut Vec<Diagnostic>,
) -> Vec<String> {
    if provider == Provider::Sqlite {
        problems.push(only_postgresql(setting, "schemas"));
        return Vec::new();
    }
    let items = list(setting, problems);
    let mut schemas: Vec<String> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for item in items {
        let Some(name) = item.as_string() else {
            problems.push(
                Diagnostic::error(
                    "expected-string",
                    item.span,
                    "`schemas` cannot be read: it takes strings.",
                )
                .help("write each schema in double quotes"),
            );
            continue;
        };
        check_database_name(name, item.span, problems);
        if !seen.insert(name) {
            problems.push(
                Diagnostic::error(
                    "duplicate-schema",
                    item.span,
                    format!("This entry has no effect: the schema `{name}` is listed twice."),
                )
                .help("remove one of the two"),
            );
            continue;
        }
        schemas.push(name.to_owned());
    }
    if items.is_empty() && matches!(setting.value.kind, ExpressionKind::List(_)) {
        problems.push(
            Diagnostic::error(
                "empty-schemas",
                setting.value.span,
                "No table has a place: `schemas` lists none.",
            )
            .help("name at least one schema, such as `schemas = [\"public\"]`, or remove the line"),
        );
    }
    schemas
}

fn extensions(
    setting: &Setting<'_>,
    provider: Provider,
    features: &Features,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Extension> {
    if provider == Provider::Sqlite {
        problems.push(only_postgresql(setting, "extensions"));
        return Vec::new();
    }
    if !features.has("postgresqlExtensions") {
        problems.push(
            Diagnostic::error(
                "preview-feature-off",
                setting.name.span,
                "Extensions are not managed: their preview feature is off.",
            )
            .help("add `previewFeatures = [\"postgresqlExtensions\"]` to a generator"),
        );
    }
    let items = match &setting.value.kind {
        ExpressionKind::Word(_) | ExpressionKind::Call(_) => std::slice::from_ref(&setting.value),
        _ => list(setting, problems),
    };
    items.iter().filter_map(|item| extension(item, problems)).collect()
}

fn extension(item: &Expression<'_>, problems: &mut Vec<Diagnostic>) -> Option<Extension> {
    let (name, arguments): (&str, &[Argument<'_>]) = match &item.kind {
        ExpressionKind::Word(name) => (name, &[]),
        ExpressionKind::Call(call) => (call.name.text, call.arguments),
        ExpressionKind::String(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::List(_)
        | ExpressionKind::Object(_) => {
            problems.push(
                Diagnostic::error(
                    "invalid-extension",
                    item.span,
                    "This extension cannot be read: extensions are written without quotes.",
                )
                .help("write `extensions = [citext, uuidOssp(map: \"uuid-ossp\")]`"),
            );
            return None;
        }
    };
    let mut extension =
        Extension { name: name.to_owned(), schema: None, version: None, span: item.span };
    for argument in arguments {
        let parameter = argument.name.as_ref().map(|name| name.text);
        let text = argument.value.as_string();
        match (parameter, text) {
            (Some("map"), Some(text)) => {
                check_database_name(text, argument.value.span, problems);
                text.clone_into(&mut extension.name);
            }
            (Some("schema"), Some(text)) => {
                check_database_name(text, argument.value.span, problems);
                extension.schema = Some(text.to_owned());
            }
            (Some("version"), Some(text)) => extension.version = Some(text.to_owned()),
            _ => problems.push(
                Diagnostic::error(
                    "unknown-argument",
                    argument.span(),
                    format!("The extension `{name}` cannot be read: this argument is not known."),
                )
                .help("its arguments are map, schema and version, each a string"),
            ),
        }
    }
    Some(extension)
}
