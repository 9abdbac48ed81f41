//! Numbers of a seed -> a relation between models that are there, with the columns of its key, or an
//! implicit many-to-many relation. Knows nothing of edits.

use super::{name, pick, scalar_of, unique_over};
use crate::generate::Numbers;
use crate::pairs::model::{Arity, Default, Field, Id, Join, Relation, Schema};

/// A relation with new columns for its key, of which a compound one may share some with another
/// relation. Handed back: the model with the key and its columns.
pub fn relation(
    schema: &mut Schema,
    numbers: &mut Numbers,
    optional_only: bool,
) -> Option<(Id, Vec<Id>)> {
    let models: Vec<Id> = schema.models.iter().map(|each| each.id).collect();
    let (from, to) = (*pick(numbers, &models)?, *pick(numbers, &models)?);
    let target = schema.model(to)?.clone();
    // An id, or a unique criterion of required fields.
    let mut criteria: Vec<Vec<Id>> = vec![target.key.clone()];
    criteria.extend(
        target
            .indexes
            .iter()
            .filter(|index| index.unique && index.not_null.is_none())
            .map(|index| index.fields.iter().map(|each| each.field).collect()),
    );
    criteria.retain(|ids| {
        !ids.is_empty()
            && ids.iter().all(|id| {
                target.field(*id).is_some_and(|field| {
                    field.arity == Arity::Required && scalar_of(field).is_some()
                })
            })
    });
    let mut references = pick(numbers, &criteria)?.clone();
    if numbers.chance(20) {
        references.reverse();
    }
    let optional = optional_only || numbers.chance(50);
    let id = schema.fresh();
    let mut fields = Vec::new();
    for reference in &references {
        let field_id = schema.fresh();
        let kind = target.field(*reference)?.kind;
        let arity = if optional { Arity::Optional } else { Arity::Required };
        let shared = schema.model(from)?.fields.iter().find(|field| {
            (field.kind, field.arity) == (kind, arity)
                && schema.is_linked(field.id)
                && !fields.contains(&field.id)
                && !references.contains(&field.id)
        });
        // One column at least is the relation's own.
        let shared = shared.map(|field| field.id).filter(|_| references.len() > 1);
        if let Some(shared) = shared.filter(|_| fields.len() + 1 < references.len()) {
            fields.push(shared);
            continue;
        }
        let field = Field {
            id: field_id,
            name: name("ref", field_id, numbers.chance(20)),
            kind,
            arity,
            default: Default::None,
        };
        schema.model_mut(from)?.fields.push(field);
        fields.push(field_id);
    }
    let name = format!("link{id}");
    let (on_delete, on_update) = actions(schema, optional, numbers);
    let map = numbers.chance(15).then(|| format!("fk_{id}"));
    schema.relations.push(Relation {
        id,
        name,
        from,
        fields: fields.clone(),
        to,
        references,
        on_delete,
        on_update,
        map,
    });
    // One to one, now and then.
    if numbers.chance(20) {
        let index = unique_over(schema.fresh(), &fields);
        schema.model_mut(from)?.indexes.push(index);
    }
    Some((from, fields))
}

/// Referential actions that a database takes.
pub fn actions(
    _schema: &Schema,
    optional: bool,
    numbers: &mut Numbers,
) -> (Option<&'static str>, Option<&'static str>) {
    let some: &[Option<&'static str>] = if optional {
        &[
            None,
            Some("Cascade"),
            Some("SetNull"),
            Some("Restrict"),
            Some("NoAction"),
            Some("SetDefault"),
        ]
    } else {
        &[None, Some("Cascade"), Some("Restrict"), Some("NoAction"), Some("SetDefault")]
    };
    (pick(numbers, some).copied().flatten(), pick(numbers, some).copied().flatten())
}

/// An implicit many-to-many relation between models with a key of one field.
pub fn join(schema: &mut Schema, numbers: &mut Numbers) -> Option<Id> {
    let models: Vec<Id> =
        schema.models.iter().filter(|each| each.key.len() == 1).map(|each| each.id).collect();
    let (left, right) = (*pick(numbers, &models)?, *pick(numbers, &models)?);
    let taken = schema.joins.iter().any(|join| {
        let ends = [join.ends[0].0, join.ends[1].0];
        ends.contains(&left) && ends.contains(&right)
    });
    let id = schema.fresh();
    let named = taken || left == right || numbers.chance(50);
    let name = named.then(|| format!("Links{id}"));
    schema.joins.push(Join {
        id,
        name,
        ends: [(left, format!("a{id}")), (right, format!("b{id}"))],
    });
    Some(id)
}
