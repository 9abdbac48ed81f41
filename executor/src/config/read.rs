//! The text of comon.toml -> the tree that the planner reads settings from, and what is wrong with it as an
//! error with its line. Knows no key.

use crate::error::{Error, Result};
use planner_core::settings::Mistake;
use planner_core::settings::tree::{Entry, Node, Table, Value};
use planner_core::warning::naming::Pattern;
use regex::Regex;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The whole file.
///
/// # Errors
///
/// `invalid-config`: it is no TOML.
pub(super) fn document(text: &str, path: &Path) -> Result<Node> {
    let table = DeTable::parse(text).map_err(|error| {
        let mistake = Mistake {
            id: "invalid-config",
            at: Some(error.span().unwrap_or_default().start),
            message: format!("cannot be read: {}.", error.message()),
            help: "It is a TOML file, such as: external = [\"spatial_ref_sys\", \"audit_*\"]"
                .to_owned(),
        };
        told(text, path, &mistake)
    })?;
    Ok(Node { at: Some(0), value: Value::Table(entries(table.get_ref())) })
}

fn entries(table: &DeTable<'_>) -> Table {
    let mut all: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            at: Some(key.span().start),
            node: node(value),
        })
        .collect();
    all.sort_by_key(|entry| entry.at);
    Table(all)
}

fn node(value: &Spanned<DeValue<'_>>) -> Node {
    let tree = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Datetime(day) => Value::Day(day.to_string()),
        DeValue::Array(list) => Value::List(list.iter().map(node).collect()),
        DeValue::Table(table) => Value::Table(entries(table)),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => Value::Other,
    };
    Node { at: Some(value.span().start), value: tree }
}

/// A mistake with its line.
pub(super) fn told(text: &str, path: &Path, mistake: &Mistake) -> Error {
    let before = text.bytes().take(mistake.at.unwrap_or_default());
    let line = before.filter(|byte| *byte == b'\n').count() + 1;
    let message = mistake.told(&format!("{}:{line}", path.display()));
    Error { id: mistake.id, ..Error::invalid("invalid-config", message) }.help(mistake.help.clone())
}

/// A test of names by a regular expression, or what is wrong with it.
pub(super) fn pattern(inner: &str) -> std::result::Result<Pattern, String> {
    let compiled = Regex::new(inner).map_err(|error| {
        let problem = error.to_string();
        problem.lines().last().unwrap_or_default().trim().to_owned()
    })?;
    Ok(Pattern::of(format!("/{inner}/"), move |name| compiled.is_match(name)))
}
