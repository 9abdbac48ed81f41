//! The text that a schema begins with where there is none: a datasource, and a generator where
//! the database holds what needs a preview feature. What is in the tables is pulled into it.

use super::defaults::quoted;
use super::names::identifier;
use crate::database::model::Database;
use crate::format::format_text;
use crate::schema::model::ConfigValue;

/// A schema without models for that database, in canonical form. `schemas` are those that the
/// datasource shall list, none where only the connection's own one counts.
pub fn start(live: &Database, url: &ConfigValue, schemas: &[String]) -> String {
    let mut text = String::new();
    let features = features(live);
    if !features.is_empty() {
        let listed: Vec<String> = features.iter().map(|name| quoted(name)).collect();
        text.push_str(&format!(
            "generator client {{\n  provider = \"prisma-client-js\"\n  previewFeatures = [{}]\n}}\n\n",
            listed.join(", ")
        ));
    }
    let url = match url {
        ConfigValue::Literal(url) => quoted(url),
        ConfigValue::Env(name) => format!("env({})", quoted(name)),
    };
    text.push_str(&format!(
        "datasource db {{\n  provider = \"{}\"\n  url = {url}\n",
        live.provider
    ));
    if !live.extensions.is_empty() {
        let listed = live.extensions.iter().map(|extension| extension_text(&extension.name));
        text.push_str(&format!("  extensions = [{}]\n", listed.collect::<Vec<_>>().join(", ")));
    }
    if !schemas.is_empty() {
        let listed: Vec<String> = schemas.iter().map(|name| quoted(name)).collect();
        text.push_str(&format!("  schemas = [{}]\n", listed.join(", ")));
    }
    text.push_str("}\n");
    format_text(&text)
}

fn features(live: &Database) -> Vec<&'static str> {
    let mut indexes = live.tables.iter().flat_map(|table| &table.indexes);
    let partial = indexes.any(|index| index.predicate.is_some());
    let extensions = !live.extensions.is_empty();
    let needed = [(partial, "partialIndexes"), (extensions, "postgresqlExtensions")];
    needed.into_iter().filter_map(|(needed, name)| needed.then_some(name)).collect()
}

fn extension_text(name: &str) -> String {
    let made = identifier(name, "extension");
    if made == name { made } else { format!("{made}(map: {})", quoted(name)) }
}
