//! A document of settings as a tree, whoever read it: tables, lists and values, each with the place where it
//! stands if that is known. Knows nothing of TOML.

use serde_json::Value as Json;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it begins, in bytes; `None` where nobody knows.
    pub at: Option<usize>,
    /// It.
    pub value: Value,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A day or a time, as it is written.
    Day(String),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
    /// A number or a boolean: no setting is one.
    Other,
}

/// Keys and their values, in the order of the document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table(pub Vec<Entry>);

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where it begins, as with a value.
    pub at: Option<usize>,
    /// Its value.
    pub node: Node,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.0.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }
}

impl Node {
    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Day(_) | Value::List(_) | Value::Table(_) | Value::Other => None,
        }
    }
}

/// A document that a script read: nothing is known of its places, and days are texts.
impl From<Json> for Node {
    fn from(json: Json) -> Self {
        let value = match json {
            Json::String(text) => Value::Text(text),
            Json::Array(list) => Value::List(list.into_iter().map(Self::from).collect()),
            Json::Object(map) => {
                let entries = map.into_iter();
                let entry = |(key, each)| Entry { key, at: None, node: Self::from(each) };
                Value::Table(Table(entries.map(entry).collect()))
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => Value::Other,
        };
        Self { at: None, value }
    }
}
