//! Edits of texts by place, and how they are carried out. Knows nothing of the language but that
//! it has lines.

use crate::source::{FileId, SourceFile, Sources, Span};

/// What is to be changed in the files of a schema.
#[derive(Debug, Default)]
pub(super) struct Edits {
    edits: Vec<Edit>,
}

#[derive(Debug)]
struct Edit {
    file: FileId,
    start: usize,
    end: usize,
    text: String,
}

impl Edits {
    /// Puts text in the place of a span.
    pub fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.push(span.file, (span.start as usize, span.end as usize), text.into());
    }

    /// Puts text at a place; several at one place stay in the order in which they were given.
    pub fn insert(&mut self, file: FileId, at: usize, text: impl Into<String>) {
        self.push(file, (at, at), text.into());
    }

    /// Removes a span and the white space before it.
    pub fn remove_word(&mut self, sources: &Sources, span: Span) {
        let text = file_text(sources, span.file);
        let before = text.get(..span.start as usize).unwrap_or_default();
        let start = before.trim_end_matches([' ', '\t']).len();
        self.push(span.file, (start, span.end as usize), String::new());
    }

    /// Removes the lines from one place to another, both included, with their line ends.
    pub fn remove_lines(&mut self, sources: &Sources, span: Span) {
        let text = file_text(sources, span.file);
        let range = (line_start(text, span.start as usize), line_end(text, span.end as usize));
        self.push(span.file, range, String::new());
    }

    fn push(&mut self, file: FileId, (start, end): (usize, usize), text: String) {
        self.edits.push(Edit { file, start, end, text });
    }

    /// The files with all edits carried out. What lies inside text that goes does not count.
    pub fn apply(mut self, sources: &Sources) -> Sources {
        // What comes in at a place stands before what goes from there.
        self.edits.sort_by_key(|edit| {
            let takes = edit.end > edit.start;
            (edit.file, edit.start, takes, std::cmp::Reverse(edit.end))
        });
        let files = sources.iter().map(|(id, file)| {
            let mut text = String::with_capacity(file.text.len());
            let mut done = 0;
            for edit in self.edits.iter().filter(|edit| edit.file == id) {
                if edit.start < done {
                    continue;
                }
                text.push_str(file.text.get(done..edit.start).unwrap_or_default());
                text.push_str(&edit.text);
                done = edit.end;
            }
            text.push_str(file.text.get(done..).unwrap_or_default());
            SourceFile { path: file.path.clone(), text }
        });
        Sources::new(files.collect())
    }
}

/// The text of a file.
pub(super) fn file_text(sources: &Sources, file: FileId) -> &str {
    sources.file(file).map(|file| file.text.as_str()).unwrap_or_default()
}

/// Where the line of a place begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Where the line after that of a place begins.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let Some(end) = rest.find(['\n', '\r']) else { return text.len() };
    let both = rest.get(end..).is_some_and(|rest| rest.starts_with("\r\n"));
    at + end + if both { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span::new(FileId(0), start, end)
    }

    #[test]
    fn edits_inside_removed_lines_do_not_count() {
        let sources = Sources::single("a.prisma", "one\r\ntwo @x\nthree");
        let mut edits = Edits::default();
        edits.remove_word(&sources, span(9, 11));
        edits.remove_lines(&sources, span(5, 8));
        edits.insert(FileId(0), 11, "inside");
        edits.replace(span(0, 3), "1");
        edits.insert(FileId(0), 17, "!");
        edits.insert(FileId(0), 17, "?");
        let text = edits.apply(&sources);
        assert_eq!(text.file(FileId(0)).map(|file| file.text.as_str()), Some("1\r\nthree!?"));
    }
}
