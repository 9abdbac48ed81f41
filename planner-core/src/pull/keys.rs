//! Primary keys and indexes of the database -> attributes of fields and models.

use super::attributes::{self, IndexNames};
use super::writer::Writer;
use crate::database::model::{Index, ObjectName, PrimaryKey, Table};
use crate::schema::model;
use crate::source::Span;

/// Adds `@id` or `@@id`.
pub(super) fn add_primary_key(writer: &mut Writer<'_>, table: &Table, key: &PrimaryKey) {
    let text = primary_key_text(writer, table, key);
    match single(table, &key.columns) {
        Some(column) => writer.add_to_field(&table.name, column, text),
        None => writer.lines(&table.name).attributes.push(text),
    }
}

fn primary_key_text(writer: &Writer<'_>, table: &Table, key: &PrimaryKey) -> String {
    let usual = writer.types.primary_key_name(&table.name.name);
    let name = key.name.as_deref().filter(|name| usual.as_deref() != Some(*name));
    let fields = writer.names.fields(&table.name, &key.columns);
    attributes::id(&fields, fields.len() == 1, name)
}

/// The primary key goes.
pub(super) fn remove_primary_key(writer: &mut Writer<'_>, table: &ObjectName) {
    if let Some(key) = writer.model(table).and_then(|model| model.primary_key.as_ref()) {
        remove(writer, key.span);
    }
}

/// The primary key has another name.
pub(super) fn rename_primary_key(writer: &mut Writer<'_>, table: &Table) {
    let written = writer.model(&table.name).and_then(|model| model.primary_key.as_ref());
    let (Some(written), Some(key)) = (written, &table.primary_key) else { return };
    let text = primary_key_text(writer, table, key);
    let text = if is_on_block(writer, written.span) == text.starts_with("@@") {
        text
    } else {
        let fields = writer.names.fields(&table.name, &key.columns);
        let usual = writer.types.primary_key_name(&table.name.name);
        let name = key.name.as_deref().filter(|name| usual.as_deref() != Some(*name));
        attributes::id(&fields, !is_on_block(writer, written.span), name)
    };
    writer.edits.replace(written.span, text);
}

/// Adds an index. One unique field says so itself, unless it does already.
pub(super) fn add_index(writer: &mut Writer<'_>, table: &Table, index: &Index, on_field: bool) {
    let text = index_text(writer, table, index, on_field, None);
    let names: Vec<String> = index.columns.iter().map(|column| column.name.to_string()).collect();
    match single(table, &names).filter(|_| on_field) {
        Some(column) => writer.add_to_field(&table.name, column, text),
        None => writer.lines(&table.name).attributes.push(text),
    }
}

/// Whether the index can stand on its field: the only unique one there.
pub(super) fn fits_on_field(table: &Table, index: &Index) -> bool {
    let [only] = index.columns.as_slice() else { return false };
    let is_key = table.primary_key.as_ref().is_some_and(|key| key.columns == [only.name.as_str()]);
    let first = table.indexes.iter().find(|other| {
        other.unique && matches!(other.columns.as_slice(), [one] if one.name == only.name)
    });
    index.unique && !is_key && first.is_some_and(|first| first.name == index.name)
}

/// The index goes.
pub(super) fn remove_index(writer: &mut Writer<'_>, index: &Index) {
    if let Some(span) = index.span {
        remove(writer, span);
    }
}

/// The index is written anew where it stands; it keeps the name that clients have for it.
pub(super) fn rewrite_index(writer: &mut Writer<'_>, table: &Table, old: &Index, new: &Index) {
    let Some(span) = old.span else { return };
    let on_block = is_on_block(writer, span);
    let stays_on_field = !on_block
        && new.unique
        && matches!((old.columns.as_slice(), new.columns.as_slice()),
            ([was], [is]) if was.name == is.name);
    if !on_block && !stays_on_field {
        remove(writer, span);
        add_index(writer, table, new, false);
        return;
    }
    let client = client_name(writer, &table.name, span);
    let text = index_text(writer, table, new, stays_on_field, client);
    writer.edits.replace(span, text);
}

fn client_name(writer: &Writer<'_>, table: &ObjectName, span: Span) -> Option<String> {
    let model = writer.model(table)?;
    let written: Option<&model::Index> = model.indexes.iter().find(|index| index.span == span);
    written?.client_name.as_ref().map(ToString::to_string)
}

fn index_text(
    writer: &Writer<'_>,
    table: &Table,
    index: &Index,
    on_field: bool,
    client: Option<String>,
) -> String {
    let columns: Vec<&str> = index.columns.iter().map(|column| column.name.as_str()).collect();
    let usual = match index.unique {
        true => writer.types.unique_name(&table.name.name, &columns),
        false => writer.types.index_name(&table.name.name, &columns),
    };
    let names = IndexNames {
        client: client.as_deref(),
        database: Some(index.name.as_str()).filter(|name| *name != usual),
    };
    let fields = writer.names.fields(&table.name, &columns);
    attributes::index(index, &fields, on_field, names)
}

/// The column that alone is meant.
fn single<'t>(table: &'t Table, columns: &[String]) -> Option<&'t crate::database::model::Column> {
    match columns {
        [only] => table.column(only),
        _ => None,
    }
}

fn is_on_block(writer: &Writer<'_>, attribute: Span) -> bool {
    writer.request.sources.text(attribute).starts_with("@@")
}

fn remove(writer: &mut Writer<'_>, attribute: Span) {
    if is_on_block(writer, attribute) {
        writer.edits.remove_lines(writer.request.sources, attribute);
    } else {
        writer.edits.remove_word(writer.request.sources, attribute);
    }
}
