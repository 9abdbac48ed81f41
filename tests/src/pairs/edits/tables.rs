//! Edits of whole tables, many-to-many relations, views, schemas and extensions.

use super::{Edit, depends, fires, harmless};
use crate::generate::Numbers;
use crate::pairs::draw::{self, relations};
use crate::pairs::model::{Kind, Schema};
use planner_core::provider::Provider;

/// All of them.
pub const EDITS: &[Edit] = &[
    harmless("model added", add),
    harmless("model added with relations", add_with_relations),
    fires("model removed", "drop-table", remove),
    fires("model removed, another takes its name", "drop-table", replace),
    harmless("many-to-many relation added", add_join),
    fires("many-to-many relation removed", "drop-table", remove_join),
    harmless("view block added or removed", toggle_view),
    harmless("extension added", add_extension),
    depends("extension removed", remove_extension),
    harmless("schema listed", list_schema),
    harmless("models in another order", shuffle),
];

fn add(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let model = draw::model(schema, numbers);
    schema.models.push(model);
    true
}

fn add_with_relations(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    add(schema, numbers);
    for _ in 0..2 {
        relations::relation(schema, numbers, true);
    }
    true
}

fn remove(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    if schema.models.len() < 2 {
        return false;
    }
    let id = schema.models[numbers.below(schema.models.len())].id;
    schema.remove_model(id);
    true
}

fn replace(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    if schema.models.len() < 2 {
        return false;
    }
    let gone = schema.models[numbers.below(schema.models.len())].clone();
    schema.remove_model(gone.id);
    let at = numbers.below(schema.models.len());
    schema.models[at].name = gone.name;
    schema.models[at].namespace = gone.namespace;
    true
}

fn add_join(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    relations::join(schema, numbers).is_some()
}

fn remove_join(schema: &mut Schema, _: &mut Numbers) -> bool {
    schema.joins.pop().is_some()
}

fn toggle_view(schema: &mut Schema, _: &mut Numbers) -> bool {
    if schema.views.pop().is_none() {
        let id = schema.fresh();
        schema.views.push(format!("Seen{id}"));
    }
    true
}

fn add_extension(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let free: Vec<&str> = ["citext", "hstore", "pg_trgm", "pgcrypto"]
        .into_iter()
        .filter(|name| !schema.extensions.iter().any(|each| each == name))
        .collect();
    let Some(name) = draw::pick(numbers, &free) else { return false };
    let name = (*name).to_owned();
    let possible = schema.provider == Provider::Postgresql;
    if possible {
        schema.extensions.push(name);
    }
    possible
}

fn remove_extension(schema: &mut Schema, _: &mut Numbers) -> bool {
    let used = schema
        .models
        .iter()
        .flat_map(|model| &model.fields)
        .any(|field| matches!(field.kind, Kind::Scalar(scalar) if scalar.sql == "citext"));
    !used && schema.extensions.pop().is_some()
}

fn list_schema(schema: &mut Schema, _: &mut Numbers) -> bool {
    if schema.namespaces.is_empty() {
        return false;
    }
    let id = schema.fresh();
    schema.namespaces.push(format!("space {id}"));
    true
}

fn shuffle(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    for at in (1..schema.models.len()).rev() {
        schema.models.swap(at, numbers.below(at + 1));
    }
    for at in (1..schema.enums.len()).rev() {
        schema.enums.swap(at, numbers.below(at + 1));
    }
    true
}
