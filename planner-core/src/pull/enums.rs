//! Enum types of the database -> enum blocks, and edits of those that are there.

use super::defaults::quoted;
use super::edits::{line_end, line_start};
use super::writer::Writer;
use crate::database::model::{EnumType, EnumValue};
use crate::diff::change::EnumChange;
use crate::schema::model::Enum;
use crate::syntax::document::{Entry, EntryKind};

/// A type that the schema does not have yet.
pub(super) fn create(writer: &mut Writer<'_>, each: &EnumType) {
    let Some(names) = writer.names.enumeration(&each.name) else { return };
    let mut text = format!("enum {} {{\n", names.name);
    for value in &each.values {
        text.push_str(&line(writer, each, value));
    }
    if names.name != each.name.name {
        text.push_str(&format!("\n  @@map({})\n", quoted(&each.name.name)));
    }
    if let Some(schema) = writer.schema_attribute(&each.name) {
        text.push_str(&format!("\n  @@schema({})\n", quoted(&schema)));
    }
    text.push_str("}\n");
    writer.blocks.push((each.name.clone(), text));
}

/// A type that the database does not have any more.
pub(super) fn remove(writer: &mut Writer<'_>, each: &EnumType) {
    if let Some(span) = each.span {
        writer.remove_block(span);
    }
}

/// Values appeared or went.
pub(super) fn alter(writer: &mut Writer<'_>, change: &EnumChange) {
    let written = written(writer, &change.before);
    let Some(block) = written.and_then(|each| writer.block(each.span)) else { return };
    for value in &change.removed {
        if let Some(entry) = entry_of(writer, &change.before, &value.name) {
            writer.remove_entry(block, entry);
        }
    }
    let sources = writer.request.sources;
    let last = block.entries.iter().rfind(|each| matches!(each.kind, EntryKind::Value(_)));
    for value in &change.added {
        let next = value.before.as_ref();
        let next = next.and_then(|next| entry_of(writer, &change.before, next));
        let at = match (next, last) {
            (Some(next), _) => line_start(sources, next.span.start),
            (None, Some(last)) => {
                let end = last.trailing().map_or(last.span, |each| each.span).end;
                line_end(sources, end)
            }
            (None, None) => line_end(sources, block.name.span.end),
        };
        let value = EnumValue { name: value.name.clone(), logical_name: None };
        let line = line(writer, &change.after, &value);
        writer.edits.insert(at, line);
    }
}

fn line(writer: &Writer<'_>, each: &EnumType, value: &EnumValue) -> String {
    let names = writer.names.enumeration(&each.name);
    let name = names.and_then(|names| names.values.get(&value.name)).map_or("", String::as_str);
    if name == value.name {
        return format!("  {name}\n");
    }
    format!("  {name} @map({})\n", quoted(&value.name))
}

fn written<'a>(writer: &Writer<'a>, each: &EnumType) -> Option<&'a Enum> {
    writer.request.schema.enums.iter().find(|other| Some(other.span) == each.span)
}

/// The line of a value, by what the database stores.
fn entry_of<'a>(writer: &Writer<'a>, each: &EnumType, stored: &str) -> Option<&'a Entry<'a>> {
    let written = written(writer, each)?;
    let value = written.values.iter().find(|value| value.database_name == stored)?;
    let block = writer.block(written.span)?;
    block.entries.iter().find(|entry| match &entry.kind {
        EntryKind::Value(found) => found.name.span == value.span || entry.span == value.span,
        _ => false,
    })
}
