//! Primary and foreign keys; checks and other constraints for the list of unmanaged objects.

use super::super::unmanaged::{Unmanaged, UnmanagedKind};
use super::Found;
use super::filter::Filter;
use crate::session::{Listing, Row};
use planner_core::database::model::{ForeignKey, ObjectName, PrimaryKey, ReferentialAction};

/// The constraints of the tables looked at: a row for each.
pub(super) fn listing() -> Listing {
    let sql = "SELECT l.nspname, l.relname, x.* FROM looked l CROSS JOIN LATERAL (\
         SELECT o.conname, o.contype, pg_catalog.array_to_string(o.conkey, ' '), \
         rn.nspname AS referenced_schema, rc.relname AS referenced_table, \
         CASE WHEN o.contype = 'f' THEN (SELECT pg_catalog.json_agg(a.attname ORDER BY k.place) \
         FROM unnest(o.confkey) WITH ORDINALITY k (number, place) \
         JOIN pg_catalog.pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = k.number) END, \
         o.confdeltype, o.confupdtype, o.convalidated, o.condeferrable, \
         CASE WHEN o.contype IN ('c', 'x') OR o.condeferrable OR NOT o.convalidated \
         THEN pg_catalog.pg_get_constraintdef(o.oid) END, o.conindid \
         FROM pg_catalog.pg_constraint o \
         LEFT JOIN pg_catalog.pg_class rc ON rc.oid = o.confrelid AND o.contype = 'f' \
         LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace \
         WHERE o.conrelid = l.oid AND o.contype IN ('p', 'f', 'u', 'c', 'x') \
         AND o.conparentid = 0 OFFSET 0) x ORDER BY l.nspname, l.relname, x.conname";
    Listing { sql: sql.to_owned(), columns: 14 }
}

/// Reads what that lists, once the columns are read.
pub(super) fn read(rows: &[Row], filter: &Filter, found: &mut Found) {
    for row in rows {
        let table = filter.name(row.text_or_empty(0), row.text_or_empty(1));
        note_special(row, &table, found);
        let columns = found.column_names(&table, row.text_or_empty(4));
        let name = row.text_or_empty(2).to_owned();
        match row.text_or_empty(3) {
            "p" => {
                found.primary_keys.insert(table, PrimaryKey { name: Some(name), columns });
            }
            "f" => found.foreign_keys.entry(table).or_default().push(ForeignKey {
                name,
                columns,
                referenced_table: filter.name(row.text_or_empty(5), row.text_or_empty(6)),
                referenced_columns: names(row.text_or_empty(7)),
                on_delete: action(row.text_or_empty(8)),
                on_update: action(row.text_or_empty(9)),
                span: None,
            }),
            // The index of an exclusion constraint is told as the constraint.
            "x" => {
                found.excluding.insert(row.text_or_empty(13).to_owned());
            }
            // Unique constraints are read as the indexes that they are.
            _ => {}
        }
    }
}

/// A JSON array of names, as the query aggregates them.
fn names(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

fn action(letter: &str) -> ReferentialAction {
    match letter {
        "c" => ReferentialAction::Cascade,
        "r" => ReferentialAction::Restrict,
        "n" => ReferentialAction::SetNull,
        "d" => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}

fn note_special(row: &Row, table: &ObjectName, found: &mut Found) {
    let kind = match row.text_or_empty(3) {
        "c" => UnmanagedKind::CheckConstraint,
        "x" => UnmanagedKind::ExclusionConstraint,
        "u" => UnmanagedKind::UniqueConstraint,
        _ if !row.is_true(10) || row.is_true(11) => UnmanagedKind::ConstraintState,
        _ => return,
    };
    found.unmanaged.push(Unmanaged {
        kind,
        name: ObjectName { namespace: table.namespace.clone(), name: row.text_or_empty(2).into() },
        table: Some(table.clone()),
        definition: row.text(12).map(ToOwned::to_owned),
        uses: Vec::new(),
    });
}
