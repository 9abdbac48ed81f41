//! Enum types.

use super::filter::Filter;
use crate::session::{Listing, Row};
use planner_core::database::model::{EnumType, EnumValue, ObjectName};
use std::collections::BTreeMap;

/// The enum types of the schemas looked at that belong to no extension: a row for each value, in
/// order, and one for a type without values. Where only some tables are read, the types are read all
/// the same: they are few, and columns speak of them.
pub(super) fn listing(filter: &Filter) -> Listing {
    let sql = format!(
        "SELECT n.nspname, t.typname, e.enumlabel \
         FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
         LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid \
         WHERE t.typtype = 'e' AND {} AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend own \
         WHERE own.classid = 'pg_catalog.pg_type'::regclass AND own.objid = t.oid \
         AND own.deptype = 'e') ORDER BY n.nspname, t.typname, e.enumsortorder",
        filter.schemas("n.nspname")
    );
    Listing { sql, columns: 3 }
}

/// Reads what that lists: the types by name, with their values in order.
pub(super) fn read(rows: &[Row], filter: &Filter) -> Vec<EnumType> {
    let mut types: BTreeMap<ObjectName, Vec<EnumValue>> = BTreeMap::new();
    for row in rows {
        let values =
            types.entry(filter.name(row.text_or_empty(0), row.text_or_empty(1))).or_default();
        if let Some(label) = row.text(2) {
            values.push(EnumValue { name: label.to_owned(), logical_name: None });
        }
    }
    let types = types.into_iter();
    types.map(|(name, values)| EnumType { name, logical_name: None, values, span: None }).collect()
}
