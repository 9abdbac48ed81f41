//! Inputs that are large in one way each: every law of every target in a moderate size, and the
//! laws of reading, checking and formatting at the full megabyte for those that once were, or
//! easily become, quadratic. How long they take is measured by `measure`, in a release build.

use comon_fuzz::families::{self, Family};
use comon_fuzz::laws::TARGETS;
use comon_fuzz::meter::Meter;
use comon_fuzz::operations::{checked, shown, shown_as_json};
use planner_core::source::Sources;

fn named(name: &str) -> &'static Family {
    families::all().find(|family| family.name == name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn laws_hold_for_every_family() {
    for family in families::all() {
        println!("{}", family.name);
        let text = (family.text)(16 << 10);
        for target in &TARGETS {
            (target.laws)(&mut Meter::unlimited(), &text);
        }
    }
}

/// Four times the input is at most ten times the answer, where a product of what is wrong and how
/// long the text is would be sixteen times. It may be more than four times: where guesses end, the
/// names that there are get listed, up to a limit.
#[test]
fn what_is_said_grows_with_the_input_alone() {
    let said = |family: &Family, size: usize| {
        let sources = Sources::single("schema.prisma", &(family.text)(size));
        let diagnostics = checked(&sources).diagnostics;
        let texts = shown(&sources, &diagnostics);
        let json = shown_as_json(&sources, &diagnostics);
        texts.iter().map(String::len).sum::<usize>() + json.len()
    };
    for family in families::all() {
        let (small, large) = (said(family, 32 << 10), said(family, 128 << 10));
        assert!(large <= 10 * small + 20_000, "{}: {small} and {large} bytes", family.name);
    }
}

/// Each of them is one million bytes.
#[test]
fn a_megabyte_is_read_checked_and_formatted() {
    for name in [
        "nested lists",
        "nested objects",
        "opening braces, each on a line",
        "closing braces behind a model",
        "quotes in an argument",
        "comment openers, each on a line",
        "comments behind fields that never end",
        "documentation",
        "no line end",
        "carriage returns",
        "carriage returns as line ends",
        "long block name",
        "long string",
        "broken lines",
        "settings",
        "fields",
        "unknown types among many models",
        "models",
        "values of an enum",
        "unknown defaults of a large enum",
        "ids",
        "indexes and fields",
        "unknown fields of one index",
        "relations of one name",
        "relations between two models with names",
        "a chain of relations",
        "errors in a model with a long name",
    ] {
        println!("{name}");
        let text = (named(name).text)(1_000_000);
        for target in TARGETS.iter().filter(|target| target.name == "parse") {
            (target.laws)(&mut Meter::unlimited(), &text);
        }
        let sources = Sources::single("schema.prisma", &text);
        let diagnostics = checked(&sources).diagnostics;
        assert!(diagnostics.len() <= text.len(), "{name}: {} diagnostics", diagnostics.len());
        assert!(planner_core::format::format_text(&text).len() <= 2 * text.len() + 100, "{name}");
    }
}
