//! What is wrong with a schema, and where, and how that reads as text and as data. What a page
//! does with it is not known here.

pub mod frame;
pub mod view;

use crate::ordered::{self, BTreeSet};
use crate::source::{Lines, Sources, Span};
use serde::Serialize;
use std::ops::Range;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The schema cannot be used.
    Error,
    /// The schema can be read, but the database would refuse what it asks for: `check` reports
    /// it and planning refuses it.
    Unplannable,
    /// Worth a look; stops nothing.
    Warning,
}

/// A second place that explains a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where it points.
    pub span: Span,
    /// What is there, in a few words.
    pub message: String,
}

/// One problem of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable kebab-case id, such as `unknown-type`.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The effect first, one line, no trailing period left out.
    pub message: String,
    /// The exact place.
    pub span: Span,
    /// Other places involved.
    pub labels: Vec<Label>,
    /// What to do next: the corrected line where there is one.
    pub help: Option<String>,
}

/// Nearly every schema has few problems: what makes them is cold, so that the compiler keeps it out
/// of the way of what is done for each field.
impl Diagnostic {
    /// An error at `span`.
    #[cold]
    pub fn error(id: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Error, span, message.into())
    }

    /// A warning at `span`.
    #[cold]
    pub fn warning(id: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Warning, span, message.into())
    }

    /// Something that only planning refuses, at `span`.
    #[cold]
    pub fn unplannable(id: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Unplannable, span, message.into())
    }

    fn new(id: &'static str, severity: Severity, span: Span, message: String) -> Self {
        Self { id, severity, message, span, labels: Vec::new(), help: None }
    }

    /// The same with another place pointed at.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// Moves all places that it points at.
    pub fn move_places(&mut self, own: impl Fn(Span) -> Span) {
        self.span = own(self.span);
        for label in &mut self.labels {
            label.span = own(label.span);
        }
    }

    /// The same with the next action said.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The diagnostic as people read it: message, place, the lines with carets, labels and help.
/// `colour` adds terminal colours; control characters of the sources are spelled out. Several are
/// rendered by [`Frames`].
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    Frames::new(sources, colour).render(diagnostic)
}

/// Renders any number of diagnostics of the same sources, whose lines are looked up once.
#[derive(Debug)]
pub struct Frames<'a> {
    sources: &'a Sources,
    lines: Lines<'a>,
    colour: bool,
}

impl<'a> Frames<'a> {
    /// Reads the texts once; `colour` adds terminal colours.
    pub fn new(sources: &'a Sources, colour: bool) -> Self {
        Self { sources, lines: Lines::new(sources), colour }
    }

    /// One diagnostic, as [`render`] does.
    pub fn render(&self, diagnostic: &Diagnostic) -> String {
        frame::render(diagnostic, self.sources, &self.lines, self.colour)
    }
}

/// How much of a line a help shows on either side of what it corrects.
const REACH: usize = 300;

/// The line in which a place stands, trimmed, with the text there replaced: what a help shows. Of
/// a very long line only what is near the place, so that many problems in it stay small.
pub fn corrected(text: &str, place: Range<usize>, replacement: &str) -> String {
    let boundary = |from: usize| (0..=from).rev().find(|at| text.is_char_boundary(*at));
    let first = boundary(place.start.saturating_sub(REACH)).unwrap_or_default();
    let last = boundary((place.end + REACH).min(text.len())).unwrap_or_default();
    let before = text.get(first..place.start).unwrap_or_default();
    let after = text.get(place.end..last).unwrap_or_default();
    let start = before.rfind(['\n', '\r']).map(|at| at + 1);
    let end = after.find(['\n', '\r']);
    let head = before.get(start.unwrap_or_default()..).unwrap_or_default();
    let tail = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
    let more = |cut: bool, mark: &'static str| if cut { mark } else { "" };
    let cut_before = more(start.is_none() && first > 0, "… ");
    let cut_after = more(end.is_none() && last < text.len(), " …");
    let line = [cut_before, head, replacement, tail, cut_after].concat();
    line.trim().to_owned()
}

/// Adds what a later stage found to what an earlier one did, sorted. What both object to, under
/// one id at one place, is said once, in the words of the earlier.
pub fn join(earlier: &mut Vec<Diagnostic>, later: Vec<Diagnostic>) {
    let known: BTreeSet<(&str, Span)> = earlier.iter().map(|each| (each.id, each.span)).collect();
    let new: Vec<Diagnostic> =
        later.into_iter().filter(|each| !known.contains(&(each.id, each.span))).collect();
    earlier.extend(new);
    sort(earlier);
}

/// Sorts by place, then id, so that a list reads like the file.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    ordered::sort_by(diagnostics, |left, right| {
        (left.span, left.severity, left.id, &left.message).cmp(&(
            right.span,
            right.severity,
            right.id,
            &right.message,
        ))
    });
}

#[cfg(test)]
mod tests {
    use super::corrected;

    #[test]
    fn a_line_is_corrected_in_place_and_a_long_one_shown_near_the_place() {
        let text = "first\n  id Itn @id\r\nlast";
        assert_eq!(corrected(text, 11..14, "Int"), "id Int @id");
        assert_eq!(corrected(text, 20..20, "!"), "!last");
        let long = format!("\n{0}Itn{0}", "é".repeat(1_000));
        let shown = corrected(&long, 2_001..2_004, "Int");
        let half = "é".repeat(150);
        assert_eq!(shown, format!("… {half}Int{half} …"));
    }
}
