//! Edits of indexes and foreign keys.

use super::{Edit, depends, fires, harmless};
use crate::generate::Numbers;
use crate::pairs::draw::{self, pick, relations};
use crate::pairs::model::{Arity, Default, Field, Id, Index, IndexField, Kind, Relation, Schema};
use crate::pairs::types::{self, Indexable};
use planner_core::provider::Provider;

/// All of them.
pub const EDITS: &[Edit] = &[
    harmless("index added", add_index),
    depends("unique added", add_unique),
    harmless("unique added on a new optional column", add_unique_column),
    fires(
        "unique added on a new column with a constant default",
        "add-unique",
        add_unique_constant,
    ),
    harmless("index removed", remove_index),
    depends("index changed", change_index),
    depends("unique turned into index or back", turn_index),
    harmless("index renamed by map", rename_index),
    harmless("indexes swap their names", swap_indexes),
    harmless("relation with a new optional column added", add_optional_relation),
    depends("relation with new columns added", add_relation),
    depends("relation added on an existing column", add_relation_on_existing),
    harmless("relation removed", remove_relation),
    depends("relation turned to another model", retarget),
    harmless("actions of a relation changed", change_actions),
    harmless("foreign key renamed by map", rename_foreign_key),
    harmless("foreign keys swap their names", swap_foreign_keys),
    depends("foreign keys left out or taken in", toggle_keys),
];

/// Any model.
pub fn some_model(schema: &Schema, numbers: &mut Numbers) -> Option<Id> {
    let ids: Vec<Id> = schema.models.iter().map(|each| each.id).collect();
    pick(numbers, &ids).copied()
}

fn add_an_index(schema: &mut Schema, unique: bool, numbers: &mut Numbers) -> bool {
    let Some(id) = some_model(schema, numbers) else { return false };
    let Some(model) = schema.model(id).cloned() else { return false };
    let Some(index) = draw::index(schema, &model, unique, numbers) else { return false };
    if let Some(model) = schema.model_mut(id) {
        model.indexes.push(index);
    }
    true
}

fn add_index(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    add_an_index(schema, false, numbers)
}

fn add_unique(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    add_an_index(schema, true, numbers)
}

fn add_unique_with(
    schema: &mut Schema,
    numbers: &mut Numbers,
    arity: Arity,
    default: Default,
) -> bool {
    let (Some(id), sql) = (
        some_model(schema, numbers),
        if schema.provider == Provider::Postgresql { "integer" } else { "INTEGER" },
    ) else {
        return false;
    };
    let field = draw::field(schema, numbers);
    let kind = Kind::Scalar(types::by_sql(schema.provider, sql));
    let index = schema.fresh();
    let Some(model) = schema.model_mut(id) else { return false };
    let over = IndexField { field: field.id, descending: false, class: None };
    model.fields.push(Field { kind, arity, default, ..field });
    model.indexes.push(Index {
        id: index,
        unique: true,
        fields: vec![over],
        map: None,
        method: None,
        not_null: None,
    });
    true
}

fn add_unique_column(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    add_unique_with(schema, numbers, Arity::Optional, Default::None)
}

fn add_unique_constant(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    add_unique_with(schema, numbers, Arity::Required, Default::Literal(0))
}

/// An index that no relation needs as its criterion.
fn some_index(schema: &Schema, numbers: &mut Numbers) -> Option<(Id, Index)> {
    let mut found = Vec::new();
    for model in &schema.models {
        for index in &model.indexes {
            let needed = index.unique
                && schema.relations.iter().any(|each| {
                    each.to == model.id
                        && each.references.len() == index.fields.len()
                        && index.fields.iter().all(|field| each.references.contains(&field.field))
                });
            if !needed {
                found.push((model.id, index.clone()));
            }
        }
    }
    pick(numbers, &found).cloned()
}

fn put(schema: &mut Schema, model: Id, index: Index) -> bool {
    let Some(model) = schema.model_mut(model) else { return false };
    let same = |other: &Index| {
        other.id != index.id && other.fields == index.fields && other.unique == index.unique
    };
    if model.indexes.iter().any(same) {
        return false;
    }
    match model.indexes.iter_mut().find(|each| each.id == index.id) {
        Some(old) => {
            *old = index;
            true
        }
        None => false,
    }
}

fn remove_index(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some((model, index)) = some_index(schema, numbers) else { return false };
    if let Some(model) = schema.model_mut(model) {
        model.indexes.retain(|each| each.id != index.id);
    }
    true
}

fn change_index(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some((model, mut index)) = some_index(schema, numbers) else { return false };
    if index.method.is_some() {
        // From hash or BRIN to a B-tree; a GIN index over a list has no such form.
        if index.method == Some("Gin") {
            return false;
        }
        index.method = None;
        return put(schema, model, index);
    }
    match (numbers.below(3), index.fields.as_mut_slice()) {
        (0, [first, second]) => std::mem::swap(first, second),
        (1, _) if index.not_null.is_some() => index.not_null = None,
        (_, [first, ..]) => first.descending = !first.descending,
        _ => return false,
    }
    put(schema, model, index)
}

fn turn_index(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some((model, mut index)) = some_index(schema, numbers) else { return false };
    let Some(table) = schema.model(model) else { return false };
    let many = index.fields.iter().any(|each| {
        table.field(each.field).is_some_and(
            |field| matches!(field.kind, Kind::Scalar(scalar) if scalar.index == Indexable::Yes),
        )
    });
    if index.method.is_some() || !many {
        return false;
    }
    index.unique = !index.unique;
    put(schema, model, index)
}

fn rename_index(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some((model, mut index)) = some_index(schema, numbers) else { return false };
    let id = schema.fresh();
    index.map = if index.map.is_some() { None } else { Some(format!("renamed index {id}")) };
    put(schema, model, index)
}

/// Whatever they are over: one is renamed while the other has its name.
fn swap_indexes(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let id = schema.fresh();
    let count = schema.models.len();
    let many = schema.models.iter_mut().filter(|model| model.indexes.len() > 1);
    let mut many: Vec<_> = many.collect();
    let at = numbers.below(count);
    let place = at % many.len().max(1);
    let Some(model) = many.get_mut(place) else { return false };
    let [first, .., last] = model.indexes.as_mut_slice() else { return false };
    match (&first.map, &last.map) {
        (None, None) => {
            first.map = Some(format!("first {id}"));
            last.map = Some(format!("last {id}"));
        }
        _ => std::mem::swap(&mut first.map, &mut last.map),
    }
    true
}

fn swap_foreign_keys(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let from: Vec<Id> = schema.relations.iter().map(|each| each.from).collect();
    let Some(of) = pick(numbers, &from).copied() else { return false };
    let mut own: Vec<&mut Relation> =
        schema.relations.iter_mut().filter(|each| each.from == of).collect();
    let [first, .., last] = own.as_mut_slice() else { return false };
    let is_named = first.map.is_some() || last.map.is_some();
    std::mem::swap(&mut first.map, &mut last.map);
    is_named
}

fn add_optional_relation(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    relations::relation(schema, numbers, true).is_some()
}

fn add_relation(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    relations::relation(schema, numbers, false).is_some()
}

/// A column that could refer to a model's key, and the model.
fn candidates(schema: &Schema) -> Vec<(Id, Field, Id, Id)> {
    let mut found = Vec::new();
    for target in schema.models.iter().filter(|model| model.key.len() == 1) {
        let Some(key) = target.field(target.key[0]) else { continue };
        for model in &schema.models {
            for field in &model.fields {
                let free = !schema.is_linked(field.id) && field.id != key.id;
                if free && field.kind == key.kind && field.arity != Arity::List {
                    found.push((model.id, field.clone(), target.id, key.id));
                }
            }
        }
    }
    found
}

fn add_relation_on_existing(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let found = candidates(schema);
    let Some((from, field, to, key)) = pick(numbers, &found).cloned() else { return false };
    let id = schema.fresh();
    let optional = field.arity == Arity::Optional;
    let (on_delete, on_update) = relations::actions(schema, optional, numbers);
    schema.relations.push(Relation {
        id,
        name: format!("link{id}"),
        from,
        fields: vec![field.id],
        to,
        references: vec![key],
        on_delete,
        on_update,
        map: None,
    });
    true
}

fn remove_relation(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    if schema.relations.is_empty() {
        return false;
    }
    let at = numbers.below(schema.relations.len());
    schema.relations.remove(at);
    true
}

fn retarget(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let mut found = Vec::new();
    for (at, relation) in schema.relations.iter().enumerate() {
        let [field] = relation.fields.as_slice() else { continue };
        let Some(kind) =
            schema.model(relation.from).and_then(|each| each.field(*field)).map(|each| each.kind)
        else {
            continue;
        };
        for target in &schema.models {
            let [key] = target.key.as_slice() else { continue };
            let fits = target.field(*key).is_some_and(|each| each.kind == kind);
            if fits && target.id != relation.to && *key != *field {
                found.push((at, target.id, *key));
            }
        }
    }
    let Some((at, to, key)) = pick(numbers, &found).copied() else { return false };
    schema.relations[at].to = to;
    schema.relations[at].references = vec![key];
    true
}

fn change_actions(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    if schema.relations.is_empty() {
        return false;
    }
    let at = numbers.below(schema.relations.len());
    let relation = &schema.relations[at];
    let optional = relation.fields.iter().all(|id| {
        schema
            .model(relation.from)
            .and_then(|each| each.field(*id))
            .is_some_and(|field| field.arity == Arity::Optional)
    });
    let actions = relations::actions(schema, optional, numbers);
    let relation = &mut schema.relations[at];
    (relation.on_delete, relation.on_update) = actions;
    true
}

fn rename_foreign_key(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    if schema.relations.is_empty() || schema.provider != Provider::Postgresql {
        return false;
    }
    let id = schema.fresh();
    let at = numbers.below(schema.relations.len());
    let map = &mut schema.relations[at].map;
    *map = if map.is_some() { None } else { Some(format!("renamed_fk_{id}")) };
    true
}

fn toggle_keys(schema: &mut Schema, _: &mut Numbers) -> bool {
    schema.without_keys = !schema.without_keys;
    true
}
