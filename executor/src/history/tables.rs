//! The two tables' columns and the statements that create and upgrade them. The first eleven
//! columns of the history are shared with databases that comon_orm wrote to.

use crate::session::Question;
use planner_core::provider::Provider;

pub use planner_core::dialect::{HISTORY_TABLE as HISTORY, JOURNAL_TABLE as JOURNAL};

/// A column: its name and its definition on PostgreSQL and on SQLite.
#[derive(Debug, Clone, Copy)]
pub struct TableColumn {
    /// Its name.
    pub name: &'static str,
    postgres: &'static str,
    sqlite: &'static str,
    /// How the value travels.
    pub kind: ValueKind,
}

/// How a column's value travels as a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Text as it is.
    Text,
    /// RFC 3339 text, a point in time on PostgreSQL.
    Time,
    /// A whole number.
    Integer,
    /// A boolean; 0 or 1 on SQLite.
    Boolean,
}

const fn column(
    name: &'static str,
    postgres: &'static str,
    sqlite: &'static str,
    kind: ValueKind,
) -> TableColumn {
    TableColumn { name, postgres, sqlite, kind }
}

/// Columns of the history, in the order in which rows are read and written. A table that lacks
/// one gets it by ADD COLUMN, so each that is not shared is nullable or has a default.
pub const HISTORY_COLUMNS: [TableColumn; 20] = [
    column("name", "TEXT PRIMARY KEY", "TEXT PRIMARY KEY NOT NULL", ValueKind::Text),
    column("applied_at", "TIMESTAMPTZ NOT NULL", "TEXT NOT NULL", ValueKind::Time),
    column("statement_count", "INTEGER NOT NULL", "INTEGER NOT NULL", ValueKind::Integer),
    column(
        "kind",
        "TEXT NOT NULL DEFAULT 'apply'",
        "TEXT NOT NULL DEFAULT 'apply'",
        ValueKind::Text,
    ),
    column("target_name", "TEXT", "TEXT", ValueKind::Text),
    column("provider", "TEXT", "TEXT", ValueKind::Text),
    column("checksum", "TEXT", "TEXT", ValueKind::Text),
    column("before_schema", "TEXT", "TEXT", ValueKind::Text),
    column("after_schema", "TEXT", "TEXT", ValueKind::Text),
    column("warnings", "TEXT", "TEXT", ValueKind::Text),
    column(
        "rebuild_required",
        "BOOLEAN NOT NULL DEFAULT false",
        "INTEGER NOT NULL DEFAULT 0",
        ValueKind::Boolean,
    ),
    column("seq", "BIGINT", "INTEGER", ValueKind::Integer),
    column("command", "TEXT", "TEXT", ValueKind::Text),
    column("executor_version", "TEXT", "TEXT", ValueKind::Text),
    column("applied_by", "TEXT", "TEXT", ValueKind::Text),
    column("duration_ms", "BIGINT", "INTEGER", ValueKind::Integer),
    column("accepted_warnings", "TEXT", "TEXT", ValueKind::Text),
    column("migration_sql", "TEXT", "TEXT", ValueKind::Text),
    column("live_expressions", "TEXT", "TEXT", ValueKind::Text),
    column("metadata", "TEXT", "TEXT", ValueKind::Text),
];

/// Columns of the journal, in order.
pub const JOURNAL_COLUMNS: [TableColumn; 7] = [
    column("migration", "TEXT NOT NULL", "TEXT NOT NULL", ValueKind::Text),
    column("step", "INTEGER NOT NULL", "INTEGER NOT NULL", ValueKind::Integer),
    column("digest", "TEXT NOT NULL", "TEXT NOT NULL", ValueKind::Text),
    column("state", "TEXT NOT NULL", "TEXT NOT NULL", ValueKind::Text),
    column("started_at", "TEXT NOT NULL", "TEXT NOT NULL", ValueKind::Text),
    column("ended_at", "TEXT", "TEXT", ValueKind::Text),
    column("error", "TEXT", "TEXT", ValueKind::Text),
];

impl TableColumn {
    /// Whether it holds a file of the migration: a text that the migrations folder has as well.
    pub fn is_long(&self) -> bool {
        matches!(self.name, "before_schema" | "after_schema" | "migration_sql" | "metadata")
    }

    fn definition(&self, provider: Provider) -> String {
        let kind = match provider {
            Provider::Postgresql => self.postgres,
            Provider::Sqlite => self.sqlite,
        };
        format!("{} {kind}", self.name)
    }

    /// Its value in a select list, as text that reads the same on both databases.
    fn selected(&self, provider: Provider) -> String {
        match (provider, self.kind) {
            (Provider::Postgresql, ValueKind::Time) => format!(
                "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
                self.name
            ),
            (Provider::Postgresql, _) => format!("{}::text", self.name),
            (Provider::Sqlite, _) => self.name.to_owned(),
        }
    }

    /// The parameter of that number, as this column takes it.
    fn placeholder(&self, provider: Provider, number: usize) -> String {
        match (provider, self.kind) {
            (Provider::Sqlite, _) | (Provider::Postgresql, ValueKind::Text) => format!("${number}"),
            (Provider::Postgresql, ValueKind::Time) => format!("${number}::text::timestamptz"),
            (Provider::Postgresql, ValueKind::Integer) => format!("${number}::bigint"),
            (Provider::Postgresql, ValueKind::Boolean) => format!("${number}::boolean"),
        }
    }
}

/// The columns of the two tables, in order: a row for each, with the name of its table.
pub fn columns_query(provider: Provider) -> String {
    match provider {
        Provider::Postgresql => format!(
            "SELECT c.relname::text, a.attname::text FROM pg_catalog.pg_class c \
             JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid WHERE c.oid = ANY (ARRAY[\
             to_regclass(quote_ident(current_schema()) || '.{HISTORY}'), \
             to_regclass(quote_ident(current_schema()) || '.{JOURNAL}')]::oid[]) \
             AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
        ),
        Provider::Sqlite => format!(
            "SELECT m.name, x.name FROM sqlite_schema m JOIN pragma_table_info(m.name) x \
             WHERE m.type = 'table' AND m.name IN ('{HISTORY}', '{JOURNAL}') ORDER BY x.cid"
        ),
    }
}

/// CREATE TABLE for the history.
pub fn create_history(provider: Provider) -> String {
    format!("CREATE TABLE {HISTORY} ({})", definitions(&HISTORY_COLUMNS, provider).join(", "))
}

/// CREATE TABLE for the journal.
pub fn create_journal(provider: Provider) -> String {
    let mut parts = definitions(&JOURNAL_COLUMNS, provider);
    parts.push("PRIMARY KEY (migration, step)".to_owned());
    format!("CREATE TABLE {JOURNAL} ({})", parts.join(", "))
}

/// ALTER TABLE that gives the history a column which an older tool did not know.
pub fn add_history_column(column: &TableColumn, provider: Provider) -> String {
    format!("ALTER TABLE {HISTORY} ADD COLUMN {}", column.definition(provider))
}

/// All rows, with those columns that the table has.
pub fn select(table: &str, columns: &[TableColumn], provider: Provider) -> String {
    let list: Vec<_> = columns.iter().map(|column| column.selected(provider)).collect();
    format!("SELECT {} FROM {table}", list.join(", "))
}

/// What restricts a SELECT to the rows of these keys.
pub fn of_names(names: &[&str]) -> String {
    let literals: Vec<String> =
        names.iter().map(|name| format!("'{}'", name.replace('\'', "''"))).collect();
    format!(" WHERE name IN ({})", literals.join(", "))
}

/// Whether a row of that key is there: an expression, true (1) or false (0).
pub fn is_recorded(name: &str) -> Question<'_> {
    let sql = "EXISTS (SELECT 1 FROM _comon_orm_migrations WHERE name = $1)";
    Question { sql, value: name }
}

/// Locks the last row and changes nothing: a write, so that the end of its transaction is waited for.
pub fn lock_last() -> String {
    format!("SELECT 1 FROM {HISTORY} ORDER BY seq DESC LIMIT 1 FOR UPDATE")
}

/// One row in, all columns as parameters in order.
pub fn insert(table: &str, columns: &[TableColumn], provider: Provider) -> String {
    let names: Vec<_> = columns.iter().map(|column| column.name).collect();
    let values: Vec<_> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| column.placeholder(provider, index + 1))
        .collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "))
}

/// Forgets one step of a migration, so that it can be written anew. Parameters: migration, step.
pub fn delete_step(provider: Provider) -> String {
    let step = match provider {
        Provider::Postgresql => "$2::bigint",
        Provider::Sqlite => "$2",
    };
    format!("DELETE FROM {JOURNAL} WHERE migration = $1 AND step = {step}")
}

/// Forgets all steps of a migration. Parameter: migration.
pub fn delete_steps() -> String {
    format!("DELETE FROM {JOURNAL} WHERE migration = $1")
}

/// Whether the journal has any row: 1 or 0.
pub fn journal_is_used() -> String {
    format!("SELECT count(*) FROM {JOURNAL}")
}

/// DROP TABLE for the journal.
pub fn drop_journal() -> String {
    format!("DROP TABLE {JOURNAL}")
}

fn definitions(columns: &[TableColumn], provider: Provider) -> Vec<String> {
    columns.iter().map(|column| column.definition(provider)).collect()
}

/// Forgets all that the two tables know, whether they have a journal or not.
pub fn forget_all() -> [String; 2] {
    [format!("DELETE FROM {HISTORY}"), format!("DROP TABLE IF EXISTS {JOURNAL}")]
}
