//! Whether columns were already unique before a migration, so that a new unique index or primary
//! key over them cannot fail. Knows no rule.

use super::conditions;
use super::migration::{Migration, Values};
use crate::database::model::{Column, ColumnType, Index, ObjectName, TypeName};
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
    let mut kept: Vec<&str> = Vec::new();
    let mut former = Vec::new();
    let mut known = true;
    for column in columns {
        match migration.values_of(table_after, column) {
            Values::Kept(was) => {
                kept.push(column);
                former.push(was.name.to_string());
            }
            Values::Numbered => return Expectation::Holds,
            // Only an empty table gets through, which another rule says.
            Values::Impossible => return Expectation::Holds,
            Values::Null if nulls_differ => return Expectation::Holds,
            Values::Null | Values::Same => {}
            Values::Unknown => known = false,
        }
    }
    let rows = Rows { migration, table: table_after };
    let distinct: Vec<&str> =
        kept.iter().copied().filter(|column| !rows.may_become_equal(column)).collect();
    if rows.are_unique(&distinct, predicate) {
        return Expectation::Holds;
    }
    let asked_as_it_is =
        predicate.is_none_or(|text| conditions::is_as_before(migration, table_after, text));
    if !known || distinct.len() < kept.len() || !asked_as_it_is {
        return Expectation::MayFail(Vec::new());
    }
    Expectation::MayFail(vec![Question::Duplicates {
        table: table.name.clone(),
        columns: former,
        predicate: predicate.map(str::to_owned),
    }])
}

/// Whether texts that differ become equal: those that differ in case only.
pub fn becomes_case_insensitive(before: &Column, after: &Column) -> bool {
    let is_citext = |column: &Column| matches!(&column.column_type, ColumnType::Native(native) if native.name == TypeName::Citext);
    is_citext(after) && !is_citext(before)
}

/// The rows of a table that stays, by its name after.
#[derive(Debug, Clone, Copy)]
struct Rows<'a> {
    migration: &'a Migration<'a>,
    table: &'a ObjectName,
}

impl<'a> Rows<'a> {
    /// Whether values of the column that differ may be equal once they are cast.
    fn may_become_equal(self, column: &str) -> bool {
        let Some((_, change)) = self.migration.column_change(self.table, column) else {
            return false;
        };
        let mut casts = self.migration.plan.steps.iter().flat_map(|step| step.operation.casts());
        let loses = casts
            .any(|(table, cast)| *table == *self.table && cast.column == column && !cast.lossless);
        loses || becomes_case_insensitive(&change.before, &change.after)
    }

    /// Whether a key or unique index covers a part of the columns (names after), for all rows that
    /// the predicate lets through.
    fn are_unique(self, columns: &[&str], predicate: Option<&str>) -> bool {
        let Some(table) = self.migration.former_table(self.table) else { return true };
        let is_within = |name: &str| {
            self.migration.name_after(self.table, name).is_some_and(|now| columns.contains(&now))
        };
        let by_key = table.primary_key.as_ref().is_some_and(|key| {
            !key.columns.is_empty() && key.columns.iter().all(|each| is_within(each))
        });
        by_key
            || table.indexes.iter().filter(|index| index.unique).any(|index| {
                let within = index.columns.iter().all(|each| is_within(&each.name));
                !index.columns.is_empty() && within && self.lets_through(index, predicate)
            })
    }

    /// Whether an index of before holds all rows that the predicate of after is about.
    fn lets_through(self, index: &Index, predicate: Option<&str>) -> bool {
        let (Some(was), Some(is)) = (index.predicate.as_deref(), predicate) else {
            return index.predicate.is_none();
        };
        conditions::after(self.migration, self.table, was).as_deref() == Some(is)
    }
}
