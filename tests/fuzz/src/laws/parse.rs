//! Reading never fails, twice the same; what was read stands in order, inside what holds it, and
//! nothing of the text is left out.

use super::places::{all_lie_in, lies_in};
use crate::meter::Meter;
use crate::operations::bytes;
use planner_core::source::{Sources, Span};
use planner_core::syntax;
use planner_core::syntax::document::{
    Arena, Argument, Attribute, Block, Entry, EntryKind, Expression, ExpressionKind, Item,
};

/// The longest text that is read twice: two documents of a megabyte would be over the memory that
/// one may take.
const TWICE: usize = 256 << 10;

/// The laws of reading.
pub fn parse(meter: &mut Meter, text: &str) {
    let sources = super::files(text);
    let arena = Arena::for_sources(&sources);
    let read = meter.run("parse", bytes(&sources), || syntax::parse(&sources, &arena));
    if text.len() <= TWICE {
        let again = Arena::for_sources(&sources);
        assert!(read == syntax::parse(&sources, &again), "reading twice gives two documents");
    }
    let (document, problems) = &read;
    all_lie_in(&sources, problems);
    let mut known: Vec<Span> = problems.iter().map(|each| each.span).collect();
    let mut last = Span::default();
    for item in &document.items {
        let span = span_of(item);
        lies_in(&sources, span, "item");
        assert!(follows(last, span), "{span:?} does not follow {last:?}");
        last = span;
        known.push(span);
        if let Item::Block(block) = item {
            check_block(&sources, block, &mut known);
        }
    }
    nothing_left_out(&sources, known);
}

fn span_of(item: &Item<'_>) -> Span {
    match item {
        Item::Block(block) => block.span,
        Item::Comment(comment) => comment.span,
        Item::Blank(span) | Item::Broken(span) => *span,
    }
}

fn follows(before: Span, span: Span) -> bool {
    before.end <= span.start
}

fn within(outer: Span, inner: Span, what: &str) {
    let inside = outer.start <= inner.start && inner.end <= outer.end;
    assert!(inside, "{what} at {inner:?} stands outside {outer:?}");
}

fn check_block(sources: &Sources, block: &Block<'_>, known: &mut Vec<Span>) {
    within(block.span, block.name.span, "a block's name");
    let mut last = block.span.start;
    for entry in block.entries {
        lies_in(sources, entry.span, "entry");
        within(block.span, entry.span, "a line");
        assert!(last <= entry.span.start, "{:?} stands before what it follows", entry.span);
        last = entry.span.end;
        if let Some(comment) = entry.trailing() {
            lies_in(sources, comment.span, "trailing comment");
            within(block.span, comment.span, "a trailing comment");
            assert!(last <= comment.span.start, "{:?} trails nothing", comment.span);
            last = comment.span.end;
            known.push(comment.span);
        }
        check_entry(sources, entry);
    }
}

fn check_entry(sources: &Sources, entry: &Entry<'_>) {
    let inside = |span: Span, what: &str| {
        lies_in(sources, span, what);
        within(entry.span, span, what);
    };
    let attributes = |attributes: &[Attribute<'_>]| {
        for attribute in attributes {
            inside(attribute.span, "an attribute");
            check_attribute(attribute);
        }
    };
    match &entry.kind {
        EntryKind::Blank | EntryKind::Broken => {}
        EntryKind::Comment(comment) => inside(comment.span, "a comment"),
        EntryKind::Field(field) => {
            inside(field.name.span, "a field's name");
            inside(field.field_type.span, "a field's type");
            attributes(field.attributes);
        }
        EntryKind::Value(value) => {
            inside(value.name.span, "a value's name");
            attributes(value.attributes);
        }
        EntryKind::Setting(setting) => {
            inside(setting.name.span, "a setting's name");
            inside(setting.value.span, "a setting");
            check_expression(&setting.value);
        }
        EntryKind::Attribute(attribute) => {
            inside(attribute.span, "a block attribute");
            check_attribute(attribute);
        }
    }
}

fn check_attribute(attribute: &Attribute<'_>) {
    within(attribute.span, attribute.name.span, "an attribute's name");
    check_arguments(attribute.span, attribute.arguments);
}

fn check_arguments(outer: Span, arguments: &[Argument<'_>]) {
    for argument in arguments {
        within(outer, argument.span(), "an argument");
        within(argument.span(), argument.value.span, "an argument's value");
        check_expression(&argument.value);
    }
}

fn check_expression(value: &Expression<'_>) {
    match value.kind {
        ExpressionKind::String(_) | ExpressionKind::Number(_) | ExpressionKind::Word(_) => {}
        ExpressionKind::Call(call) => {
            within(value.span, call.name.span, "a function's name");
            check_arguments(value.span, call.arguments);
        }
        ExpressionKind::List(items) => {
            for item in items {
                within(value.span, item.span, "an item");
                check_expression(item);
            }
        }
        ExpressionKind::Object(entries) => {
            for (name, item) in entries {
                within(value.span, name.span, "a name");
                within(value.span, item.span, "a named value");
                check_expression(item);
            }
        }
    }
}

/// Every character that is no white space belongs to something that was read, or to a problem.
fn nothing_left_out(sources: &Sources, mut known: Vec<Span>) {
    known.sort();
    let mut spans = known.iter().peekable();
    for (file, source) in sources.iter() {
        let mut reached = 0;
        let gap = |from: usize, to: usize| {
            let left = source.text.get(from..to).unwrap_or_default();
            assert!(left.trim().is_empty(), "{left:?} from byte {from} on is nowhere");
        };
        while let Some(span) = spans.next_if(|span| sources.file_of(span.start) == file) {
            let place = sources.place(*span);
            gap(reached, place.start as usize);
            reached = reached.max(place.end as usize);
        }
        gap(reached, source.text.len());
    }
}
