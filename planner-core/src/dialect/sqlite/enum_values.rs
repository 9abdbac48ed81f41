//! Enum values with other names -> the steps that give them to the rows: SQLite stores an enum's
//! values as text and has no type whose labels could be renamed. Knows nothing of how a table is
//! rebuilt, only that a rebuild takes the new names over with the rows.

use super::sql::relabel;
use crate::database::model::{ObjectName, Table};
use crate::diff::change::{Change, ChangeId, EnumChange};
use crate::ordered::{BTreeMap, BTreeSet};
use crate::plan::lowering::PlanContext;
use crate::plan::{Effect, Operation, Step, Work};

/// The renamed values of a column: before, after.
pub type Renamed<'a> = &'a [(String, String)];

/// All columns that hold renamed values, by their names after.
#[derive(Debug, Default)]
pub struct RenamedValues<'a> {
    columns: BTreeMap<(&'a ObjectName, &'a str), (ChangeId, &'a EnumChange)>,
}

impl<'a> RenamedValues<'a> {
    /// What the changes say.
    pub fn of(context: &PlanContext<'a>) -> Self {
        let mut columns = BTreeMap::new();
        for (id, change) in context.changes.iter() {
            let Change::ChangeClientEnum(each) = change else { continue };
            if each.renamed.is_empty() {
                continue;
            }
            for column in &each.columns {
                let place = (&column.table.after, column.after.name.as_str());
                columns.insert(place, (id, each));
            }
        }
        Self { columns }
    }

    /// Those of one column.
    pub fn of_column(&self, table: &ObjectName, column: &str) -> Option<(ChangeId, Renamed<'a>)> {
        self.columns.get(&(table, column)).map(|(id, each)| (*id, each.renamed.as_slice()))
    }

    /// Whether a column that holds some is part of a foreign key, on either side: the rows of both
    /// tables fit each other again only when both are written.
    pub fn are_in_a_foreign_key(&self, tables: &[Table]) -> bool {
        tables.iter().any(|table| {
            table.foreign_keys.iter().any(|key| {
                let holds = |table: &ObjectName, names: &[String]| {
                    names.iter().any(|name| self.of_column(table, name).is_some())
                };
                holds(&table.name, &key.columns)
                    || holds(&key.referenced_table, &key.referenced_columns)
            })
        })
    }

    /// The steps for tables that are not in `rebuilt`.
    pub fn steps(&self, tables: &[Table], rebuilt: &BTreeSet<&ObjectName>) -> Vec<Step> {
        let mut steps = Vec::new();
        for ((name, column), (id, each)) in &self.columns {
            let table = tables.iter().find(|table| table.name == **name);
            let Some(table) = table.filter(|_| !rebuilt.contains(name)) else { continue };
            steps.push(Step {
                title: format!("Rename values in {name}.{column}"),
                statements: statements(table, column, each),
                serves: vec![*id],
                operation: Operation::Direct,
                section: 0,
                effect: Effect { work: Work::Rewrite, ..Effect::default() },
            });
        }
        steps
    }
}

/// One UPDATE; two where a row could take a name that another one still has: SQLite looks for
/// duplicates after each row.
fn statements(table: &Table, column: &str, change: &EnumChange) -> Vec<String> {
    let (name, renamed) = (&table.name.name, &change.renamed);
    let follows = renamed.iter().any(|(_, after)| renamed.iter().any(|(was, _)| was == after));
    if !follows || !is_unique(table, column) {
        return vec![relabel::update(name, column, renamed)];
    }
    let waiting: Vec<String> =
        renamed.iter().map(|(_, after)| waiting_name(change, after)).collect();
    let names = || renamed.iter().zip(&waiting);
    let aside: Vec<(String, String)> =
        names().map(|((before, _), waiting)| (before.clone(), waiting.clone())).collect();
    let back: Vec<(String, String)> =
        names().map(|((_, after), waiting)| (waiting.clone(), after.clone())).collect();
    vec![relabel::update(name, column, &aside), relabel::update(name, column, &back)]
}

/// A name on the way to `after` that no value has.
fn waiting_name(change: &EnumChange, after: &str) -> String {
    let mut name = format!("{after}_renaming");
    while change.before.values.iter().chain(&change.after.values).any(|value| value.name == name) {
        name.push('_');
    }
    name
}

/// Whether a key or unique index has the column.
fn is_unique(table: &Table, column: &str) -> bool {
    table.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|name| name == column))
        || table
            .indexes
            .iter()
            .any(|index| index.unique && index.columns.iter().any(|each| each.name == column))
}
