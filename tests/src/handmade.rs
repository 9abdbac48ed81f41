//! Objects that people made by hand beside a schema, of every kind: in a database, put on its tables;
//! read back, each with what it is. In: the lowered schema of the database. Out: the statements, and
//! the list. Knows nothing of migrations.

use crate::database::{Connection, Place};
use planner_core::database::model::{Column, ColumnArity, Database, ObjectName, Table};
use planner_core::provider::Provider;
use std::collections::BTreeSet;

/// What the names of all of them begin with.
pub const PREFIX: &str = "hand_";

/// The statements that make them, each of which may find no place: on every second table, over its
/// first columns.
pub fn statements(database: &Database) -> Vec<String> {
    let mut all = match database.provider {
        Provider::Postgresql => alone(),
        Provider::Sqlite => Vec::new(),
    };
    for (number, table) in database.tables.iter().enumerate() {
        all.extend(match database.provider {
            Provider::Postgresql => on_postgres_table(table, number),
            Provider::Sqlite => on_sqlite_table(table, number),
        });
    }
    all
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn qualified(name: &ObjectName) -> String {
    let schema = name.namespace.as_ref().map(|schema| format!("{}.", quoted(schema)));
    format!("{}{}", schema.unwrap_or_default(), quoted(&name.name))
}

/// What PostgreSQL has apart from any table.
fn alone() -> Vec<String> {
    [
        "CREATE SEQUENCE hand_sequence START 7",
        "CREATE FUNCTION hand_function(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x + 1'",
        "CREATE AGGREGATE hand_sum(integer) (sfunc = int4pl, stype = integer)",
        "CREATE DOMAIN hand_domain AS integer CHECK (value > 0)",
        "CREATE TYPE hand_type AS (a integer, b text)",
        "CREATE FUNCTION hand_trigger() RETURNS trigger LANGUAGE plpgsql AS \
         'BEGIN RETURN coalesce(NEW, OLD); END'",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The column that the objects of a table stand on: not always the first.
fn chosen(table: &Table, number: usize) -> Option<&Column> {
    let single: Vec<&Column> =
        table.columns.iter().filter(|column| column.arity != ColumnArity::List).collect();
    single.get(number % single.len().max(1)).copied()
}

fn on_postgres_table(table: &Table, number: usize) -> Vec<String> {
    let Some(column) = chosen(table, number) else { return Vec::new() };
    let (name, column) = (qualified(&table.name), quoted(&column.name));
    let own = |kind: &str| quoted(&format!("{PREFIX}{kind}_{number}"));
    let mut all = on_primary_key(table, number);
    all.extend([
        format!("CREATE VIEW {} AS SELECT {column} FROM {name}", own("view")),
        format!("CREATE MATERIALIZED VIEW {} AS SELECT count(*) FROM {name}", own("stored")),
        format!(
            "CREATE TRIGGER {} AFTER UPDATE OF {column} ON {name} FOR EACH ROW \
             EXECUTE FUNCTION hand_trigger()",
            own("trigger")
        ),
        format!(
            "CREATE RULE {} AS ON DELETE TO {name} WHERE OLD.{column} IS NULL DO ALSO NOTHING",
            own("rule")
        ),
        format!("CREATE POLICY {} ON {name} USING ({column} IS NOT NULL)", own("policy")),
        format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"),
        format!(
            "ALTER TABLE {name} ADD CONSTRAINT {} CHECK ({column} IS NOT DISTINCT FROM {column})",
            own("check")
        ),
        format!("ALTER TABLE {name} ADD CONSTRAINT {} CHECK (true) NOT VALID", own("unchecked")),
        format!(
            "CREATE INDEX {} ON {name} ((coalesce({column}::text, 'none')))",
            own("expression")
        ),
        format!("CREATE INDEX {} ON {name} ({column}) WHERE {column} IS NOT NULL", own("partial")),
        format!("CREATE INDEX {} ON {name} ({column}) INCLUDE ({column})", own("including")),
        format!(
            "ALTER TABLE {name} ADD CONSTRAINT {} EXCLUDE USING btree ({column} WITH =) \
             WHERE ({column} IS NULL)",
            own("exclusion")
        ),
        format!(
            "ALTER TABLE {name} ADD CONSTRAINT {} UNIQUE ({column}) DEFERRABLE",
            own("deferrable")
        ),
        format!("COMMENT ON TABLE {name} IS 'hand-made {number}'"),
        format!("COMMENT ON COLUMN {name}.{column} IS 'hand-made {number}'"),
        format!("CREATE STATISTICS {} ON {} FROM {name}", own("statistics"), two(table)),
        format!("GRANT SELECT ON {name} TO hand_reader"),
        format!("GRANT UPDATE ({column}) ON {name} TO hand_reader"),
        format!("ALTER TABLE {name} SET (fillfactor = 77)"),
    ]);
    all
}

/// What rows are replicated by, and a foreign key that every row meets, of another form than a schema's.
fn on_primary_key(table: &Table, number: usize) -> Vec<String> {
    let Some(key) = &table.primary_key else { return Vec::new() };
    let own = |kind: &str| quoted(&format!("{PREFIX}{kind}_{number}"));
    let columns: Vec<String> = key.columns.iter().map(|column| quoted(column)).collect();
    let (name, columns) = (qualified(&table.name), columns.join(", "));
    let index = key.name.as_deref().map(quoted).unwrap_or_default();
    vec![
        format!("CREATE PUBLICATION {} FOR TABLE {name}", own("publication")),
        format!("ALTER TABLE {name} REPLICA IDENTITY USING INDEX {index}"),
        format!(
            "ALTER TABLE {name} ADD CONSTRAINT {} FOREIGN KEY ({columns}) \
             REFERENCES {name} ({columns}) DEFERRABLE",
            own("reference")
        ),
    ]
}

fn two(table: &Table) -> String {
    let columns: Vec<String> =
        table.columns.iter().take(2).map(|column| quoted(&column.name)).collect();
    columns.join(", ")
}

fn on_sqlite_table(table: &Table, number: usize) -> Vec<String> {
    let Some(column) = chosen(table, number) else { return Vec::new() };
    let (name, column) = (qualified(&table.name), quoted(&column.name));
    let own = |kind: &str| quoted(&format!("{PREFIX}{kind}_{number}"));
    vec![
        format!("CREATE VIEW {} AS SELECT {column} FROM {name}", own("view")),
        format!("CREATE VIEW {} AS SELECT count(*) AS n FROM {}", own("second"), own("view")),
        format!(
            "CREATE TRIGGER {} AFTER UPDATE OF {column} ON {name} BEGIN SELECT 1; END",
            own("trigger")
        ),
        format!("CREATE INDEX {} ON {name} (lower({column}))", own("expression")),
        format!("CREATE INDEX {} ON {name} ({column}) WHERE {column} IS NOT NULL", own("partial")),
        format!("CREATE INDEX {} ON {name} ({column} COLLATE NOCASE)", own("collating")),
    ]
}

/// SQLite's checks stand in the table alone: this puts one into the text of every second table.
pub fn add_checks(connection: &mut Connection, database: &Database) {
    for (number, table) in database.tables.iter().enumerate().filter(|(number, _)| number % 2 == 1)
    {
        let sql = format!(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = substr(sql, 1, \
             length(sql) - 1) || ', CONSTRAINT {PREFIX}check_{number} CHECK (1))' \
             WHERE type = 'table' AND name = '{}' AND sql LIKE '%)'; \
             PRAGMA writable_schema = RESET",
            table.name.name.replace('\'', "''")
        );
        connection.execute(&sql).expect("a check is added");
    }
}

/// Makes them; those that find no place (a column of a type that cannot be indexed so) are left out.
pub fn make(place: Place, connection: &mut Connection, database: &Database) {
    if let Place::Postgres(_) = place {
        connection
            .execute(
                "DO $$ BEGIN CREATE ROLE hand_reader; EXCEPTION WHEN duplicate_object OR \
                 unique_violation THEN NULL; END $$",
            )
            .expect("a role");
    }
    for statement in statements(database) {
        let _ = connection.execute(&statement);
    }
    if let Place::Sqlite = place {
        add_checks(connection, database);
    }
}

/// All of them that are there, each in one line with what is its own; names of tables and columns,
/// which a migration may change, are left out.
pub fn list(place: Place, connection: &mut Connection) -> BTreeSet<String> {
    let sql = match place {
        Place::Postgres(_) => POSTGRES,
        Place::Sqlite => SQLITE,
    };
    let rows = connection.rows(sql).unwrap_or_else(|problem| panic!("{problem}"));
    rows.into_iter().map(|row| row.into_iter().flatten().collect::<Vec<_>>().join(" ")).collect()
}

/// Reads each view once: one that is there and cannot be read is not kept.
pub fn broken(place: Place, connection: &mut Connection) -> Vec<String> {
    let sql = match place {
        Place::Postgres(_) => {
            "SELECT oid::regclass::text FROM pg_class WHERE relname LIKE 'hand\\_%' \
             AND relkind IN ('v', 'm')"
        }
        Place::Sqlite => {
            "SELECT '\"' || name || '\"' FROM sqlite_schema WHERE type = 'view' \
             AND name LIKE 'hand\\_%' ESCAPE '\\'"
        }
    };
    let names = connection.rows(sql).unwrap_or_else(|problem| panic!("{problem}"));
    let mut broken = Vec::new();
    for name in names.into_iter().flatten().flatten() {
        if let Err(problem) = connection.execute(&format!("SELECT count(*) FROM {name}")) {
            broken.push(format!("{name}: {problem}"));
        }
    }
    broken
}

const SQLITE: &str = "SELECT type, name FROM sqlite_schema \
    WHERE name LIKE 'hand\\_%' ESCAPE '\\' \
    UNION ALL SELECT 'check', substr(sql, instr(sql, 'CONSTRAINT hand_'), 30) FROM sqlite_schema \
    WHERE type = 'table' AND sql LIKE '%CONSTRAINT hand\\_check%' ESCAPE '\\'";

const POSTGRES: &str = "SELECT 'relation ' || relkind::text, relname::text, NULL::text \
    FROM pg_class WHERE relname LIKE 'hand\\_%' \
    UNION ALL SELECT 'trigger', tgname::text, tgenabled::text FROM pg_trigger \
    WHERE tgname LIKE 'hand\\_%' \
    UNION ALL SELECT 'rule', rulename::text, ev_enabled::text FROM pg_rewrite \
    WHERE rulename LIKE 'hand\\_%' \
    UNION ALL SELECT 'policy', p.polname::text, c.relrowsecurity::text FROM pg_policy p \
    JOIN pg_class c ON c.oid = p.polrelid WHERE p.polname LIKE 'hand\\_%' \
    UNION ALL SELECT 'constraint', conname::text, contype::text || ' ' || condeferrable || ' ' || \
    convalidated FROM pg_constraint WHERE conname LIKE 'hand\\_%' \
    UNION ALL SELECT 'function', p.proname::text, p.prosrc FROM pg_proc p \
    WHERE p.proname LIKE 'hand\\_%' \
    UNION ALL SELECT 'type', typname::text, typtype::text FROM pg_type \
    WHERE typname IN ('hand_domain', 'hand_type') \
    UNION ALL SELECT 'statistics', stxname::text, NULL FROM pg_statistic_ext \
    WHERE stxname LIKE 'hand\\_%' \
    UNION ALL SELECT CASE WHEN objsubid = 0 THEN 'table comment' ELSE 'column comment' END, \
    description, NULL FROM pg_description WHERE description LIKE 'hand-made%' \
    UNION ALL SELECT 'options', count(*)::text, NULL FROM pg_class \
    WHERE 'fillfactor=77' = ANY (reloptions) \
    UNION ALL SELECT 'publication', p.pubname::text, NULL FROM pg_publication_rel x \
    JOIN pg_publication p ON p.oid = x.prpubid WHERE p.pubname LIKE 'hand\\_%' \
    UNION ALL SELECT 'identities', count(*)::text, NULL FROM pg_index WHERE indisreplident \
    UNION ALL SELECT 'grants', count(*)::text, NULL FROM pg_class c, \
    aclexplode(c.relacl) k WHERE k.grantee = \
    (SELECT oid FROM pg_roles WHERE rolname = 'hand_reader') \
    UNION ALL SELECT 'column grants', count(*)::text, NULL FROM pg_attribute a, \
    aclexplode(a.attacl) k WHERE k.grantee = \
    (SELECT oid FROM pg_roles WHERE rolname = 'hand_reader') AND NOT a.attisdropped";
