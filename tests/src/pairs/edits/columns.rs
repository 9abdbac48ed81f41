//! Edits of columns: they come, go, change their type, arity and default.

use super::{Edit, depends, fires, harmless};
use crate::generate::Numbers;
use crate::pairs::draw::{self, pick};
use crate::pairs::is_new;
use crate::pairs::model::{Arity, Default, Field, Id, Kind, Schema};
use crate::pairs::types;
use planner_core::provider::Provider;

/// All of them.
pub const EDITS: &[Edit] = &[
    harmless("optional column added", add_optional),
    harmless("column with default added", add_with_default),
    fires("required column added", "add-required-column", add_required),
    fires("column removed", "drop-column", remove),
    fires("column removed, another takes its name", "drop-column", replace),
    harmless("column widened", widen),
    depends("column type changed", change_type),
    depends("type of a key and its references changed", change_linked_type),
    harmless("type of a key and its references widened", widen_linked),
    harmless("column made optional", make_optional),
    fires("column made required", "require-column", make_required),
    harmless("single value made list", make_list),
    depends("list made single value", make_single),
    harmless("default changed", change_default),
    harmless("default removed", remove_default),
    harmless("fields in another order", shuffle),
];

/// A model and one of its fields for which `wanted` holds.
pub fn some_field(
    schema: &Schema,
    numbers: &mut Numbers,
    wanted: impl Fn(&Field, bool, bool) -> bool,
) -> Option<(Id, Field)> {
    let mut found = Vec::new();
    for model in &schema.models {
        for field in &model.fields {
            let linked = schema.is_linked(field.id);
            if wanted(field, linked, model.is_indexed(field.id)) {
                found.push((model.id, field.clone()));
            }
        }
    }
    pick(numbers, &found).cloned()
}

fn is_key(schema: &Schema, model: Id, field: Id) -> bool {
    schema.model(model).is_some_and(|each| each.key.contains(&field))
}

/// Replaces a field.
pub fn put(schema: &mut Schema, model: Id, field: Field) -> bool {
    let Some(old) = schema.model_mut(model).and_then(|each| each.field_mut(field.id)) else {
        return false;
    };
    *old = field;
    true
}

/// A field of that form appears somewhere.
pub fn add(
    schema: &mut Schema,
    numbers: &mut Numbers,
    form: impl Fn(&Schema, Field, &mut Numbers) -> Option<Field>,
) -> bool {
    let field = draw::field(schema, numbers);
    let Some(field) = form(schema, field, numbers) else { return false };
    let ids: Vec<Id> = schema.models.iter().map(|each| each.id).collect();
    let Some(model) = pick(numbers, &ids).and_then(|id| schema.model_mut(*id)) else {
        return false;
    };
    let at = numbers.below(model.fields.len() + 1);
    model.fields.insert(at, field);
    true
}

fn add_optional(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    add(schema, numbers, |_, mut field, _| {
        field.default = Default::None;
        if field.arity == Arity::Required {
            field.arity = Arity::Optional;
        }
        Some(field)
    })
}

fn add_with_default(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    add(schema, numbers, |schema, mut field, numbers| {
        field.default = draw::default(schema, &field, numbers);
        (!matches!(field.default, Default::None | Default::Client(_))).then_some(field)
    })
}

fn add_required(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    add(schema, numbers, |_, field, _| {
        Some(Field { arity: Arity::Required, default: Default::None, ..field })
    })
}

fn remove(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let keys: Vec<Id> = schema.models.iter().flat_map(|model| model.key.clone()).collect();
    let Some((model, field)) = some_field(schema, numbers, |field, _, _| !keys.contains(&field.id))
    else {
        return false;
    };
    schema.remove_field(model, field.id);
    true
}

fn replace(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let keys: Vec<Id> = schema.models.iter().flat_map(|model| model.key.clone()).collect();
    let Some((model, gone)) = some_field(schema, numbers, |field, _, _| !keys.contains(&field.id))
    else {
        return false;
    };
    let others: Vec<Id> = schema
        .model(model)
        .into_iter()
        .flat_map(|each| &each.fields)
        .filter(|field| field.id != gone.id)
        .map(|field| field.id)
        .collect();
    let Some(other) = pick(numbers, &others).copied() else { return false };
    schema.remove_field(model, gone.id);
    match schema.model_mut(model).and_then(|each| each.field_mut(other)) {
        Some(field) => {
            field.name = gone.name;
            true
        }
        None => false,
    }
}

fn retyped(field: &Field, kind: Kind) -> Field {
    let keeps = match field.default {
        Default::Autoincrement => {
            matches!(kind, Kind::Scalar(scalar) if matches!(scalar.base, "Int" | "BigInt") && scalar.sql != "oid")
        }
        _ => false,
    };
    let default = if keeps { field.default.clone() } else { Default::None };
    Field { kind, default, ..field.clone() }
}

/// A type that holds all values of the field's.
fn wider(schema: &Schema, field: &Field, numbers: &mut Numbers) -> Option<Kind> {
    let targets: Vec<Kind> = match field.kind {
        Kind::Scalar(scalar) => scalar
            .widens_to
            .iter()
            .map(|sql| Kind::Scalar(types::by_sql(schema.provider, sql)))
            .collect(),
        Kind::Enum(_) => {
            let sql = if schema.provider == Provider::Postgresql { "text" } else { "TEXT" };
            vec![Kind::Scalar(types::by_sql(schema.provider, sql))]
        }
    };
    pick(numbers, &targets).copied()
}

fn widen(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let found = some_field(schema, numbers, |field, linked, indexed| {
        !linked && !indexed && field.arity != Arity::List
    });
    let Some((model, field)) = found else { return false };
    match wider(schema, &field, numbers) {
        Some(kind) => put(schema, model, retyped(&field, kind)),
        None => false,
    }
}

fn change_type(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some((model, field)) =
        some_field(schema, numbers, |_, linked, indexed| !linked && !indexed)
    else {
        return false;
    };
    let other = draw::field(schema, numbers);
    if other.kind == field.kind || (field.arity == Arity::List && !draw::can_be_list(other.kind)) {
        return false;
    }
    put(schema, model, retyped(&field, other.kind))
}

/// A key of one field and all that refers to it, directly or not.
fn linked(schema: &Schema, numbers: &mut Numbers) -> Option<Vec<(Id, Field)>> {
    let keys: Vec<(Id, Id)> = schema
        .models
        .iter()
        .filter(|model| model.key.len() == 1)
        .flat_map(|model| model.key.iter().map(move |key| (model.id, *key)))
        .collect();
    let mut found = vec![*pick(numbers, &keys)?];
    loop {
        let mut more = Vec::new();
        for relation in &schema.relations {
            for (field, reference) in relation.fields.iter().zip(&relation.references) {
                let (one, two) = ((relation.from, *field), (relation.to, *reference));
                for (known, new) in [(one, two), (two, one)] {
                    if found.contains(&known) && !found.contains(&new) && !more.contains(&new) {
                        more.push(new);
                    }
                }
            }
        }
        if more.is_empty() {
            break;
        }
        found.extend(more);
    }
    let fields = found
        .into_iter()
        .map(|(model, field)| Some((model, schema.model(model)?.field(field)?.clone())));
    fields.collect()
}

fn widen_linked(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(fields) = linked(schema, numbers) else { return false };
    let Some((_, first)) = fields.first() else { return false };
    let Kind::Scalar(scalar) = first.kind else { return false };
    let sql = match scalar.sql {
        "integer" => "bigint",
        "INTEGER" => "BIGINT",
        _ => return false,
    };
    let kind = Kind::Scalar(types::by_sql(schema.provider, sql));
    fields.into_iter().all(|(model, field)| put(schema, model, retyped(&field, kind)))
}

fn change_linked_type(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(fields) = linked(schema, numbers) else { return false };
    let other = pick(numbers, &["integer", "bigint", "text", "uuid", "character varying(40)"]);
    let other = other.copied().unwrap_or_default();
    let sql = match (schema.provider, other) {
        (Provider::Postgresql, other) => other.to_owned(),
        (Provider::Sqlite, "uuid" | "character varying(40)") => "TEXT".to_owned(),
        (Provider::Sqlite, other) => other.to_uppercase(),
    };
    let kind = Kind::Scalar(types::by_sql(schema.provider, &sql));
    if fields.iter().all(|(_, field)| field.kind == kind) {
        return false;
    }
    fields.into_iter().all(|(model, field)| put(schema, model, retyped(&field, kind)))
}

fn make_optional(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let keys: Vec<Id> = schema.models.iter().flat_map(|model| model.key.clone()).collect();
    let referred: Vec<Id> =
        schema.relations.iter().flat_map(|each| each.references.clone()).collect();
    let found = some_field(schema, numbers, |field, _, _| {
        field.arity == Arity::Required
            && !keys.contains(&field.id)
            && !referred.contains(&field.id)
            && field.default != Default::Autoincrement
    });
    let Some((model, field)) = found else { return false };
    put(schema, model, Field { arity: Arity::Optional, ..field })
}

fn make_required(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let sets_null: Vec<Id> = schema
        .relations
        .iter()
        .filter(|each| [each.on_delete, each.on_update].contains(&Some("SetNull")))
        .flat_map(|each| each.fields.clone())
        .collect();
    let found = some_field(schema, numbers, |field, _, _| {
        field.arity == Arity::Optional && !sets_null.contains(&field.id)
    });
    let Some((model, field)) = found else { return false };
    put(schema, model, Field { arity: Arity::Required, ..field })
}

fn make_list(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let found = some_field(schema, numbers, |field, linked, indexed| {
        field.arity != Arity::List && !linked && !indexed && draw::can_be_list(field.kind)
    });
    let Some((model, field)) = found else { return false };
    let list = Field { arity: Arity::List, default: Default::None, ..field };
    schema.provider == Provider::Postgresql && put(schema, model, list)
}

fn make_single(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let found =
        some_field(schema, numbers, |field, _, indexed| field.arity == Arity::List && !indexed);
    let Some((model, field)) = found else { return false };
    let arity = if numbers.chance(50) { Arity::Optional } else { Arity::Required };
    put(schema, model, Field { arity, default: Default::None, ..field })
}

fn change_default(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let found = some_field(schema, numbers, |field, linked, _| {
        !linked && field.default != Default::Autoincrement
    });
    let Some((model, field)) = found.filter(|(model, field)| !is_key(schema, *model, field.id))
    else {
        return false;
    };
    let default = draw::default(schema, &field, numbers);
    default != field.default && put(schema, model, Field { default, ..field })
}

fn remove_default(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let found = some_field(schema, numbers, |field, _, _| {
        !matches!(field.default, Default::None | Default::Autoincrement) && !is_new(field.id)
    });
    let Some((model, field)) = found else { return false };
    put(schema, model, Field { default: Default::None, ..field })
}

fn shuffle(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    for model in &mut schema.models {
        for at in (1..model.fields.len()).rev() {
            model.fields.swap(at, numbers.below(at + 1));
        }
    }
    true
}
