//! Edits of enums: types and values come, go, move and change places.

use super::{Edit, depends, fires, harmless};
use crate::generate::Numbers;
use crate::pairs::draw::{self, pick};
use crate::pairs::model::{Arity, Default, Enum, Field, Id, Kind, Name, Schema};

/// All of them.
pub const EDITS: &[Edit] = &[
    harmless("enum added with a column", add),
    depends("enum removed with its columns", remove),
    harmless("value added at the end", append),
    harmless("value inserted", insert),
    harmless("value inserted and used as default", insert_and_use),
    depends("value removed", remove_value),
    depends("value removed, defaults turn to another", remove_default_value),
    harmless("values reordered", reorder),
    harmless("value renamed", rename_value),
    harmless("values swapped", swap_values),
    fires("value replaced by another of its name", "remove-enum-value", replace_value),
    depends("column given another enum", exchange),
];

fn some_enum(schema: &mut Schema, numbers: &mut Numbers) -> Option<usize> {
    let count = schema.enums.len();
    (count > 0).then(|| numbers.below(count))
}

fn add(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let each = draw::enumeration(schema, numbers);
    let kind = Kind::Enum(each.id);
    schema.enums.push(each);
    let field = draw::field(schema, numbers);
    let field = Field { kind, arity: Arity::Optional, default: Default::None, ..field };
    let at = numbers.below(schema.models.len());
    match schema.models.get_mut(at) {
        Some(model) => {
            model.fields.push(field);
            true
        }
        None => false,
    }
}

fn remove(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(id) = some_enum(schema, numbers).map(|at| schema.enums[at].id) else { return false };
    let in_key = schema.models.iter().any(|model| {
        let mut key = model.key.iter().filter_map(|field| model.field(*field));
        key.any(|field| field.kind == Kind::Enum(id))
    });
    if !in_key {
        schema.remove_enum(id);
    }
    !in_key
}

fn append(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(at) = some_enum(schema, numbers) else { return false };
    let value = draw::value(schema, numbers);
    schema.enums[at].values.push(value);
    true
}

fn insert(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(at) = some_enum(schema, numbers) else { return false };
    for _ in 0..1 + numbers.below(2) {
        let value = draw::value(schema, numbers);
        let place = numbers.below(schema.enums[at].values.len());
        schema.enums[at].values.insert(place, value);
    }
    true
}

fn insert_and_use(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(at) = some_enum(schema, numbers) else { return false };
    let value = draw::value(schema, numbers);
    let (id, of) = (value.id, schema.enums[at].id);
    let place = numbers.below(schema.enums[at].values.len());
    schema.enums[at].values.insert(place, value);
    let mut used = false;
    for model in &mut schema.models {
        for field in model.fields.iter_mut().filter(|field| field.kind == Kind::Enum(of)) {
            field.default = match field.arity {
                Arity::List => Default::ValueList(id),
                Arity::Required | Arity::Optional => Default::Value(id),
            };
            used = true;
        }
    }
    used
}

/// No default may name it any more.
fn forget(schema: &mut Schema, value: Id) {
    for field in schema.models.iter_mut().flat_map(|model| &mut model.fields) {
        if field.default == Default::Value(value) || field.default == Default::ValueList(value) {
            field.default = Default::None;
        }
    }
}

fn is_held(schema: &Schema, id: Id) -> bool {
    schema.models.iter().flat_map(|model| &model.fields).any(|field| field.kind == Kind::Enum(id))
}

fn remove_value(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(at) = some_enum(schema, numbers) else { return false };
    let each = &mut schema.enums[at];
    if each.values.len() < 2 {
        return false;
    }
    let value = each.values.remove(numbers.below(each.values.len()));
    forget(schema, value.id);
    true
}

fn remove_default_value(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(at) = some_enum(schema, numbers) else { return false };
    let each = &mut schema.enums[at];
    if each.values.len() < 2 {
        return false;
    }
    let value = each.values.remove(numbers.below(each.values.len())).id;
    let other = each.values[numbers.below(each.values.len())].id;
    let mut turned = false;
    for field in schema.models.iter_mut().flat_map(|model| &mut model.fields) {
        let default = match field.default {
            Default::Value(id) if id == value => Default::Value(other),
            Default::ValueList(id) if id == value => Default::ValueList(other),
            _ => continue,
        };
        field.default = default;
        turned = true;
    }
    turned
}

fn replace_value(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(at) = some_enum(schema, numbers) else { return false };
    let each = &mut schema.enums[at];
    if each.values.len() < 2 {
        return false;
    }
    let gone = each.values.remove(0);
    let other = numbers.below(each.values.len());
    each.values[other].name = gone.name;
    let id = each.id;
    forget(schema, gone.id);
    is_held(schema, id)
}

fn reorder(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(at) = some_enum(schema, numbers) else { return false };
    let values = &mut schema.enums[at].values;
    if values.len() < 2 {
        return false;
    }
    let by = 1 + numbers.below(values.len() - 1);
    values.rotate_left(by);
    true
}

fn rename_value(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(at) = some_enum(schema, numbers) else { return false };
    let id = schema.fresh();
    let each: &mut Enum = &mut schema.enums[at];
    let place = numbers.below(each.values.len());
    let name = &mut each.values[place].name;
    match numbers.below(3) {
        0 => *name = Name::plain(format!("renamed{id}")),
        1 => name.map = Some(format!("renamed {id}")),
        // The client's name alone.
        _ => {
            name.map = Some(name.database().to_owned());
            name.logical = format!("renamed{id}");
        }
    }
    true
}

fn swap_values(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let Some(at) = some_enum(schema, numbers) else { return false };
    let [first, .., last] = schema.enums[at].values.as_mut_slice() else { return false };
    std::mem::swap(&mut first.name, &mut last.name);
    true
}

fn exchange(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let kinds: Vec<Kind> = schema.enums.iter().map(|each| Kind::Enum(each.id)).collect();
    let found = super::columns::some_field(schema, numbers, |field, _, indexed| {
        !indexed && matches!(field.kind, Kind::Enum(_))
    });
    let (Some((model, field)), Some(kind)) = (found, pick(numbers, &kinds)) else { return false };
    if field.kind == *kind {
        return false;
    }
    let kind = *kind;
    match schema.model_mut(model).and_then(|each| each.field_mut(field.id)) {
        Some(field) => {
            field.kind = kind;
            field.default = Default::None;
            true
        }
        None => false,
    }
}
