//! Source texts and places in them. Every stage that reports a place uses a [`Span`]; this
//! module knows nothing of the schema language.

use serde::Serialize;

/// Which file of a [`Sources`] a span lies in: its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Span {
    /// The file that the range lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `file` from byte `start` up to, not including, byte `end`.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// The smallest span that covers both; `self` where they lie in two files.
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
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
    files: Vec<SourceFile>,
}

impl Sources {
    /// A schema of a single file.
    pub fn single(path: &str, text: &str) -> Self {
        Self { files: vec![SourceFile { path: path.to_owned(), text: text.to_owned() }] }
    }

    /// A schema of several files, put into their order here.
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|left, right| left.path.as_bytes().cmp(right.path.as_bytes()));
        Self { files }
    }

    /// The files with their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
    }

    /// The file of that id.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The text that a span covers; empty where the span does not fit these sources.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file)
            .and_then(|file| file.text.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
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
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// Column, from 0, in UTF-16 code units, as the language server protocol counts.
    pub utf16: u32,
}

/// Where the lines of one text begin, so that many offsets are looked up cheaply.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<u32>,
}

impl<'a> LineIndex<'a> {
    /// Reads the text once.
    pub fn new(text: &'a str) -> Self {
        // A carriage return ends a line as well, unless a line feed follows that does.
        let next = text.bytes().skip(1).chain(std::iter::once(0));
        let ends = |byte: u8, next: u8| byte == b'\n' || (byte == b'\r' && next != b'\n');
        let pairs = text.bytes().zip(next).enumerate();
        let breaks = pairs.filter(|(_, (byte, next))| ends(*byte, *next));
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect();
        Self { text, starts }
    }

    /// The position of a byte offset; an offset past the end is the end, one inside a character
    /// is that character's start.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start as usize <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default() as usize;
        let before = self.text.get(start..offset).unwrap_or_default();
        Position {
            line: line as u32,
            column: before.chars().count() as u32 + 1,
            utf16: before.encode_utf16().count() as u32,
        }
    }

    /// The text of a line counted from 1, without its line end; empty past the end.
    pub fn line_text(&self, line: u32) -> &'a str {
        let Some(start) = self.starts.get((line as usize).saturating_sub(1)) else {
            return "";
        };
        let rest = self.text.get(*start as usize..).unwrap_or_default();
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// How many lines the text has; a text without any line end has one.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
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
