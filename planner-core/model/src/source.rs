//! Source texts and places in them. Every stage that reports a place uses a [`Span`]; this
//! module knows nothing of the schema language.

use crate::ordered;
use serde::Serialize;
use std::sync::Arc;

/// Which file of a [`Sources`] a span lies in: its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file of a [`Sources`], counted over all files: each begins
/// one byte behind the end of the one before it, so that every place belongs to a single file. A
/// schema has very many of these. [`Sources::place`] tells the file and the bytes in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte `start` up to, not including, byte `end`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest span that covers both, which lie in one file.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Where a span lies in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// First byte, from the beginning of the file.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// One schema file: its path as people know it, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative path with forward slashes; what diagnostics show.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The files of one schema, in the order in which they count (by relative path, bytewise).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
    /// The first byte of each file, as spans count.
    starts: Vec<u32>,
}

impl Sources {
    /// A schema of a single file.
    pub fn single(path: &str, text: &str) -> Self {
        Self::new(vec![SourceFile { path: path.to_owned(), text: text.to_owned() }])
    }

    /// A schema of several files, put into their order here.
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        ordered::sort_by(&mut files, |left, right| left.path.as_bytes().cmp(right.path.as_bytes()));
        Self::in_order(files.into_iter().map(Arc::new).collect())
    }

    /// These files and, behind them, those of another schema: one count of places for both.
    pub fn followed_by(&self, other: &Self) -> Self {
        Self::in_order(self.files.iter().chain(&other.files).cloned().collect())
    }

    fn in_order(files: Vec<Arc<SourceFile>>) -> Self {
        let starts = files.iter().scan(0, |next, file| {
            let start = *next;
            *next += file.text.len() as u32 + 1;
            Some(start)
        });
        Self { starts: starts.collect(), files }
    }

    /// The files with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), &**file))
    }

    /// The file of that id.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize).map(|file| &**file)
    }

    /// The text that a span covers; empty where the span does not fit these sources.
    pub fn text(&self, span: Span) -> &str {
        let place = self.place(span);
        self.file(place.file)
            .and_then(|file| file.text.get(place.start as usize..place.end as usize))
            .unwrap_or_default()
    }

    /// Where a span lies.
    pub fn place(&self, span: Span) -> Place {
        let file = self.file_of(span.start);
        let start = self.start_of(file);
        Place { file, start: span.start - start, end: span.end.saturating_sub(start) }
    }

    /// The file that a byte lies in, as spans count.
    pub fn file_of(&self, at: u32) -> FileId {
        let after = match self.starts.as_slice() {
            // One file is the rule.
            [] | [_] => 1,
            starts => starts.partition_point(|start| *start <= at),
        };
        FileId(after.saturating_sub(1) as u32)
    }

    /// The first byte of a file, as spans count.
    pub fn start_of(&self, file: FileId) -> u32 {
        self.starts.get(file.0 as usize).copied().unwrap_or_default()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// A place as editors and people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Bytes of UTF-8 from the beginning of the file.
    pub byte: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// Column, from 0, in UTF-16 code units, as the language server protocol counts.
    pub utf16: u32,
}

/// Where the lines of one text begin, so that many offsets are looked up cheaply: however long a
/// line is, a position costs no more than counting one block of it.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<u32>,
    /// What stands before each block of [`BLOCK`] bytes.
    counts: Vec<Count>,
}

/// How many bytes are counted at once.
const BLOCK: usize = 256;

/// The length of some text in two units.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    characters: u32,
    utf16: u32,
}

impl Count {
    /// With some bytes more. A character counts where it begins; those of four bytes take two
    /// UTF-16 units.
    fn plus(self, bytes: &[u8]) -> Self {
        if bytes.is_ascii() {
            let more = bytes.len() as u32;
            return Self { characters: self.characters + more, utf16: self.utf16 + more };
        }
        let count = |wanted: fn(&u8) -> bool| bytes.iter().filter(|byte| wanted(byte)).count();
        let characters = count(|byte| byte & 0xc0 != 0x80) as u32;
        let wide = count(|byte| *byte >= 0xf0) as u32;
        Self { characters: self.characters + characters, utf16: self.utf16 + characters + wide }
    }
}

impl<'a> LineIndex<'a> {
    /// Reads the text once.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            // A carriage return ends a line as well, unless a line feed follows that does.
            if bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        let mut before = Count::default();
        let mut counts = vec![before];
        for block in text.as_bytes().chunks(BLOCK) {
            before = before.plus(block);
            counts.push(before);
        }
        Self { text, starts, counts }
    }

    /// The position of a byte offset; an offset past the end is the end, one inside a character
    /// is that character's start.
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.boundary(offset);
        let line = self.starts.partition_point(|start| *start as usize <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default() as usize;
        let (before, at) = (self.count(start), self.count(offset));
        Position {
            byte: offset as u32,
            line: line as u32,
            column: at.characters - before.characters + 1,
            utf16: at.utf16 - before.utf16,
        }
    }

    /// An offset at the start of a character of the text, or at its end.
    pub fn boundary(&self, offset: u32) -> usize {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// What stands before a byte of the text.
    fn count(&self, offset: usize) -> Count {
        let block = offset / BLOCK;
        let bytes = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.counts.get(block).copied().unwrap_or_default().plus(bytes)
    }

    /// The text of a line counted from 1, without its line end; empty past the end.
    pub fn line_text(&self, line: u32) -> &'a str {
        let Some(start) = self.line_start(line) else { return "" };
        let end = self.starts.get(line as usize).map_or(self.text.len(), |next| *next as usize);
        let text = self.text.get(start..end).unwrap_or_default();
        text.trim_end_matches(['\n', '\r'])
    }

    /// The first byte of a line counted from 1.
    pub fn line_start(&self, line: u32) -> Option<usize> {
        let index = (line as usize).checked_sub(1)?;
        self.starts.get(index).map(|start| *start as usize)
    }

    /// How many lines the text has; a text without any line end has one.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }
}

/// The lines of all files of a schema, for one who looks up many places.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    files: Vec<LineIndex<'a>>,
}

impl<'a> Lines<'a> {
    /// Reads every text once.
    pub fn new(sources: &'a Sources) -> Self {
        Self { files: sources.iter().map(|(_, file)| LineIndex::new(&file.text)).collect() }
    }

    /// Those of one file.
    pub fn file(&self, id: FileId) -> Option<&LineIndex<'a>> {
        self.files.get(id.0 as usize)
    }
}

/// Whether a reviewer cannot see a character for what it is: control characters, line ends among
/// them, and marks that change the direction of text. SQL, comments, warnings and metadata hold
/// them only escaped.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}

/// The text with its hidden characters written out, such as `\n` and `\u{202e}`.
pub fn escape_hidden(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_utf16_units() {
        let index = LineIndex::new("a\nbé𝄞x\n");
        let position = index.position(9);
        assert_eq!((position.line, position.column, position.utf16), (2, 4, 4));
        assert_eq!(index.line_text(2), "bé𝄞x");
        assert_eq!(index.position(100).line, 3);
    }

    #[test]
    fn positions_in_a_long_line_are_those_of_counting_from_its_start() {
        let text = format!("first\n{}", "aé𝄞b".repeat(BLOCK));
        let index = LineIndex::new(&text);
        let line = &text[6..];
        for (at, _) in line.char_indices() {
            let before = &line[..at];
            let position = index.position(6 + at as u32);
            assert_eq!(position.column as usize, before.chars().count() + 1);
            assert_eq!(position.utf16 as usize, before.encode_utf16().count());
        }
        assert_eq!(index.position(8), index.position(7), "inside a character is its start");
    }

    #[test]
    fn all_three_line_ends_are_counted() {
        let index = LineIndex::new("a\r\nb\rc\nd");
        assert_eq!(index.line_count(), 4);
        assert_eq!((index.position(5).line, index.line_text(2), index.line_text(3)), (3, "b", "c"));
    }

    #[test]
    fn hidden_characters_are_written_out() {
        assert_eq!(escape_hidden("a\nb\u{202e}c\u{0}é"), "a\\nb\\u{202e}c\\u{0}é");
        assert!(!is_hidden('\u{00a0}'));
    }

    #[test]
    fn files_are_ordered_by_path() {
        let file = |path: &str| SourceFile { path: path.to_owned(), text: String::new() };
        let sources = Sources::new(vec![file("b.prisma"), file("a.prisma")]);
        let paths: Vec<_> = sources.iter().map(|(_, file)| file.path.as_str()).collect();
        assert_eq!(paths, ["a.prisma", "b.prisma"]);
    }
}
