//! Formatting is done once, keeps every comment, and changes nothing of what a schema means.

use crate::meter::Meter;
use crate::operations::bytes;
use planner_core::database::lower::lower;
use planner_core::database::model::Database;
use planner_core::diagnostic::Severity;
use planner_core::source::Sources;
use planner_core::syntax::document::{Arena, Document, EntryKind, Item};
use planner_core::{dialect, diff, format as formatting, schema, syntax};

/// The laws of formatting.
pub fn format(meter: &mut Meter, text: &str) {
    let before = Sources::single("schema.prisma", text);
    let length = bytes(&before);
    let formatted = meter.run("format", length, || formatting::format_text(text));
    let again = meter.run("format", formatted.len(), || formatting::format_text(&formatted));
    assert_eq!(again, formatted, "formatting twice gives another text");
    let after = Sources::single("schema.prisma", &formatted);
    assert_eq!(comments(&after), comments(&before), "comments differ");
    if let Some(meant) = meaning(&before) {
        let kept = meaning(&after).expect("a valid schema is valid when formatted");
        let changes = diff::diff(&meant, &kept, &[]).expect("there are no hints");
        assert!(changes.is_empty(), "formatting changes the database: {changes:?}");
    }
    let snapshot = meter.run("snapshot", length, || formatting::snapshot(&before));
    assert_eq!(formatting::snapshot(&after), snapshot, "the snapshot depends on formatting");
    // Nothing is kept of a text with a part that cannot be read. A brace without a block, which
    // stays as it is, would close one there once the generator between them is left out.
    if is_read(&before) {
        let kept = Sources::single("schema.prisma", &snapshot);
        assert_eq!(formatting::snapshot(&kept), snapshot, "a snapshot has another snapshot");
    }
}

fn is_read(sources: &Sources) -> bool {
    let arena = Arena::for_sources(sources);
    let (_, problems) = syntax::parse(sources, &arena);
    problems.iter().all(|each| each.severity != Severity::Error)
}

fn meaning(sources: &Sources) -> Option<Database> {
    let schema = schema::check(sources).schema?;
    Some(lower(&schema, dialect::type_system(schema.datasource.provider)).0)
}

/// The words of all comments, sorted: formatting may move them, and lay them out anew.
fn comments(sources: &Sources) -> Vec<String> {
    let arena = Arena::for_sources(sources);
    let (Document { items, .. }, _) = syntax::parse(sources, &arena);
    let mut found = Vec::new();
    for item in &items {
        match item {
            Item::Comment(comment) => found.push(comment.span),
            Item::Block(block) => {
                for entry in block.entries {
                    found.extend(entry.trailing().map(|comment| comment.span));
                    if let EntryKind::Comment(comment) = &entry.kind {
                        found.push(comment.span);
                    }
                }
            }
            Item::Blank(_) | Item::Broken(_) => {}
        }
    }
    let laid_out = |each: &char| each.is_whitespace() || matches!(each, '*' | '/');
    let words = found
        .into_iter()
        .map(|span| sources.text(span).chars().filter(|each| !laid_out(each)).collect::<String>());
    let mut words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
    words.sort();
    words
}
