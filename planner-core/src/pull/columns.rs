//! Changed columns -> edits of their fields: of type, arity, default and native type each only
//! where it differs.

use super::defaults::{self, Kind};
use super::writer::{Writer, arity_sign};
use crate::database::model::{Column, ColumnType, ObjectName};
use crate::diff::change::ColumnChange;
use crate::schema::model::{DefaultValue, EnumId, FieldDefault, FieldKind, FieldType, Scalar};
use crate::source::Span;
use crate::syntax::document::{Attribute, Entry, Field};

/// A column of the table has another type, arity, default or numbering.
pub(super) fn alter(writer: &mut Writer<'_>, change: &ColumnChange) {
    let table = &change.table.after;
    let Some(name) = change.before.span else { return };
    let Some((entry, field)) = writer.field(table, name) else { return };
    let retyped = change.before.column_type != change.after.column_type;
    let rearranged = change.before.arity != change.after.arity;
    if retyped || rearranged {
        write_type(writer, entry, field, change, retyped);
    }
    if retyped || change.default_changes() || change.autoincrement_changes() {
        write_default(writer, entry, field, change, retyped);
    }
    let is_time = matches!(writer.kind(&change.after), Kind::Scalar(Scalar::DateTime));
    if retyped && !is_time {
        set(writer, entry, attribute(field, "updatedAt"), None);
    }
}

fn write_type(
    writer: &mut Writer<'_>,
    entry: &Entry<'_>,
    field: &Field<'_>,
    change: &ColumnChange,
    retyped: bool,
) {
    let sign = arity_sign(change.after.arity);
    let text = writer.type_text(&change.after.column_type);
    let written = writer.request.sources.text(field.field_type.span).to_owned();
    let name = if retyped { &text.name } else { &written };
    let whole = with_arity(writer, field);
    let new = format!("{name}{sign}");
    if writer.request.sources.text(whole) != new {
        writer.edits.replace(whole, new);
    }
    if retyped {
        let prefix = format!("{}.", writer.request.schema.datasource.name);
        let old = field.attributes.iter().find(|each| each.name.text.starts_with(&prefix));
        set(writer, entry, old, text.native);
    }
}

fn write_default(
    writer: &mut Writer<'_>,
    entry: &Entry<'_>,
    field: &Field<'_>,
    change: &ColumnChange,
    retyped: bool,
) {
    let table = &change.table.after;
    let written = written_default(writer, table, &change.before);
    let kind = match (retyped, client_enum(writer, table, &change.before)) {
        (false, Some(id)) => writer.client_kind(id),
        _ => writer.kind(&change.after),
    };
    let new = defaults::argument(writer.types, &change.after, kind);
    let is_string = matches!(kind, Kind::Scalar(Scalar::String));
    let stays = match written.map(|default| &default.value) {
        // The client makes it, and the database has nothing against it.
        Some(DefaultValue::Client(_)) => new.is_none() && is_string,
        Some(DefaultValue::DbGenerated(None)) => new.is_none(),
        _ => false,
    };
    if !stays {
        set(writer, entry, attribute(field, "default"), new.map(|new| format!("@default({new})")));
    }
}

fn written_default<'a>(
    writer: &Writer<'a>,
    table: &ObjectName,
    column: &Column,
) -> Option<&'a FieldDefault> {
    let model = writer.model(table)?;
    let field = model.fields.iter().find(|field| Some(field.span) == column.span)?;
    match &field.kind {
        FieldKind::Scalar(scalar) => scalar.default.as_deref(),
        FieldKind::Relation(_) => None,
    }
}

/// The enum of a field whose column does not say so.
fn client_enum(writer: &Writer<'_>, table: &ObjectName, column: &Column) -> Option<EnumId> {
    if matches!(column.column_type, ColumnType::Enum(_)) {
        return None;
    }
    let model = writer.model(table)?;
    let field = model.fields.iter().find(|field| Some(field.span) == column.span)?;
    match &field.kind {
        FieldKind::Scalar(scalar) => match scalar.field_type {
            FieldType::Enum(id) => Some(id),
            FieldType::Scalar(_) | FieldType::Unsupported(_) => None,
        },
        FieldKind::Relation(_) => None,
    }
}

impl Writer<'_> {
    fn client_kind(&self, id: EnumId) -> Kind<'_> {
        let name = &self.request.schema.enumeration(id).name;
        let expected = self.request.expected.enums.iter();
        let mut types = expected.filter(|each| each.logical_name.as_deref() == Some(name.as_str()));
        let names = types.next().and_then(|each| self.names.enumeration(&each.name));
        names.map_or(Kind::Unsupported, Kind::Enum)
    }
}

/// The attribute of that name.
pub(super) fn attribute<'f>(field: &'f Field<'f>, name: &str) -> Option<&'f Attribute<'f>> {
    field.attributes.iter().find(|each| each.name.text == name)
}

/// Replaces, adds or removes an attribute of a field.
pub(super) fn set(
    writer: &mut Writer<'_>,
    entry: &Entry<'_>,
    old: Option<&Attribute<'_>>,
    new: Option<String>,
) {
    match (old, new) {
        (Some(old), Some(new)) => {
            if writer.request.sources.text(old.span) != new {
                writer.edits.replace(old.span, new);
            }
        }
        (Some(old), None) => writer.edits.remove_word(writer.request.sources, old.span),
        (None, Some(new)) => writer.append(entry, &new),
        (None, None) => {}
    }
}

/// The place of a field's type with its `?` or `[]`, spaces before that included.
pub(super) fn with_arity(writer: &Writer<'_>, field: &Field<'_>) -> Span {
    let span = field.field_type.span;
    let (_, rest) = super::edits::around(writer.request.sources, span.end);
    let trimmed = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let sign = match trimmed.strip_prefix('[') {
        Some(inside) => inside.find(']').map(|end| end + "[]".len()),
        None => trimmed.starts_with('?').then_some(1),
    };
    let width = sign.map_or(0, |sign| rest.len() - trimmed.len() + sign);
    Span::new(span.start, span.end + width as u32)
}

/// Gives a field's type another arity.
pub(super) fn set_arity(writer: &mut Writer<'_>, field: &Field<'_>, sign: &str) {
    let name = writer.request.sources.text(field.field_type.span).to_owned();
    let whole = with_arity(writer, field);
    let new = format!("{name}{sign}");
    if writer.request.sources.text(whole) != new {
        writer.edits.replace(whole, new);
    }
}
