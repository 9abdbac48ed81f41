//! The columns of views -> view blocks, where the schema has the preview feature for them. A view
//! that the database lacks stays: nothing plans it, so nothing would bring it back.

use super::defaults::quoted;
use super::limits::LeftOut;
use super::names::identifier;
use super::writer::{Writer, arity_sign};
use crate::database::model::{Column, Table};
use crate::ordered::BTreeSet;
use crate::schema::model::{FieldKind, Model, ModelKind};
use crate::syntax::document::EntryKind;

/// Adds the views that are new, and brings the columns of the others up to date.
pub(super) fn merge(writer: &mut Writer<'_>, views: &[Table], left_out: &mut Vec<LeftOut>) {
    let schema = writer.request.schema;
    let mut features = schema.generators.iter().flat_map(|each| &each.preview_features);
    let is_on = features.any(|feature| feature == "views");
    for view in views {
        let declared = schema.models.iter().find(|model| is_of(writer, model, view));
        match declared {
            Some(model) => update(writer, model, view),
            None if is_on && !view.columns.is_empty() => create(writer, view),
            None => left_out.push(LeftOut {
                kind: "view",
                name: view.name.clone(),
                table: None,
                reason: "The preview feature for views is off.".to_owned(),
                help: Some("add previewFeatures = [\"views\"] to a generator".to_owned()),
            }),
        }
    }
}

fn is_of(writer: &Writer<'_>, model: &Model, view: &Table) -> bool {
    let namespace = model.schema.as_deref().and_then(|name| writer.types.namespace(name));
    model.kind == ModelKind::View
        && writer.types.stored_name(&model.database_name) == view.name.name
        && namespace == view.name.namespace
}

fn create(writer: &mut Writer<'_>, view: &Table) {
    let name = writer.names.new_block(&view.name, "view");
    let mut taken = BTreeSet::new();
    let mut text = format!("view {name} {{\n");
    for column in &view.columns {
        text.push_str(&line(writer, column, &mut taken));
    }
    if name != view.name.name {
        text.push_str(&format!("\n  @@map({})\n", quoted(&view.name.name)));
    }
    if let Some(schema) = writer.schema_attribute(&view.name) {
        text.push_str(&format!("\n  @@schema({})\n", quoted(&schema)));
    }
    text.push_str("}\n");
    writer.blocks.push((view.name.clone(), text));
}

fn update(writer: &mut Writer<'_>, model: &Model, view: &Table) {
    let Some(block) = writer.block(model.span) else { return };
    let mut taken: BTreeSet<String> = model.fields.iter().map(|it| it.name.to_string()).collect();
    let mut declared = BTreeSet::new();
    for field in &model.fields {
        if !matches!(field.kind, FieldKind::Scalar(_)) {
            continue;
        }
        let column = writer.types.stored_name(&field.database_name);
        declared.insert(column.to_owned());
        if view.column(column).is_none()
            && let Some((entry, _)) = writer.model_field(model, field.span)
        {
            writer.remove_entry(block, entry);
        }
    }
    let new: Vec<String> = view
        .columns
        .iter()
        .filter(|column| !declared.contains(column.name.as_str()))
        .map(|column| line(writer, column, &mut taken))
        .collect();
    let last = block.entries.iter().rfind(|each| matches!(each.kind, EntryKind::Field(_)));
    let after = match last {
        Some(entry) => entry.trailing().map_or(entry.span, |each| each.span).end,
        None => block.name.span.end,
    };
    let at = super::edits::line_end(writer.request.sources, after);
    writer.edits.insert(at, new.concat());
}

fn line(writer: &Writer<'_>, column: &Column, taken: &mut BTreeSet<String>) -> String {
    let wish = identifier(&column.name, "field");
    let numbered = (2_u32..).map(|number| format!("{wish}_{number}"));
    let mut names = std::iter::once(wish.clone()).chain(numbered);
    let name = names.find(|name| !taken.contains(name)).unwrap_or(wish);
    taken.insert(name.clone());
    let text = writer.type_text(&column.column_type);
    let mut words = vec![format!("  {name} {}{}", text.name, arity_sign(column.arity))];
    if name != column.name {
        words.push(format!("@map({})", quoted(&column.name)));
    }
    words.extend(text.native);
    format!("{}\n", words.join(" "))
}
