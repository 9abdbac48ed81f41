//! What holds for every place that is reported: it lies in its file, on whole characters.

use planner_core::diagnostic::Diagnostic;
use planner_core::source::{Sources, Span};

/// The span lies in these sources, and neither end is inside a character.
pub(super) fn lies_in(sources: &Sources, span: Span, what: &str) {
    let place = sources.place(span);
    let file = sources.file(place.file).unwrap_or_else(|| panic!("{what}: no file of {span:?}"));
    let (start, end) = (place.start as usize, place.end as usize);
    assert!(start <= end && end <= file.text.len(), "{what}: {span:?} lies outside its file");
    let whole = file.text.is_char_boundary(start) && file.text.is_char_boundary(end);
    assert!(whole, "{what}: {span:?} cuts a character");
}

/// The same for all places of diagnostics.
pub(super) fn all_lie_in(sources: &Sources, diagnostics: &[Diagnostic]) {
    for each in diagnostics {
        lies_in(sources, each.span, each.id);
        for label in &each.labels {
            lies_in(sources, label.span, each.id);
        }
    }
}
