//! Extensions and schemas.

use crate::database::model::Extension;
use crate::dialect::postgres::identifiers::quote;

/// A schema appears, unless it is there.
pub fn create_namespace(name: &str) -> String {
    format!("CREATE SCHEMA IF NOT EXISTS {}", quote(name))
}

/// An extension appears, unless it is there.
pub fn create(extension: &Extension) -> String {
    let mut text = format!("CREATE EXTENSION IF NOT EXISTS {}", quote(&extension.name));
    if extension.schema.is_some() || extension.version.is_some() {
        text.push_str(" WITH");
    }
    if let Some(schema) = &extension.schema {
        text.push_str(" SCHEMA ");
        text.push_str(&quote(schema));
    }
    if let Some(version) = &extension.version {
        text.push_str(" VERSION ");
        text.push_str(&quote(version));
    }
    text
}

/// An extension's version changes.
pub fn update(name: &str, version: &str) -> String {
    format!("ALTER EXTENSION {} UPDATE TO {}", quote(name), quote(version))
}

/// An extension moves to another schema.
pub fn set_schema(name: &str, schema: &str) -> String {
    format!("ALTER EXTENSION {} SET SCHEMA {}", quote(name), quote(schema))
}

/// An extension goes. What still depends on it makes this fail.
pub fn drop(name: &str) -> String {
    format!("DROP EXTENSION {}", quote(name))
}
