//! The condition of a partial index before a migration -> the one that chooses the same rows after it.
//! Knows no rule.

use super::migration::{Migration, Values};
use crate::database::model::ObjectName;
use crate::diff::predicate::{self, Column};

/// The condition under the names that columns and values have after the migration, the table by its own
/// name after; `None` where it would choose other rows, or names a column that goes.
pub fn after(migration: &Migration<'_>, table: &ObjectName, was: &str) -> Option<String> {
    let former = migration.former_table(table)?;
    let value_after = |column: &str, value: &str| {
        let now = migration.name_after(table, column)?;
        let mut renamed = migration.enum_change(table, now)?.renamed.iter();
        renamed.find(|(before, _)| before == value).map(|(_, after)| after.as_str())
    };
    let name_after = |name: &str| match former.column(name) {
        None => Column::None,
        Some(column) => {
            migration.name_after(table, &column.name).map_or(Column::Goes, Column::Stays)
        }
    };
    let text = predicate::renamed(&predicate::relabelled(was, value_after), name_after)?;
    chooses_the_same(migration, table, &text, false).then_some(text)
}

/// Whether a condition of after chooses the same rows before, in the same words.
pub fn is_as_before(migration: &Migration<'_>, table: &ObjectName, text: &str) -> bool {
    chooses_the_same(migration, table, text, true)
}

/// `in_same_words`: as it is, else with the names that columns and values had.
fn chooses_the_same(
    migration: &Migration<'_>,
    table: &ObjectName,
    text: &str,
    in_same_words: bool,
) -> bool {
    let Some(after) = migration.table_after(table) else { return false };
    let named = after.columns.iter().filter(|each| predicate::names(text, &each.name));
    named.into_iter().all(|column| {
        let change = migration.column_change(table, &column.name);
        if change.is_some_and(|(_, change)| change.type_changes()) {
            return false;
        }
        let Values::Kept(was) = migration.values_of(table, &column.name) else { return false };
        let renamed = migration.enum_change(table, &column.name);
        // Rows of a value that goes may be taken for those of one that gets its name.
        let same_values = renamed.filter(|each| !each.renamed.is_empty()).is_none_or(|each| {
            !in_same_words
                && each.removed.is_empty()
                && predicate::asks_for_values_only(text, &column.name)
        });
        same_values && (!in_same_words || was.name == column.name)
    })
}
