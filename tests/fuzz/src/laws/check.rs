//! Checking gives one answer, in the order of the text, and a schema exactly where nothing is an
//! error. What it says can be shown, in a size that fits what is wrong.

use super::places::all_lie_in;
use crate::meter::Meter;
use crate::operations::{bytes, checked, shown, shown_as_json};
use planner_core::diagnostic::{Diagnostic, Severity};
use planner_core::provider::Provider;
use planner_core::schema::{self, Checked};
use planner_core::source::Sources;

/// How many diagnostics are shown at once: people look at fewer.
const SHOWN: usize = 20_000;

/// How many bytes one diagnostic may take, in text and in JSON, beside what the schema has.
const FRAME: usize = 8_192;

/// The laws of checking.
pub fn check(meter: &mut Meter, text: &str) {
    let sources = super::files(text);
    let length = bytes(&sources);
    let as_written = meter.run("check", length, || checked(&sources));
    assert!(as_written == checked(&sources), "checking twice gives two answers");
    consistent(&sources, &as_written);
    for some in as_written.diagnostics.chunks(SHOWN) {
        let texts = meter.run("show", length, || shown(&sources, some));
        let json = meter.run("show as JSON", length, || shown_as_json(&sources, some));
        let size = texts.iter().map(String::len).sum::<usize>() + json.len();
        let most = FRAME * some.len() + 16 * length;
        assert!(size <= most, "{} diagnostics of {length} bytes take {size}", some.len());
        for each in &texts {
            let hidden = each.chars().find(|each| each.is_control() && *each != '\n');
            assert_eq!(hidden, None, "a frame lets a control character through");
        }
    }
    for assumed in [None, Some(Provider::Postgresql), Some(Provider::Sqlite)] {
        let read = || schema::check_snapshot(&sources, assumed);
        let snapshot = meter.run("check as a snapshot", length, read);
        assert!(snapshot == read(), "reading a snapshot twice gives two answers");
        consistent(&sources, &snapshot);
        if as_written.schema.is_some() {
            assert!(snapshot.schema.is_some(), "a schema is valid, and no snapshot");
        }
    }
}

fn consistent(sources: &Sources, checked: &Checked) {
    let diagnostics = &checked.diagnostics;
    all_lie_in(sources, diagnostics);
    let key = |each: &Diagnostic| (each.span, each.severity, each.id);
    assert!(diagnostics.is_sorted_by_key(key), "the diagnostics are not in the order of the text");
    let error = diagnostics.iter().any(|each| each.severity == Severity::Error);
    assert_ne!(error, checked.schema.is_some(), "a schema comes exactly where nothing is an error");
}
