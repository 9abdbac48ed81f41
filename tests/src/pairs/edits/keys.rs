//! Edits of primary keys: their names, their columns, and what they turn into.

use super::indexes::some_model;
use super::{Edit, depends, harmless};
use crate::generate::Numbers;
use crate::pairs::draw::{self, pick};
use crate::pairs::model::{Arity, Default, Field, Id, IndexField, Kind, Schema};
use crate::pairs::types::{self, Indexable};
use planner_core::provider::Provider;

/// All of them.
pub const EDITS: &[Edit] = &[
    harmless("primary key renamed by map", rename_key),
    harmless("primary key reordered", reorder_key),
    depends("primary key changed", change_key),
    depends("referenced key takes in a column", extend_referenced_key),
    harmless("primary key turned into unique", turn_key_into_unique),
    harmless("unique turned into primary key", turn_unique_into_key),
];

fn rename_key(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(id) = some_model(schema, numbers) else { return false };
    let fresh = schema.fresh();
    if schema.provider != Provider::Postgresql {
        return false;
    }
    match schema.model_mut(id) {
        Some(model) if !model.key.is_empty() => {
            model.key_map =
                if model.key_map.is_some() { None } else { Some(format!("renamed key {fresh}")) };
            true
        }
        _ => false,
    }
}

fn reorder_key(schema: &mut Schema, _: &mut Numbers) -> bool {
    match schema.models.iter_mut().find(|model| model.key.len() > 1) {
        Some(model) => {
            model.key.reverse();
            true
        }
        None => false,
    }
}

/// The key takes in another column, goes to another one, or loses one.
fn change_key(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(id) = some_model(schema, numbers) else { return false };
    // What refers to the key, or is numbered with it, would need to change as well.
    let referred = schema.relations.iter().any(|each| each.to == id)
        || schema.joins.iter().any(|join| join.ends.iter().any(|(end, _)| *end == id));
    let sqlite = schema.provider == Provider::Sqlite;
    let Some(model) = schema.model_mut(id) else { return false };
    if referred || model.key.is_empty() {
        return false;
    }
    let candidates: Vec<Id> = model
        .fields
        .iter()
        .filter(|field| field.arity == Arity::Required && !model.key.contains(&field.id))
        .filter(
            |field| matches!(field.kind, Kind::Scalar(scalar) if scalar.index == Indexable::Yes),
        )
        .map(|field| field.id)
        .collect();
    let key: Vec<Id> = match (numbers.below(3), pick(numbers, &candidates)) {
        (0, Some(new)) => model.key.iter().copied().chain([*new]).collect(),
        (1, Some(new)) => vec![*new],
        (_, _) if model.key.len() > 1 => model.key[..1].to_vec(),
        _ => return false,
    };
    let is_index = model
        .indexes
        .iter()
        .any(|index| index.fields.iter().map(|each| each.field).eq(key.iter().copied()));
    if is_index {
        return false;
    }
    model.key = key;
    if sqlite {
        for field in &mut model.fields {
            if field.default == Default::Autoincrement {
                field.default = Default::None;
            }
        }
    }
    true
}

/// A key that others refer to gains a column, and so do their references.
fn extend_referenced_key(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let referred = |schema: &Schema, id: Id, key: &[Id]| {
        schema.relations.iter().any(|each| each.to == id && each.references == key)
    };
    let joined = |schema: &Schema, id: Id| {
        schema.joins.iter().any(|join| join.ends.iter().any(|(end, _)| *end == id))
    };
    let found: Vec<(Id, Vec<Id>)> = schema
        .models
        .iter()
        .filter(|model| referred(schema, model.id, &model.key) && !joined(schema, model.id))
        .map(|model| (model.id, model.key.clone()))
        .collect();
    let Some((id, key)) = pick(numbers, &found).cloned() else { return false };
    let drawn = draw::field(schema, numbers);
    let sqlite = schema.provider == Provider::Sqlite;
    let sql = if sqlite { "INTEGER" } else { "integer" };
    let kind = Kind::Scalar(types::by_sql(schema.provider, sql));
    let Some(model) = schema.model_mut(id) else { return false };
    let new = Field { kind, arity: Arity::Required, default: Default::Literal(0), ..drawn };
    model.key.push(new.id);
    let added = new.id;
    model.fields.push(new);
    if sqlite {
        for field in &mut model.fields {
            if field.default == Default::Autoincrement {
                field.default = Default::None;
            }
        }
    }
    for at in 0..schema.relations.len() {
        let each = &schema.relations[at];
        if each.to != id || each.references != key {
            continue;
        }
        let (from, first) = (each.from, each.fields[0]);
        let drawn = draw::field(schema, numbers);
        let Some(model) = schema.model_mut(from) else { return false };
        let arity = model.field(first).map_or(Arity::Optional, |field| field.arity);
        model.fields.push(Field { kind, arity, default: Default::None, ..drawn });
        schema.relations[at].fields.push(drawn.id);
        schema.relations[at].references.push(added);
    }
    true
}

/// References to it go on: a unique index is enough for them.
fn turn_key_into_unique(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let fresh = schema.fresh();
    let sqlite = schema.provider == Provider::Sqlite;
    let joined = |schema: &Schema, id: Id| {
        schema.joins.iter().any(|join| join.ends.iter().any(|(end, _)| *end == id))
    };
    let free: Vec<Id> = schema
        .models
        .iter()
        .filter(|model| !model.key.is_empty() && !joined(schema, model.id))
        .map(|model| model.id)
        .collect();
    let Some(model) = pick(numbers, &free).and_then(|id| schema.model_mut(*id)) else {
        return false;
    };
    let unique = draw::unique_over(fresh, &std::mem::take(&mut model.key));
    if model.indexes.iter().any(|each| each.unique && each.fields == unique.fields) {
        return false;
    }
    model.key_map = None;
    model.indexes.push(unique);
    for field in &mut model.fields {
        if sqlite && field.default == Default::Autoincrement {
            field.default = Default::None;
        }
    }
    true
}

/// In place of the key that was there, which becomes a unique index in turn.
fn turn_unique_into_key(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let fresh = schema.fresh();
    let sqlite = schema.provider == Provider::Sqlite;
    let joined = |schema: &Schema, id: Id| {
        schema.joins.iter().any(|join| join.ends.iter().any(|(end, _)| *end == id))
    };
    let mut found = Vec::new();
    for model in schema.models.iter().filter(|model| !joined(schema, model.id)) {
        for index in model.indexes.iter().filter(|each| each.unique && each.not_null.is_none()) {
            let required = |each: &IndexField| {
                model.field(each.field).is_some_and(|field| field.arity == Arity::Required)
            };
            if index.fields.iter().all(|each| required(each) && !each.descending) {
                found.push((model.id, index.id));
            }
        }
    }
    let Some((id, index)) = pick(numbers, &found).copied() else { return false };
    let Some(model) = schema.model_mut(id) else { return false };
    let Some(at) = model.indexes.iter().position(|each| each.id == index) else { return false };
    let index = model.indexes.remove(at);
    let key: Vec<Id> = index.fields.iter().map(|each| each.field).collect();
    let old = std::mem::replace(&mut model.key, key);
    model.key_map = None;
    if !old.is_empty() {
        model.indexes.push(draw::unique_over(fresh, &old));
    }
    for field in &mut model.fields {
        if sqlite && field.default == Default::Autoincrement {
            field.default = Default::None;
        }
    }
    true
}
