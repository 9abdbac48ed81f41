//! Tables that the schema does not have yet -> model blocks.

use super::defaults::quoted;
use super::keys;
use super::writer::Writer;
use crate::database::model::{ObjectName, Table};
use crate::schema::model::Model;

/// Why a model is one that clients do not see.
const NO_CRITERION: &str =
    "/// Its rows cannot be told apart: the table has no key and no required unique column.\n";

/// Makes a model that is there one that clients do not see.
pub(super) fn ignore(writer: &mut Writer<'_>, table: &ObjectName, model: &Model) {
    let Some(block) = writer.block(model.span) else { return };
    writer.edits.insert(block.span.start, NO_CRITERION);
    writer.lines(table).attributes.push("@@ignore".to_owned());
}

/// Gathers the lines of a new model, but for its relations.
pub(super) fn begin(writer: &mut Writer<'_>, table: &Table) {
    for column in &table.columns {
        let words = writer.field_words(&table.name, column);
        writer.lines(&table.name).columns.push((column.name.to_string(), words));
    }
    if let Some(key) = &table.primary_key {
        keys::add_primary_key(writer, table, key);
    }
    for index in &table.indexes {
        keys::add_index(writer, table, index, keys::fits_on_field(table, index));
    }
}

/// Writes the block, once all of its lines are known.
pub(super) fn finish(writer: &mut Writer<'_>, table: &Table) {
    let lines = writer.lines.remove(&table.name).unwrap_or_default();
    let name = writer.names.model(&table.name).to_owned();
    let is_ignored = writer.ignored.contains(&table.name);
    let mut text = String::new();
    if is_ignored {
        text.push_str(NO_CRITERION);
    }
    text.push_str(&format!("model {name} {{\n"));
    for line in lines.fields() {
        text.push_str(&format!("  {line}\n"));
    }
    let mut attributes = lines.attributes;
    if name != table.name.name {
        attributes.push(format!("@@map({})", quoted(&table.name.name)));
    }
    if is_ignored {
        attributes.push("@@ignore".to_owned());
    }
    let schema = writer.schema_attribute(&table.name);
    attributes.extend(schema.map(|schema| format!("@@schema({})", quoted(&schema))));
    if !attributes.is_empty() {
        text.push('\n');
    }
    for attribute in attributes {
        text.push_str(&format!("  {attribute}\n"));
    }
    text.push_str("}\n");
    writer.blocks.push((table.name.clone(), text));
}
