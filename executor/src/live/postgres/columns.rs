//! Columns: type, arity, default, numbering.

use super::super::unmanaged::{Unmanaged, UnmanagedKind};
use super::filter::Filter;
use super::{Found, NumberedColumn};
use crate::error::Result;
use crate::session::{Asked, Listing, Row, Session};
use planner_core::database::model::{
    Column, ColumnArity, ColumnDefault, ColumnType, NativeType, ObjectName, TypeName,
};
use planner_core::dialect::postgres::defaults::{self, CatalogueDefault};
use planner_core::dialect::postgres::types::{self, CatalogueType};
use std::collections::BTreeMap;

/// The columns of the tables looked at: a row for each. Of each table they are looked up by its oid,
/// however many the server thinks there are.
pub(super) fn listing() -> Listing {
    // What comes with the server has lower oids, and belongs to no extension that somebody installed:
    // https://www.postgresql.org/docs/current/system-catalog-initial-data.html
    let sql = "SELECT l.nspname, l.relname, x.* FROM looked l CROSS JOIN LATERAL (\
         SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), b.typtype, \
         bn.nspname AS type_schema, b.typname, a.attnotnull, \
         pg_catalog.pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, \
         b.oid >= 16384 AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend own \
         WHERE own.classid = 'pg_catalog.pg_type'::regclass AND own.objid = b.oid \
         AND own.deptype = 'e'), a.attnum, a.attcollation \
         FROM pg_catalog.pg_attribute a \
         CROSS JOIN LATERAL (SELECT t.oid, t.typcategory, t.typelem FROM pg_catalog.pg_type t \
         WHERE t.oid = a.atttypid OFFSET 0) t \
         JOIN pg_catalog.pg_type b ON b.oid = \
         CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END \
         JOIN pg_catalog.pg_namespace bn ON bn.oid = b.typnamespace \
         LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
         WHERE a.attrelid = l.oid AND a.attnum > 0 AND NOT a.attisdropped OFFSET 0) x \
         ORDER BY l.nspname, l.relname, x.attnum";
    Listing { sql: sql.to_owned(), columns: 14 }
}

/// Reads what that lists.
pub(super) fn read(rows: &[Row], filter: &Filter, found: &mut Found) {
    for row in rows {
        let table = filter.name(row.text_or_empty(0), row.text_or_empty(1));
        note_special(row, &table, found);
        found.has_odd_columns |= is_odd(row);
        let numbered = NumberedColumn {
            number: row.integer(12).unwrap_or_default(),
            name: row.text_or_empty(2).to_owned(),
            collation: row.text_or_empty(13).to_owned(),
        };
        found.numbers.entry(table.clone()).or_default().push(numbered);
        found.columns.entry(table).or_default().push(column(row, filter));
    }
}

/// Reads the columns of all views.
pub(super) async fn of_views(
    session: &mut Session,
    filter: &Filter,
) -> Result<BTreeMap<ObjectName, Vec<Column>>> {
    let condition = format!("c.relkind IN ('v', 'm') AND {}", filter.tables("n.nspname", "c"));
    let common = filter.looked_where(&condition);
    let mut views: BTreeMap<ObjectName, Vec<Column>> = BTreeMap::new();
    for row in session.listings(&common, &[listing()], Asked::Once).await?.iter().flatten() {
        let view = filter.name(row.text_or_empty(0), row.text_or_empty(1));
        views.entry(view).or_default().push(column(row, filter));
    }
    Ok(views)
}

/// Whether it has a composite type, or takes its numbers from a sequence of another name than PostgreSQL
/// would give to its own.
fn is_odd(row: &Row) -> bool {
    if row.text(4) == Some("c") {
        return true;
    }
    let Some(default) = row.text(8).filter(|text| text.starts_with("nextval(")) else {
        return false;
    };
    let own = format!("{}_{}_seq'::regclass)", row.text_or_empty(1), row.text_or_empty(2));
    !default.replace('"', "").ends_with(&own)
}

fn column(row: &Row, filter: &Filter) -> Column {
    let CatalogueType { column_type, list } = column_type(row, filter);
    let arity = match (list, row.is_true(7)) {
        (true, _) => ColumnArity::List,
        (false, true) => ColumnArity::Required,
        (false, false) => ColumnArity::Nullable,
    };
    let generated = !row.text_or_empty(10).is_empty();
    let identity = !row.text_or_empty(9).is_empty();
    let expression = row.text(8).filter(|_| !generated);
    let default = expression.map(|text| defaults::from_catalogue(text, &column_type, arity));
    let (default, numbered) = match default {
        None | Some(CatalogueDefault::None) => (None, identity),
        Some(CatalogueDefault::Value(value)) => (Some(value), identity),
        Some(CatalogueDefault::Sequence(_)) if is_whole_number(&column_type) => (None, true),
        // The language has no numbering of other types, but can say the expression.
        Some(CatalogueDefault::Sequence(_)) => {
            (expression.map(|text| ColumnDefault::Expression(text.to_owned())), identity)
        }
    };
    Column {
        name: row.text_or_empty(2).into(),
        logical_name: None,
        column_type,
        arity,
        default,
        autoincrement: numbered,
        client: None,
        span: None,
    }
}

fn column_type(row: &Row, filter: &Filter) -> CatalogueType {
    let (schema, name, text) = (row.text_or_empty(5), row.text_or_empty(6), row.text_or_empty(3));
    // An enum outside the schemas looked at is but a type with a name.
    if row.text(4) == Some("e") && filter.looks_at(schema) && !row.is_true(11) {
        return types::from_catalogue(text, Some(&filter.name(schema, name)));
    }
    // An extension's type means the same in whichever schema the extension was installed.
    let prefix = format!("{schema}.");
    let quoted = format!("\"{}\".", schema.replace('"', "\"\""));
    let text = match row.is_true(11) {
        true => text.strip_prefix(&prefix).or_else(|| text.strip_prefix(&quoted)).unwrap_or(text),
        false => text,
    };
    types::from_catalogue(text, None)
}

fn is_whole_number(column_type: &ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::Native(NativeType {
            name: TypeName::Integer | TypeName::BigInt | TypeName::SmallInt,
            ..
        })
    )
}

fn note_special(row: &Row, table: &ObjectName, found: &mut Found) {
    let mut note = |kind, definition: Option<&str>| {
        found.unmanaged.push(Unmanaged {
            kind,
            name: ObjectName::local(row.text_or_empty(2)),
            table: Some(table.clone()),
            definition: definition.map(ToOwned::to_owned),
            uses: Vec::new(),
        });
    };
    if !row.text_or_empty(10).is_empty() {
        note(UnmanagedKind::GeneratedColumn, row.text(8));
    }
    match row.text_or_empty(9) {
        "a" => note(UnmanagedKind::IdentityColumn, Some("GENERATED ALWAYS AS IDENTITY")),
        "d" => note(UnmanagedKind::IdentityColumn, Some("GENERATED BY DEFAULT AS IDENTITY")),
        _ => {}
    }
}
