//! Edits of texts by place, and how they are carried out. Knows nothing of the language but that
//! it has lines, and blocks with comments above them.

use crate::ordered;
use crate::source::{SourceFile, Sources, Span};
use crate::syntax::document::{Document, Item};

/// What is to be changed in the files of a schema.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    edits: Vec<Edit>,
}

#[derive(Debug)]
struct Edit {
    place: Span,
    text: String,
}

impl Edits {
    /// Puts text in the place of a span.
    pub fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.edits.push(Edit { place: span, text: text.into() });
    }

    /// Puts text at a place; several at one place stay in the order in which they were given.
    pub fn insert(&mut self, at: u32, text: impl Into<String>) {
        self.replace(Span::new(at, at), text);
    }

    /// Removes a span and the white space before it.
    pub fn remove_word(&mut self, sources: &Sources, span: Span) {
        let (before, _) = around(sources, span.start);
        let space = before.len() - before.trim_end_matches([' ', '\t']).len();
        self.replace(Span::new(span.start - space as u32, span.end), "");
    }

    /// Removes the lines from one place to another, both included, with their line ends.
    pub fn remove_lines(&mut self, sources: &Sources, span: Span) {
        let lines = Span::new(line_start(sources, span.start), line_end(sources, span.end));
        self.replace(lines, "");
    }

    /// Removes the block at that place of the tree, with the comments directly above it and the
    /// empty line after it.
    pub fn remove_block(&mut self, sources: &Sources, document: &Document<'_>, place: usize) {
        let Some(Item::Block(block)) = document.items.get(place) else { return };
        if shares_a_line(sources, block.span) {
            self.replace(block.span, "");
            return;
        }
        let span = with_comments(sources, document, place, block.span);
        let blank = match document.items.get(place + 1) {
            Some(Item::Blank(after)) if is_one_file(sources, *after, span) => Some(*after),
            _ => None,
        };
        self.remove_lines(sources, blank.map_or(span, |blank| span.to(blank)));
    }

    /// The files with all edits carried out. What lies inside text that goes does not count.
    pub fn apply(mut self, sources: &Sources) -> Sources {
        // What comes in at a place stands before what goes from there.
        ordered::sort_by_key(&mut self.edits, |edit| {
            let Span { start, end } = edit.place;
            (start, end > start, std::cmp::Reverse(end))
        });
        let files = sources.iter().map(|(id, file)| {
            let mut text = String::with_capacity(file.text.len());
            let mut done = 0;
            for edit in &self.edits {
                let place = sources.place(edit.place);
                if place.file != id || (place.start as usize) < done {
                    continue;
                }
                text.push_str(file.text.get(done..place.start as usize).unwrap_or_default());
                text.push_str(&edit.text);
                done = place.end as usize;
            }
            text.push_str(file.text.get(done..).unwrap_or_default());
            SourceFile { path: file.path.clone(), text }
        });
        Sources::new(files.collect())
    }
}

/// A block's place with that of the comments directly above it.
pub(crate) fn with_comments(
    sources: &Sources,
    document: &Document<'_>,
    place: usize,
    block: Span,
) -> Span {
    let mut span = block;
    for item in document.items.iter().take(place).rev() {
        match item {
            Item::Comment(comment) if is_one_file(sources, comment.span, span) => {
                span = span.to(comment.span);
            }
            _ => break,
        }
    }
    span
}

/// Whether two places lie in one file.
fn is_one_file(sources: &Sources, one: Span, other: Span) -> bool {
    sources.file_of(one.start) == sources.file_of(other.start)
}

/// Whether something else stands on the first or last line of a block.
fn shares_a_line(sources: &Sources, block: Span) -> bool {
    let before = sources.text(Span::new(line_start(sources, block.start), block.start));
    let after = sources.text(Span::new(block.end, line_end(sources, block.end)));
    !before.trim().is_empty() || !after.trim().is_empty()
}

/// What stands in its file before a place, and behind it.
pub(crate) fn around(sources: &Sources, at: u32) -> (&str, &str) {
    let place = sources.place(Span::new(at, at));
    let text = sources.file(place.file).map(|file| file.text.as_str()).unwrap_or_default();
    text.split_at_checked(place.start as usize).unwrap_or_default()
}

/// Where the line of a place begins.
pub(crate) fn line_start(sources: &Sources, at: u32) -> u32 {
    let (before, _) = around(sources, at);
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    at - (before.len() - start) as u32
}

/// Where the line after that of a place begins.
pub(crate) fn line_end(sources: &Sources, at: u32) -> u32 {
    let (_, rest) = around(sources, at);
    let length = match rest.find(['\n', '\r']) {
        None => rest.len(),
        Some(end) if rest.get(end..).is_some_and(|rest| rest.starts_with("\r\n")) => end + 2,
        Some(end) => end + 1,
    };
    at + length as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span::new(start, end)
    }

    #[test]
    fn edits_inside_removed_lines_do_not_count() {
        let sources = Sources::single("a.prisma", "one\r\ntwo @x\nthree");
        let mut edits = Edits::default();
        edits.remove_word(&sources, span(9, 11));
        edits.remove_lines(&sources, span(5, 8));
        edits.insert(11, "inside");
        edits.replace(span(0, 3), "1");
        edits.insert(17, "!");
        edits.insert(17, "?");
        let text = edits.apply(&sources);
        assert_eq!(text.iter().next().map(|(_, file)| file.text.as_str()), Some("1\r\nthree!?"));
    }
}
