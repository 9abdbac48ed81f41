//! Edits of numbering: it begins, ends, and meets names and types that stand in its way.

use super::columns::{add, put, some_field};
use super::{Edit, depends, harmless};
use crate::generate::Numbers;
use crate::pairs::draw::pick;
use crate::pairs::is_new;
use crate::pairs::model::{Arity, Default, Field, Id, Kind, Name, Schema};
use crate::pairs::types;
use planner_core::provider::Provider;

/// All of them.
pub const EDITS: &[Edit] = &[
    harmless("numbered column added", add_numbered),
    harmless("numbering begun", begin_numbering),
    harmless("numbering ended", end_numbering),
    harmless("name of a numbered table taken by one that becomes numbered", take_numbered_name),
    depends("numbering begun on a key of another type", number_another_type),
];

fn add_numbered(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    schema.provider == Provider::Postgresql
        && add(schema, numbers, |schema, field, numbers| {
            let sql = pick(numbers, &["integer", "bigint", "smallint"])?;
            let kind = Kind::Scalar(types::by_sql(schema.provider, sql));
            Some(Field { kind, arity: Arity::Required, default: Default::Autoincrement, ..field })
        })
}

fn begin_numbering(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let single: Vec<Id> = schema
        .models
        .iter()
        .filter(|model| model.key.len() == 1)
        .flat_map(|model| model.key.clone())
        .collect();
    let anywhere = schema.provider == Provider::Postgresql;
    let found = some_field(schema, numbers, |field, _, _| {
        let Kind::Scalar(scalar) = field.kind else { return false };
        let place =
            if anywhere { true } else { single.contains(&field.id) && scalar.base == "Int" };
        place
            && matches!(scalar.sql, "integer" | "bigint" | "smallint" | "INTEGER")
            && field.arity == Arity::Required
            && field.default != Default::Autoincrement
    });
    let Some((model, field)) = found else { return false };
    put(schema, model, Field { default: Default::Autoincrement, ..field })
}

fn end_numbering(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let found = some_field(schema, numbers, |field, _, _| {
        field.default == Default::Autoincrement && !is_new(field.id)
    });
    let Some((model, field)) = found else { return false };
    put(schema, model, Field { default: Default::None, ..field })
}

/// The key of one field, where a model has one, that is or is not numbered; `Int` on SQLite.
fn keys(schema: &Schema, numbered: bool) -> Vec<(Id, Field)> {
    let mut found = Vec::new();
    for model in &schema.models {
        let [key] = model.key.as_slice() else { continue };
        let Some(field) = model.field(*key) else { continue };
        if (field.default == Default::Autoincrement) == numbered {
            found.push((model.id, field.clone()));
        }
    }
    found
}

/// The sequence of the one keeps the name that the other's would have. The names change in the database
/// alone: hints that hand a name on are a chain, which is refused.
fn take_numbered_name(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let can_be_numbered = |kind: Kind| {
        matches!(kind, Kind::Scalar(scalar)
            if matches!(scalar.sql, "integer" | "bigint" | "smallint" | "INTEGER"))
    };
    let numbered = keys(schema, true);
    let mut others = keys(schema, false);
    others.retain(|(_, field)| can_be_numbered(field.kind));
    let (Some((gone, was)), Some((taking, key))) =
        (pick(numbers, &numbered).cloned(), pick(numbers, &others).cloned())
    else {
        return false;
    };
    let id = schema.fresh();
    let Some(model) = schema.model_mut(gone) else { return false };
    let (name, namespace) = (model.name.database().to_owned(), model.namespace.clone());
    model.name.map = Some(format!("former_{id}"));
    let Some(model) = schema.model_mut(taking) else { return false };
    if model.namespace != namespace {
        return false;
    }
    model.name.map = Some(name);
    let map = was.name.database().to_owned();
    let mut others = model.fields.iter_mut().filter(|field| field.id != key.id);
    if let Some(other) = others.find(|field| field.name.database() == map) {
        other.name.map = Some(format!("aside_{id}"));
    }
    let name = Name { map: Some(map), ..key.name };
    put(schema, taking, Field { name, default: Default::Autoincrement, ..key })
}

/// A key that nothing refers to becomes a number that the database gives.
fn number_another_type(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let mut found = keys(schema, false);
    let joined = |schema: &Schema, model: Id| {
        schema.joins.iter().any(|join| join.ends.iter().any(|(end, _)| *end == model))
    };
    found.retain(|(model, field)| !schema.is_linked(field.id) && !joined(schema, *model));
    let Some((model, field)) = pick(numbers, &found).cloned() else { return false };
    let sql = match schema.provider {
        Provider::Postgresql => {
            pick(numbers, &["integer", "bigint", "smallint"]).copied().unwrap_or("integer")
        }
        Provider::Sqlite => "INTEGER",
    };
    let kind = Kind::Scalar(types::by_sql(schema.provider, sql));
    kind != field.kind
        && put(schema, model, Field { kind, default: Default::Autoincrement, ..field })
}
