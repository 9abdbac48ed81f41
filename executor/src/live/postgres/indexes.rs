//! Indexes other than primary keys: those that the language can say, and the others for the list
//! of unmanaged objects.

use super::super::unmanaged::{Unmanaged, UnmanagedKind};
use super::Found;
use super::filter::Filter;
use crate::error::Result;
use crate::session::{Row, Session};
use planner_core::database::model::{Index, IndexColumn, IndexMethod, ObjectName, SortOrder};

/// One key column as the query aggregates it: column name (`None` for an expression), option
/// bits, operator class where it is not the default one, whether its collation is its own.
type KeyColumn = (Option<String>, i32, Option<String>, bool);

/// Reads the indexes of all tables.
pub(super) async fn read(session: &mut Session, filter: &Filter, found: &mut Found) -> Result<()> {
    let sql = format!(
        "SELECT n.nspname::text, c.relname::text, ic.relname::text, i.indisunique::text, \
         am.amname::text, pg_catalog.pg_get_expr(i.indpred, i.indrelid), i.indisvalid::text, \
         (i.indnatts <> i.indnkeyatts)::text, \
         (pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct'), \
         (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(a.attname, i.indoption[k], \
         CASE WHEN oc.opcdefault THEN NULL ELSE oc.opcname END, \
         coalesce(a.attcollation <> i.indcollation[k], false)) ORDER BY k)::text \
         FROM generate_series(0, i.indnkeyatts - 1) k \
         LEFT JOIN pg_catalog.pg_attribute a \
         ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k] AND i.indkey[k] <> 0 \
         JOIN pg_catalog.pg_opclass oc ON oc.oid = i.indclass[k]), \
         pg_catalog.pg_get_indexdef(i.indexrelid) \
         FROM pg_catalog.pg_index i \
         JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid \
         JOIN pg_catalog.pg_am am ON am.oid = ic.relam \
         JOIN pg_catalog.pg_class c ON c.oid = i.indrelid \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE NOT i.indisprimary AND c.relkind IN ('r', 'p') AND NOT c.relispartition \
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint x \
         WHERE x.conindid = i.indexrelid AND x.contype = 'x') \
         AND {} ORDER BY n.nspname, c.relname, ic.relname",
        filter.tables_found("n.nspname", "c")
    );
    for row in filter.rows(session, &sql).await? {
        let table = filter.name(row.text_or_empty(0), row.text_or_empty(1));
        match index(&row) {
            Ok(index) => found.indexes.entry(table).or_default().push(index),
            Err(kind) => found.unmanaged.push(Unmanaged {
                kind,
                name: ObjectName {
                    namespace: table.namespace.clone(),
                    name: row.text_or_empty(2).to_owned(),
                },
                table: Some(table),
                definition: row.text(10).map(ToOwned::to_owned),
                uses: Vec::new(),
            }),
        }
    }
    Ok(())
}

/// The index in the language's terms, or why it has none.
fn index(row: &Row) -> Result<Index, UnmanagedKind> {
    if !row.is_true(6) {
        return Err(UnmanagedKind::InvalidIndex);
    }
    let keys: Vec<KeyColumn> = serde_json::from_str(row.text_or_empty(9)).unwrap_or_default();
    if keys.iter().any(|(name, ..)| name.is_none()) {
        return Err(UnmanagedKind::ExpressionIndex);
    }
    let has_included_columns = row.is_true(7);
    let nulls_are_equal = row.is_true(8);
    let has_collation = keys.iter().any(|(.., own_collation)| *own_collation);
    if has_included_columns || nulls_are_equal || has_collation {
        return Err(UnmanagedKind::SpecialIndex);
    }
    let method = method(row.text_or_empty(4)).ok_or(UnmanagedKind::SpecialIndex)?;
    let columns = keys.into_iter().map(|(name, option, operator_class, _)| {
        Ok(IndexColumn {
            name: name.unwrap_or_default().into(),
            sort: sort(option).ok_or(UnmanagedKind::SpecialIndex)?,
            operator_class,
        })
    });
    Ok(Index {
        name: row.text_or_empty(2).to_owned(),
        unique: row.is_true(3),
        columns: columns.collect::<Result<_, UnmanagedKind>>()?,
        method,
        predicate: row.text(5).map(ToOwned::to_owned),
        span: None,
    })
}

/// Bit 0 is descending, bit 1 NULLs first; only the defaults (NULLs last ascending, first
/// descending) can be said.
fn sort(option: i32) -> Option<SortOrder> {
    match option & 3 {
        0 => Some(SortOrder::Ascending),
        3 => Some(SortOrder::Descending),
        _ => None,
    }
}

fn method(name: &str) -> Option<IndexMethod> {
    match name {
        "btree" => Some(IndexMethod::BTree),
        "hash" => Some(IndexMethod::Hash),
        "gin" => Some(IndexMethod::Gin),
        "gist" => Some(IndexMethod::Gist),
        "spgist" => Some(IndexMethod::SpGist),
        "brin" => Some(IndexMethod::Brin),
        _ => None,
    }
}
