//! Which columns, tables and enum types the objects beside the schema need, and whether they stand
//! in the way of a change or go with what they need, as `pg_depend` says.
//! <https://www.postgresql.org/docs/current/catalog-pg-depend.html>

use super::Found;
use super::filter::Filter;
use crate::error::Result;
use crate::live::unmanaged::{Unmanaged, UnmanagedKind, Use};
use crate::session::Session;

/// Notes the uses of every object that was found so far.
pub(super) async fn read(session: &mut Session, filter: &Filter, found: &mut Found) -> Result<()> {
    // Most databases have nothing of the kind, and every query costs a millisecond or more.
    let words = [
        "view",
        "rule",
        "trigger",
        "policy",
        "constraint",
        "index",
        "function",
        "statistics",
        "type",
    ];
    let is_asked = |object: &Unmanaged| words.iter().any(|word| is_called(object.kind, word));
    if !found.unmanaged.iter().any(is_asked) {
        return Ok(());
    }
    for row in session.query(&sql(filter)).await? {
        let schema = row.text_or_empty(1);
        let (word, name) = (row.text_or_empty(0), row.text_or_empty(2));
        let on = row.text(3).map(|table| filter.name(schema, table));
        let used = Use {
            object: filter.name(row.text_or_empty(4), row.text_or_empty(5)),
            column: row.text(6).map(str::to_owned),
            blocks: row.is_true(7),
        };
        let is_it = |object: &&mut Unmanaged| {
            is_called(object.kind, word) && object.name.name == name && object.table == on
        };
        for object in found.unmanaged.iter_mut().filter(is_it) {
            object.uses.push(used.clone());
        }
    }
    for object in &mut found.unmanaged {
        object.uses.sort();
        object.uses.dedup();
    }
    Ok(())
}

fn is_called(kind: UnmanagedKind, word: &str) -> bool {
    use UnmanagedKind::{
        Aggregate, CheckConstraint, Domain, ExclusionConstraint, ExpressionIndex, Function,
        InvalidIndex, MaterializedView, Policy, Rule, SpecialIndex, Statistics, Trigger, Type,
        View,
    };
    match word {
        "view" => matches!(kind, View | MaterializedView),
        "rule" => kind == Rule,
        "trigger" => kind == Trigger,
        "policy" => kind == Policy,
        "constraint" => matches!(kind, CheckConstraint | ExclusionConstraint),
        "index" => matches!(kind, ExpressionIndex | SpecialIndex | InvalidIndex),
        "function" => matches!(kind, Function | Aggregate),
        "statistics" => kind == Statistics,
        "type" => matches!(kind, Domain | Type),
        _ => false,
    }
}

/// Kind, schema, name and table of the object; schema, name and column of what it needs; whether it
/// stands in the way. An enum type is needed through its array type as well.
fn sql(filter: &Filter) -> String {
    let tables = filter.tables("n.nspname", "c");
    let schemas = filter.schemas("n.nspname");
    let namespace = |of: &str| format!("JOIN pg_catalog.pg_namespace n ON n.oid = {of}");
    format!(
        "WITH target AS (\
         SELECT 'pg_class'::regclass AS class, c.oid, a.attnum::int AS sub, n.nspname, \
         c.relname AS name, a.attname AS col FROM pg_catalog.pg_class c {of_class} \
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 \
         WHERE c.relkind IN ('r', 'p') AND NOT a.attisdropped AND {tables} \
         UNION ALL SELECT 'pg_class'::regclass, c.oid, 0, n.nspname, c.relname, NULL \
         FROM pg_catalog.pg_class c {of_class} WHERE c.relkind IN ('r', 'p') AND {tables} \
         UNION ALL SELECT 'pg_type'::regclass, k.oid, 0, n.nspname, t.typname, NULL \
         FROM pg_catalog.pg_type t {of_type} CROSS JOIN LATERAL (VALUES (t.oid), (t.typarray)) \
         k(oid) WHERE t.typtype = 'e' AND {schemas}), object AS (\
         SELECT 'pg_rewrite'::regclass AS class, x.oid, \
         CASE WHEN x.rulename = '_RETURN' THEN 'view' ELSE 'rule' END AS kind, n.nspname, \
         CASE WHEN x.rulename = '_RETURN' THEN c.relname ELSE x.rulename END::text AS name, \
         CASE WHEN x.rulename <> '_RETURN' THEN c.relname END::text AS \"on\" \
         FROM pg_catalog.pg_rewrite x JOIN pg_catalog.pg_class c ON c.oid = x.ev_class {of_class} \
         UNION ALL SELECT 'pg_trigger'::regclass, x.oid, 'trigger', n.nspname, x.tgname::text, \
         c.relname::text FROM pg_catalog.pg_trigger x \
         JOIN pg_catalog.pg_class c ON c.oid = x.tgrelid {of_class} WHERE NOT x.tgisinternal \
         UNION ALL SELECT 'pg_policy'::regclass, x.oid, 'policy', n.nspname, x.polname::text, \
         c.relname::text FROM pg_catalog.pg_policy x \
         JOIN pg_catalog.pg_class c ON c.oid = x.polrelid {of_class} \
         UNION ALL SELECT 'pg_constraint'::regclass, x.oid, 'constraint', n.nspname, \
         x.conname::text, c.relname::text FROM pg_catalog.pg_constraint x \
         JOIN pg_catalog.pg_class c ON c.oid = x.conrelid {of_class} \
         UNION ALL SELECT 'pg_class'::regclass, i.oid, 'index', n.nspname, i.relname::text, \
         c.relname::text FROM pg_catalog.pg_index x \
         JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid \
         JOIN pg_catalog.pg_class c ON c.oid = x.indrelid {of_class} \
         UNION ALL SELECT 'pg_proc'::regclass, x.oid, 'function', n.nspname, \
         x.proname || '(' || pg_catalog.pg_get_function_identity_arguments(x.oid) || ')', NULL \
         FROM pg_catalog.pg_proc x {of_proc} WHERE {schemas} \
         UNION ALL SELECT 'pg_statistic_ext'::regclass, x.oid, 'statistics', n.nspname, \
         x.stxname::text, c.relname::text FROM pg_catalog.pg_statistic_ext x \
         JOIN pg_catalog.pg_class c ON c.oid = x.stxrelid {of_class} \
         UNION ALL SELECT 'pg_type'::regclass, x.oid, 'type', n.nspname, x.typname::text, NULL \
         FROM pg_catalog.pg_type x {of_domain} WHERE x.typtype IN ('d', 'r') AND {schemas} \
         UNION ALL SELECT 'pg_class'::regclass, c.oid, 'type', n.nspname, c.relname::text, NULL \
         FROM pg_catalog.pg_class c {of_class} WHERE c.relkind = 'c' AND {schemas}) \
         SELECT o.kind, o.nspname::text, o.name, o.\"on\", t.nspname::text, t.name::text, \
         t.col::text, bool_or(d.deptype = 'n') FROM pg_catalog.pg_depend d \
         JOIN target t ON d.refclassid = t.class AND d.refobjid = t.oid AND d.refobjsubid = t.sub \
         JOIN object o ON d.classid = o.class AND d.objid = o.oid \
         GROUP BY 1, 2, 3, 4, 5, 6, 7",
        of_class = namespace("c.relnamespace"),
        of_type = namespace("t.typnamespace"),
        of_proc = namespace("x.pronamespace"),
        of_domain = namespace("x.typnamespace"),
    )
}
