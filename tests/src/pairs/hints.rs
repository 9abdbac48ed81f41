//! Two generated schemas -> the rename hints that a person would give: for whatever has another name
//! in the schema and in the database alike. Knows nothing of how hints are followed.

use super::model::{Name, Schema};
use super::shape::namespace;

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

/// The table of a many-to-many relation that has no name of its own follows its models.
fn joins(before: &Schema, after: &Schema) -> Vec<String> {
    let (tables_before, tables_after) = (super::shape::tables(before), super::shape::tables(after));
    let mut hints = Vec::new();
    for join in &before.joins {
        let Some(now) = after.joins.iter().find(|each| each.id == join.id) else { continue };
        if join.name == now.name {
            continue;
        }
        let name = |tables: &[super::shape::Table]| {
            let table = tables.iter().find(|each| each.id == join.id)?;
            Some(dotted(table.namespace.as_ref(), &[&table.name]))
        };
        if let (Some(was), Some(is)) = (name(&tables_before), name(&tables_after)) {
            hints.push(format!("table:{was}=table:{is}"));
        }
    }
    hints
}

fn dotted(schema: Option<&String>, parts: &[&str]) -> String {
    let namespace = namespace(schema);
    let parts = namespace.iter().map(String::as_str).chain(parts.iter().copied());
    parts.map(|part| format!("\"{}\"", part.replace('"', "\"\""))).collect::<Vec<_>>().join(".")
}
