//! A schema's texts -> its blocks and their lines, each under a key that is the same in every version
//! of the schema that has it.

use super::whole_lines;
use crate::pull::edits::with_comments;
use crate::source::{Sources, Span};
use crate::syntax;
use crate::syntax::document::{Arena, Block, Document, Entry, EntryKind, Item, Keyword};
use std::fmt;

/// What tells a block from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockKey {
    /// Its kind.
    pub keyword: Keyword,
    /// Its name; empty for the datasource, of which there is one.
    pub name: String,
}

/// What tells a line of a block from its others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKey {
    /// A field, value or setting, by its name.
    Named(String),
    /// A block attribute that stands once, by its name; any other by its text.
    Attribute(String),
}

/// A place of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The block.
    pub block: BlockKey,
    /// The line; `None` is the block as a whole.
    pub entry: Option<EntryKey>,
}

/// `model User`, `model User, code`, `model User, @@index([code])`.
impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.block.keyword.word(), self.block.name)?;
        match &self.entry {
            Some(EntryKey::Named(name)) => write!(formatter, ", {name}"),
            Some(EntryKey::Attribute(text)) => write!(formatter, ", {text}"),
            None => Ok(()),
        }
    }
}

/// The parts of a schema.
pub(super) struct Parts<'a> {
    pub sources: &'a Sources,
    pub document: Document<'a>,
    keys: Vec<(BlockKey, usize)>,
}

/// A block that was looked up.
pub(super) struct Found<'a> {
    pub block: &'a Block<'a>,
    /// Its index in the document.
    pub item: usize,
    pub lines: Vec<Line<'a>>,
}

/// A line of a block.
pub(super) struct Line<'a> {
    pub key: EntryKey,
    pub entry: &'a Entry<'a>,
    /// Its text without comment and white space.
    pub text: String,
}

impl Found<'_> {
    /// The line of that key.
    pub fn line(&self, key: &EntryKey) -> Option<&Line<'_>> {
        self.lines.iter().find(|line| line.key == *key)
    }
}

impl<'a> Parts<'a> {
    pub fn read(sources: &'a Sources, room: &'a Arena) -> Self {
        let (document, _) = syntax::parse(sources, room);
        let mut keys = Vec::new();
        for (index, item) in document.items.iter().enumerate() {
            if let Item::Block(block) = item
                && let Some(key) = key_of(block)
            {
                keys.push((key, index));
            }
        }
        Self { sources, document, keys }
    }

    /// The blocks in order, generators left out.
    pub fn blocks(&self) -> impl Iterator<Item = (&BlockKey, Found<'_>)> {
        self.keys.iter().filter_map(|(key, index)| Some((key, self.found(*index)?)))
    }

    /// The block of that key.
    pub fn lookup(&self, key: &BlockKey) -> Option<Found<'_>> {
        let (_, index) = self.keys.iter().find(|(own, _)| own == key)?;
        self.found(*index)
    }

    fn found(&self, item: usize) -> Option<Found<'_>> {
        let Item::Block(block) = self.document.items.get(item)? else { return None };
        let mut lines: Vec<Line<'_>> = Vec::new();
        for entry in block.entries {
            let text = bare(self.sources.text(entry.span));
            if let Some(key) = entry_key(entry, &text)
                && !lines.iter().any(|line| line.key == key)
            {
                lines.push(Line { key, entry, text });
            }
        }
        Some(Found { block, item, lines })
    }

    /// A block with the comments directly above it.
    pub fn block_text(&self, found: &Found<'_>) -> String {
        let span = with_comments(self.sources, &self.document, found.item, found.block.span);
        whole_lines(self.sources, span).to_owned()
    }

    /// A line with the comments directly above it and its line end.
    pub fn line_text(&self, block: &Block<'_>, line: &Line<'_>) -> String {
        let mut span = line.entry.span;
        if let Some(trailing) = line.entry.trailing() {
            span = span.to(trailing.span);
        }
        if let Some(above) = comments_above(block, line.entry) {
            span = span.to(above);
        }
        let text = whole_lines(self.sources, span);
        format!("{}\n", text.trim_end_matches(['\n', '\r']))
    }
}

/// The comments directly above a line.
pub(super) fn comments_above(block: &Block<'_>, entry: &Entry<'_>) -> Option<Span> {
    let place = block.entries.iter().position(|each| each.span == entry.span)?;
    let above = block.entries.iter().take(place).rev();
    let mut span: Option<Span> = None;
    for each in above.take_while(|each| matches!(each.kind, EntryKind::Comment(_))) {
        span = Some(span.map_or(each.span, |span| span.to(each.span)));
    }
    span
}

fn key_of(block: &Block<'_>) -> Option<BlockKey> {
    let name = match block.keyword {
        Keyword::Generator => return None,
        Keyword::Datasource => String::new(),
        Keyword::Model | Keyword::View | Keyword::Enum | Keyword::Type => {
            block.name.text.to_string()
        }
    };
    Some(BlockKey { keyword: block.keyword, name })
}

/// Attributes that a block has once.
const SINGLE: [&str; 4] = ["id", "map", "schema", "ignore"];

fn entry_key(entry: &Entry<'_>, text: &str) -> Option<EntryKey> {
    Some(match &entry.kind {
        EntryKind::Field(field) => EntryKey::Named(field.name.text.to_string()),
        EntryKind::Value(value) => EntryKey::Named(value.name.text.to_string()),
        EntryKind::Setting(setting) => EntryKey::Named(setting.name.text.to_string()),
        EntryKind::Attribute(attribute) if SINGLE.contains(&attribute.name.text) => {
            EntryKey::Attribute(format!("@@{}", attribute.name.text))
        }
        EntryKind::Attribute(_) => EntryKey::Attribute(text.to_owned()),
        EntryKind::Blank | EntryKind::Comment(_) | EntryKind::Broken => return None,
    })
}

/// The text without white space outside of strings.
fn bare(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut quoted = false;
    let mut escaped = false;
    for each in text.chars() {
        if quoted || !each.is_whitespace() {
            kept.push(each);
        }
        if each == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && each == '\\' && !escaped;
    }
    kept
}
