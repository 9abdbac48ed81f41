//! A generated schema -> its text. Knows nothing of where it comes from.

use super::model::{Arity, Default, Field, Id, Index, Kind, Model, Name, Schema};
use planner_core::provider::Provider;
use std::fmt::Write;

/// The schema as a person would have written it.
pub fn render(schema: &Schema) -> String {
    let mut text = format!("datasource db {{\n  provider = \"{}\"\n", schema.provider);
    let list = |names: &[String]| names.join(", ");
    if !schema.namespaces.is_empty() {
        let quoted: Vec<String> =
            schema.namespaces.iter().map(|each| format!("\"{each}\"")).collect();
        let _ = writeln!(text, "  schemas = [{}]", list(&quoted));
    }
    if !schema.extensions.is_empty() {
        let _ = writeln!(text, "  extensions = [{}]", list(&schema.extensions));
    }
    if schema.without_keys {
        text.push_str("  relationMode = \"prisma\"\n");
    }
    text.push_str("}\n\ngenerator client {\n  provider = \"prisma-client-js\"\n  previewFeatures = [\"views\", \"partialIndexes\", \"postgresqlExtensions\"]\n}\n");
    for each in &schema.enums {
        let _ = writeln!(text, "\nenum {} {{", each.name.logical);
        for value in &each.values {
            let _ = writeln!(text, "  {}{}", value.name.logical, map("@map", &value.name));
        }
        block_names(&mut text, &each.name, each.namespace.as_deref());
        text.push_str("}\n");
    }
    for model in &schema.models {
        render_model(&mut text, schema, model);
    }
    for view in &schema.views {
        let _ = write!(text, "\nview {view} {{\n  id Int @unique\n");
        if let Some(namespace) = schema.namespaces.first() {
            let _ = writeln!(text, "  @@schema(\"{namespace}\")");
        }
        text.push_str("}\n");
    }
    text
}

fn map(attribute: &str, name: &Name) -> String {
    name.map.as_ref().map(|map| format!(" {attribute}({})", quoted(map))).unwrap_or_default()
}

/// A string of the language.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn block_names(text: &mut String, name: &Name, namespace: Option<&str>) {
    let mapped = map("@@map", name);
    if !mapped.is_empty() {
        let _ = writeln!(text, " {mapped}");
    }
    if let Some(namespace) = namespace {
        let _ = writeln!(text, "  @@schema(\"{namespace}\")");
    }
}

fn render_model(text: &mut String, schema: &Schema, model: &Model) {
    let _ = writeln!(text, "\nmodel {} {{", model.name.logical);
    for field in &model.fields {
        let line = format!("  {} {}", field.name.logical, column(schema, model, field));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    render_relations(text, schema, model);
    let names = |ids: &[Id]| -> String {
        ids.iter().map(|id| logical(model, *id)).collect::<Vec<_>>().join(", ")
    };
    if model.key.len() > 1 {
        let map = model.key_map.as_ref().map(|map| format!(", map: \"{map}\""));
        let _ = writeln!(text, "  @@id([{}]{})", names(&model.key), map.unwrap_or_default());
    }
    for index in &model.indexes {
        let _ = writeln!(text, "  {}", render_index(model, index));
    }
    block_names(text, &model.name, model.namespace.as_deref());
    text.push_str("}\n");
}

fn logical(model: &Model, id: Id) -> &str {
    model.field(id).map(|field| field.name.logical.as_str()).expect("a field of the model")
}

fn column(schema: &Schema, model: &Model, field: &Field) -> String {
    let (base, native) = match field.kind {
        Kind::Scalar(scalar) => (scalar.base, scalar.native),
        Kind::Enum(id) => {
            let each = schema.enumeration(id).expect("an enum of the schema");
            (each.name.logical.as_str(), "")
        }
    };
    let arity = match field.arity {
        Arity::Required => "",
        Arity::Optional => "?",
        Arity::List => "[]",
    };
    let mut text = format!("{base}{arity}");
    if model.key == [field.id] {
        let map = model.key_map.as_ref().map(|map| format!("(map: \"{map}\")"));
        let _ = write!(text, " @id{}", map.unwrap_or_default());
    }
    if let Some(default) = default(schema, field) {
        let _ = write!(text, " @default({default})");
    }
    text.push_str(&map("@map", &field.name));
    if !native.is_empty() {
        let _ = write!(text, " {native}");
    }
    text
}

fn default(schema: &Schema, field: &Field) -> Option<String> {
    let literals = match field.kind {
        Kind::Scalar(scalar) => scalar.literals,
        Kind::Enum(_) => &[],
    };
    let value = |id: Id| {
        let Kind::Enum(of) = field.kind else { panic!("a value stands for an enum only") };
        let values = &schema.enumeration(of).expect("an enum of the schema").values;
        let value = values.iter().find(|value| value.id == id).expect("a value of the enum");
        value.name.logical.clone()
    };
    Some(match &field.default {
        Default::None => return None,
        Default::Literal(at) => (*literals.get(at % literals.len())?).to_owned(),
        Default::List => format!("[{}]", literals.join(", ")),
        Default::Value(id) => value(*id),
        Default::ValueList(id) => format!("[{}]", value(*id)),
        Default::Autoincrement => "autoincrement()".to_owned(),
        Default::Now => "now()".to_owned(),
        Default::Generated(sql) => format!("dbgenerated(\"{sql}\")"),
        Default::Client(function) => (*function).to_owned(),
    })
}

fn render_relations(text: &mut String, schema: &Schema, model: &Model) {
    let name_of = |id: Id| &schema.model(id).expect("a model of the schema").name.logical;
    for each in schema.relations.iter().filter(|each| each.from == model.id) {
        let optional = each
            .fields
            .iter()
            .any(|id| model.field(*id).is_some_and(|field| field.arity == Arity::Optional));
        let target = schema.model(each.to).expect("a model of the schema");
        let list = |model: &Model, ids: &[Id]| -> String {
            ids.iter().map(|id| logical(model, *id)).collect::<Vec<_>>().join(", ")
        };
        let mut extra = String::new();
        for (word, action) in [("onDelete", each.on_delete), ("onUpdate", each.on_update)] {
            if let Some(action) = action {
                let _ = write!(extra, ", {word}: {action}");
            }
        }
        if let Some(map) = each.map.as_ref().filter(|_| schema.provider == Provider::Postgresql) {
            let _ = write!(extra, ", map: \"{map}\"");
        }
        let _ = writeln!(
            text,
            "  {} {}{} @relation(\"{}\", fields: [{}], references: [{}]{extra})",
            each.name,
            name_of(each.to),
            if optional { "?" } else { "" },
            each.name,
            list(model, &each.fields),
            list(target, &each.references),
        );
    }
    for each in schema.relations.iter().filter(|each| each.to == model.id) {
        let single = is_single(schema, each.from, &each.fields);
        let _ = writeln!(
            text,
            "  {}_back {}{} @relation(\"{}\")",
            each.name,
            name_of(each.from),
            if single { "?" } else { "[]" },
            each.name,
        );
    }
    for join in &schema.joins {
        for (at, (end, field)) in join.ends.iter().enumerate() {
            if *end != model.id {
                continue;
            }
            let other = name_of(join.ends[1 - at].0);
            let relation = join.name.as_ref().map(|name| format!(" @relation(\"{name}\")"));
            let _ = writeln!(text, "  {field} {other}[]{}", relation.unwrap_or_default());
        }
    }
}

/// Whether at most one row can refer to another: the language then wants no list.
fn is_single(schema: &Schema, from: Id, fields: &[Id]) -> bool {
    let model = schema.model(from).expect("a model of the schema");
    let same = |ids: &[Id]| ids.len() == fields.len() && fields.iter().all(|id| ids.contains(id));
    same(&model.key)
        || model.indexes.iter().any(|index| {
            let ids: Vec<Id> = index.fields.iter().map(|each| each.field).collect();
            index.unique && index.not_null.is_none() && same(&ids)
        })
}

fn render_index(model: &Model, index: &Index) -> String {
    let fields: Vec<String> = index
        .fields
        .iter()
        .map(|each| {
            let mut inside = Vec::new();
            if let Some(class) = each.class {
                inside.push(format!("ops: {class}"));
            }
            if each.descending {
                inside.push("sort: Desc".to_owned());
            }
            let name = logical(model, each.field);
            if inside.is_empty() {
                name.to_owned()
            } else {
                format!("{name}({})", inside.join(", "))
            }
        })
        .collect();
    let mut text =
        format!("@@{}([{}]", if index.unique { "unique" } else { "index" }, fields.join(", "));
    if let Some(method) = index.method {
        let _ = write!(text, ", type: {method}");
    }
    if let Some(map) = &index.map {
        let _ = write!(text, ", map: \"{map}\"");
    }
    if let Some(id) = index.not_null {
        let name = &model.field(id).expect("a field of the model").name;
        let _ = match index.id % 2 {
            0 => write!(text, ", where: {{ {}: {{ not: null }} }}", name.logical),
            _ => {
                let column = name.database().replace('"', "\"\"");
                write!(text, ", where: raw({})", quoted(&format!("\"{column}\" IS NOT NULL")))
            }
        };
    }
    text.push(')');
    text
}
