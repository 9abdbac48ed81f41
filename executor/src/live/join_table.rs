//! Recognises the tables of implicit many-to-many relations by their shape.

use planner_core::database::model::{ColumnArity, Table, TableRole};

/// A name with a leading `_` and exactly the required columns A and B, each with a foreign key or
/// with none at all (where the client keeps relations). The pair's uniqueness may be a primary
/// key (Prisma 6 and later) or a unique index (before).
pub(super) fn role(table: &Table) -> TableRole {
    let named = table.name.name.starts_with('_');
    let columns = matches!(
        table.columns.as_slice(),
        [a, b] if a.name == "A"
            && b.name == "B"
            && a.arity == ColumnArity::Required
            && b.arity == ColumnArity::Required
    );
    let pair = ["A", "B"];
    let by_key = table.primary_key.as_ref().is_some_and(|key| key.columns == pair);
    let by_index = table.indexes.iter().any(|index| {
        index.unique && index.columns.iter().map(|column| column.name.as_str()).eq(pair)
    });
    let keys = table.foreign_keys.len();
    if named && columns && (by_key || by_index) && (keys == 0 || keys == 2) {
        TableRole::ManyToMany
    } else {
        TableRole::Model
    }
}
