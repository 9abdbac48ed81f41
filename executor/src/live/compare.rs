//! What a database should hold and what it holds -> the differences, each in one sentence. The
//! comparison itself is the planner's own diff; here stands only what a live side does not
//! know, and what is never compared.

use super::LiveDatabase;
use super::describe::describe;
use super::excluded::{ExternalTables, is_own};
use super::expressions::{LiveExpressions, default_key, predicate_key};
use super::unmanaged::{Unmanaged, UnmanagedKind, is_deferrable};
use planner_core::database::model::{
    ColumnDefault, Database, EnumType, ForeignKey, ObjectName, Table,
};
use planner_core::diff::change::Change;
use planner_core::diff::diff;
use planner_core::provider::Provider;
use planner_core::subject::{Subject, SubjectKind};
use std::collections::{BTreeMap, BTreeSet};

/// One difference between what should be and what is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Every way to name it in `--allow drift:<subject>`; the first is the one to show.
    pub names: Vec<String>,
    /// Tables and enum types that it concerns, as people write them.
    pub tables: BTreeSet<String>,
    /// What is different, one sentence.
    pub message: String,
    /// Whether it may be but another spelling: shown, stops nothing.
    pub notice: bool,
}

/// Both sides of a comparison, after what reads differently but is the same has been made
/// equal: the planner's diff between the two finds real differences only, in either direction.
#[derive(Debug, Clone, PartialEq)]
pub struct Aligned {
    /// What should be, without external tables.
    pub expected: Database,
    /// What is.
    pub live: Database,
    /// What may be another spelling of the same, or says little: all notices.
    pub notices: Vec<Difference>,
}

/// Aligns the lowered database `expected` with a live one that was read with the same `external`.
/// `only` restricts both to these tables (and the enum types that they use), as the check before
/// a commit does. `known` is what the history says of rewritten expressions: one that it does
/// not know, and that differs only in its text, is a notice.
pub fn align(
    expected: &Database,
    live: &LiveDatabase,
    external: &ExternalTables,
    known: &LiveExpressions,
    only: Option<&BTreeSet<ObjectName>>,
) -> Aligned {
    let mut wanted = restricted(expected, external, only);
    let mut found = live.database.clone();
    take_back(&wanted, live, &mut found);
    if let Some(only) = only {
        found.tables.retain(|table| only.contains(&table.name));
        restrict_enums(&mut wanted, &mut found);
    }
    let mut notices = align_tables(&mut wanted, &mut found, live, known);
    align_extensions(&wanted, &mut found);
    notices.extend(enum_orders(&wanted, &found));
    Aligned { expected: wanted, live: found, notices }
}

/// The differences between what should be and what is, notices first; see [`align`] for the
/// parameters.
pub fn compare(
    expected: &Database,
    live: &LiveDatabase,
    external: &ExternalTables,
    known: &LiveExpressions,
    only: Option<&BTreeSet<ObjectName>>,
) -> Vec<Difference> {
    let aligned = align(expected, live, external, known, only);
    let mut differences = aligned.notices;
    // Without hints there is none that could be wrong.
    let changes = diff(&aligned.expected, &aligned.live, &[]).unwrap_or_default();
    let (mut new_tables, mut gone_tables) = (BTreeSet::new(), BTreeSet::new());
    for (_, change) in changes.iter() {
        if let Change::CreateTable(table) = change {
            new_tables.insert(&table.name);
        }
        if let Change::DropTable(table) = change {
            gone_tables.insert(&table.name);
        }
    }
    // What stands on a table that is too much, and a key to one that is missing, go without
    // saying.
    let follows = |change: &Change| {
        if let Change::CreateIndex { table, .. } | Change::AddForeignKey { table, .. } = change {
            return new_tables.contains(&table.after);
        }
        if let Change::DropForeignKey { foreign_key, .. } = change {
            return gone_tables.contains(&foreign_key.referenced_table);
        }
        false
    };
    for (_, change) in changes.iter().filter(|(_, change)| !follows(change)) {
        let mut difference = describe(change, aligned.expected.provider, live);
        // What the schema cannot say is not missing in it.
        difference.notice |= is_beside_the_schema(change, &live.unmanaged);
        differences.push(difference);
    }
    differences
}

/// Whether a change adds what is kept like the objects that the schema language cannot say: a
/// partial index, or a constraint that is deferrable or not validated.
fn is_beside_the_schema(change: &Change, beside: &[Unmanaged]) -> bool {
    match change {
        Change::CreateIndex { table, index } => {
            index.predicate.is_some() || is_deferrable(&table.after, &index.name, beside)
        }
        Change::AddForeignKey { table, foreign_key } => {
            is_deferrable(&table.after, &foreign_key.name, beside)
        }
        _ => false,
    }
}

/// The expected database without external tables, and with the named ones alone.
fn restricted(
    expected: &Database,
    external: &ExternalTables,
    only: Option<&BTreeSet<ObjectName>>,
) -> Database {
    let is_wanted = |table: &&Table| {
        only.is_none_or(|only| only.contains(&table.name)) && !external.matches(&table.name)
    };
    Database {
        provider: expected.provider,
        origin: expected.origin,
        namespaces: expected.namespaces.clone(),
        extensions: expected.extensions.clone(),
        enums: expected.enums.clone(),
        tables: expected.tables.iter().filter(is_wanted).cloned().collect(),
    }
}

/// A table that another tool's history would be, but that the schema declares, is an ordinary
/// table.
fn take_back(wanted: &Database, live: &LiveDatabase, found: &mut Database) {
    if live.set_aside.is_empty() {
        return;
    }
    let declared: BTreeSet<&ObjectName> = wanted.tables.iter().map(|table| &table.name).collect();
    let back = live.set_aside.iter().filter(|table| declared.contains(&table.name));
    found.tables.extend(back.filter(|table| !is_own(&table.name)).cloned());
}

/// Keeps the enum types that the tables of either side use.
fn restrict_enums(wanted: &mut Database, found: &mut Database) {
    use planner_core::database::model::ColumnType::Enum;
    let tables = wanted.tables.iter().chain(&found.tables);
    let columns = tables.flat_map(|table| &table.columns);
    let used: BTreeSet<ObjectName> = columns
        .filter_map(|column| match &column.column_type {
            Enum(name) => Some((**name).clone()),
            _ => None,
        })
        .collect();
    wanted.enums.retain(|each| used.contains(&each.name));
    found.enums.retain(|each| used.contains(&each.name));
    wanted.namespaces.clear();
    wanted.extensions.clear();
}

/// Makes equal what is the same although it reads differently, and names what may be.
fn align_tables(
    wanted: &mut Database,
    found: &mut Database,
    live: &LiveDatabase,
    known: &LiveExpressions,
) -> Vec<Difference> {
    let generated: BTreeSet<(&ObjectName, &str)> = live
        .unmanaged
        .iter()
        .filter(|object| object.kind == UnmanagedKind::GeneratedColumn)
        .filter_map(|object| Some((object.table.as_ref()?, object.name.name.as_str())))
        .collect();
    let places: BTreeMap<ObjectName, usize> = wanted
        .tables
        .iter()
        .enumerate()
        .map(|(place, table)| (table.name.clone(), place))
        .collect();
    let mut notices = Vec::new();
    for live_table in &mut found.tables {
        let table = places.get(&live_table.name).and_then(|place| wanted.tables.get_mut(*place));
        let Some(table) = table else {
            continue;
        };
        align_defaults(table, live_table, &generated, known, &mut notices);
        align_predicates(table, live_table, known, &mut notices);
        if wanted.provider == Provider::Sqlite {
            sqlite_keys::align(table, live_table, &mut notices);
        }
        drop_equal_outer_keys(table, live_table, &places);
    }
    notices
}

/// Only the extensions that the schema lists count, and of those only what it says.
fn align_extensions(wanted: &Database, found: &mut Database) {
    found.extensions.retain_mut(|extension| {
        let Some(expected) = wanted.extensions.iter().find(|each| each.name == extension.name)
        else {
            return false;
        };
        if expected.version.is_none() {
            extension.version = None;
        }
        if expected.schema.is_none() {
            extension.schema = None;
        }
        true
    });
}

/// A generated column's expression is no default; an expression that only reads differently is
/// the same, for sure or as far as can be told.
fn align_defaults(
    table: &Table,
    live_table: &mut Table,
    generated: &BTreeSet<(&ObjectName, &str)>,
    known: &LiveExpressions,
    notices: &mut Vec<Difference>,
) {
    let name = &table.name;
    let expected: BTreeMap<&str, &Option<ColumnDefault>> =
        table.columns.iter().map(|column| (column.name.as_str(), &column.default)).collect();
    for column in &mut live_table.columns {
        let Some(ours) = expected.get(column.name.as_str()) else {
            continue;
        };
        // `dbgenerated()` says that only the database knows; it may know of none.
        let is_unknown = **ours == Some(ColumnDefault::Unknown);
        if is_unknown || generated.contains(&(name, column.name.as_str())) {
            column.default = (*ours).clone();
            continue;
        }
        let (Some(ColumnDefault::Expression(ours_text)), Some(ColumnDefault::Expression(theirs))) =
            (ours, &column.default)
        else {
            continue;
        };
        if ours_text == theirs {
            continue;
        }
        match known.agrees(&default_key(name, &column.name), ours_text, theirs) {
            Some(false) => {}
            Some(true) => column.default = (*ours).clone(),
            None => {
                notices.push(notice(
                    Subject {
                        kind: SubjectKind::Column,
                        parts: parts(name, &[column.name.as_str()]),
                    },
                    name,
                    format!(
                        "The default of {name}.{} reads {theirs} in the database and {ours_text} in the schema, which may mean the same.",
                        column.name
                    ),
                ));
                column.default = (*ours).clone();
            }
        }
    }
}

fn align_predicates(
    table: &Table,
    live_table: &mut Table,
    known: &LiveExpressions,
    notices: &mut Vec<Difference>,
) {
    let name = &table.name;
    for index in &mut live_table.indexes {
        let Some(expected) = table.index(&index.name) else {
            continue;
        };
        let (Some(ours), Some(theirs)) = (&expected.predicate, &index.predicate) else {
            continue;
        };
        if ours == theirs {
            continue;
        }
        match known.agrees(&predicate_key(name, &index.name), ours, theirs) {
            Some(false) => {}
            Some(true) => index.predicate = Some(ours.clone()),
            None => {
                notices.push(notice(
                    Subject { kind: SubjectKind::Index, parts: parts(name, &[&index.name]) },
                    name,
                    format!(
                        "The condition of index {} reads {theirs} in the database and {ours} in the schema, which may mean the same.",
                        index.name
                    ),
                ));
                index.predicate = Some(ours.clone());
            }
        }
    }
}

/// Takes equal foreign keys to tables that are not compared here (external ones, those outside
/// the restriction) out of both sides: the diff follows a key to its table.
fn drop_equal_outer_keys(
    table: &mut Table,
    live_table: &mut Table,
    compared: &BTreeMap<ObjectName, usize>,
) {
    let is_same = |left: &ForeignKey, right: &ForeignKey| {
        left.columns == right.columns
            && left.referenced_table == right.referenced_table
            && left.referenced_columns == right.referenced_columns
            && left.on_delete == right.on_delete
            && left.on_update == right.on_update
            && left.name == right.name
    };
    table.foreign_keys.retain(|key| {
        if compared.contains_key(&key.referenced_table) {
            return true;
        }
        let place = live_table.foreign_keys.iter().position(|other| is_same(key, other));
        if let Some(place) = place {
            live_table.foreign_keys.remove(place);
        }
        place.is_none()
    });
}

/// PostgreSQL appends enum values, so their order in a database says little.
fn enum_orders(wanted: &Database, found: &Database) -> Vec<Difference> {
    let live: BTreeMap<&ObjectName, &EnumType> =
        found.enums.iter().map(|each| (&each.name, each)).collect();
    let reordered = wanted.enums.iter().filter(|each| {
        let Some(other) = live.get(&each.name) else {
            return false;
        };
        let names = |each: &EnumType| -> Vec<String> {
            each.values.iter().map(|value| value.name.clone()).collect()
        };
        let (mut ours, mut theirs) = (names(each), names(other));
        let differs = ours != theirs;
        ours.sort_unstable();
        theirs.sort_unstable();
        differs && ours == theirs
    });
    reordered
        .map(|each| {
            notice(
                Subject { kind: SubjectKind::Enum, parts: parts(&each.name, &[]) },
                &each.name,
                format!("The values of enum {} stand in another order in the database.", each.name),
            )
        })
        .collect()
}

fn notice(subject: Subject, concerned: &ObjectName, message: String) -> Difference {
    Difference {
        names: names_of(&subject),
        tables: BTreeSet::from([concerned.to_string()]),
        message,
        notice: true,
    }
}

/// The ways to name a subject: without and with its kind.
pub(super) fn names_of(subject: &Subject) -> Vec<String> {
    vec![subject.to_string(), format!("{}:{subject}", subject.kind.word())]
}

/// Namespace, name and what stands below it.
pub(super) fn parts(name: &ObjectName, below: &[&str]) -> Vec<String> {
    let own = name.namespace.iter().map(String::as_str).chain([name.name.as_str()]);
    own.chain(below.iter().copied()).map(ToOwned::to_owned).collect()
}

mod sqlite_keys;
#[cfg(test)]
mod tests;
