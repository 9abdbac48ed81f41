//! Two tables -> whether they are the same to the last name, their places in the schemas' texts
//! apart. What a difference means is not known here.

use crate::database::model::{Column, ForeignKey, Index, Table};

/// Whether two tables have the same names, columns, keys and indexes in the same order. Of most
/// tables of a large schema this is all there is to find out.
pub(super) fn is_same_table(before: &Table, after: &Table) -> bool {
    let Table { name, logical_name, role, columns, primary_key, indexes, foreign_keys, span: _ } =
        before;
    *name == after.name
        && *logical_name == after.logical_name
        && *role == after.role
        && *primary_key == after.primary_key
        && is_each(columns, &after.columns, is_same_column)
        && is_each(indexes, &after.indexes, is_same_index)
        && is_each(foreign_keys, &after.foreign_keys, is_same_foreign_key)
}

fn is_each<T>(before: &[T], after: &[T], is_same: fn(&T, &T) -> bool) -> bool {
    before.len() == after.len() && before.iter().zip(after).all(|(was, is)| is_same(was, is))
}

fn is_same_column(before: &Column, after: &Column) -> bool {
    let Column { name, logical_name, column_type, arity, default, autoincrement, client, span: _ } =
        before;
    *name == after.name
        && *logical_name == after.logical_name
        && *column_type == after.column_type
        && *arity == after.arity
        && *default == after.default
        && *autoincrement == after.autoincrement
        && *client == after.client
}

fn is_same_index(before: &Index, after: &Index) -> bool {
    let Index { name, unique, columns, method, predicate, span: _ } = before;
    *name == after.name
        && *unique == after.unique
        && *columns == after.columns
        && *method == after.method
        && *predicate == after.predicate
}

fn is_same_foreign_key(before: &ForeignKey, after: &ForeignKey) -> bool {
    let ForeignKey {
        name,
        columns,
        referenced_table,
        referenced_columns,
        on_delete,
        on_update,
        span: _,
    } = before;
    *name == after.name
        && *columns == after.columns
        && *referenced_table == after.referenced_table
        && *referenced_columns == after.referenced_columns
        && *on_delete == after.on_delete
        && *on_update == after.on_update
}
