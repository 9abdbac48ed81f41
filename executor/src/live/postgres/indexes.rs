//! Indexes other than primary keys: those that the language can say, and the others for the list
//! of unmanaged objects.

use super::super::unmanaged::{Unmanaged, UnmanagedKind};
use super::filter::Filter;
use super::{Found, NumberedColumn};
use crate::error::Result;
use crate::session::{Listing, Row, Session};
use planner_core::database::model::{Index, IndexColumn, IndexMethod, ObjectName, SortOrder};
use std::collections::BTreeMap;

/// An index as the catalogue keeps it: about each key column, lists of numbers.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Its oid.
    oid: String,
    /// Of each key column its number in the table, 0 for an expression.
    columns: Vec<i64>,
    /// Of each key column its option bits.
    options: Vec<i64>,
    /// Of each key column the oid of its operator class.
    classes: Vec<String>,
    /// Of each key column the oid of its collation.
    collations: Vec<String>,
}

impl Lists {
    fn read(row: &Row) -> Self {
        let texts = |column: usize| row.text_or_empty(column).split(' ').map(ToOwned::to_owned);
        let numbers = |column: usize| texts(column).filter_map(|text| text.parse().ok());
        let keys = usize::try_from(row.integer(13).unwrap_or_default()).unwrap_or_default();
        Self {
            oid: row.text_or_empty(14).to_owned(),
            // Behind the key columns stand those that are only included.
            columns: numbers(9).take(keys).collect(),
            options: numbers(10).collect(),
            classes: texts(11).collect(),
            collations: texts(12).collect(),
        }
    }
}

/// The indexes of the tables looked at but their primary keys: a row for each. `version`: the server's
/// major one.
pub(super) fn listing(version: u32) -> Listing {
    let equal_nulls = if version < 15 { "false" } else { "i.indnullsnotdistinct" };
    let sql = format!(
        "SELECT l.nspname, l.relname, x.* FROM looked l CROSS JOIN LATERAL (\
         SELECT ic.relname AS index_name, i.indisunique, am.amname, \
         pg_catalog.pg_get_expr(i.indpred, i.indrelid), i.indisvalid, \
         i.indnatts <> i.indnkeyatts, {equal_nulls}, i.indkey, i.indoption, i.indclass, \
         i.indcollation, i.indnkeyatts, i.indexrelid FROM pg_catalog.pg_index i \
         JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid \
         JOIN pg_catalog.pg_am am ON am.oid = ic.relam \
         WHERE i.indrelid = l.oid AND NOT i.indisprimary OFFSET 0) x \
         ORDER BY l.nspname, l.relname, x.index_name"
    );
    Listing { sql, columns: 15 }
}

/// The operator classes of these indexes that are not the default of their type: oid and name.
pub(super) fn classes_listing() -> Listing {
    let sql = "SELECT DISTINCT c.oid, c.opcname FROM looked l CROSS JOIN LATERAL (\
         SELECT i.indclass FROM pg_catalog.pg_index i \
         WHERE i.indrelid = l.oid AND NOT i.indisprimary OFFSET 0) x \
         CROSS JOIN LATERAL unnest(x.indclass::oid[]) k (oid) \
         JOIN pg_catalog.pg_opclass c ON c.oid = k.oid WHERE NOT c.opcdefault";
    Listing { sql: sql.to_owned(), columns: 2 }
}

/// Reads what the two list, once columns and constraints are read.
pub(super) async fn read(
    session: &mut Session,
    rows: &[Row],
    classes: &[Row],
    filter: &Filter,
    found: &mut Found,
) -> Result<()> {
    let classes: BTreeMap<&str, &str> =
        classes.iter().map(|row| (row.text_or_empty(0), row.text_or_empty(1))).collect();
    let mut special = Vec::new();
    for row in rows {
        let table = filter.name(row.text_or_empty(0), row.text_or_empty(1));
        let lists = Lists::read(row);
        if found.excluding.contains(&lists.oid) {
            continue;
        }
        match index(row, &lists, &table, &classes, found) {
            Ok(index) => found.indexes.entry(table).or_default().push(index),
            Err(kind) => {
                let name = row.text_or_empty(2).to_owned();
                let name = ObjectName { namespace: table.namespace.clone(), name };
                special.push((lists.oid, kind, name, table));
            }
        }
    }
    let oids: Vec<&str> = special.iter().map(|(oid, ..)| oid.as_str()).collect();
    let definitions = definitions(session, &oids).await?;
    found.unmanaged.extend(special.into_iter().map(|(oid, kind, name, table)| Unmanaged {
        kind,
        name,
        table: Some(table),
        definition: definitions.get(&oid).cloned(),
        uses: Vec::new(),
    }));
    Ok(())
}

/// The SQL of indexes, by their oids. Few databases have any that need to be told so.
async fn definitions(session: &mut Session, oids: &[&str]) -> Result<BTreeMap<String, String>> {
    if oids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!(
        "SELECT k.oid::text, pg_catalog.pg_get_indexdef(k.oid) \
         FROM unnest('{{{}}}'::oid[]) k (oid)",
        oids.join(",")
    );
    let rows = session.query(&sql).await?;
    let definition = |row: &Row| Some((row.text(0)?.to_owned(), row.text(1)?.to_owned()));
    Ok(rows.iter().filter_map(definition).collect())
}

/// The index in the language's terms, or why it has none.
fn index(
    row: &Row,
    lists: &Lists,
    table: &ObjectName,
    classes: &BTreeMap<&str, &str>,
    found: &Found,
) -> Result<Index, UnmanagedKind> {
    if !row.is_true(6) {
        return Err(UnmanagedKind::InvalidIndex);
    }
    let columns = lists.columns.iter().map(|number| found.numbered(table, *number));
    let columns: Option<Vec<&NumberedColumn>> = columns.collect();
    let columns = columns.ok_or(UnmanagedKind::ExpressionIndex)?;
    let has_included_columns = row.is_true(7);
    let nulls_are_equal = row.is_true(8);
    let mut collations = columns.iter().zip(&lists.collations);
    let has_collation = collations.any(|(column, own)| column.collation != *own);
    if has_included_columns || nulls_are_equal || has_collation {
        return Err(UnmanagedKind::SpecialIndex);
    }
    let method = method(row.text_or_empty(4)).ok_or(UnmanagedKind::SpecialIndex)?;
    let columns = columns.iter().enumerate().map(|(at, column)| {
        let option = lists.options.get(at).copied().unwrap_or_default();
        let class = lists.classes.get(at).and_then(|class| classes.get(class.as_str()));
        Ok(IndexColumn {
            name: column.name.as_str().into(),
            sort: sort(option).ok_or(UnmanagedKind::SpecialIndex)?,
            operator_class: class.map(|name| (*name).to_owned()),
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
fn sort(option: i64) -> Option<SortOrder> {
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
