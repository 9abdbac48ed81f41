//! Two generated schemas and the warnings between them -> for each table that stays, a question
//! before the migration and one after it that must have the same answer. What is which follows
//! from identities and what may be lost from the warnings alone: the planner's changes and steps
//! are not looked at.

use super::model::{Arity, Enum, Kind, Schema};
use super::shape::{Column, Table, tables};
use crate::laws::SameAnswer;
use planner_core::planner::Planned;
use planner_core::provider::Provider;

/// The questions.
pub fn questions(before: &Schema, after: &Schema, planned: &Planned) -> Vec<SameAnswer> {
    let tables_after = tables(after);
    let mut questions = Vec::new();
    for table in tables(before) {
        let Some(now) = tables_after.iter().find(|each| each.id == table.id) else { continue };
        // A table of which no column stays still has its rows.
        let mut pairs = vec![("'row'".to_owned(), "'row'".to_owned())];
        for column in &table.columns {
            let Some(is) = now.column(column.id) else { continue };
            if may_be_lost(planned, now, is) {
                continue;
            }
            pairs.extend(expressions(before, after, column, is, planned));
        }
        let select = |table: &Table, list: Vec<&str>| {
            let namespace = table.namespace.as_ref().map(|each| format!("{}.", quote(each)));
            let name = format!("{}{}", namespace.unwrap_or_default(), quote(&table.name));
            format!("SELECT {} FROM {name}", list.join(", "))
        };
        questions.push(SameAnswer {
            about: format!("table {}", table.name),
            before: select(&table, pairs.iter().map(|(was, _)| was.as_str()).collect()),
            after: select(now, pairs.iter().map(|(_, is)| is.as_str()).collect()),
        });
    }
    questions
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Whether a gating warning names the values of the column.
fn may_be_lost(planned: &Planned, table: &Table, column: &Column) -> bool {
    let mut parts: Vec<&str> = table.namespace.iter().map(String::as_str).collect();
    parts.extend([table.name.as_str(), column.name.as_str()]);
    planned.gating().any(|finding| {
        matches!(finding.rule, "narrow-column-type" | "recreate-column")
            && finding.subject.parts == parts
    })
}

/// The column as text before, and what must be the same text after.
fn expressions(
    schema: &Schema,
    schema_after: &Schema,
    was: &Column,
    is: &Column,
    planned: &Planned,
) -> Option<(String, String)> {
    let labels = match was.kind {
        Kind::Enum(id) => {
            let (old, new) = (schema.enumeration(id)?, schema_after.enumeration(id));
            let removes = planned.gating().any(|finding| {
                finding.rule == "remove-enum-value"
                    && finding.subject.parts.last().map(String::as_str) == Some(old.name.database())
            });
            if removes {
                return None;
            }
            let labels = new.map(|new| labels(old, new)).unwrap_or_default();
            // Where a value becomes a text and is renamed at once, either name is right.
            if is.kind != was.kind && !labels.is_empty() {
                return None;
            }
            labels
        }
        Kind::Scalar(_) => Vec::new(),
    };
    match schema.provider {
        Provider::Postgresql => on_postgres(schema, was, is, &labels),
        Provider::Sqlite => Some(on_sqlite(was, is, &labels)),
    }
}

/// The values that stay under another name.
fn labels(old: &Enum, new: &Enum) -> Vec<(String, String)> {
    let renamed = old.values.iter().filter_map(|value| {
        let now = new.values.iter().find(|other| other.id == value.id)?;
        let names = (value.name.database().to_owned(), now.name.database().to_owned());
        (names.0 != names.1).then_some(names)
    });
    renamed.collect()
}

fn relabelled(text: &str, labels: &[(String, String)]) -> String {
    if labels.is_empty() {
        return text.to_owned();
    }
    let arms = labels.iter().map(|(was, is)| format!("WHEN {} THEN {}", literal(was), literal(is)));
    format!("CASE {text} {} ELSE {text} END", arms.collect::<Vec<_>>().join(" "))
}

fn on_postgres(
    schema: &Schema,
    was: &Column,
    is: &Column,
    labels: &[(String, String)],
) -> Option<(String, String)> {
    let (old, new) = (quote(&was.name), quote(&is.name));
    let (was_list, is_list) = (was.arity == Arity::List, is.arity == Arity::List);
    if was_list && !is_list {
        return None;
    }
    let value = if is_list && !was_list { format!("({new})[1]") } else { new.clone() };
    let before = match (was.kind, was_list) {
        (Kind::Enum(_), true) => format!(
            "(SELECT string_agg({}, ',' ORDER BY u.place) FROM unnest({old}) WITH ORDINALITY \
             AS u(label, place))",
            relabelled("u.label::text", labels)
        ),
        (Kind::Enum(_), false) => relabelled(&format!("{old}::text"), labels),
        (Kind::Scalar(_), _) => format!("{old}::text"),
    };
    let after = match (was.kind, is.kind) {
        (Kind::Enum(_), _) if was_list => format!(
            "(SELECT string_agg(u.label::text, ',' ORDER BY u.place) FROM unnest({new}) WITH \
             ORDINALITY AS u(label, place))"
        ),
        (Kind::Enum(_), Kind::Scalar(scalar)) if scalar.base == "Json" => {
            format!("({value} #>> '{{}}')")
        }
        (Kind::Enum(_), _) | (Kind::Scalar(_), Kind::Enum(_)) => format!("{value}::text"),
        (Kind::Scalar(old), Kind::Scalar(new)) if old == new => format!("{value}::text"),
        (Kind::Scalar(old), Kind::Scalar(new)) => {
            let list = if was_list { "[]" } else { "" };
            match (old.base, new.base) {
                ("Json", _) => format!("CAST({value}::text AS {})::text", old.sql),
                (_, "Json") if !was_list => {
                    format!("CAST({value} #>> '{{}}' AS {})::text", old.sql)
                }
                (_, "Json") => return None,
                // Only one size of numbers knows booleans.
                _ if old.base == "Boolean" && matches!(new.base, "Int" | "BigInt") => {
                    format!("CAST(CAST({value} AS integer) AS boolean{list})::text")
                }
                // Read without its padding.
                _ if new.sql.starts_with("character(") && !was_list => {
                    format!("CAST({value}::text AS {})::text", old.sql)
                }
                _ => format!("CAST({value} AS {}{list})::text", old.sql),
            }
        }
    };
    debug_assert_eq!(schema.provider, Provider::Postgresql);
    Some((before, after))
}

/// A value is read with its storage class where the declared type stays. One whose type changes is
/// compared as text, cast back where that makes another text of it.
fn on_sqlite(was: &Column, is: &Column, labels: &[(String, String)]) -> (String, String) {
    let (old, new) = (relabelled(&quote(&was.name), labels), quote(&is.name));
    let declared = |kind: Kind| match kind {
        Kind::Scalar(scalar) => scalar.sql,
        Kind::Enum(_) => "TEXT",
    };
    if declared(was.kind) == declared(is.kind) {
        return (format!("quote({old})"), format!("quote({new})"));
    }
    let back = match declared(was.kind) {
        "INTEGER" | "BIGINT" | "BOOLEAN" => format!("CAST({new} AS INTEGER)"),
        "REAL" => format!("CAST({new} AS REAL)"),
        _ => new,
    };
    // The bytes of the text, because not all bytes are text.
    (format!("hex({old})"), format!("hex({back})"))
}
