//! A schema -> the JSON that a generator of somebody else gets: docs/generator.schema.json says
//! what it looks like. Knows nothing of how generators are run.

use planner_core::schema::model::{
    Arity, ConfigValue, DefaultValue, Enum, Field, FieldDefault, FieldId, FieldKind, FieldType,
    Generator, Index, Literal, Model, ModelId, ModelKind, Predicate, ReferentialAction, Relation,
    RelationId, RelationKind, Scalar, Schema, SortOrder,
};
use serde_json::{Map, Value, json};

/// Grows when a program written for an earlier one could go wrong.
const VERSION: u32 = 1;

/// What a program reads on stdin.
pub fn request(schema: &Schema, generator: &Generator) -> Value {
    json!({
        "version": VERSION,
        "generator": {
            "name": generator.name,
            "provider": configured(&generator.provider),
            "output": generator.output.as_ref().map(configured),
            "previewFeatures": generator.preview_features,
        },
        "datasource": {
            "name": schema.datasource.name,
            "provider": schema.datasource.provider.name(),
            "schemas": schema.datasource.schemas,
        },
        "models": schema.models.iter().map(|each| model(schema, each)).collect::<Vec<_>>(),
        "enums": schema.enums.iter().map(enumeration).collect::<Vec<_>>(),
    })
}

/// A setting; what comes from the environment only by the name of its variable.
fn configured(value: &ConfigValue) -> Value {
    match value {
        ConfigValue::Literal(text) => json!(text),
        ConfigValue::Env(variable) => json!({ "env": variable }),
    }
}

fn model(schema: &Schema, model: &Model) -> Value {
    json!({
        "name": model.name.as_str(),
        "databaseName": model.database_name.as_str(),
        "schema": model.schema.as_deref(),
        "kind": match model.kind {
            ModelKind::Table => "model",
            ModelKind::View => "view",
        },
        "ignored": model.ignored,
        "documentation": model.documentation.as_deref(),
        "fields": model.fields.iter().map(|each| field(schema, model, each)).collect::<Vec<_>>(),
        "primaryKey": model.primary_key.as_ref().map(|each| index(model, each)),
        "indexes": model.indexes.iter().map(|each| index(model, each)).collect::<Vec<_>>(),
    })
}

fn field(schema: &Schema, model: &Model, field: &Field) -> Value {
    let mut described = json!({
        "name": field.name.as_str(),
        "arity": match field.arity {
            Arity::Required => "required",
            Arity::Optional => "optional",
            Arity::List => "list",
        },
        "ignored": field.ignored,
        "documentation": field.documentation.as_deref(),
    });
    let more = match &field.kind {
        FieldKind::Scalar(scalar) => {
            let (kind, name) = match &scalar.field_type {
                FieldType::Scalar(scalar) => ("scalar", scalar_name(*scalar).to_owned()),
                FieldType::Enum(id) => ("enum", schema.enumeration(*id).name.to_string()),
                FieldType::Unsupported(text) => ("unsupported", text.to_string()),
            };
            json!({
                "kind": kind,
                "type": name,
                "databaseName": field.database_name.as_str(),
                "nativeType": scalar.native_type.as_ref().map(|native| json!({
                    "name": native.name.as_str(),
                    "arguments": native.arguments,
                })),
                "default": scalar.default.as_deref().map(default),
                "updatedAt": scalar.updated_at,
            })
        }
        FieldKind::Relation(id) => relation(schema, model, field, *id),
    };
    if let (Value::Object(described), Value::Object(more)) = (&mut described, more) {
        described.extend(more);
    }
    described
}

fn scalar_name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "String",
        Scalar::Boolean => "Boolean",
        Scalar::Int => "Int",
        Scalar::BigInt => "BigInt",
        Scalar::Float => "Float",
        Scalar::Decimal => "Decimal",
        Scalar::DateTime => "DateTime",
        Scalar::Json => "Json",
        Scalar::Bytes => "Bytes",
    }
}

fn default(default: &FieldDefault) -> Value {
    match &default.value {
        DefaultValue::Literal(value) => json!({ "kind": "value", "value": literal(value) }),
        DefaultValue::List(values) => {
            json!({ "kind": "value", "value": values.iter().map(literal).collect::<Vec<_>>() })
        }
        DefaultValue::Autoincrement => json!({ "kind": "autoincrement" }),
        DefaultValue::Now => json!({ "kind": "now" }),
        DefaultValue::DbGenerated(sql) => json!({ "kind": "database", "sql": sql.as_deref() }),
        DefaultValue::Client(call) => json!({ "kind": "client", "call": call.as_str() }),
    }
}

/// Numbers are texts: what JSON readers make of them would not always be the same number.
fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::String(text) | Literal::Number(text) | Literal::EnumValue(text) => {
            json!(text.as_str())
        }
        Literal::Boolean(value) => json!(value),
    }
}

fn relation(schema: &Schema, model: &Model, field: &Field, id: RelationId) -> Value {
    let names = |model: ModelId, fields: &[FieldId]| -> Vec<String> {
        fields.iter().map(|each| schema.model(model).field(*each).name.to_string()).collect()
    };
    let relation: &Relation = schema.relation(id);
    let mut described = Map::new();
    described.insert("kind".to_owned(), json!("relation"));
    let (target, more) = match &relation.kind {
        RelationKind::ForeignKey(key) => {
            let own = schema.model(key.model);
            let holds_key = own.name == model.name && own.field(key.field).name == field.name;
            let target = if holds_key { key.referenced_model } else { key.model };
            let more = holds_key.then(|| {
                json!({
                    "fields": names(key.model, &key.fields),
                    "references": names(key.referenced_model, &key.referenced_fields),
                    "onDelete": key.on_delete.map(action),
                    "onUpdate": key.on_update.map(action),
                })
            });
            (target, more)
        }
        RelationKind::ManyToMany(pair) => {
            let is = |(id, of): (ModelId, FieldId)| {
                let side = schema.model(id);
                side.name == model.name && side.field(of).name == field.name
            };
            (if is(pair.a) { pair.b.0 } else { pair.a.0 }, None)
        }
    };
    described.insert("type".to_owned(), json!(schema.model(target).name.as_str()));
    described.insert("relation".to_owned(), json!(relation.name.as_deref()));
    if let Some(Value::Object(more)) = more {
        described.extend(more);
    }
    Value::Object(described)
}

fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::Cascade => "Cascade",
        ReferentialAction::Restrict => "Restrict",
        ReferentialAction::NoAction => "NoAction",
        ReferentialAction::SetNull => "SetNull",
        ReferentialAction::SetDefault => "SetDefault",
    }
}

fn index(model: &Model, index: &Index) -> Value {
    let fields = index.fields.iter().map(|each| {
        json!({
            "name": model.field(each.field).name.as_str(),
            "sort": match each.sort {
                SortOrder::Ascending => "Asc",
                SortOrder::Descending => "Desc",
            },
        })
    });
    json!({
        "unique": index.kind != planner_core::schema::model::IndexKind::Normal,
        "fields": fields.collect::<Vec<_>>(),
        "databaseName": index.database_name.as_deref(),
        "clientName": index.client_name.as_deref(),
        "partial": index.predicate.as_deref().map(|predicate| match predicate {
            Predicate::Raw(sql) => json!(sql),
            Predicate::Fields(_) => json!(true),
        }),
    })
}

fn enumeration(each: &Enum) -> Value {
    let values = each.values.iter().map(|value| {
        json!({
            "name": value.name.as_str(),
            "databaseName": value.database_name.as_str(),
            "documentation": value.documentation.as_deref(),
        })
    });
    json!({
        "name": each.name.as_str(),
        "databaseName": each.database_name.as_str(),
        "schema": each.schema.as_deref(),
        "documentation": each.documentation.as_deref(),
        "values": values.collect::<Vec<_>>(),
    })
}
