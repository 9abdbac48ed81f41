//! What few databases have beside their tables: publications of tables, replica identities, casts, and
//! what is said of enum types. Asked by a query of its own, where there is a sign of any: the server plans
//! each part of a query anew, which takes longer than to find that there is nothing.

use super::filter::Filter;
use super::{Found, objects};
use crate::error::Result;
use crate::session::Session;

/// The kind of the row that [`SIGN`] gives.
pub(super) const WORD: &str = "seldom";

/// A row where there may be something, of any schema.
/// <https://www.postgresql.org/docs/current/system-catalog-initial-data.html>
pub(super) const SIGN: &str = " UNION ALL SELECT 'seldom', '', '', NULL, NULL \
    WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_cast x WHERE x.oid >= 16384) \
    OR EXISTS (SELECT 1 FROM pg_catalog.pg_publication_rel) \
    OR EXISTS (SELECT 1 FROM pg_catalog.pg_index x WHERE x.indisreplident) \
    OR EXISTS (SELECT 1 FROM pg_catalog.pg_type t WHERE t.typtype = 'e' \
    AND (t.typacl IS NOT NULL OR pg_catalog.pg_get_userbyid(t.typowner) <> current_user)) \
    OR EXISTS (SELECT 1 FROM pg_catalog.pg_description d WHERE d.objoid >= 16384 \
    AND d.classoid = 'pg_catalog.pg_type'::regclass)";

/// Reads them, once the sign is read.
pub(super) async fn read(session: &mut Session, filter: &Filter, found: &mut Found) -> Result<()> {
    if found.has_seldom_objects {
        let sql = of_replication(filter) + &of_enums(filter) + &casts(filter);
        objects::read(&session.query(&sql).await?, filter, found);
    }
    Ok(())
}

/// The casts that came later than the server, each with the type `t` of its two that did too.
/// <https://www.postgresql.org/docs/current/system-catalog-initial-data.html>
pub(super) const CASTS: &str = "pg_catalog.pg_cast x JOIN pg_catalog.pg_type t ON x.oid >= 16384 \
    AND t.oid = CASE WHEN x.castsource >= 16384 THEN x.castsource ELSE x.casttarget END";

/// What such a cast is called.
pub(super) const CAST_NAME: &str = "pg_catalog.format_type(x.castsource, NULL) || ' AS ' \
    || pg_catalog.format_type(x.casttarget, NULL)";

/// What publications and the replica identity say of tables.
fn of_replication(filter: &Filter) -> String {
    let tables = filter.tables("n.nspname", "c");
    format!(
        "SELECT 'publication', n.nspname::text, p.pubname::text, c.relname::text, NULL \
         FROM pg_catalog.pg_publication_rel x \
         JOIN pg_catalog.pg_publication p ON p.oid = x.prpubid \
         JOIN pg_catalog.pg_class c ON c.oid = x.prrelid \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE {tables} \
         UNION ALL SELECT 'identity', n.nspname::text, i.relname::text, c.relname::text, NULL \
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         JOIN pg_catalog.pg_index x ON x.indrelid = c.oid AND x.indisreplident \
         JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid \
         WHERE c.relkind IN ('r', 'p') AND c.relreplident = 'i' AND {tables}"
    )
}

/// What a type that is made anew loses: comment, an owner other than this role, and where roles may do
/// with it other than they could with any new type.
fn of_enums(filter: &Filter) -> String {
    let source = format!(
        "pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
         AND t.typtype = 'e' AND {}",
        filter.schemas("n.nspname")
    );
    // What PUBLIC may do has no role; what is granted by default privileges is granted anew.
    let usual = "coalesce((SELECT d.defaclacl FROM pg_catalog.pg_default_acl d \
                 JOIN pg_catalog.pg_roles own ON own.oid = d.defaclrole \
                 WHERE own.rolname = current_user AND d.defaclobjtype = 'T' \
                 AND d.defaclnamespace = 0), pg_catalog.acldefault('T', t.typowner))";
    let held = |acl: &str, more: &str| {
        format!("EXISTS (SELECT 1 FROM pg_catalog.aclexplode({acl}) h WHERE {more})")
    };
    let rights = |word: &str, from: &str, to: &str| {
        format!(
            " UNION ALL SELECT '{word}', n.nspname::text, \
             coalesce(pg_catalog.quote_ident(g.rolname), 'PUBLIC'), t.typname::text, \
             k.privilege_type FROM {source} AND t.typacl IS NOT NULL \
             CROSS JOIN LATERAL pg_catalog.aclexplode({from}) k \
             LEFT JOIN pg_catalog.pg_roles g ON g.oid = k.grantee \
             WHERE k.grantee <> t.typowner AND NOT {}",
            held(to, "h.grantee = k.grantee AND h.privilege_type = k.privilege_type")
        )
    };
    format!(
        "{granted}{withdrawn} \
         UNION ALL SELECT 'owner', n.nspname::text, g.rolname::text, t.typname::text, NULL \
         FROM {source} JOIN pg_catalog.pg_roles g ON g.oid = t.typowner \
         WHERE g.rolname <> current_user \
         UNION ALL SELECT 'comment', n.nspname::text, t.typname::text, t.typname::text, \
         d.description FROM {source} JOIN pg_catalog.pg_description d \
         ON d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_type'::regclass",
        granted = rights("grant", "t.typacl", usual),
        withdrawn = rights("revocation", usual, "t.typacl"),
    )
}

/// Casts that belong to no extension and to no type, as that of a range to its multirange does.
fn casts(filter: &Filter) -> String {
    format!(
        " UNION ALL SELECT 'cast', n.nspname::text, {CAST_NAME}, NULL, NULL FROM {CASTS} \
         JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
         WHERE {} AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend own \
         WHERE own.classid = 'pg_catalog.pg_cast'::regclass AND own.objid = x.oid \
         AND own.deptype IN ('e', 'i'))",
        filter.schemas("n.nspname")
    )
}
