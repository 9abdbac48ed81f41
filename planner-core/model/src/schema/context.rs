//! What every check of a schema may look at: the sources, the names, the datasource. And the
//! wordings that several checks share: a corrected line, the nearest known name.

use super::catalogue::Catalogue;
use super::model::{Datasource, Generator, RelationMode};
use crate::diagnostic;
use crate::ordered::BTreeSet;
use crate::provider::Provider;
use crate::source::{Sources, Span};
use foldhash::HashSet;

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
    /// Its database schemas.
    pub schemas: HashSet<&'a str>,
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
    let place = sources.place(span);
    let text = sources.file(place.file).map(|file| file.text.as_str()).unwrap_or_default();
    diagnostic::corrected(text, place.start as usize..place.end as usize, replacement)
}

/// The names of the language that would do, each in quotes: "its arguments are `map`, `sort`", or
/// of one alone "its only argument is `map`".
pub(super) fn choices<'n>(
    whose: &str,
    one: &str,
    several: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> String {
    let mut names = names.into_iter();
    match (names.next(), names.next()) {
        (Some(only), None) => format!("{whose} only {one} is `{only}`"),
        (first, second) => {
            let all = first.into_iter().chain(second).chain(names);
            format!("{whose} {several} are {}", quoted(all))
        }
    }
}

/// Joins names as a sentence lists them, each in quotes.
pub(super) fn quoted<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    first_of(names.into_iter(), |name| format!("`{name}`"))
}

/// How many names a sentence lists.
const LISTED: usize = 40;

/// Joins names as a sentence lists them; of very many the first.
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    first_of(names.into_iter(), str::to_owned)
}

/// The first of the names as they are shown, and how many more there are, which are only counted.
fn first_of<'n>(
    mut names: impl Iterator<Item = &'n str>,
    shown: impl Fn(&'n str) -> String,
) -> String {
    let first: Vec<String> = names.by_ref().take(LISTED).map(shown).collect();
    let more = match names.size_hint() {
        (least, Some(most)) if least == most => most,
        _ => names.count(),
    };
    match more {
        0 => first.join(", "),
        more => format!("{} … and {more} more", first.join(", ")),
    }
}
