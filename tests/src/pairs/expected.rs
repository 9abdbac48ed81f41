//! What the gating warnings between two generated schemas must be, and which may be there as well.
//! Computed from identities, beside the planner: what it forgets and what it makes up both show.

use super::model::{Arity, Id, Kind, Schema};
use super::shape::{Column, ForeignKey, Table, namespace, tables};
use super::types::Scalar;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use std::collections::BTreeSet;

/// A rule and what it is about: the parts of the subject, dotted.
pub type Warning = (&'static str, String);

/// What is expected.
#[derive(Debug, Default)]
pub struct Expected {
    /// All of these.
    pub must: BTreeSet<Warning>,
    /// At least one of each.
    pub one_of: Vec<[Warning; 2]>,
    /// Whatever else may be there.
    pub may: BTreeSet<Warning>,
}

/// Two tables or two columns that are one.
struct Pair<'a> {
    schemas: [&'a Schema; 2],
    before: &'a Table,
    after: &'a Table,
}

/// Computes what is expected.
pub fn expected(before: &Schema, after: &Schema) -> Expected {
    let (tables_before, tables_after) = (tables(before), tables(after));
    let mut expected = Expected::default();
    for table in &tables_before {
        match tables_after.iter().find(|each| each.id == table.id) {
            Some(now) => {
                let pair = Pair { schemas: [before, after], before: table, after: now };
                pair.columns(&mut expected);
                pair.uniques(&mut expected);
                pair.key(&mut expected);
                pair.foreign_keys(&mut expected);
                pair.rebuild(&mut expected);
            }
            None => {
                expected.must.insert(("drop-table", dotted(table, None)));
            }
        }
    }
    removed_values(before, after, &tables_before, &tables_after, &mut expected);
    expected
}

/// Compares with what the planner says.
pub fn compare(expected: &Expected, planned: &Planned) -> Vec<String> {
    let said: BTreeSet<(String, String)> = planned
        .gating()
        .map(|finding| (finding.rule.to_owned(), finding.subject.parts.join(".")))
        .collect();
    let is_said = |(rule, subject): &Warning| said.contains(&((*rule).to_owned(), subject.clone()));
    let mut problems = Vec::new();
    for warning in expected.must.iter().filter(|each| !is_said(each)) {
        problems.push(format!("silence: no {}:{}", warning.0, warning.1));
    }
    for either in expected.one_of.iter().filter(|each| !each.iter().any(is_said)) {
        problems.push(format!("silence: neither {either:?}"));
    }
    for (rule, subject) in &said {
        let allowed = |each: &Warning| each.0 == rule && each.1 == *subject;
        let known = expected.must.iter().any(allowed)
            || expected.may.iter().any(allowed)
            || expected.one_of.iter().flatten().any(allowed);
        if !known {
            problems.push(format!("false alarm: {rule}:{subject}"));
        }
    }
    problems
}

fn dotted(table: &Table, inner: Option<&str>) -> String {
    let parts = table.namespace.iter().map(String::as_str).chain([table.name.as_str()]);
    parts.chain(inner).collect::<Vec<_>>().join(".")
}

/// An index has the schema of its table in front, not the table.
fn index_of(table: &Table, name: &str) -> String {
    table.namespace.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join(".")
}

/// How values go from one type to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The column's type is the same.
    Same,
    /// Every value is kept.
    Wider,
    /// Values can be lost.
    Narrower,
    /// That depends on more than is written down here.
    Unknown,
}

fn way(schemas: [&Schema; 2], before: &Column, after: &Column) -> Way {
    let provider = schemas[0].provider;
    let listed = |column: &Column| column.arity == Arity::List;
    let of_values = match (before.kind, after.kind) {
        (was, is) if was == is => Way::Same,
        (Kind::Scalar(was), Kind::Scalar(is)) => of_scalars(provider, was, is),
        (Kind::Enum(_), Kind::Scalar(is)) => match (provider, is.sql) {
            (_, "TEXT") => Way::Same,
            (_, "text") => Way::Wider,
            _ => Way::Unknown,
        },
        (Kind::Scalar(was), Kind::Enum(_)) => match (provider, was.sql) {
            (Provider::Sqlite, _) | (Provider::Postgresql, "text") => Way::Narrower,
            _ => Way::Unknown,
        },
        (Kind::Enum(was), Kind::Enum(is)) => {
            let names = |schema: &Schema, id: Id| -> BTreeSet<String> {
                let values = schema.enumeration(id).into_iter().flat_map(|each| &each.values);
                values.map(|value| value.name.database().to_owned()).collect()
            };
            match provider {
                Provider::Postgresql => Way::Unknown,
                Provider::Sqlite if names(schemas[0], was).is_subset(&names(schemas[1], is)) => {
                    Way::Same
                }
                Provider::Sqlite => Way::Narrower,
            }
        }
    };
    match (listed(before), listed(after)) {
        (false, false) => of_values,
        (true, true) if of_values == Way::Same => Way::Same,
        (false, true) if of_values == Way::Same => Way::Wider,
        // One of many values is left.
        (true, false) => Way::Narrower,
        _ => Way::Unknown,
    }
}

fn of_scalars(provider: Provider, was: &Scalar, is: &Scalar) -> Way {
    if was.sql == is.sql {
        return Way::Same;
    }
    if was.widens_to.contains(&is.sql) {
        return Way::Wider;
    }
    let narrower = match provider {
        Provider::Postgresql => matches!(
            (was.sql, is.sql),
            (_, "bytea")
                | ("bytea", "integer" | "bigint" | "text" | "uuid" | "jsonb")
                | (
                    "text",
                    "integer"
                        | "bigint"
                        | "smallint"
                        | "boolean"
                        | "uuid"
                        | "date"
                        | "timestamp(3)"
                        | "jsonb"
                        | "character varying(20)"
                        | "character varying(40)"
                )
                | ("bigint", "integer" | "smallint")
                | ("integer", "smallint")
                | ("double precision", "real" | "integer" | "bigint")
                | ("timestamp(3)" | "timestamp(6)" | "timestamptz(3)" | "timestamptz(6)", "date")
                | ("timestamp(6)", "timestamp(3)")
                | ("numeric(12,2)" | "numeric(12,4)", "numeric(10,2)")
                | ("boolean", "timestamp(3)" | "uuid" | "date")
        ),
        Provider::Sqlite => {
            matches!((was.sql, is.sql), ("TEXT" | "REAL", "INTEGER" | "BIGINT") | ("TEXT", "REAL"))
        }
    };
    if narrower { Way::Narrower } else { Way::Unknown }
}

/// The type as SQLite declares it.
fn declared(kind: Kind) -> &'static str {
    match kind {
        Kind::Scalar(scalar) => scalar.sql,
        Kind::Enum(_) => "TEXT",
    }
}

impl Pair<'_> {
    fn column_name(&self, column: &Column) -> String {
        dotted(self.after, Some(&column.name))
    }

    /// The column before, where its values are kept beyond doubt.
    fn kept(&self, id: Id) -> Option<&Column> {
        let (was, is) = (self.before.column(id)?, self.after.column(id)?);
        matches!(way(self.schemas, was, is), Way::Same | Way::Wider).then_some(was)
    }

    fn is_new(&self, id: Id) -> bool {
        self.before.column(id).is_none()
    }

    /// Whether it is there and nobody can say what becomes of it.
    fn is_in_doubt(&self, id: Id) -> bool {
        !self.is_new(id) && self.kept(id).is_none()
    }

    fn columns(&self, expected: &mut Expected) {
        for column in &self.before.columns {
            let Some(now) = self.after.column(column.id) else {
                let name = dotted(self.before, Some(&column.name));
                expected.must.insert(("drop-column", name));
                continue;
            };
            let name = self.column_name(now);
            let both = [("narrow-column-type", name.clone()), ("recreate-column", name.clone())];
            match way(self.schemas, column, now) {
                Way::Same | Way::Wider => {}
                Way::Narrower => expected.one_of.push(both),
                Way::Unknown => expected.may.extend(both),
            }
            if column.arity != Arity::Required && now.arity == Arity::Required {
                match self.kept(column.id) {
                    Some(_) => expected.must.insert(("require-column", name.clone())),
                    None => expected.may.insert(("require-column", name.clone())),
                };
            }
            if self.is_in_doubt(column.id) && now.arity == Arity::Required && now.default.is_none()
            {
                expected.may.insert(("add-required-column", name));
            }
        }
        for column in self.after.columns.iter().filter(|each| self.is_new(each.id)) {
            if fails_over_rows(column) {
                expected.must.insert(("add-required-column", self.column_name(column)));
            }
        }
    }

    /// Whether a key or unique index before already kept these columns unique.
    fn was_unique(&self, columns: &[Id], not_null: Option<Id>) -> bool {
        let within = |key: &[Id]| {
            !key.is_empty() && key.iter().all(|id| columns.contains(id) && self.kept(*id).is_some())
        };
        within(&self.before.key)
            || self.before.uniques.iter().any(|each| {
                (each.not_null.is_none() || each.not_null == not_null) && within(&each.columns)
            })
    }

    /// `None` where rows cannot collide for what a new column starts as.
    fn collides(&self, columns: &[Id], nulls_differ: bool) -> bool {
        columns.iter().filter_map(|id| self.after.column(*id)).all(|column| {
            let is_null = column.arity != Arity::Required && column.default.is_none();
            !(self.is_new(column.id)
                && (column.is_numbered || fails_over_rows(column) || (nulls_differ && is_null)))
        })
    }

    fn uniques(&self, expected: &mut Expected) {
        for unique in &self.after.uniques {
            let warning = ("add-unique", index_of(self.after, &unique.name));
            if unique.columns.iter().any(|id| self.is_in_doubt(*id)) {
                expected.may.insert(warning);
                continue;
            }
            if !self.was_unique(&unique.columns, unique.not_null)
                && self.collides(&unique.columns, true)
            {
                expected.must.insert(warning);
            } else if unique.columns.iter().any(|id| self.becomes_citext(*id)) {
                expected.may.insert(warning);
            }
        }
    }

    /// Texts that differ in case only become equal.
    fn becomes_citext(&self, id: Id) -> bool {
        let is_citext =
            |column: &Column| matches!(column.kind, Kind::Scalar(scalar) if scalar.sql == "citext");
        self.before.column(id).is_some_and(|each| !is_citext(each))
            && self.after.column(id).is_some_and(is_citext)
    }

    fn key(&self, expected: &mut Expected) {
        let warning = ("change-primary-key", dotted(self.after, None));
        if self.after.key.iter().any(|id| self.is_in_doubt(*id)) {
            expected.may.insert(warning);
            return;
        }
        if self.after.key == self.before.key || self.after.key.is_empty() {
            return;
        }
        let nullable = self
            .after
            .key
            .iter()
            .any(|id| self.kept(*id).is_some_and(|column| column.arity != Arity::Required));
        let collides =
            !self.was_unique(&self.after.key, None) && self.collides(&self.after.key, false);
        if nullable || collides {
            expected.must.insert(warning);
        }
    }

    fn foreign_keys(&self, expected: &mut Expected) {
        for key in &self.after.foreign_keys {
            let same = |other: &ForeignKey| {
                other.columns == key.columns
                    && other.to == key.to
                    && other.references == key.references
            };
            let warning = ("add-foreign-key", dotted(self.after, Some(&key.name)));
            if key.columns.iter().any(|id| self.is_in_doubt(*id)) {
                expected.may.insert(warning);
                continue;
            }
            if self.before.foreign_keys.iter().any(same) {
                // The parent's values may change under it.
                expected.may.insert(warning);
                continue;
            }
            let starts_empty =
                key.columns.iter().filter_map(|id| self.after.column(*id)).any(|column| {
                    self.is_new(column.id) && column.default.is_none() && !column.is_numbered
                });
            if !starts_empty {
                expected.must.insert(warning);
            }
        }
    }

    fn rebuild(&self, expected: &mut Expected) {
        if self.schemas[0].provider == Provider::Sqlite && self.needs_rebuild() {
            expected.must.insert(("rebuild-table", dotted(self.after, None)));
        }
    }

    /// <https://www.sqlite.org/lang_altertable.html>
    fn needs_rebuild(&self) -> bool {
        let keyed = |column: &Column| {
            self.before.key.contains(&column.id)
                || self.before.foreign_keys.iter().any(|key| key.columns.contains(&column.id))
        };
        let columns_before =
            self.before.columns.iter().any(|column| match self.after.column(column.id) {
                None => keyed(column),
                Some(now) => {
                    declared(column.kind) != declared(now.kind)
                        || column.arity != now.arity
                        || column.default != now.default
                        || column.is_numbered != now.is_numbered
                }
            });
        let keys = |key: &ForeignKey| {
            (key.columns.clone(), key.to, key.references.clone(), key.actions.clone())
        };
        let added_inline = |key: &ForeignKey| match key.columns.as_slice() {
            [id] => {
                let alone =
                    self.after.foreign_keys.iter().filter(|each| each.columns.contains(id)).count()
                        == 1;
                let column = self.after.column(*id);
                alone
                    && self.is_new(*id)
                    && column
                        .is_some_and(|each| each.arity == Arity::Optional && each.default.is_none())
            }
            _ => false,
        };
        let was: Vec<_> = self.before.foreign_keys.iter().map(keys).collect();
        let is: Vec<_> = self.after.foreign_keys.iter().map(keys).collect();
        let foreign_keys = was.iter().any(|each| !is.contains(each))
            || self
                .after
                .foreign_keys
                .iter()
                .any(|each| !was.contains(&keys(each)) && !added_inline(each));
        let added = self.after.columns.iter().filter(|each| self.is_new(each.id)).any(|column| {
            self.after.key.contains(&column.id)
                || fails_over_rows(column)
                || (column.default.is_some() && !column.is_constant)
        });
        columns_before || foreign_keys || added || self.before.key != self.after.key
    }
}

/// A new column that rows which are there have no value for.
fn fails_over_rows(column: &Column) -> bool {
    column.arity == Arity::Required && column.default.is_none() && !column.is_numbered
}

fn removed_values(
    before: &Schema,
    after: &Schema,
    tables_before: &[Table],
    tables_after: &[Table],
    expected: &mut Expected,
) {
    for each in &before.enums {
        let Some(now) = after.enumeration(each.id) else { continue };
        let removes =
            each.values.iter().any(|value| now.values.iter().all(|other| other.id != value.id));
        let held = tables_before
            .iter()
            .flat_map(|table| table.columns.iter().map(move |column| (table, column)));
        let stays =
            held.filter(|(_, column)| column.kind == Kind::Enum(each.id)).any(|(table, column)| {
                let table = tables_after.iter().find(|other| other.id == table.id);
                table
                    .and_then(|table| table.column(column.id))
                    .is_some_and(|column| column.kind == Kind::Enum(each.id))
            });
        if removes && stays {
            let parts = namespace(each.namespace.as_ref()).into_iter();
            let parts: Vec<String> = parts.chain([each.name.database().to_owned()]).collect();
            expected.must.insert(("remove-enum-value", parts.join(".")));
        }
    }
}
