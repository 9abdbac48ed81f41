//! Primary and foreign keys; checks and other constraints for the list of unmanaged objects.

use super::super::unmanaged::{Unmanaged, UnmanagedKind};
use super::Found;
use super::filter::Filter;
use crate::error::Result;
use crate::session::{Row, Session};
use planner_core::database::model::{ForeignKey, ObjectName, PrimaryKey, ReferentialAction};

/// Reads the constraints of all tables.
pub(super) async fn read(session: &mut Session, filter: &Filter, found: &mut Found) -> Result<()> {
    let columns = |key: &str, table: &str| {
        format!(
            "(SELECT pg_catalog.json_agg(a.attname ORDER BY k.place)::text \
             FROM unnest({key}) WITH ORDINALITY k (number, place) \
             JOIN pg_catalog.pg_attribute a ON a.attrelid = {table} AND a.attnum = k.number)"
        )
    };
    let sql = format!(
        "SELECT n.nspname::text, c.relname::text, o.conname::text, o.contype::text, {own}, \
         rn.nspname::text, rc.relname::text, {referenced}, \
         o.confdeltype::text, o.confupdtype::text, o.convalidated::text, o.condeferrable::text, \
         CASE WHEN o.contype IN ('c', 'x') OR o.condeferrable OR NOT o.convalidated \
         THEN pg_catalog.pg_get_constraintdef(o.oid) END \
         FROM pg_catalog.pg_constraint o \
         JOIN pg_catalog.pg_class c ON c.oid = o.conrelid \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         LEFT JOIN pg_catalog.pg_class rc ON rc.oid = o.confrelid AND o.contype = 'f' \
         LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace \
         WHERE o.contype IN ('p', 'f', 'u', 'c', 'x') AND o.conparentid = 0 \
         AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND {condition} \
         ORDER BY n.nspname, c.relname, o.conname",
        own = columns("o.conkey", "o.conrelid"),
        referenced = columns("o.confkey", "o.confrelid"),
        condition = filter.tables_found("n.nspname", "c"),
    );
    for row in filter.rows(session, &sql).await? {
        let table = filter.name(row.text_or_empty(0), row.text_or_empty(1));
        note_special(&row, &table, found);
        let columns = names(row.text_or_empty(4));
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
            // Unique constraints are read as the indexes that they are.
            _ => {}
        }
    }
    Ok(())
}

/// A JSON array of names, as the queries aggregate them.
pub(super) fn names(json: &str) -> Vec<String> {
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
