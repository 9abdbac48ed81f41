//! A migration over rows in every table: first over odd ones, and where these make it fail, as a
//! warning said, over tamer ones, down to empty tables. In: a migration. Out: what is wrong with
//! it. Cases have rows of their own and do not come through here.

use crate::database::Place;
use crate::laws::{self, Beside, Circumstances, Failure, Rows, SameAnswer};
use crate::planning::Migration;
use crate::seed::{self, Style, Wanted};
use planner_core::database::model::{
    Column, ColumnArity, ColumnType, EnumValue, ObjectName, Table,
};
use planner_core::diff::change::Change;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use std::collections::BTreeSet;

/// Checks the laws over rows for which the migration succeeds, and every failure on the way there.
/// `planned` is the plan of `migration`. One that the server refuses for what stands beside the schema
/// is done with then.
pub fn check(
    place: Place,
    migration: &Migration,
    planned: &Planned,
    prepared: &[String],
    same: &[SameAnswer],
    beside: Beside<'_>,
) -> Vec<String> {
    let none = BTreeSet::new();
    let hopeless = tables_that_must_be_empty(planned);
    let rows = [
        Some(Wanted { style: Style::Varied, count: 3, empty: &none }),
        Some(Wanted { style: Style::Plain, count: 3, empty: &hopeless }),
        Some(Wanted { style: Style::Plain, count: 1, empty: &hopeless }),
        None,
    ];
    let mut problems = Vec::new();
    for wanted in rows {
        let sql = wanted.map(|wanted| seed::sql(&planned.before, wanted)).unwrap_or_default();
        let circumstances = Circumstances {
            rows: Rows::Written(&sql),
            failure: match wanted {
                None if beside.refusals.is_empty() => Failure::None,
                _ => Failure::IfWarned,
            },
            prepared,
            same,
            beside,
        };
        match laws::report(place, migration, circumstances) {
            Err(reason) => problems.push(format!("not planned: {reason}")),
            Ok(report) => {
                problems.extend(report.problems);
                if let Some(failure) = report.failure {
                    if beside.is_refusal(&failure) {
                        break;
                    }
                    if wanted.is_none() {
                        problems.push(format!("law 1: {failure}"));
                    }
                    problems.extend(unexpected(&failure, planned));
                    if problems.is_empty() {
                        continue;
                    }
                }
            }
        }
        break;
    }
    problems
}

/// Questions for the columns that have the same name, type and table on both sides: whatever the
/// planner makes of two schemas, their values stay where no warning names them.
pub fn same_by_name(planned: &Planned) -> Vec<SameAnswer> {
    let mut questions = Vec::new();
    for table in &planned.before.tables {
        let now = planned.after.table(&table.name);
        let Some(now) = now.filter(|now| now.logical_name == table.logical_name) else { continue };
        let names: Vec<&Column> =
            table.columns.iter().filter(|column| stays(planned, table, now, column)).collect();
        if names.is_empty() {
            continue;
        }
        let question = question(planned.provider(), &table.name, &names);
        questions.push(SameAnswer {
            about: format!("table {}", table.name),
            before: question.clone(),
            after: question,
        });
    }
    questions
}

fn stays(planned: &Planned, table: &Table, now: &Table, column: &Column) -> bool {
    let Some(is) = now.column(&column.name) else { return false };
    let named = planned.gating().any(|finding| {
        let of_column = finding.subject.parts.last().is_some_and(|last| *last == column.name)
            && finding.subject.parts.contains(&table.name.name);
        of_column
            && matches!(finding.rule, "drop-column" | "narrow-column-type" | "recreate-column")
    });
    let is_list = |column: &Column| column.arity == ColumnArity::List;
    let labels_stay = match &column.column_type {
        ColumnType::Enum(name) => {
            let labels = |database: &planner_core::database::model::Database| {
                let each = database.enum_type(name)?;
                // One that means another value now was given another name.
                let names = |value: &EnumValue| (value.logical_name.clone(), value.name.clone());
                Some(each.values.iter().map(names).collect::<BTreeSet<_>>())
            };
            labels(&planned.before) == labels(&planned.after)
        }
        // SQLite's enums are text, and a value may be given another name.
        ColumnType::Native(_) | ColumnType::Unsupported(_) => {
            column.client.as_ref().is_none_or(|client| client.enumeration.is_none())
        }
    };
    !named
        && labels_stay
        && is.logical_name == column.logical_name
        && is.column_type == column.column_type
        && is_list(is) == is_list(column)
}

fn question(provider: Provider, table: &ObjectName, columns: &[&Column]) -> String {
    let quote = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let texts = columns.iter().map(|column| match provider {
        Provider::Postgresql => format!("{}::text", quote(&column.name)),
        Provider::Sqlite => format!("quote({})", quote(&column.name)),
    });
    let namespace = table.namespace.as_deref().map(|each| format!("{}.", quote(each)));
    format!(
        "SELECT {} FROM {}{}",
        texts.collect::<Vec<_>>().join(", "),
        namespace.unwrap_or_default(),
        quote(&table.name)
    )
}

/// Tables that a migration goes over only where they have no rows, by their names before.
fn tables_that_must_be_empty(planned: &Planned) -> BTreeSet<ObjectName> {
    let required = planned.gating().filter(|finding| finding.rule == "add-required-column");
    let after: Vec<&[String]> = required
        .filter_map(|finding| finding.subject.parts.split_last().map(|(_, table)| table))
        .collect();
    let renamed = |name: &ObjectName| {
        let new = planned.changes.changes.iter().find_map(|change| match change {
            Change::RenameTable(table) if table.before == *name => Some(&table.after),
            _ => None,
        });
        let name = new.unwrap_or(name);
        name.namespace.iter().chain([&name.name]).cloned().collect::<Vec<String>>()
    };
    let tables = planned.before.tables.iter().map(|table| &table.name);
    tables.filter(|name| after.contains(&renamed(name).as_slice())).cloned().collect()
}

/// Whether the failure is of a kind that none of the warnings spoke of.
fn unexpected(failure: &str, planned: &Planned) -> Option<String> {
    let rules: &[&str] = if has(failure, &["(23502)", "NOT NULL constraint"]) {
        &["require-column", "add-required-column", "change-primary-key"]
    } else if has(failure, &["(23505)", "UNIQUE constraint"]) {
        &["add-unique", "change-primary-key", "narrow-column-type"]
    } else if has(failure, &["(23503)", "FOREIGN KEY constraint", "without a parent row"]) {
        &["add-foreign-key"]
    } else {
        &["narrow-column-type", "remove-enum-value"]
    };
    let named = planned.gating().any(|finding| rules.contains(&finding.rule));
    (!named).then(|| format!("it fails, and no warning speaks of that: {failure}"))
}

fn has(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}
