//! Rows for any database: a schema in, INSERT statements out. A value follows from its column and
//! the row's number alone, so that keys differ and references meet. Knows nothing of migrations.

mod values;

use planner_core::database::model::{Column, ColumnArity, ColumnType, Database, ObjectName, Table};
use planner_core::provider::Provider;
use std::collections::{BTreeMap, BTreeSet};
use values::{Form, Value};

/// What the rows are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Small numbers in every form, nothing NULL: they survive most casts.
    Plain,
    /// NULLs, limits of the types and odd texts.
    Varied,
}

/// Which rows are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What they are like.
    pub style: Style,
    /// How many a table has where its keys allow it.
    pub count: usize,
    /// Tables that stay empty, and with them what refers to them.
    pub empty: &'a BTreeSet<ObjectName>,
}

/// Two plain rows for every table.
pub fn rows(database: &Database) -> String {
    sql(database, Wanted { style: Style::Plain, count: 2, empty: &BTreeSet::new() })
}

/// The statements that fill a database. A table stays empty where a required column has a type
/// that no value is known for.
pub fn sql(database: &Database, wanted: Wanted<'_>) -> String {
    let (before, after) = match database.provider {
        // Tables may refer to each other in a circle; the rows fit once all are there.
        Provider::Postgresql => {
            ("SET session_replication_role = replica;\n", "RESET session_replication_role;\n")
        }
        Provider::Sqlite => ("PRAGMA foreign_keys=OFF;\n", "PRAGMA foreign_keys=ON;\n"),
    };
    let counts = counts(database, wanted);
    let linked = linked(database);
    let mut text = before.to_owned();
    for table in &database.tables {
        let count = counts.get(&table.name).copied().unwrap_or_default();
        for number in 1..=count {
            text.push_str(&row(database, table, number, wanted.style, &linked));
        }
        text.push_str(&numbering(database.provider, table, count));
    }
    text.push_str(after);
    text
}

/// Numbers were given out beyond those that are there now: rows went again.
const GIVEN_OUT: usize = 40;

fn numbering(provider: Provider, table: &Table, count: usize) -> String {
    let Some(column) = table.columns.iter().find(|column| column.autoincrement) else {
        return String::new();
    };
    let name = qualified(&table.name);
    match provider {
        Provider::Postgresql => format!(
            "SELECT setval(pg_get_serial_sequence({}, {}), {GIVEN_OUT});\n",
            values::quoted(&name),
            values::quoted(&column.name)
        ),
        Provider::Sqlite => {
            let table = values::quoted(&table.name.name);
            match count {
                0 => format!(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES ({table}, {GIVEN_OUT});\n"
                ),
                _ => {
                    format!("UPDATE sqlite_sequence SET seq = {GIVEN_OUT} WHERE name = {table};\n")
                }
            }
        }
    }
}

/// How many rows each table can have: keys over columns of few values allow few, and whoever refers
/// to a table has no more rows than it.
fn counts(database: &Database, wanted: Wanted<'_>) -> BTreeMap<ObjectName, usize> {
    let mut counts: BTreeMap<ObjectName, usize> = BTreeMap::new();
    for table in &database.tables {
        let possible = table.columns.iter().all(|column| {
            column.arity != ColumnArity::Required || values::different(database, column) > 0
        });
        let key =
            table.primary_key.iter().map(|key| key.columns.iter().map(String::as_str).collect());
        let indexes = table.indexes.iter().filter(|index| index.unique);
        let indexes =
            indexes.map(|index| index.columns.iter().map(|each| each.name.as_str()).collect());
        let limit = key.chain(indexes).map(|names: Vec<&str>| {
            let columns = names.iter().filter_map(|name| table.column(name));
            columns.map(|column| values::different(database, column)).max().unwrap_or(usize::MAX)
        });
        let limit = limit.min().unwrap_or(usize::MAX);
        let count = if wanted.empty.contains(&table.name) || !possible { 0 } else { wanted.count };
        counts.insert(table.name.clone(), count.min(limit));
    }
    loop {
        let mut changed = false;
        for table in &database.tables {
            for key in &table.foreign_keys {
                let parent = counts.get(&key.referenced_table).copied().unwrap_or_default();
                if let Some(count) = counts.get_mut(&table.name)
                    && *count > parent
                {
                    *count = parent;
                    changed = true;
                }
            }
        }
        if !changed {
            return counts;
        }
    }
}

/// The columns of foreign keys and those that they refer to: their values must meet.
fn linked(database: &Database) -> BTreeSet<(&ObjectName, &str)> {
    let mut linked = BTreeSet::new();
    for table in &database.tables {
        for key in &table.foreign_keys {
            linked.extend(key.columns.iter().map(|name| (&table.name, name.as_str())));
            linked.extend(
                key.referenced_columns.iter().map(|name| (&key.referenced_table, name.as_str())),
            );
        }
    }
    linked
}

fn row(
    database: &Database,
    table: &Table,
    number: usize,
    style: Style,
    linked: &BTreeSet<(&ObjectName, &str)>,
) -> String {
    let mut names = Vec::new();
    let mut written = Vec::new();
    let is_referred = |column: &Column| {
        database.tables.iter().flat_map(|each| &each.foreign_keys).any(|key| {
            let mut referenced = key.referenced_columns.iter();
            key.referenced_table == table.name && referenced.any(|name| *name == column.name)
        })
    };
    for (at, column) in table.columns.iter().enumerate() {
        let meets = linked.contains(&(&table.name, column.name.as_str()));
        let turn = number + at + column.name.len();
        let is_null = style == Style::Varied
            && column.arity != ColumnArity::Required
            && turn.is_multiple_of(3)
            && !is_referred(column);
        if is_null {
            // A default would stand there otherwise.
            names.push(quote(&column.name));
            written.push("NULL".to_owned());
            continue;
        }
        let form = match style {
            Style::Varied if !meets && !column.autoincrement => Form::Odd,
            Style::Varied | Style::Plain => Form::Number,
        };
        let Some(value) = values::value(database, column, form, number, at) else { continue };
        names.push(quote(&column.name));
        written.push(match (column.arity, style) {
            (ColumnArity::List, Style::Plain) => "'{}'".to_owned(),
            (ColumnArity::List, Style::Varied) => list(&value, turn),
            (ColumnArity::Required | ColumnArity::Nullable, _) => value.sql(database.provider),
        });
    }
    if names.is_empty() {
        return format!("INSERT INTO {} DEFAULT VALUES;\n", qualified(&table.name));
    }
    format!(
        "INSERT INTO {} ({}) VALUES ({});\n",
        qualified(&table.name),
        names.join(", "),
        written.join(", ")
    )
}

/// An array of none, one or two elements.
fn list(value: &Value, turn: usize) -> String {
    let element = format!("\"{}\"", value.text.replace('\\', "\\\\").replace('"', "\\\""));
    let elements = match turn % 3 {
        1 => String::new(),
        2 => element,
        _ => format!("{element},{element}"),
    };
    values::quoted(&format!("{{{elements}}}"))
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn qualified(name: &ObjectName) -> String {
    let namespace = name.namespace.as_deref().map(|each| format!("{}.", quote(each)));
    format!("{}{}", namespace.unwrap_or_default(), quote(&name.name))
}

/// Whether a column is of an enum, on either database.
fn labels<'a>(database: &'a Database, column: &'a Column) -> Option<Vec<&'a str>> {
    let found = match &column.column_type {
        ColumnType::Enum(name) => database.enum_type(name),
        ColumnType::Native(_) | ColumnType::Unsupported(_) => {
            let wanted = column.client.as_ref()?.enumeration.as_deref()?;
            database.enums.iter().find(|each| each.logical_name.as_deref() == Some(wanted))
        }
    };
    Some(found?.values.iter().map(|value| value.name.as_str()).collect())
}
