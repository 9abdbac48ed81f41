//! Renames: of tables, columns and enums, with and without a map, and swaps.

use super::{Edit, harmless};
use crate::generate::Numbers;
use crate::pairs::model::{Id, Join, Name, Schema};
use planner_core::provider::Provider;

/// All of them.
pub const EDITS: &[Edit] = &[
    harmless("column renamed", rename_column),
    harmless("columns swapped", swap_columns),
    harmless("table renamed", rename_table),
    harmless("tables swapped", swap_tables),
    harmless("enum renamed", rename_enum),
    harmless("enums swapped", swap_enums),
    harmless("many-to-many relation renamed", rename_join),
    harmless("field of a many-to-many relation renamed", rename_join_field),
    harmless("columns of a many-to-many table swapped", swap_join_columns),
    harmless("table moved to another schema", move_table),
    harmless("enum moved to another schema", move_enum),
];

/// Another name: in the schema and the database, in the database alone, in the schema alone.
fn rename(name: &mut Name, word: &str, id: Id, numbers: &mut Numbers) {
    match numbers.below(4) {
        0 => *name = Name::plain(format!("{word}{id}")),
        1 => *name = Name { logical: format!("{word}{id}"), map: Some(format!("{word} {id}")) },
        2 => name.map = Some(format!("{word}_{id}")),
        _ => {
            name.map = Some(name.database().to_owned());
            name.logical = format!("{word}{id}");
        }
    }
}

fn rename_column(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let id = schema.fresh();
    let at = numbers.below(schema.models.len());
    let Some(model) = schema.models.get_mut(at) else { return false };
    let place = numbers.below(model.fields.len());
    let Some(field) = model.fields.get_mut(place) else { return false };
    rename(&mut field.name, "renamed", id, numbers);
    true
}

fn swap_columns(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let at = numbers.below(schema.models.len());
    let Some(model) = schema.models.get_mut(at) else { return false };
    let count = model.fields.len();
    let (one, two) = (numbers.below(count), numbers.below(count));
    if one == two {
        return false;
    }
    let (low, high) = (one.min(two), one.max(two));
    let (head, tail) = model.fields.split_at_mut(high);
    match (head.get_mut(low), tail.first_mut()) {
        (Some(one), Some(two)) => {
            std::mem::swap(&mut one.name, &mut two.name);
            true
        }
        _ => false,
    }
}

fn rename_table(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let id = schema.fresh();
    let at = numbers.below(schema.models.len());
    let word = if numbers.chance(50) { "Aaa" } else { "Zzz" };
    match schema.models.get_mut(at) {
        Some(model) => {
            rename(&mut model.name, word, id, numbers);
            true
        }
        None => false,
    }
}

fn swap_tables(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let count = schema.models.len();
    let (one, two) = (numbers.below(count), numbers.below(count));
    if one == two || schema.models[one].namespace != schema.models[two].namespace {
        return false;
    }
    let name = schema.models[one].name.clone();
    schema.models[one].name = std::mem::replace(&mut schema.models[two].name, name);
    true
}

fn rename_enum(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let id = schema.fresh();
    let at = numbers.below(schema.enums.len());
    match schema.enums.get_mut(at) {
        Some(each) => {
            rename(&mut each.name, "Renamed", id, numbers);
            true
        }
        None => false,
    }
}

fn swap_enums(schema: &mut Schema, _: &mut Numbers) -> bool {
    let [one, two, ..] = schema.enums.as_mut_slice() else { return false };
    if one.namespace != two.namespace {
        return false;
    }
    std::mem::swap(&mut one.name, &mut two.name);
    true
}

fn rename_join(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let id = schema.fresh();
    let at = numbers.below(schema.joins.len());
    match schema.joins.get_mut(at) {
        Some(join) => {
            join.name = Some(format!("Renamed{id}"));
            true
        }
        None => false,
    }
}

fn rename_join_field(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let id = schema.fresh();
    let at = numbers.below(schema.joins.len());
    match schema.joins.get_mut(at) {
        // Of a relation of a model with itself, the names of the fields say which column is which.
        Some(join) if join.ends[0].0 != join.ends[1].0 => {
            join.ends[numbers.below(2)].1 = format!("renamed{id}");
            true
        }
        _ => false,
    }
}

/// Of a relation of a model with itself, the names of the fields say which column is which.
fn swap_join_columns(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let id = schema.fresh();
    let own = schema.joins.iter_mut().filter(|join| join.ends[0].0 == join.ends[1].0);
    let mut own: Vec<&mut Join> = own.collect();
    let at = numbers.below(own.len());
    let Some(join) = own.get_mut(at) else { return false };
    let last = usize::from(join.ends[0].1 < join.ends[1].1);
    join.ends[last].1 = format!("Ahead{id}");
    true
}

fn other_namespace(schema: &mut Schema, from: Option<&String>) -> Option<String> {
    if schema.provider != Provider::Postgresql || schema.namespaces.is_empty() {
        return None;
    }
    if !schema.namespaces.iter().any(|each| each == "audit") {
        schema.namespaces.push("audit".to_owned());
    }
    schema.namespaces.iter().find(|each| Some(*each) != from).cloned()
}

fn move_table(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let at = numbers.below(schema.models.len());
    let Some(from) = schema.models.get(at).map(|each| each.namespace.clone()) else { return false };
    let Some(to) = other_namespace(schema, from.as_ref()) else { return false };
    schema.models[at].namespace = Some(to);
    true
}

fn move_enum(schema: &mut Schema, numbers: &mut Numbers) -> bool {
    let at = numbers.below(schema.enums.len());
    let Some(from) = schema.enums.get(at).map(|each| each.namespace.clone()) else { return false };
    let Some(to) = other_namespace(schema, from.as_ref()) else { return false };
    schema.enums[at].namespace = Some(to);
    true
}
