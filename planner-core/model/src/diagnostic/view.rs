//! Diagnostics as data for editors, pages and programs: every place as bytes, as line and column
//! of characters, and as UTF-16 column. In: diagnostics and their sources. Out: plain values, whose
//! JSON `docs/diagnostics.md` describes. Nothing is decided here.

use super::{Diagnostic, Frames, Severity};
use crate::secret::masked;
use crate::source::{LineIndex, Lines, Position, Sources, Span};
use serde::Serialize;

/// A range of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// The file's path, as people know it.
    pub path: String,
    /// Where it begins.
    pub start: Position,
    /// Just past its end.
    pub end: Position,
}

/// A second place that explains a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelView {
    /// Where.
    pub place: PlaceView,
    /// What is there.
    pub message: String,
}

/// One problem of a schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiagnosticView {
    /// Stable id.
    pub id: &'static str,
    /// `error`, `unplannable` or `warning`.
    pub severity: Severity,
    /// The effect, one line.
    pub message: String,
    /// The next action.
    pub help: Option<String>,
    /// Where.
    pub place: PlaceView,
    /// Other places.
    pub labels: Vec<LabelView>,
    /// The frame that a terminal shows, without colour.
    pub rendered: String,
}

/// The places of one schema, its line ends looked up once a file.
#[derive(Debug)]
pub struct Places<'a> {
    sources: &'a Sources,
    lines: Lines<'a>,
    frames: Frames<'a>,
}

impl<'a> Places<'a> {
    /// Reads the texts once.
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, lines: Lines::new(sources), frames: Frames::new(sources, false) }
    }

    /// Several diagnostics of these sources.
    pub fn views(&self, diagnostics: &[Diagnostic]) -> Vec<DiagnosticView> {
        diagnostics.iter().map(|each| self.view(each)).collect()
    }

    /// A diagnostic of these sources.
    pub fn view(&self, diagnostic: &Diagnostic) -> DiagnosticView {
        let labels = diagnostic.labels.iter().map(|label| LabelView {
            place: self.place(label.span),
            message: masked(&label.message).into_owned(),
        });
        DiagnosticView {
            id: diagnostic.id,
            severity: diagnostic.severity,
            message: masked(&diagnostic.message).into_owned(),
            help: diagnostic.help.as_deref().map(|help| masked(help).into_owned()),
            place: self.place(diagnostic.span),
            labels: labels.collect(),
            rendered: self.frames.render(diagnostic),
        }
    }

    fn place(&self, span: Span) -> PlaceView {
        let place = self.sources.place(span);
        let position = |offset| match self.lines.file(place.file) {
            Some(lines) => lines.position(offset),
            None => LineIndex::new("").position(0),
        };
        let path = self.sources.file(place.file).map(|file| file.path.clone()).unwrap_or_default();
        PlaceView { path, start: position(place.start), end: position(place.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_bytes_characters_and_utf16_units() {
        let sources = Sources::single("a.prisma", "model A {\n  b𝄞é Int\n}\n");
        let span = Span::new(17, 19);
        let diagnostic = Diagnostic::error("x", span, "m").label(Span::new(6, 7), "here").help("h");
        let view = Places::new(&sources).view(&diagnostic);
        let expected = (
            Position { byte: 17, line: 2, column: 5, utf16: 5 },
            Position { byte: 19, line: 2, column: 6, utf16: 6 },
        );
        assert_eq!((view.place.start, view.place.end), expected);
        assert_eq!(view.labels[0].place.start, Position { byte: 6, line: 1, column: 7, utf16: 6 });
        assert_eq!((view.place.path.as_str(), view.help.as_deref()), ("a.prisma", Some("h")));
    }
}
