//! What every check of a schema may look at: the sources, the names, the datasource. And the
//! wordings that several checks share: a corrected line, the nearest known name.

use super::catalogue::Catalogue;
use super::model::{Datasource, Generator, RelationMode};
use crate::provider::Provider;
use crate::source::{Sources, Span};
use std::collections::BTreeSet;

/// What is known before models are looked at.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// The texts, for helps that show a corrected line.
    pub sources: &'a Sources,
    /// The blocks by name.
    pub catalogue: &'a Catalogue<'a>,
    /// Preview features that are on.
    pub features: Features,
    /// The datasource, where it could be read.
    pub datasource: Option<&'a Datasource>,
    /// Its relation mode.
    pub relation_mode: RelationMode,
}

impl Context<'_> {
    /// The provider, where it is known.
    pub fn provider(&self) -> Option<Provider> {
        self.datasource.map(|found| found.provider)
    }

    /// The line of `span` with the text there replaced.
    pub fn corrected(&self, span: Span, replacement: &str) -> String {
        corrected(self.sources, span, replacement)
    }
}

/// Which preview features are on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Features {
    /// A snapshot: all of them.
    All,
    /// Those that a generator names.
    Named(BTreeSet<String>),
}

impl Features {
    /// The features that the generators turn on.
    pub fn of(generators: &[Generator]) -> Self {
        Self::Named(generators.iter().flat_map(|each| each.preview_features.clone()).collect())
    }

    /// Whether that feature is on.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.contains(name),
        }
    }
}

/// The line of `span`, trimmed, with the text there replaced.
pub(super) fn corrected(sources: &Sources, span: Span, replacement: &str) -> String {
    let text = sources.file(span.file).map(|file| file.text.as_str()).unwrap_or_default();
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..).unwrap_or_default();
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = after.find(['\n', '\r']).unwrap_or(after.len());
    let (head, tail) = (before.get(start..), after.get(..end));
    let line = [head.unwrap_or_default(), replacement, tail.unwrap_or_default()].concat();
    line.trim().to_owned()
}

/// The known name that a word is probably a slip of.
pub(super) fn nearest<'n>(word: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let lower = word.to_lowercase();
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    let close = |each: &&str| each.len().abs_diff(word.len()) <= 4 * allowed;
    known
        .into_iter()
        .filter(close)
        .map(|each| (strsim::damerau_levenshtein(&each.to_lowercase(), &lower), each))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, each)| each)
}

/// Joins names as a sentence lists them.
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near_and_strangers_are_not() {
        assert_eq!(nearest("Strng", ["Int", "String"]), Some("String"));
        assert_eq!(nearest("string", ["Int", "String"]), Some("String"));
        assert_eq!(nearest("Polygon", ["Int", "String"]), None);
    }
}
