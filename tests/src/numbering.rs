//! Whether the database goes on numbering rows where it stopped. In: a plan, and a database before
//! and after. Out: numbers that would be given out twice. Knows nothing of other values.

use crate::database::Connection;
use planner_core::database::model::{Column, Database, ObjectName, Table};
use planner_core::diff::change::Change;
use planner_core::planner::Planned;
use planner_core::provider::Provider;

/// The last number given out so far, by table and column as they are named after the migration.
#[derive(Debug)]
pub struct Numbers(Vec<(ObjectName, String, i64)>);

/// Reads what was given out before a migration.
pub fn record(connection: &mut Connection, planned: &Planned) -> Numbers {
    let mut numbers = Vec::new();
    for (table, column) in numbered(&planned.before) {
        let last = last_number(connection, planned.plan.provider, table, column);
        let (table, column) = renamed(planned, table, column);
        numbers.push((table, column, last));
    }
    Numbers(numbers)
}

/// Numbers that were given out before, or are in use, and would come again.
pub fn check(connection: &mut Connection, planned: &Planned, before: &Numbers) -> Vec<String> {
    let provider = planned.plan.provider;
    let mut problems = Vec::new();
    for (table, column) in numbered(&planned.after) {
        let last = last_number(connection, provider, table, column);
        let given = before.0.iter().find(|(table_name, column_name, _)| {
            *table_name == table.name && *column_name == column.name
        });
        if let Some((_, _, given)) = given
            && last < *given
        {
            problems.push(format!("{}.{} counted to {given}, now {last}", table.name, column.name));
        }
        // A column that was numbered before may hold values that somebody wrote by hand.
        if given.is_some() {
            continue;
        }
        let used = connection.text(&format!(
            "SELECT CAST(coalesce(max({}), 0) AS TEXT) FROM {}",
            quote(&column.name),
            qualified(&table.name)
        ));
        // SQLite looks at the rows itself; PostgreSQL only at its sequence.
        if provider == Provider::Postgresql && last < used.parse().expect("a number") {
            problems.push(format!(
                "{}.{} holds {used} and would be numbered from {}",
                table.name,
                column.name,
                last + 1
            ));
        }
    }
    problems
}

fn numbered(database: &Database) -> impl Iterator<Item = (&Table, &Column)> {
    database.tables.iter().flat_map(|table| {
        let columns = table.columns.iter().filter(|column| column.autoincrement);
        columns.map(move |column| (table, column))
    })
}

fn renamed(planned: &Planned, table: &Table, column: &Column) -> (ObjectName, String) {
    let mut names = (table.name.clone(), column.name.to_string());
    for change in &planned.changes.changes {
        match change {
            Change::RenameTable(renamed) if renamed.before == table.name => {
                names.0.clone_from(&renamed.after);
            }
            Change::RenameColumn { table: of, before, after }
                if of.before == table.name && *before == column.name =>
            {
                names.1.clone_from(after);
            }
            _ => {}
        }
    }
    names
}

fn last_number(
    connection: &mut Connection,
    provider: Provider,
    table: &Table,
    column: &Column,
) -> i64 {
    let literal = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let text = match provider {
        Provider::Postgresql => {
            let sequence = connection.text(&format!(
                "SELECT pg_get_serial_sequence({}, {})",
                literal(&qualified(&table.name)),
                literal(&column.name)
            ));
            assert!(!sequence.is_empty(), "{}.{} owns no sequence", table.name, column.name);
            connection.text(&format!(
                "SELECT (CASE WHEN is_called THEN last_value ELSE last_value - 1 END)::text \
                 FROM {sequence}"
            ))
        }
        Provider::Sqlite => connection.text(&format!(
            "SELECT coalesce((SELECT CAST(seq AS TEXT) FROM sqlite_sequence WHERE name = {}), '0')",
            literal(&table.name.name)
        )),
    };
    text.parse().expect("a number")
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn qualified(name: &ObjectName) -> String {
    let namespace = name.namespace.as_deref().map(|each| format!("{}.", quote(each)));
    format!("{}{}", namespace.unwrap_or_default(), quote(&name.name))
}
