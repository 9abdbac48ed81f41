//! What must become of the rows of a database: which values a plan promises to keep, and whether
//! they are still there. In: a plan, and a database before and after. Out: what was lost without
//! a warning. Knows nothing of how the plan was made.

use crate::database::{Connection, Rows};
use planner_core::database::model::{
    Column, ColumnArity, ColumnType, Database, ObjectName, Table, TypeName,
};
use planner_core::diff::change::{Change, EnumChange};
use planner_core::plan::step::ColumnCast;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::warning::finding::Level;

/// The rows that were there before a migration, of each table that stays.
#[derive(Debug)]
pub struct Kept {
    tables: Vec<KeptTable>,
    /// What was lost without being named, found already when the plan was read.
    unnamed: Vec<String>,
}

#[derive(Debug)]
struct KeptTable {
    /// As messages name it.
    name: String,
    /// Rows before the migration.
    rows: Rows,
    /// The question that must give the same rows after it.
    question: String,
    /// For each lossy column: its name and how many values it held.
    lossy: Vec<(String, String, String)>,
}

/// What a plan says about the values of one column.
enum Fate<'a> {
    /// The same value, under a name after.
    Same(&'a Column),
    /// Another type, from which casting back to the old one gives the same value.
    CastBack(&'a Column, String),
    /// Labels of an enum under other names.
    Relabelled(&'a Column, &'a EnumChange),
    /// Cast with a possible loss: the count of values must stay.
    Lossy(&'a Column),
    /// Gone, or empty under its name after; a warning must name it.
    Gone(&'a str),
}

/// Reads what has to survive, and checks that whatever does not is named by a gating warning.
pub fn record(connection: &mut Connection, planned: &Planned) -> Kept {
    let mut kept = Kept { tables: Vec::new(), unnamed: Vec::new() };
    for table in &planned.before.tables {
        match table_after(planned, table) {
            Some(after) => record_table(connection, planned, table, after, &mut kept),
            None => {
                let line = format!("dropping table {}.", table.name);
                if !is_named(planned, "drop-table", &line) {
                    kept.unnamed.push(format!("no warning says: {line}"));
                }
            }
        }
    }
    kept
}

/// Compares with what is there now.
pub fn check(connection: &mut Connection, kept: &Kept) -> Vec<String> {
    let mut problems = kept.unnamed.clone();
    for table in &kept.tables {
        let now = match connection.rows(&table.question) {
            Ok(rows) => rows,
            Err(problem) => {
                problems.push(format!("the rows of {} cannot be read: {problem}", table.name));
                continue;
            }
        };
        if sorted(&now) != sorted(&table.rows) {
            problems.push(format!(
                "the rows of {} changed\n  before: {:?}\n  after:  {:?}\n  ({})",
                table.name, table.rows, now, table.question
            ));
        }
        for (column, question, before) in &table.lossy {
            let after = connection.text(question);
            if after != *before {
                problems.push(format!("{column} held {before} values and now holds {after}"));
            }
        }
    }
    problems
}

/// Every value of every table, as text: for a database that must not have changed at all.
pub fn everything(connection: &mut Connection, database: &Database) -> Vec<(String, Rows)> {
    everything_in(connection, database, |_| true)
}

/// The same of the columns for which `is_wanted` holds.
pub fn everything_in(
    connection: &mut Connection,
    database: &Database,
    is_wanted: impl Fn(&Column) -> bool,
) -> Vec<(String, Rows)> {
    let read = |table: &Table| {
        let wanted = table.columns.iter().filter(|column| is_wanted(column));
        let mut columns: Vec<_> = wanted.map(|column| text_of(database.provider, column)).collect();
        columns.push("'row'".to_owned());
        let question = select(&columns, database.provider, &table.name);
        let rows = connection.rows(&question).unwrap_or_else(|problem| panic!("{problem}"));
        (table.name.to_string(), sorted(&rows))
    };
    database.tables.iter().map(read).collect()
}

fn record_table(
    connection: &mut Connection,
    planned: &Planned,
    before: &Table,
    after: &Table,
    kept: &mut Kept,
) {
    let provider = planned.plan.provider;
    let mut read_before = Vec::new();
    let mut read_after = Vec::new();
    let mut lossy = Vec::new();
    for column in &before.columns {
        match fate(planned, before, after, column) {
            Fate::Same(now) => {
                read_before.push(text_of(provider, column));
                read_after.push(text_of(provider, now));
            }
            // A list that became a document is compared as one.
            Fate::CastBack(now, _) if column.arity == ColumnArity::List && is_document(now) => {
                read_before.push(format!("to_jsonb({})::text", quote(&column.name)));
                read_after.push(format!("{}::jsonb::text", quote(&now.name)));
            }
            Fate::CastBack(now, old_type) => {
                read_before.push(match provider {
                    Provider::Postgresql => text_of(provider, column),
                    Provider::Sqlite => format!("hex({})", quote(&column.name)),
                });
                read_after.push(cast_back(provider, column, now, &old_type));
            }
            Fate::Relabelled(now, change) => {
                read_before.push(relabelled(provider, column, change));
                // An enum is read as its label, whatever became of it.
                read_after.push(match (became_list(column, now), now.arity) {
                    (true, _) => cast_back(provider, column, now, ""),
                    (false, ColumnArity::List) => labels_of(now, "label::text"),
                    (false, _) => text_of(provider, now),
                });
            }
            Fate::Lossy(now) => {
                let name = format!("{}.{}", after.name, now.name);
                if !is_named(planned, "narrow-column-type", &name) && !loses_values(planned, column)
                {
                    kept.unnamed.push(format!("no warning says that {name} is narrowed"));
                }
                let count = |table: &Table, column: &Column| {
                    let counted = format!("CAST(count({}) AS TEXT)", quote(&column.name));
                    select(&[counted], provider, &table.name)
                };
                let values = connection.text(&count(before, column));
                lossy.push((name, count(after, now), values));
            }
            Fate::Gone(after_name) => {
                let name = format!("{}.{}", before.name, column.name);
                let dropped = is_named(planned, "drop-column", &format!("dropping column {name}."));
                let recreated = format!("{}.{after_name}", after.name);
                if !dropped && !is_named(planned, "recreate-column", &recreated) {
                    kept.unnamed.push(format!("no warning says that {name} is lost"));
                }
            }
        }
    }
    // A table of which no column stays still has its number of rows.
    read_before.push("'row'".to_owned());
    read_after.push("'row'".to_owned());
    let question = select(&read_before, provider, &before.name);
    let rows = connection.rows(&question).unwrap_or_else(|problem| panic!("{problem}"));
    kept.tables.push(KeptTable {
        name: before.name.to_string(),
        rows,
        question: select(&read_after, provider, &after.name),
        lossy,
    });
}

/// The table that holds the rows of `before` after the migration.
fn table_after<'a>(planned: &'a Planned, before: &Table) -> Option<&'a Table> {
    let changes = &planned.changes.changes;
    if changes
        .iter()
        .any(|change| matches!(change, Change::DropTable(gone) if gone.name == before.name))
    {
        return None;
    }
    let renamed = changes.iter().find_map(|change| match change {
        Change::RenameTable(table) if table.before == before.name => Some(&table.after),
        _ => None,
    });
    let name = renamed.unwrap_or(&before.name);
    Some(planned.after.table(name).unwrap_or_else(|| panic!("{name} is not in the schema after")))
}

fn fate<'a>(planned: &'a Planned, before: &Table, after: &'a Table, column: &Column) -> Fate<'a> {
    let mut name = column.name.as_str();
    let mut type_changes = false;
    let mut relabelled = None;
    let mut left = None;
    for change in &planned.changes.changes {
        match change {
            Change::DropColumn { table, column: gone }
                if table.before == before.name && gone.name == column.name =>
            {
                return Fate::Gone("");
            }
            Change::RenameColumn { table, before: old, after: new }
                if table.before == before.name && *old == column.name =>
            {
                name = new;
            }
            Change::AlterColumn(change)
                if change.table.before == before.name && change.before.name == column.name =>
            {
                type_changes = change.type_changes();
            }
            Change::AlterEnum(change) | Change::ChangeClientEnum(change) => {
                let held = change.columns.iter().any(|each| {
                    each.table.before == before.name && each.before.name == column.name
                });
                if held && !change.renamed.is_empty() {
                    relabelled = Some(change);
                }
                let was_of = matches!(&column.column_type, ColumnType::Enum(name) if **name == change.before.name);
                if was_of && !change.renamed.is_empty() {
                    left = Some(change);
                }
            }
            _ => {}
        }
    }
    let now = after
        .column(name)
        .unwrap_or_else(|| panic!("{}.{name} is not in the schema after", after.name));
    let of =
        |(table, each): &(&ObjectName, &ColumnCast)| **table == after.name && each.column == name;
    let mut steps = planned.plan.steps.iter();
    if steps.any(|step| step.operation.recreated().any(|each| of(&each))) {
        return Fate::Gone(&now.name);
    }
    if let Some(change) = relabelled {
        return Fate::Relabelled(now, change);
    }
    if !type_changes {
        return Fate::Same(now);
    }
    for step in &planned.plan.steps {
        if let Some((_, cast)) = step.operation.casts().find(of) {
            return match (cast.lossless, left) {
                // The labels have their new names before they become text.
                (true, Some(change)) => Fate::Relabelled(now, change),
                (true, None) => Fate::CastBack(now, cast.from.clone()),
                (false, _) => Fate::Lossy(now),
            };
        }
    }
    Fate::Same(now)
}

fn is_named(planned: &Planned, rule: &str, part: &str) -> bool {
    planned.findings.iter().any(|finding| {
        finding.level == Level::Gating && finding.rule == rule && finding.message.contains(part)
    })
}

/// Whether a warning says that the column's own enum loses values.
fn loses_values(planned: &Planned, column: &Column) -> bool {
    match &column.column_type {
        ColumnType::Enum(name) => {
            is_named(planned, "remove-enum-value", &format!("enum {name} removes values"))
        }
        ColumnType::Native(_) | ColumnType::Unsupported(_) => false,
    }
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn select(columns: &[String], provider: Provider, table: &ObjectName) -> String {
    let name = match (&table.namespace, provider) {
        (Some(namespace), _) => format!("{}.{}", quote(namespace), quote(&table.name)),
        (None, _) => quote(&table.name),
    };
    format!("SELECT {} FROM {name}", columns.join(", "))
}

/// A column as text that tells NULL, types and bytes apart.
fn text_of(provider: Provider, column: &Column) -> String {
    let name = quote(&column.name);
    match provider {
        Provider::Postgresql => format!("({name})::text"),
        Provider::Sqlite => format!("quote({name})"),
    }
}

fn is_one_of(column: &Column, names: &[TypeName]) -> bool {
    matches!(&column.column_type, ColumnType::Native(native) if names.contains(&native.name))
}

fn is_document(column: &Column) -> bool {
    is_one_of(column, &[TypeName::Json, TypeName::Jsonb])
}

/// `char(n)`, which is read without its padding as text alone.
fn is_padded(column: &Column) -> bool {
    is_one_of(column, &[TypeName::Char])
}

fn became_list(before: &Column, now: &Column) -> bool {
    before.arity != ColumnArity::List && now.arity == ColumnArity::List
}

/// A value as it reads in its old type. The type of an enum may be gone, but its labels are text;
/// of a value that became a list, the first element is meant.
fn cast_back(provider: Provider, before: &Column, now: &Column, old_type: &str) -> String {
    let mut value = quote(&now.name) + if became_list(before, now) { "[1]" } else { "" };
    if is_document(now) && !is_document(before) && provider == Provider::Postgresql {
        value = format!("({value} #>> '{{}}')");
    }
    // Only one size of numbers knows booleans.
    if is_one_of(before, &[TypeName::Boolean])
        && is_one_of(now, &[TypeName::SmallInt, TypeName::BigInt])
        && provider == Provider::Postgresql
    {
        value = format!("({value})::integer");
    }
    if is_padded(now) && now.arity != ColumnArity::List && provider == Provider::Postgresql {
        value = format!("({value})::text");
    }
    match (provider, &before.column_type) {
        (Provider::Postgresql, ColumnType::Enum(_)) => format!("({value})::text"),
        // Its extension may be gone, and it is a text.
        (Provider::Postgresql, _) if is_one_of(before, &[TypeName::Citext]) => {
            format!("({value})::text")
        }
        (Provider::Postgresql, _) => format!("CAST({value} AS {old_type})::text"),
        // Dates and documents are text whatever the declared type says.
        (Provider::Sqlite, _) => match old_type {
            "REAL" => format!("hex(CAST({value} AS REAL))"),
            // Booleans are whole numbers; as the numbers that their type's name makes them, 1 and
            // 1.0 would read apart.
            "INTEGER" | "BIGINT" | "BOOLEAN" => format!("hex(CAST({value} AS INTEGER))"),
            _ => format!("hex({value})"),
        },
    }
}

fn relabelled(provider: Provider, column: &Column, change: &EnumChange) -> String {
    let is_list = column.arity == ColumnArity::List;
    let text = match (is_list, provider) {
        (true, _) => "label::text".to_owned(),
        (false, Provider::Postgresql) => text_of(provider, column),
        (false, Provider::Sqlite) => quote(&column.name),
    };
    let arms = change.renamed.iter().map(|(before, after)| {
        format!("WHEN '{}' THEN '{}'", before.replace('\'', "''"), after.replace('\'', "''"))
    });
    let text = format!("CASE {text} {} ELSE {text} END", arms.collect::<Vec<_>>().join(" "));
    match (is_list, provider) {
        (true, _) => labels_of(column, &text),
        (false, Provider::Postgresql) => text,
        (false, Provider::Sqlite) => format!("quote({text})"),
    }
}

/// The labels of a list in their order, each read by that expression over `label`.
fn labels_of(column: &Column, label: &str) -> String {
    format!(
        "(SELECT string_agg({label}, ',' ORDER BY place) FROM unnest({}) WITH ORDINALITY \
         AS u(label, place))",
        quote(&column.name)
    )
}

fn sorted(rows: &Rows) -> Rows {
    let mut rows = rows.clone();
    rows.sort();
    rows
}
