//! A text as lines: LF, CRLF and CR all end one, and a comment may span several. Places are
//! computed from the rest of a line, so that parsers pass plain text along.

use super::document::{Arena, Block, Entry};
use super::known::Known;
use crate::diagnostic;
use crate::source::Span;

/// One line without its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// The text.
    pub text: &'a str,
    /// Its first byte, as spans count.
    pub start: u32,
    /// Where what is read of it is kept.
    pub arena: &'a Arena,
}

impl<'a> Line<'a> {
    /// Where `rest`, an end of this line, begins, as spans count.
    pub fn offset(&self, rest: &str) -> u32 {
        self.start + (self.text.len().saturating_sub(rest.len())) as u32
    }

    /// The span from where `from` begins to where `to` begins, both ends of this line.
    pub fn span(&self, from: &str, to: &str) -> Span {
        self.between(self.offset(from), self.offset(to))
    }

    /// A span of the bytes, as spans count.
    pub fn between(&self, start: u32, end: u32) -> Span {
        Span::new(start, end)
    }

    /// The span from `from` to the end of the line, white space there left out; never empty.
    pub fn rest(&self, from: &str) -> Span {
        let start = self.offset(from);
        let end = start + from.trim_end().len() as u32;
        self.between(start, end.max(start + 1).min(self.start + self.text.len() as u32).max(start))
    }

    /// This line, trimmed, with the text of `span` replaced: what a help shows.
    pub fn corrected(&self, span: Span, replacement: &str) -> String {
        let cut = |offset: u32| (offset.saturating_sub(self.start)) as usize;
        diagnostic::corrected(self.text, cut(span.start)..cut(span.end), replacement)
    }
}

/// Reads a file line by line.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    /// Where the file begins, as spans count.
    pub base: u32,
    /// Its text.
    pub text: &'a str,
    /// The next byte to read.
    pub at: usize,
    /// Set once no `*/` was found from some place on, so that nobody searches again.
    comments_end: bool,
    /// The lines of the block that is being read: room that every block uses again.
    pub entries: Vec<Entry<'a>>,
    /// Where what is read is kept.
    pub arena: &'a Arena,
    /// What was read before, in another text.
    pub known: Option<&'a Known<'a>>,
    /// What was taken over of it, and where it begins here.
    pub moves: Vec<(Span, u32)>,
}

impl<'a> Reader<'a> {
    /// Begins at the first byte.
    pub fn new(base: u32, text: &'a str, arena: &'a Arena) -> Self {
        let (entries, moves) = (Vec::new(), Vec::new());
        Self { base, text, at: 0, comments_end: false, entries, arena, known: None, moves }
    }

    /// The next line, which is then read; `None` at the end of the text.
    pub fn next_line(&mut self) -> Option<Line<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let (start, arena) = (self.base + self.at as u32, self.arena);
        let line = Line { text: rest.get(..length)?, start, arena };
        let end = rest.get(length..).unwrap_or_default();
        let end = if end.starts_with("\r\n") { 2 } else { end.len().min(1) };
        self.at += length + end;
        Some(line)
    }

    /// Goes on reading at a byte, as spans count.
    pub fn go_to(&mut self, offset: u32) {
        self.at = self.local(offset);
    }

    /// Where the comment that opens at `offset` ends, just past its `*/`.
    pub fn comment_end(&mut self, offset: u32) -> Option<u32> {
        if self.comments_end {
            return None;
        }
        let from = self.local(offset) + 2;
        let found = self.text.get(from..).and_then(|rest| rest.find("*/"));
        self.comments_end = found.is_none();
        found.map(|length| self.base + (from + length + 2) as u32)
    }

    /// What a span of this file covers.
    pub fn covered(&self, span: Span) -> &'a str {
        self.text.get(self.local(span.start)..self.local(span.end)).unwrap_or_default()
    }

    /// Takes over a block that was read before, where it begins at `offset`; its line is then read.
    pub fn take_over(&mut self, name: &str, offset: u32) -> Option<&'a Block<'a>> {
        let text = self.text.get(self.local(offset)..)?;
        let (block, length) = self.known?.find(name, text)?;
        self.moves.push((block.span, offset));
        self.at = self.local(offset) + length;
        self.next_line();
        Some(block)
    }

    fn local(&self, offset: u32) -> usize {
        offset.saturating_sub(self.base) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_line_ends_are_known() {
        let arena = Arena::default();
        let mut reader = Reader::new(0, "a\r\nb\rc\n\nd", &arena);
        let mut lines = Vec::new();
        while let Some(line) = reader.next_line() {
            lines.push((line.text, line.start));
        }
        assert_eq!(lines, [("a", 0), ("b", 3), ("c", 5), ("", 7), ("d", 8)]);
    }
}
