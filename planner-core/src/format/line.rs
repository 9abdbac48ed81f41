//! One line of a block in canonical spacing: cells for the table, attributes in their order.

use super::comment::{own_lines, plain_line_ends};
use super::table::Table;
use crate::ordered;
use crate::source::Sources;
use crate::syntax::document::{
    Argument, Attribute, Entry, EntryKind, Expression, ExpressionKind, Field, TypeArity,
};

/// The order of attributes behind a field; others follow as they were written.
const FIELD_ORDER: [&str; 7] =
    ["id", "unique", "default", "updatedAt", "map", "relation", "ignore"];

/// The order of block attributes; others follow as they were written.
const BLOCK_ORDER: [&str; 6] = ["id", "unique", "index", "fulltext", "map", "ignore"];

/// Where a block attribute stands among the others.
pub(super) fn block_attribute_order(name: &str) -> usize {
    order(&BLOCK_ORDER, name)
}

fn order(known: &[&str], name: &str) -> usize {
    known.iter().position(|each| *each == name).unwrap_or(known.len())
}

/// Adds the row of an entry.
pub(super) fn row(table: &mut Table, sources: &Sources, entry: &Entry<'_>) {
    let suffix = |text: &mut String| {
        if let Some(comment) = entry.trailing() {
            plain_line_ends(text, sources.text(comment.span));
        }
    };
    match &entry.kind {
        kind if !is_read_to_its_end(kind, entry) => as_written(table, sources, entry),
        EntryKind::Broken => as_written(table, sources, entry),
        EntryKind::Blank => table.blank(),
        EntryKind::Comment(comment) => table.lines(|text| own_lines(text, sources, comment, "  ")),
        EntryKind::Field(field) => {
            let mut row = table.cells();
            row.cell(|text| text.push_str(field.name.text));
            row.cell(|text| field_type(text, sources, field));
            if !field.attributes.is_empty() {
                row.cell(|text| attributes(text, sources, field.attributes));
            }
            row.end(suffix);
        }
        EntryKind::Value(value) => {
            let mut row = table.cells();
            row.cell(|text| text.push_str(value.name.text));
            if !value.attributes.is_empty() {
                row.cell(|text| attributes(text, sources, value.attributes));
            }
            row.end(suffix);
        }
        EntryKind::Setting(setting) => {
            let mut row = table.cells();
            row.cell(|text| text.push_str(setting.name.text));
            row.cell(|text| {
                text.push_str("= ");
                expression(text, sources, &setting.value);
            });
            row.end(suffix);
        }
        EntryKind::Attribute(written) => table.lines(|text| {
            text.push_str("  ");
            attribute(text, sources, written, "@@");
            if entry.trailing().is_some() {
                text.push(' ');
                suffix(text);
            }
            text.push('\n');
        }),
    }
}

fn as_written(table: &mut Table, sources: &Sources, entry: &Entry<'_>) {
    let behind = entry.trailing().map_or(entry.span, |comment| comment.span);
    table.lines(|text| {
        text.push_str("  ");
        plain_line_ends(text, sources.text(entry.span.to(behind)));
        text.push('\n');
    });
}

/// Whether a line that was begun to be read was understood to its end.
fn is_read_to_its_end(kind: &EntryKind<'_>, entry: &Entry<'_>) -> bool {
    match kind {
        EntryKind::Blank | EntryKind::Comment(_) | EntryKind::Broken => true,
        EntryKind::Setting(setting) => setting.value.span.end >= entry.span.end,
        EntryKind::Attribute(written) => written.span.end >= entry.span.end,
        EntryKind::Field(field) => field.complete && field.well_formed,
        EntryKind::Value(value) => value.complete,
    }
}

fn field_type(text: &mut String, sources: &Sources, field: &Field<'_>) {
    // What stands in the parentheses of Unsupported is the database's, its spaces too.
    text.push_str(if field.unsupported {
        sources.text(field.field_type.span)
    } else {
        field.field_type.text
    });
    text.push_str(match field.arity {
        TypeArity::Required => "",
        TypeArity::Optional => "?",
        TypeArity::List => "[]",
    });
}

fn attributes(text: &mut String, sources: &Sources, attributes: &[Attribute<'_>]) {
    let write = |text: &mut String, position: usize, each: &Attribute<'_>| {
        if position > 0 {
            text.push(' ');
        }
        attribute(text, sources, each, "@");
    };
    // One attribute is the rule.
    if let [only] = attributes {
        return write(text, 0, only);
    }
    let mut sorted: Vec<&Attribute<'_>> = attributes.iter().collect();
    ordered::sort_by_key(&mut sorted, |each| order(&FIELD_ORDER, each.name.text));
    for (position, each) in sorted.into_iter().enumerate() {
        write(text, position, each);
    }
}

fn attribute(text: &mut String, sources: &Sources, attribute: &Attribute<'_>, marker: &str) {
    text.push_str(marker);
    text.push_str(attribute.name.text);
    if sources.text(attribute.span).ends_with(')') {
        text.push('(');
        arguments(text, sources, attribute.arguments);
        text.push(')');
    }
}

fn arguments(text: &mut String, sources: &Sources, arguments: &[Argument<'_>]) {
    separated(text, arguments, |text, argument| {
        if let Some(name) = &argument.name {
            text.push_str(name.text);
            text.push_str(": ");
        }
        expression(text, sources, &argument.value);
    });
}

/// Writes a value in canonical spacing; strings and numbers stay as written.
pub(super) fn expression(text: &mut String, sources: &Sources, value: &Expression<'_>) {
    match &value.kind {
        ExpressionKind::String(_) | ExpressionKind::Number(_) => {
            text.push_str(sources.text(value.span));
        }
        ExpressionKind::Word(word) => text.push_str(word),
        ExpressionKind::Call(call) => {
            text.push_str(call.name.text);
            text.push('(');
            arguments(text, sources, call.arguments);
            text.push(')');
        }
        ExpressionKind::List(items) => {
            text.push('[');
            separated(text, items, |text, item| expression(text, sources, item));
            text.push(']');
        }
        ExpressionKind::Object([]) => text.push_str("{}"),
        ExpressionKind::Object(entries) => {
            text.push_str("{ ");
            separated(text, entries, |text, (name, value)| {
                text.push_str(name.text);
                text.push_str(": ");
                expression(text, sources, value);
            });
            text.push_str(" }");
        }
    }
}

/// Writes items with a comma and a space between them.
fn separated<T>(text: &mut String, items: &[T], mut write: impl FnMut(&mut String, &T)) {
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            text.push_str(", ");
        }
        write(text, item);
    }
}
