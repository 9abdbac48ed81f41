//! Two applications and two databases: the statements that an application built for one schema
//! sends, run on the database of the other. In: a plan. Out: where they fail and no notice says
//! so, and where a notice says so and none fails. Knows nothing of rules but two ids.
//!
//! Foreign keys are off: whether a row has its parent is a matter of rows, not of schemas.

use crate::database::{Connection, Place, TestDatabase};
use crate::extremes;
use crate::laws;
use crate::planning::{self, Migration};
use planner_core::database::model::{
    Column, ColumnArity, ColumnType, Database, EnumValue, Index, ObjectName, Table,
};
use planner_core::dialect::column_type_sql;
use planner_core::diff::change::{Change, ChangeId, EnumChange};
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use std::collections::{BTreeMap, BTreeSet};

/// Which application runs on which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The old one on the migrated database.
    Old,
    /// The new one on the database before.
    New,
}

/// How many statements were tried, and what is not as the notices say.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Statements that work on the application's own database.
    pub tried: usize,
    /// Those of them that fail on the other.
    pub failed: usize,
    /// Every disagreement, in words.
    pub problems: Vec<String>,
}

/// Tries the applications. Nothing is tried on an empty database: no application runs there.
///
/// # Errors
///
/// The planner refuses one of the schemas.
pub fn check(place: Place, migration: &Migration, sides: &[Side]) -> Result<Outcome, String> {
    let planned = planning::plan(migration)?;
    let mut outcome = Outcome::default();
    let Some(foundation) = migration.foundation() else { return Ok(outcome) };
    let before = built(place, &planning::plan(&foundation)?);
    let alone = Migration::first(migration.provider, &migration.after);
    let after = built(place, &planning::plan(&alone)?);
    for side in sides.iter().copied() {
        // Nothing runs yet against a database without tables.
        if side == Side::New && planned.before.tables.is_empty() {
            continue;
        }
        let (schema, own, other) = match side {
            Side::Old => (&planned.before, &before, &after),
            Side::New => (&planned.after, &after, &before),
        };
        let mut own = session(own);
        let mut other = session(other);
        let mut failures: BTreeMap<&ObjectName, String> = BTreeMap::new();
        let touched: BTreeSet<ObjectName> = (0..planned.changes.changes.len())
            .flat_map(|id| tables_of(&planned, ChangeId(id), side))
            .collect();
        for table in schema.tables.iter().filter(|table| touched.contains(&table.name)) {
            for statement in statements(schema, table) {
                let Ok(expected) = run(&mut own, &statement) else { continue };
                outcome.tried += 1;
                let problem = match run(&mut other, &statement) {
                    Ok(found) if found == expected => continue,
                    Ok(found) => format!("{found:?} instead of {expected:?}"),
                    Err(problem) => problem,
                };
                outcome.failed += 1;
                let words = format!("{}: {problem}", statement.join("; "));
                failures.entry(&table.name).or_insert(words);
            }
        }
        let told = told(&planned, side);
        for (table, problem) in &failures {
            if !told.contains_key(*table) {
                outcome.problems.push(format!("{side:?}: {table} fails unsaid: {problem}"));
            }
        }
        for (table, message) in told {
            let elsewhere = swapped(&planned, side, &table);
            if !failures.contains_key(&table) && !elsewhere {
                outcome.problems.push(format!("{side:?}: nothing of {table} fails: {message}"));
            }
        }
    }
    Ok(outcome)
}

fn built(place: Place, planned: &Planned) -> TestDatabase {
    let database = TestDatabase::create(place);
    laws::run(&mut database.connect(), planned).expect("a schema alone is built");
    database
}

fn session(database: &TestDatabase) -> Connection {
    let mut connection = database.connect();
    let off = match database.place {
        Place::Postgres(_) => "SET session_replication_role = replica",
        Place::Sqlite => "PRAGMA foreign_keys=OFF",
    };
    connection.execute(off).expect("foreign keys are off");
    connection
}

/// Runs statements together and takes them back; what the last one reads is the answer.
fn run(
    connection: &mut Connection,
    statements: &[String],
) -> Result<Vec<Vec<Option<String>>>, String> {
    let Some((last, first)) = statements.split_last() else { return Ok(Vec::new()) };
    if first.is_empty() && last.starts_with("SELECT") {
        return connection.rows(last);
    }
    let first: String = first.iter().map(|each| format!("; {each}")).collect();
    let begun = connection.execute(&format!("BEGIN{first}"));
    let result = begun.and_then(|()| connection.rows(last));
    connection.execute("ROLLBACK")?;
    result
}

/// Everything that an application may send to one table: each entry is what runs together. What
/// no change touches is not tried.
fn statements(schema: &Database, table: &Table) -> Vec<Vec<String>> {
    let provider = schema.provider;
    let name = qualified(&table.name);
    let quoted = |columns: &[&Column]| {
        let names: Vec<String> = columns.iter().map(|column| quote(&column.name)).collect();
        names.join(", ")
    };
    let all: Vec<&Column> = table.columns.iter().collect();
    let mut found = vec![vec![format!("SELECT {} FROM {name} WHERE 1 = 0", quoted(&all))]];
    let insert = |values: &[(&Column, String)], rest: &str| {
        let columns: Vec<&Column> = values.iter().map(|(column, _)| *column).collect();
        let texts: Vec<&str> = values.iter().map(|(_, value)| value.as_str()).collect();
        format!("INSERT INTO {name} ({}) VALUES ({}){rest}", quoted(&columns), texts.join(", "))
    };
    let row = |number: usize, left_out: &dyn Fn(&Column) -> bool| {
        let kept = table.columns.iter().filter(|column| !left_out(column));
        kept.map(|column| Some((column, extremes::value(schema, column, number)?)))
            .collect::<Option<Vec<_>>>()
    };
    let (Some(full), Some(first), Some(second)) =
        (row(1, &|_| false), row(1, &may_be_left_out), row(2, &may_be_left_out))
    else {
        return found;
    };
    found.push(vec![insert(&full, "")]);
    let smallest = |values: &[(&Column, String)]| match values {
        [] => format!("INSERT INTO {name} DEFAULT VALUES"),
        _ => insert(values, ""),
    };
    found.push(vec![smallest(&first), smallest(&second)]);
    for (at, column) in table.columns.iter().enumerate() {
        let with = |value: String| {
            let mut values = full.clone();
            values[at].1 = value;
            values
        };
        if column.arity != ColumnArity::Required {
            found.push(vec![insert(&with("NULL".to_owned()), "")]);
        }
        let field = quote(&column.name);
        found.push(vec![kind_of(provider, table, column)]);
        for value in extremes::values(schema, column) {
            found.push(vec![format!("SELECT 1 FROM {name} WHERE {field} = {value}")]);
            let read = match provider {
                Provider::Postgresql => {
                    let own = column_type_sql(provider, column);
                    format!("SELECT CAST(CAST({field} AS {own}) AS TEXT) FROM {name}")
                }
                Provider::Sqlite => format!("SELECT quote({field}) FROM {name}"),
            };
            found.push(vec![insert(&with(value), ""), read]);
        }
    }
    let conflict = |columns: &[&str], predicate: Option<&str>| {
        let names: Vec<String> = columns.iter().map(|name| quote(name)).collect();
        let filter = predicate.map(|text| format!(" WHERE {text}")).unwrap_or_default();
        format!(" ON CONFLICT ({}){filter} DO NOTHING", names.join(", "))
    };
    let key = table
        .primary_key
        .iter()
        .map(|key| (key.columns.iter().map(String::as_str).collect::<Vec<_>>(), None));
    let unique = table.indexes.iter().filter(|index| index.unique).map(|index: &Index| {
        let columns = index.columns.iter().map(|column| column.name.as_str()).collect();
        (columns, index.predicate.as_deref())
    });
    for (columns, predicate) in key.chain(unique) {
        found.push(vec![insert(&full, &conflict(&columns, predicate))]);
    }
    found
}

/// What a client takes the values of a column for: by the type of the result on PostgreSQL, by the
/// declared one on SQLite.
fn kind_of(provider: Provider, table: &Table, column: &Column) -> String {
    let (question, kinds): (_, &[(&str, &[&str])]) = match provider {
        Provider::Postgresql => (
            format!(
                "FROM (SELECT format_type(atttypid, NULL) AS name FROM pg_attribute \
                 WHERE attrelid = to_regclass('{}') AND attname = '{}' AND NOT attisdropped) AS t",
                qualified(&table.name).replace('\'', "''"),
                column.name.replace('\'', "''")
            ),
            &[
                ("number", &["smallint", "integer", "bigint"]),
                ("float", &["real", "double precision"]),
                ("text", &["text", "character varying", "character", "citext"]),
                ("time of day", &["time without time zone", "time with time zone"]),
                ("time", &["date", "timestamp without time zone", "timestamp with time zone"]),
            ],
        ),
        Provider::Sqlite => (
            format!(
                "FROM (SELECT type AS name FROM pragma_table_info('{}') WHERE name = '{}') AS t",
                table.name.name.replace('\'', "''"),
                column.name.replace('\'', "''")
            ),
            &[("number", &["INTEGER", "BIGINT"]), ("decimal", &["DECIMAL", "NUMERIC"])],
        ),
    };
    let arms = kinds.iter().map(|(kind, names)| {
        let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        format!("WHEN name IN ({}) THEN '{kind}'", names.join(", "))
    });
    format!("SELECT CASE {} ELSE name END {question}", arms.collect::<Vec<_>>().join(" "))
}

fn may_be_left_out(column: &Column) -> bool {
    column.arity != ColumnArity::Required || column.autoincrement || column.default.is_some()
}

/// The tables, by the application's names, of which a notice says that it fails; with the notice.
fn told(planned: &Planned, side: Side) -> BTreeMap<ObjectName, String> {
    let rule = match side {
        Side::Old => "breaks-old-application",
        Side::New => "breaks-new-application-before-deploy",
    };
    let mut told = BTreeMap::new();
    for finding in planned.findings.iter().filter(|finding| finding.rule == rule) {
        for id in &finding.changes {
            for table in tables_of(planned, *id, side) {
                told.entry(table).or_insert_with(|| finding.message.clone());
            }
        }
    }
    told
}

fn tables_of(planned: &Planned, id: ChangeId, side: Side) -> BTreeSet<ObjectName> {
    let name_of = |before: &ObjectName, after: &ObjectName| match side {
        Side::Old => before.clone(),
        Side::New => after.clone(),
    };
    let schema = match side {
        Side::Old => &planned.before,
        Side::New => &planned.after,
    };
    let holding = |name: &ObjectName| {
        let holds = |table: &&Table| {
            let holds =
                |column: &Column| column.column_type == ColumnType::Enum(name.clone().into());
            table.columns.iter().any(holds)
        };
        schema.tables.iter().filter(holds).map(|table| table.name.clone()).collect()
    };
    match &planned.changes.changes[id.0] {
        Change::AlterEnum(EnumChange { columns, .. }) => {
            columns.iter().map(|each| name_of(&each.table.before, &each.table.after)).collect()
        }
        Change::RenameEnum { before, after } => holding(&name_of(before, after)),
        change => change.table().iter().map(|table| name_of(&table.before, &table.after)).collect(),
    }
}

/// Whether names of the table change places: its statements run, and mean other values.
fn swapped(planned: &Planned, side: Side, table: &ObjectName) -> bool {
    let (own, other) = match side {
        Side::Old => (&planned.before, &planned.after),
        Side::New => (&planned.after, &planned.before),
    };
    let taken = |name: &str| {
        let there = |database: &Database| {
            database.table(table).is_some_and(|table| table.column(name).is_some())
        };
        there(own) && there(other)
    };
    planned.changes.changes.iter().any(|change| match change {
        Change::RenameTable(names) => {
            [&names.before, &names.after].contains(&table)
                && own.table(table).is_some()
                && other.table(table).is_some()
        }
        Change::RenameColumn { table: names, before, after } => {
            [&names.before, &names.after].contains(&table) && taken(before) && taken(after)
        }
        Change::AlterEnum(EnumChange { before, after, renamed, columns, .. }) => {
            let stands =
                |values: &[EnumValue], name: &str| values.iter().any(|value| value.name == name);
            let places = renamed
                .iter()
                .any(|(was, is)| stands(&after.values, was) || stands(&before.values, is));
            places
                && columns
                    .iter()
                    .any(|each| [&each.table.before, &each.table.after].contains(&table))
        }
        _ => false,
    })
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn qualified(name: &ObjectName) -> String {
    let namespace = name.namespace.as_deref().map(|each| format!("{}.", quote(each)));
    format!("{}{}", namespace.unwrap_or_default(), quote(&name.name))
}
