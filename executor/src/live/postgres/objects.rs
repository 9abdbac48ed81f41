//! Tables by name, and the objects outside the schema language that stand beside or on them.

use super::super::unmanaged::{Unmanaged, UnmanagedKind};
use super::filter::Filter;
use super::{Found, seldom};
use crate::session::{Listing, Row};
use planner_core::database::model::ObjectName;

/// The tables looked at: a row for each.
pub(super) fn tables_listing() -> Listing {
    Listing { sql: "SELECT l.nspname, l.relname FROM looked l".to_owned(), columns: 2 }
}

/// Reads what that lists: their names, in order.
pub(super) fn read_tables(rows: &[Row], filter: &Filter) -> Vec<ObjectName> {
    let name = |row: &Row| filter.name(row.text_or_empty(0), row.text_or_empty(1));
    let mut names: Vec<ObjectName> = rows.iter().map(name).collect();
    names.sort();
    names
}

/// What is on tables and what stands alone: a row for each.
pub(super) fn listing(filter: &Filter) -> Listing {
    let sql = on_tables(filter)
        + &properties(filter)
        + &grants(filter)
        + &standing_alone(filter)
        + seldom::SIGN;
    Listing { sql, columns: 5 }
}

/// Reads what that lists.
pub(super) fn read(rows: &[Row], filter: &Filter, found: &mut Found) {
    for row in rows {
        let word = row.text_or_empty(0);
        found.has_seldom_objects |= word == seldom::WORD;
        let Some(kind) = kind(word) else {
            continue;
        };
        let schema = row.text_or_empty(1);
        found.unmanaged.push(Unmanaged {
            kind,
            name: filter.name(schema, row.text_or_empty(2)),
            table: row.text(3).map(|table| filter.name(schema, table)),
            definition: row.text(4).map(ToOwned::to_owned),
            uses: Vec::new(),
        });
    }
}

fn kind(word: &str) -> Option<UnmanagedKind> {
    Some(match word {
        "trigger" => UnmanagedKind::Trigger,
        "rule" => UnmanagedKind::Rule,
        "policy" => UnmanagedKind::Policy,
        "row security" => UnmanagedKind::RowSecurity,
        "v" => UnmanagedKind::View,
        "m" => UnmanagedKind::MaterializedView,
        "f" => UnmanagedKind::ForeignTable,
        "partition" => UnmanagedKind::Partition,
        "S" => UnmanagedKind::Sequence,
        "function" => UnmanagedKind::Function,
        "aggregate" => UnmanagedKind::Aggregate,
        "domain" => UnmanagedKind::Domain,
        "type" => UnmanagedKind::Type,
        "option" => UnmanagedKind::TableOption,
        "numbering" => UnmanagedKind::NumberingOption,
        "comment" => UnmanagedKind::Comment,
        "statistics" => UnmanagedKind::Statistics,
        "grant" => UnmanagedKind::Grant,
        "revocation" => UnmanagedKind::Revocation,
        "owner" => UnmanagedKind::TypeOwner,
        "identity" => UnmanagedKind::ReplicaIdentity,
        "publication" => UnmanagedKind::Publication,
        "cast" => UnmanagedKind::Cast,
        _ => return None,
    })
}

/// Triggers, rules, policies and row security: kind, schema, name, table, definition.
fn on_tables(filter: &Filter) -> String {
    let tables = filter.tables("n.nspname", "c");
    let source = |object: &str, key: &str| {
        format!(
            "FROM pg_catalog.{object} x JOIN pg_catalog.pg_class c ON c.oid = x.{key} \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE {tables}"
        )
    };
    format!(
        "SELECT 'trigger', n.nspname::text, x.tgname::text, c.relname::text, \
         pg_catalog.pg_get_triggerdef(x.oid) {triggers} AND NOT x.tgisinternal \
         UNION ALL SELECT 'rule', n.nspname::text, x.rulename::text, c.relname::text, \
         pg_catalog.pg_get_ruledef(x.oid) {rules} AND x.rulename <> '_RETURN' \
         UNION ALL SELECT 'policy', n.nspname::text, x.polname::text, c.relname::text, \
         NULL {policies} \
         UNION ALL SELECT 'row security', n.nspname::text, c.relname::text, c.relname::text, \
         NULL FROM pg_catalog.pg_class c \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relrowsecurity AND {tables}",
        triggers = source("pg_trigger", "tgrelid"),
        rules = source("pg_rewrite", "ev_class"),
        policies = source("pg_policy", "polrelid"),
    )
}

/// Options, comments and statistics of tables: kind, schema, name, table, definition.
fn properties(filter: &Filter) -> String {
    let tables = format!(
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {}",
        filter.tables("n.nspname", "c")
    );
    format!(
        " UNION ALL SELECT 'option', n.nspname::text, o.text, c.relname::text, NULL \
         FROM pg_catalog.pg_class c CROSS JOIN LATERAL (VALUES \
         (CASE WHEN c.relpersistence = 'u' THEN 'UNLOGGED' END), \
         (CASE WHEN c.relkind = 'p' \
         THEN 'PARTITION BY ' || pg_catalog.pg_get_partkeydef(c.oid) END), \
         ('INHERITS (' || (SELECT pg_catalog.string_agg(i.inhparent::regclass::text, ', ' \
         ORDER BY i.inhseqno) FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid) || ')'), \
         ('WITH (' || pg_catalog.array_to_string(c.reloptions, ', ') || ')')) o(text) \
         {tables} AND o.text IS NOT NULL \
         UNION ALL SELECT 'option', n.nspname::text, \
         a.attname || ' COLLATE ' || k.collname, c.relname::text, NULL \
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid \
         JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
         JOIN pg_catalog.pg_collation k ON k.oid = a.attcollation \
         {tables} AND a.attnum > 0 AND NOT a.attisdropped AND a.attcollation <> t.typcollation \
         UNION ALL SELECT 'comment', n.nspname::text, coalesce(a.attname, c.relname)::text, \
         c.relname::text, d.description \
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_description d \
         ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::regclass \
         LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid \
         AND d.objsubid > 0 {tables} \
         UNION ALL SELECT 'statistics', n.nspname::text, s.stxname::text, c.relname::text, \
         pg_catalog.pg_get_statisticsobjdef(s.oid) \
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_statistic_ext s ON s.stxrelid = c.oid \
         {tables} \
         UNION ALL SELECT 'numbering', n.nspname::text, a.attname::text, c.relname::text, \
         'START ' || q.seqstart || ' INCREMENT ' || q.seqincrement \
         || CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END \
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid \
         JOIN pg_catalog.pg_depend own ON own.refobjid = c.oid AND own.refobjsubid = a.attnum \
         AND own.classid = 'pg_catalog.pg_class'::regclass AND own.deptype IN ('a', 'i') \
         AND own.refclassid = 'pg_catalog.pg_class'::regclass \
         JOIN pg_catalog.pg_sequence q ON q.seqrelid = own.objid \
         {tables} AND (q.seqstart <> 1 OR q.seqincrement <> 1 OR q.seqcycle)"
    )
}

/// What roles other than the owner may do with tables and columns.
fn grants(filter: &Filter) -> String {
    format!(
        " UNION ALL SELECT 'grant', n.nspname::text, \
         coalesce(pg_catalog.quote_ident(g.rolname), 'PUBLIC') \
         || coalesce('(' || pg_catalog.quote_ident(x.attname) || ')', ''), c.relname::text, \
         pg_catalog.string_agg(k.privilege_type, ', ' ORDER BY k.privilege_type) \
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         CROSS JOIN LATERAL (SELECT NULL::name AS attname, c.relacl AS acl \
         UNION ALL SELECT a.attname, a.attacl FROM pg_catalog.pg_attribute a \
         WHERE a.attrelid = c.oid AND NOT a.attisdropped AND a.attacl IS NOT NULL) x \
         CROSS JOIN LATERAL pg_catalog.aclexplode(x.acl) k \
         LEFT JOIN pg_catalog.pg_roles g ON g.oid = k.grantee \
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND k.grantee <> c.relowner \
         AND {} GROUP BY n.nspname, c.relname, g.rolname, x.attname",
        filter.tables("n.nspname", "c")
    )
}

/// Views, sequences, functions and types that belong to no extension and to no column, and
/// partitions, which are on the table that they are parts of.
fn standing_alone(filter: &Filter) -> String {
    let schemas = filter.schemas("n.nspname");
    let no_extension = |catalogue: &str| {
        format!(
            "NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend own \
             WHERE own.classid = 'pg_catalog.{catalogue}'::regclass AND own.objid = x.oid \
             AND own.deptype IN ('e', 'a', 'i'))"
        )
    };
    format!(
        " UNION ALL SELECT CASE WHEN x.relispartition THEN 'partition' ELSE x.relkind::text END, \
         n.nspname::text, x.relname::text, CASE WHEN x.relispartition THEN \
         (SELECT r.relname::text FROM pg_catalog.pg_class r \
         WHERE r.oid = pg_catalog.pg_partition_root(x.oid)::oid \
         AND r.relnamespace = x.relnamespace) END, \
         CASE WHEN x.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(x.oid) END \
         FROM pg_catalog.pg_class x JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace \
         WHERE (x.relkind IN ('v', 'm', 'f', 'S') OR (x.relispartition AND x.relkind IN ('r', 'p'))) \
         AND {schemas} AND ({no_extension_class} OR x.relispartition) \
         UNION ALL SELECT CASE WHEN x.prokind = 'a' THEN 'aggregate' ELSE 'function' END, \
         n.nspname::text, \
         x.proname || '(' || pg_catalog.pg_get_function_identity_arguments(x.oid) || ')', \
         NULL, NULL \
         FROM pg_catalog.pg_proc x JOIN pg_catalog.pg_namespace n ON n.oid = x.pronamespace \
         WHERE {schemas} AND {no_extension_function} \
         UNION ALL SELECT CASE WHEN x.typtype = 'd' THEN 'domain' ELSE 'type' END, \
         n.nspname::text, x.typname::text, NULL, NULL \
         FROM pg_catalog.pg_type x JOIN pg_catalog.pg_namespace n ON n.oid = x.typnamespace \
         LEFT JOIN pg_catalog.pg_class r ON r.oid = x.typrelid \
         WHERE (x.typtype IN ('d', 'r') OR (x.typtype = 'c' AND r.relkind = 'c')) \
         AND {schemas} AND {no_extension_type}",
        no_extension_class = no_extension("pg_class"),
        no_extension_function = no_extension("pg_proc"),
        no_extension_type = no_extension("pg_type"),
    )
}
