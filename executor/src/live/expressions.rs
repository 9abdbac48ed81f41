//! What a server made of our expressions: PostgreSQL stores a parsed form and prints it in its own
//! words. The history keeps both texts, so that a later comparison is exact.

use super::alike::is_alike;
use planner_core::database::model::{ColumnDefault, Database, ObjectName};
use std::collections::BTreeMap;

/// For each default and index predicate that the server prints otherwise, our text and its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LiveExpressions {
    texts: BTreeMap<String, [String; 2]>,
}

impl LiveExpressions {
    /// What a server that was brought to `expected` and reads back as `live` made of its
    /// expressions.
    pub fn collect(expected: &Database, live: &Database) -> Self {
        let mut texts = BTreeMap::new();
        let found: BTreeMap<_, _> = live.tables.iter().map(|table| (&table.name, table)).collect();
        for table in &expected.tables {
            let Some(other) = found.get(&table.name) else {
                continue;
            };
            for column in &table.columns {
                let default = other.column(&column.name).and_then(|column| column.default.as_ref());
                if let (
                    Some(ColumnDefault::Expression(ours)),
                    Some(ColumnDefault::Expression(theirs)),
                ) = (&column.default, default)
                    && ours != theirs
                {
                    let key = default_key(&table.name, &column.name);
                    texts.insert(key, [ours.clone(), theirs.clone()]);
                }
            }
            for index in &table.indexes {
                let predicate = other.index(&index.name).and_then(|index| index.predicate.as_ref());
                if let (Some(ours), Some(theirs)) = (&index.predicate, predicate)
                    && ours != theirs
                {
                    let key = predicate_key(&table.name, &index.name);
                    texts.insert(key, [ours.clone(), theirs.clone()]);
                }
            }
        }
        Self { texts }
    }

    /// The same, and a judgement of each expression that nothing is known of: one that is surely
    /// what the server made of ours is taken for it, any other for another one. For those who have
    /// to decide; a comparison rather leaves it open.
    #[must_use]
    pub fn judged(mut self, expected: &Database, live: &Database) -> Self {
        for (key, [ours, theirs]) in Self::collect(expected, live).texts {
            let printed = if is_alike(&ours, &theirs) { theirs } else { ours.clone() };
            match self.texts.get(&key) {
                Some([known, _]) if *known == ours => {}
                Some(_) | None => {
                    self.texts.insert(key, [ours, printed]);
                }
            }
        }
        self
    }

    /// Reads the history's column; what cannot be read counts as nothing known.
    pub fn from_json(json: &str) -> Self {
        Self { texts: serde_json::from_str(json).unwrap_or_default() }
    }

    /// For the history's column; `None` where there is nothing to keep.
    pub fn to_json(&self) -> Option<String> {
        if self.texts.is_empty() {
            return None;
        }
        serde_json::to_string(&self.texts).ok()
    }

    /// These, and those of a later migration, which win.
    #[must_use]
    pub fn extended(mut self, later: Self) -> Self {
        self.texts.extend(later.texts);
        self
    }

    /// Keeps what the server made of `ours`.
    pub(super) fn insert(&mut self, key: String, ours: &str, theirs: &str) {
        self.texts.insert(key, [ours.to_owned(), theirs.to_owned()]);
    }

    /// Whether `theirs` is known to be what the server made of `ours`; `None` where nothing is
    /// known of our text.
    pub(super) fn agrees(&self, key: &str, ours: &str, theirs: &str) -> Option<bool> {
        let [known_ours, known_theirs] = self.texts.get(key)?;
        (known_ours == ours).then(|| known_theirs == theirs)
    }
}

/// The key of a column's default.
pub(super) fn default_key(table: &ObjectName, column: &str) -> String {
    format!("default {table}.{column}")
}

/// The key of an index's predicate.
pub(super) fn predicate_key(table: &ObjectName, index: &str) -> String {
    format!("where {table}.{index}")
}
