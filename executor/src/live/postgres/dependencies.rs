//! Which columns, tables and enum types the objects beside the schema need, and whether they stand
//! in the way of a change or go with what they need, as `pg_depend` says. What needs them and has no
//! place in the list so far (a default, a column of a row type) is added to it.
//! <https://www.postgresql.org/docs/current/catalog-pg-depend.html>

use super::Found;
use super::filter::Filter;
use crate::error::Result;
use crate::live::unmanaged::{Unmanaged, UnmanagedKind, Use};
use crate::session::{Row, Session};
use planner_core::database::model::ObjectName;

/// Notes the uses of every object that was found so far.
pub(super) async fn read(session: &mut Session, filter: &Filter, found: &mut Found) -> Result<()> {
    // Most databases have nothing of the kind, and every query costs a millisecond or more.
    let is_asked = |object: &Unmanaged| WORDS.iter().any(|word| is_called(object, word));
    if !found.has_odd_columns && !found.unmanaged.iter().any(is_asked) {
        return Ok(());
    }
    for row in session.query(&sql(filter)).await? {
        note(&row, filter, found);
    }
    for object in &mut found.unmanaged {
        object.uses.sort();
        object.uses.dedup();
    }
    Ok(())
}

fn note(row: &Row, filter: &Filter, found: &mut Found) {
    let schema = row.text_or_empty(1);
    let on = row.text(3).map(|table| filter.name(schema, table));
    // The index of an exclusion stands for the constraint, which it does not take along.
    let (word, blocks) = match row.text_or_empty(0) {
        "excluding" => ("constraint", true),
        word => (word, row.is_true(7)),
    };
    let used = Use {
        object: filter.name(row.text_or_empty(4), row.text_or_empty(5)),
        column: row.text(6).map(str::to_owned),
        blocks,
    };
    let name = row.text_or_empty(2);
    let is_it = |object: &Unmanaged| {
        is_called(object, word)
            && object.table == on
            && (object.name.name == name || word == "inherits")
    };
    let mut is_noted = false;
    for object in found.unmanaged.iter_mut().filter(|object| is_it(object)) {
        object.uses.push(used.clone());
        is_noted = true;
    }
    let added = match word {
        "column" => UnmanagedKind::Column,
        "default" => UnmanagedKind::Default,
        _ => return,
    };
    if !is_noted {
        found.unmanaged.push(Unmanaged {
            kind: added,
            name: ObjectName::local(name),
            table: on,
            definition: None,
            uses: vec![used],
        });
    }
}

/// What the query calls the objects that it is asked for.
const WORDS: [&str; 13] = [
    "view",
    "rule",
    "trigger",
    "policy",
    "constraint",
    "index",
    "function",
    "statistics",
    "type",
    "generated",
    "inherits",
    "publication",
    "cast",
];

fn is_called(object: &Unmanaged, word: &str) -> bool {
    use UnmanagedKind::{
        Aggregate, Cast, CheckConstraint, Column, Default, Domain, ExclusionConstraint,
        ExpressionIndex, Function, GeneratedColumn, InvalidIndex, MaterializedView, Policy,
        Publication, ReplicaIdentity, Rule, SpecialIndex, Statistics, TableOption, Trigger, Type,
        View,
    };
    let kind = object.kind;
    match word {
        "view" => matches!(kind, View | MaterializedView),
        "rule" => kind == Rule,
        "trigger" => kind == Trigger,
        "policy" => kind == Policy,
        // A key's index has the name of its constraint.
        "constraint" => matches!(kind, CheckConstraint | ExclusionConstraint | ReplicaIdentity),
        "index" => {
            matches!(kind, ExpressionIndex | SpecialIndex | InvalidIndex | ReplicaIdentity)
        }
        "function" => matches!(kind, Function | Aggregate),
        "statistics" => kind == Statistics,
        "type" => matches!(kind, Domain | Type),
        "generated" => kind == GeneratedColumn,
        "inherits" => kind == TableOption && object.name.name.starts_with("INHERITS ("),
        "publication" => kind == Publication,
        "cast" => kind == Cast,
        "column" => kind == Column,
        "default" => kind == Default,
        _ => false,
    }
}

/// Kind, schema, name and table of the object; schema, name and column of what it needs; whether it
/// stands in the way. What needs something in two ways, as a check does its columns, goes with it
/// where one of them takes it along. An exclusion constraint stands in the way of the columns that
/// only the condition of its index names. What a column's own default needs is the column's.
fn sql(filter: &Filter) -> String {
    format!(
        "WITH target AS ({targets}), object AS ({objects}) \
         SELECT o.kind, o.nspname::text, o.name, o.\"on\", t.nspname::text, t.name::text, \
         CASE WHEN t.part <> 'sequence' OR o.kind = 'default' THEN t.col END::text, \
         bool_and(d.deptype = 'n') FROM pg_catalog.pg_depend d \
         JOIN target t ON d.refclassid = t.class AND d.refobjid = t.oid \
         AND (t.sub = d.refobjsubid OR t.part = 'sequence') \
         JOIN object o ON d.classid = o.class AND d.objid = o.oid \
         AND (o.sub IS NULL OR o.sub = d.objsubid) \
         WHERE CASE o.kind WHEN 'column' THEN t.part = 'row' WHEN 'default' \
         THEN t.part = 'sequence' WHEN 'generated' THEN t.part = 'column' ELSE true END \
         AND NOT (o.kind IN ('default', 'generated') AND o.\"on\" = t.name AND o.name = t.col \
         AND o.nspname = t.nspname) GROUP BY 1, 2, 3, 4, 5, 6, 7",
        targets = targets(filter),
        objects = [on_tables(), of_tables(), alone(filter)].join(" UNION ALL "),
    )
}

fn namespace(of: &str) -> String {
    format!("JOIN pg_catalog.pg_namespace n ON n.oid = {of}")
}

/// What is needed: columns and tables, the rows of tables, the sequences of columns, enum types; by
/// catalogue, oid and number of the column, with what part of the model it is. A type is needed through
/// its array type as well.
fn targets(filter: &Filter) -> String {
    let tables = filter.tables("n.nspname", "c");
    let of_table = format!(
        "pg_catalog.pg_class c {} AND c.relkind IN ('r', 'p') AND {tables}",
        namespace("c.relnamespace")
    );
    let both = |of: &str| {
        format!("CROSS JOIN LATERAL (VALUES ({of}.oid), ({of}.typarray)) k (oid) WHERE k.oid <> 0")
    };
    format!(
        "SELECT 'pg_class'::regclass AS class, c.oid, a.attnum::int AS sub, n.nspname, \
         c.relname AS name, a.attname AS col, 'column' AS part FROM {of_table} \
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 \
         AND NOT a.attisdropped \
         UNION ALL SELECT 'pg_class'::regclass, c.oid, 0, n.nspname, c.relname, NULL, 'table' \
         FROM {of_table} \
         UNION ALL SELECT 'pg_type'::regclass, k.oid, 0, n.nspname, c.relname, NULL, 'row' \
         FROM {of_table} JOIN pg_catalog.pg_type t ON t.oid = c.reltype {rows} \
         UNION ALL SELECT 'pg_class'::regclass, s.oid, 0, n.nspname, c.relname, a.attname, \
         'sequence' FROM {of_table} JOIN pg_catalog.pg_depend own ON own.refobjid = c.oid \
         AND own.refclassid = 'pg_catalog.pg_class'::regclass \
         AND own.classid = 'pg_catalog.pg_class'::regclass AND own.deptype IN ('a', 'i') \
         JOIN pg_catalog.pg_class s ON s.oid = own.objid AND s.relkind = 'S' \
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = own.refobjsubid \
         UNION ALL SELECT 'pg_type'::regclass, k.oid, 0, n.nspname, t.typname, NULL, 'enum' \
         FROM pg_catalog.pg_type t {of_type} {enums} AND t.typtype = 'e' AND {schemas}",
        rows = both("t"),
        enums = both("t"),
        of_type = namespace("t.typnamespace"),
        schemas = filter.schemas("n.nspname"),
    )
}

/// What stands on tables, by catalogue, oid and number of the column where only that counts.
fn on_tables() -> String {
    format!(
        "SELECT 'pg_rewrite'::regclass AS class, x.oid, NULL::int AS sub, \
         CASE WHEN x.rulename = '_RETURN' THEN 'view' ELSE 'rule' END AS kind, n.nspname, \
         CASE WHEN x.rulename = '_RETURN' THEN c.relname ELSE x.rulename END::text AS name, \
         CASE WHEN x.rulename <> '_RETURN' THEN c.relname END::text AS \"on\" \
         FROM pg_catalog.pg_rewrite x JOIN pg_catalog.pg_class c ON c.oid = x.ev_class {of_class} \
         UNION ALL SELECT 'pg_trigger'::regclass, x.oid, NULL, 'trigger', n.nspname, \
         x.tgname::text, c.relname::text FROM pg_catalog.pg_trigger x \
         JOIN pg_catalog.pg_class c ON c.oid = x.tgrelid {of_class} WHERE NOT x.tgisinternal \
         UNION ALL SELECT 'pg_policy'::regclass, x.oid, NULL, 'policy', n.nspname, \
         x.polname::text, c.relname::text FROM pg_catalog.pg_policy x \
         JOIN pg_catalog.pg_class c ON c.oid = x.polrelid {of_class} \
         UNION ALL SELECT 'pg_constraint'::regclass, x.oid, NULL, 'constraint', n.nspname, \
         x.conname::text, c.relname::text FROM pg_catalog.pg_constraint x \
         JOIN pg_catalog.pg_class c ON c.oid = x.conrelid {of_class} \
         UNION ALL SELECT 'pg_class'::regclass, i.oid, NULL, \
         CASE WHEN x.indisexclusion THEN 'excluding' ELSE 'index' END, n.nspname, \
         i.relname::text, c.relname::text FROM pg_catalog.pg_index x \
         JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid \
         JOIN pg_catalog.pg_class c ON c.oid = x.indrelid {of_class} \
         UNION ALL SELECT 'pg_statistic_ext'::regclass, x.oid, NULL, 'statistics', n.nspname, \
         x.stxname::text, c.relname::text FROM pg_catalog.pg_statistic_ext x \
         JOIN pg_catalog.pg_class c ON c.oid = x.stxrelid {of_class} \
         UNION ALL SELECT 'pg_publication_rel'::regclass, x.oid, NULL, 'publication', n.nspname, \
         p.pubname::text, c.relname::text FROM pg_catalog.pg_publication_rel x \
         JOIN pg_catalog.pg_publication p ON p.oid = x.prpubid \
         JOIN pg_catalog.pg_class c ON c.oid = x.prrelid {of_class}",
        of_class = namespace("c.relnamespace"),
    )
}

/// What tables are made of: their columns, defaults and parents. Before PostgreSQL 15 a generated column
/// depends on others itself, later its expression does.
fn of_tables() -> String {
    let of_class = namespace("c.relnamespace");
    format!(
        "SELECT 'pg_class'::regclass, c.oid, 0, 'inherits', n.nspname, '', c.relname::text \
         FROM pg_catalog.pg_class c {of_class} WHERE c.relkind = 'r' AND NOT c.relispartition \
         AND EXISTS (SELECT 1 FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid) \
         UNION ALL SELECT 'pg_class'::regclass, c.oid, a.attnum, \
         CASE WHEN a.attgenerated <> '' THEN 'generated' ELSE 'column' END, n.nspname, \
         a.attname::text, c.relname::text FROM pg_catalog.pg_class c {of_class} \
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 \
         AND NOT a.attisdropped AND (a.attgenerated <> '' OR a.atttypid >= 16384) \
         WHERE c.relkind IN ('r', 'p', 'f', 'm') \
         UNION ALL SELECT 'pg_attrdef'::regclass, x.oid, NULL, \
         CASE WHEN a.attgenerated <> '' THEN 'generated' ELSE 'default' END, n.nspname, \
         a.attname::text, c.relname::text FROM pg_catalog.pg_attrdef x \
         JOIN pg_catalog.pg_class c ON c.oid = x.adrelid {of_class} \
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.adnum"
    )
}

/// Routines, types and casts.
fn alone(filter: &Filter) -> String {
    format!(
        "SELECT 'pg_proc'::regclass, x.oid, NULL, 'function', n.nspname, \
         x.proname || '(' || pg_catalog.pg_get_function_identity_arguments(x.oid) || ')', NULL \
         FROM pg_catalog.pg_proc x {of_proc} WHERE {schemas} \
         UNION ALL SELECT 'pg_type'::regclass, x.oid, NULL, 'type', n.nspname, x.typname::text, \
         NULL FROM pg_catalog.pg_type x {of_domain} WHERE x.typtype IN ('d', 'r') AND {schemas} \
         UNION ALL SELECT 'pg_class'::regclass, c.oid, NULL, 'type', n.nspname, c.relname::text, \
         NULL FROM pg_catalog.pg_class c {of_class} WHERE c.relkind = 'c' AND {schemas} \
         UNION ALL SELECT 'pg_cast'::regclass, x.oid, NULL, 'cast', n.nspname, {cast_name}, NULL \
         FROM {cast} {of_type}",
        of_proc = namespace("x.pronamespace"),
        of_domain = namespace("x.typnamespace"),
        of_class = namespace("c.relnamespace"),
        of_type = namespace("t.typnamespace"),
        cast = super::seldom::CASTS,
        cast_name = super::seldom::CAST_NAME,
        schemas = filter.schemas("n.nspname"),
    )
}
