//! Two generated schemas -> the rename hints that a person would give: for whatever has another name
//! in the schema and in the database alike. Knows nothing of how hints are followed.

use super::model::{Name, Schema};
use super::shape::{Table, namespace};

/// The hints.
pub fn hints(before: &Schema, after: &Schema) -> Vec<String> {
    let mut hints = Vec::new();
    for model in &before.models {
        let Some(now) = after.model(model.id) else { continue };
        let (was, is) = (
            dotted(model.namespace.as_ref(), &[model.name.database()]),
            dotted(now.namespace.as_ref(), &[now.name.database()]),
        );
        hints.extend(hint("table", &model.name, &now.name, &was, &is));
        for field in &model.fields {
            let Some(new) = now.field(field.id) else { continue };
            let was =
                dotted(model.namespace.as_ref(), &[model.name.database(), field.name.database()]);
            let is = dotted(now.namespace.as_ref(), &[now.name.database(), new.name.database()]);
            if field.name.database() != new.name.database() {
                hints.extend(hint("column", &field.name, &new.name, &was, &is));
            }
        }
    }
    for each in &before.enums {
        let Some(now) = after.enumeration(each.id) else { continue };
        let was = dotted(each.namespace.as_ref(), &[each.name.database()]);
        let is = dotted(now.namespace.as_ref(), &[now.name.database()]);
        hints.extend(hint("enum", &each.name, &now.name, &was, &is));
        for value in &each.values {
            let Some(new) = now.values.iter().find(|other| other.id == value.id) else { continue };
            let was =
                dotted(each.namespace.as_ref(), &[each.name.database(), value.name.database()]);
            let is = dotted(now.namespace.as_ref(), &[now.name.database(), new.name.database()]);
            if value.name.database() != new.name.database() {
                hints.extend(hint("value", &value.name, &new.name, &was, &is));
            }
        }
    }
    hints.extend(joins(before, after));
    hints
}

/// None is needed where the name in the schema stays, and none is possible where only that changes.
fn hint(kind: &str, was: &Name, is: &Name, before: &str, after: &str) -> Option<String> {
    (was.logical != is.logical && before != after)
        .then(|| format!("{kind}:{before}={kind}:{after}"))
}

/// The table of a many-to-many relation that has no name of its own follows its models, and so do
/// its columns: told for a relation of a model with itself, where nothing else says which is which,
/// and for some of the others.
fn joins(before: &Schema, after: &Schema) -> Vec<String> {
    let (tables_before, tables_after) = (super::shape::tables(before), super::shape::tables(after));
    let mut hints = Vec::new();
    for join in &before.joins {
        let Some(now) = after.joins.iter().find(|each| each.id == join.id) else { continue };
        let of_join = |tables: &'_ [Table]| tables.iter().position(|each| each.id == join.id);
        let (Some(was), Some(is)) = (of_join(&tables_before), of_join(&tables_after)) else {
            continue;
        };
        let (was, is) = (&tables_before[was], &tables_after[is]);
        let name = |table: &Table| dotted(table.namespace.as_ref(), &[&table.name]);
        let tells_columns = join.ends[0].0 == join.ends[1].0 || join.id % 2 == 1;
        let swapped = || {
            let mut columns = was.columns.iter();
            columns.any(|column| is.column(column.id).is_some_and(|new| new.name != column.name))
        };
        if join.name != now.name || (tells_columns && name(was) != name(is) && swapped()) {
            hints.push(format!("table:{}=table:{}", name(was), name(is)));
        }
        if !tells_columns {
            continue;
        }
        for column in &was.columns {
            let Some(new) = is.column(column.id).filter(|new| new.name != column.name) else {
                continue;
            };
            let full = |table: &Table, column: &str| {
                dotted(table.namespace.as_ref(), &[&table.name, column])
            };
            hints.push(format!(
                "column:{}=column:{}",
                full(was, &column.name),
                full(is, &new.name)
            ));
        }
    }
    hints
}

fn dotted(schema: Option<&String>, parts: &[&str]) -> String {
    let namespace = namespace(schema);
    let parts = namespace.iter().map(String::as_str).chain(parts.iter().copied());
    parts.map(|part| format!("\"{}\"", part.replace('"', "\"\""))).collect::<Vec<_>>().join(".")
}
