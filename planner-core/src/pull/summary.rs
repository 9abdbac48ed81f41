//! Two versions of a schema's files -> which blocks appeared, changed or went.

use crate::ordered::{BTreeMap, BTreeSet};
use crate::source::{Sources, Span};
use crate::syntax;
use crate::syntax::document::{Arena, Item};

/// What became of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// Its text is another.
    Changed,
    /// It is gone.
    Removed,
}

impl ChangeKind {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// A block that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockChange {
    /// What became of it.
    pub kind: ChangeKind,
    /// `model`, `enum` and so on.
    pub keyword: &'static str,
    /// Its name in the schema.
    pub name: String,
}

/// The blocks that differ: those that are in the order of the files, then those that went.
pub(super) fn changes(before: &Sources, after: &Sources) -> Vec<BlockChange> {
    let (was, is) = (blocks(before), blocks(after));
    let old: BTreeMap<&(Word, String), &str> =
        was.iter().map(|(name, span)| (name, before.text(*span))).collect();
    let mut changes = Vec::new();
    for (name, span) in &is {
        match old.get(name) {
            None => changes.push(change(ChangeKind::Added, name)),
            Some(text) if *text != after.text(*span) => {
                changes.push(change(ChangeKind::Changed, name));
            }
            Some(_) => {}
        }
    }
    let present: BTreeSet<&(Word, String)> = is.iter().map(|(name, _)| name).collect();
    let gone = was.iter().filter(|(name, _)| !present.contains(name));
    changes.extend(gone.map(|(name, _)| change(ChangeKind::Removed, name)));
    changes
}

/// A keyword's word.
pub(super) type Word = &'static str;

fn change(kind: ChangeKind, (keyword, name): &(Word, String)) -> BlockChange {
    BlockChange { kind, keyword, name: name.clone() }
}

/// Keyword and name of each block, with its text, in the order of the files.
pub(super) fn blocks(sources: &Sources) -> Vec<((Word, String), Span)> {
    let arena = Arena::for_sources(sources);
    let (document, _) = syntax::parse(sources, &arena);
    let blocks = document.items.iter().filter_map(|item| match item {
        Item::Block(block) => {
            Some(((block.keyword.word(), block.name.text.to_string()), block.span))
        }
        Item::Comment(_) | Item::Blank(_) | Item::Broken(_) => None,
    });
    blocks.collect()
}
