//! Whether columns were already unique before a migration, so that a new unique index or primary
//! key over them cannot fail. Knows no rule.

use super::migration::{Migration, Values};
use crate::database::model::{ObjectName, Table};
use crate::dialect::question::Question;

/// What is to be expected of a new uniqueness over columns of an existing table.
#[derive(Debug, Clone, PartialEq)]
pub enum Expectation {
    /// It holds already, or cannot be broken.
    Holds,
    /// It may be broken; the questions tell, where any can.
    MayFail(Vec<Question>),
}

/// Looks at columns (names after) and the predicate of a partial index. `nulls_differ`: rows
/// with a NULL among the columns never collide, as in an index.
pub fn expectation(
    migration: &Migration<'_>,
    table_after: &ObjectName,
    columns: &[String],
    predicate: Option<&str>,
    nulls_differ: bool,
) -> Expectation {
    let Some(table) = migration.former_table(table_after) else { return Expectation::Holds };
    let mut former = Vec::new();
    let mut known = true;
    for column in columns {
        match migration.values_of(table_after, column) {
            Values::Kept(column) => former.push(column.name.to_string()),
            Values::Numbered => return Expectation::Holds,
            // Only an empty table gets through, which another rule says.
            Values::Impossible => return Expectation::Holds,
            Values::Null if nulls_differ => return Expectation::Holds,
            Values::Null | Values::Same => {}
            Values::Unknown => known = false,
        }
    }
    if is_unique(table, &former, predicate) {
        return Expectation::Holds;
    }
    // The text of a predicate speaks of columns by their names after.
    let renamed = former.iter().any(|name| !columns.contains(name));
    if !known || (predicate.is_some() && renamed) {
        return Expectation::MayFail(Vec::new());
    }
    Expectation::MayFail(vec![Question::Duplicates {
        table: table.name.clone(),
        columns: former,
        predicate: predicate.map(str::to_owned),
    }])
}

/// Whether a key or unique index of the table covers a part of the columns, for all rows that
/// the predicate lets through.
fn is_unique(table: &Table, columns: &[String], predicate: Option<&str>) -> bool {
    let within = |key: &[String]| !key.is_empty() && key.iter().all(|each| columns.contains(each));
    let by_key = table.primary_key.as_ref().is_some_and(|key| within(&key.columns));
    by_key
        || table.indexes.iter().filter(|index| index.unique).any(|index| {
            let names: Vec<String> =
                index.columns.iter().map(|each| each.name.to_string()).collect();
            let covers = index.predicate.is_none() || index.predicate.as_deref() == predicate;
            covers && within(&names)
        })
}
