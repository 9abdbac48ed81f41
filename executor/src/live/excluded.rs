//! Which tables are never part of a schema, drift, push or reset: comon's own, other tools'
//! histories, and what the configuration calls external.

use super::LiveDatabase;
use planner_core::database::model::{Database, ObjectName};
use planner_core::dialect::OWN_TABLES;
use std::collections::BTreeSet;

/// Where other migration tools keep what they applied.
const HISTORY_TABLES: &[&str] = &[
    "SequelizeMeta",
    "__EFMigrationsHistory",
    "__diesel_schema_migrations",
    "__drizzle_migrations",
    "_prisma_migrations",
    "_sqlx_migrations",
    "alembic_version",
    "ar_internal_metadata",
    "atlas_schema_revisions",
    "databasechangelog",
    "databasechangeloglock",
    "django_migrations",
    "flyway_schema_history",
    "goose_db_version",
    "goose_db_version_id_seq",
    "knex_migrations",
    "knex_migrations_lock",
    "pgmigrations",
    "refinery_schema_history",
    "schema_migrations",
    "seaql_migrations",
    "typeorm_metadata",
];

/// The tables that somebody else manages: names, `schema.name`, or patterns with `*` and `?`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExternalTables {
    patterns: Vec<String>,
}

impl ExternalTables {
    /// The tables that these patterns match.
    pub fn new(patterns: Vec<String>) -> Self {
        Self { patterns }
    }

    /// Whether a table is one of them. A pattern with a dot is matched with `schema.name` as
    /// well, one without with the name alone.
    pub fn matches(&self, table: &ObjectName) -> bool {
        let qualified = table.to_string();
        self.patterns.iter().any(|pattern| {
            glob(pattern, &table.name) || (pattern.contains('.') && glob(pattern, &qualified))
        })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The database without these tables. Foreign keys of other tables to them stay.
    pub fn remove_from(&self, database: &mut Database) {
        if !self.is_empty() {
            database.tables.retain(|table| !self.matches(&table.name));
        }
    }
}

/// `*` stands for any characters, `?` for one.
fn glob(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut position) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while position < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, position));
                at += 1;
            }
            Some(each) if *each == '?' || text.get(position) == Some(each) => {
                at += 1;
                position += 1;
            }
            _ => match star {
                // The last star takes one character more.
                Some((star_at, taken)) => {
                    at = star_at + 1;
                    position = taken + 1;
                    star = Some((star_at, taken + 1));
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|each| *each == '*')
}

/// Whether a table is comon's own.
pub fn is_own(table: &ObjectName) -> bool {
    OWN_TABLES.contains(&table.name.as_str())
}

/// Whether another migration tool keeps its history under that name.
pub fn is_other_history(table: &ObjectName) -> bool {
    HISTORY_TABLES.contains(&table.name.as_str())
}

/// Moves the tables that never count out of the database, and forgets what is on them.
pub(super) fn set_aside(live: &mut LiveDatabase, external: &ExternalTables) {
    let tables = std::mem::take(&mut live.database.tables);
    let (aside, kept) = tables.into_iter().partition(|table| {
        is_own(&table.name) || is_other_history(&table.name) || external.matches(&table.name)
    });
    live.database.tables = kept;
    live.set_aside = aside;
    let aside: BTreeSet<&ObjectName> = live.set_aside.iter().map(|table| &table.name).collect();
    live.unmanaged.retain(|object| {
        let on_aside = object.table.as_ref().is_some_and(|table| aside.contains(table));
        !on_aside && !external.matches(&object.name)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_names_and_qualified_names() {
        let external = ExternalTables::new(vec![
            "spatial_ref_sys".into(),
            "audit_*".into(),
            "auth.*".into(),
            "t?".into(),
        ]);
        let local = |name: &str| external.matches(&ObjectName::local(name));
        assert!(local("spatial_ref_sys") && local("audit_log") && local("audit_") && local("t1"));
        assert!(!local("audit") && !local("t") && !local("t12") && !local("auth_users"));
        let users = ObjectName { namespace: Some("auth".into()), name: "users".into() };
        assert!(external.matches(&users));
    }
}
