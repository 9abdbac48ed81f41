//! One line of a block in canonical spacing: cells for the table, attributes in their order.

use super::comment::{plain_line_ends, trailing};
use super::table::Row;
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

/// The row of an entry.
pub(super) fn row(sources: &Sources, entry: &Entry) -> Row {
    let suffix = entry.trailing.as_ref().map(|comment| trailing(sources, comment));
    let suffix = suffix.unwrap_or_default();
    let as_written = || {
        let behind = entry.trailing.as_ref().map_or(entry.span, |comment| comment.span);
        Row::Lines(format!("  {}\n", plain_line_ends(sources.text(entry.span.to(behind)))))
    };
    let cells = match &entry.kind {
        EntryKind::Blank => return Row::Blank,
        EntryKind::Comment(comment) => {
            return Row::Lines(super::comment::own_lines(sources, comment, "  "));
        }
        EntryKind::Broken => return as_written(),
        EntryKind::Setting(setting) if setting.value.span.end < entry.span.end => {
            return as_written();
        }
        EntryKind::Attribute(written) if written.span.end < entry.span.end => {
            return as_written();
        }
        EntryKind::Field(field) if !(field.complete && field.well_formed) => return as_written(),
        EntryKind::Value(value) if !value.complete => return as_written(),
        EntryKind::Field(field) => {
            let mut cells = vec![field.name.text.to_string(), field_type(sources, field)];
            cells.extend(attributes(sources, &field.attributes));
            cells
        }
        EntryKind::Value(value) => {
            let mut cells = vec![value.name.text.to_string()];
            cells.extend(attributes(sources, &value.attributes));
            cells
        }
        EntryKind::Setting(setting) => {
            let value = expression(sources, &setting.value);
            vec![setting.name.text.to_string(), format!("= {value}")]
        }
        EntryKind::Attribute(written) => {
            return Row::Lines(match suffix.as_str() {
                "" => format!("  {}\n", attribute(sources, written, "@@")),
                suffix => format!("  {} {suffix}\n", attribute(sources, written, "@@")),
            });
        }
    };
    Row::Cells { cells, suffix }
}

fn field_type(sources: &Sources, field: &Field) -> String {
    let arity = match field.arity {
        TypeArity::Required => "",
        TypeArity::Optional => "?",
        TypeArity::List => "[]",
    };
    // What stands in the parentheses of Unsupported is the database's, its spaces too.
    if field.field_type.unsupported {
        return format!("{}{arity}", sources.text(field.field_type.span));
    }
    format!("{}{arity}", field.field_type.text)
}

fn attributes(sources: &Sources, attributes: &[Attribute]) -> Option<String> {
    let mut sorted: Vec<&Attribute> = attributes.iter().collect();
    sorted.sort_by_key(|each| order(&FIELD_ORDER, &each.name.text));
    let texts: Vec<String> = sorted.iter().map(|each| attribute(sources, each, "@")).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

fn attribute(sources: &Sources, attribute: &Attribute, marker: &str) -> String {
    let name = &attribute.name.text;
    if !sources.text(attribute.span).ends_with(')') {
        return format!("{marker}{name}");
    }
    format!("{marker}{name}({})", arguments(sources, &attribute.arguments))
}

fn arguments(sources: &Sources, arguments: &[Argument]) -> String {
    let texts: Vec<String> = arguments
        .iter()
        .map(|argument| {
            let value = expression(sources, &argument.value);
            match &argument.name {
                Some(name) => format!("{}: {value}", name.text),
                None => value,
            }
        })
        .collect();
    texts.join(", ")
}

/// A value in canonical spacing; strings and numbers stay as written.
pub(super) fn expression(sources: &Sources, value: &Expression) -> String {
    match &value.kind {
        ExpressionKind::String(_) | ExpressionKind::Number(_) => {
            sources.text(value.span).to_owned()
        }
        ExpressionKind::Word(text) => text.to_string(),
        ExpressionKind::Call(call) => {
            format!("{}({})", call.name.text, arguments(sources, &call.arguments))
        }
        ExpressionKind::List(items) => {
            let texts: Vec<String> = items.iter().map(|item| expression(sources, item)).collect();
            format!("[{}]", texts.join(", "))
        }
        ExpressionKind::Object(entries) if entries.is_empty() => "{}".to_owned(),
        ExpressionKind::Object(entries) => {
            let texts: Vec<String> = entries
                .iter()
                .map(|(name, value)| format!("{}: {}", name.text, expression(sources, value)))
                .collect();
            format!("{{ {} }}", texts.join(", "))
        }
    }
}
