//! One empty database for one test, on PostgreSQL or SQLite, and a blocking connection that
//! speaks plain SQL to it. Knows nothing of schemas or migrations.

use crate::server::{self, Server};
use planner_core::provider::Provider;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection as _, Executor, PgConnection, Row, SqlSafeStr};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Where tests make their databases.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// On a PostgreSQL server.
    Postgres(&'static Server),
    /// As files in temporary folders.
    Sqlite,
}

impl Place {
    /// One place of each provider; of the servers the newest.
    pub fn of_each_provider() -> [Self; 2] {
        [Self::Sqlite, Self::Postgres(server::newest())]
    }

    /// SQLite and all servers that are tested.
    pub fn tested() -> Vec<Self> {
        let servers = server::tested().into_iter().map(Self::Postgres);
        std::iter::once(Self::Sqlite).chain(servers).collect()
    }

    /// The provider that schemas name for it.
    pub fn provider(self) -> Provider {
        match self {
            Self::Postgres(_) => Provider::Postgresql,
            Self::Sqlite => Provider::Sqlite,
        }
    }

    /// For messages.
    pub fn name(self) -> String {
        match self {
            Self::Postgres(server) => format!("PostgreSQL {}", server.major),
            Self::Sqlite => "SQLite".to_owned(),
        }
    }
}

/// An empty database that goes when this value does.
#[derive(Debug)]
pub struct TestDatabase {
    /// Where it is.
    pub place: Place,
    name: String,
    folder: Option<TempDir>,
}

impl TestDatabase {
    /// Makes one, under a name that no other has.
    pub fn create(place: Place) -> Self {
        Self::create_from(place, None)
    }

    /// An empty SQLite file in a folder of its own below `parent`.
    pub fn create_file_in(parent: &Path) -> Self {
        let folder = tempfile::Builder::new().tempdir_in(parent).expect("a folder for the file");
        std::fs::write(folder.path().join("test.db"), "").expect("the file is created");
        Self { place: Place::Sqlite, name: String::new(), folder: Some(folder) }
    }

    /// Takes the whole database away at once, with what it holds on disk.
    pub fn remove(mut self) {
        if let Place::Postgres(server) = self.place {
            let name = std::mem::take(&mut self.name);
            Connection::open(&server.url("postgres"))
                .execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                .expect("the database goes");
        }
    }

    /// The same content in a database of its own; nobody may be connected to `self`.
    pub fn copy(&self) -> Self {
        let copy = Self::create_from(self.place, Some(&self.name));
        if let (Some(from), Some(to)) = (self.file(), copy.file()) {
            std::fs::copy(from, to).expect("the file is copied");
        }
        copy
    }

    fn create_from(place: Place, template: Option<&str>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        match place {
            Place::Postgres(server) => {
                let used = if template.is_none() { take_used(server) } else { None };
                let name = used.unwrap_or_else(|| {
                    let template = template.unwrap_or("template0");
                    Connection::open(&server.url("postgres"))
                        .execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
                        .expect("a database is created");
                    name
                });
                Self { place, name, folder: None }
            }
            Place::Sqlite => {
                let folder = tempfile::Builder::new()
                    .prefix("comon-sqlite-")
                    .tempdir()
                    .expect("a folder for the file");
                // An existing empty file is an empty database.
                std::fs::write(folder.path().join("test.db"), "").expect("the file is created");
                Self { place, name, folder: Some(folder) }
            }
        }
    }

    /// What `--url` takes.
    pub fn url(&self) -> String {
        match (self.place, self.file()) {
            (Place::Postgres(server), _) => server.url(&self.name),
            (Place::Sqlite, Some(file)) => format!("file:{}", file.display()),
            (Place::Sqlite, None) => unreachable!("an SQLite database has a folder"),
        }
    }

    /// The file, on SQLite.
    pub fn file(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.path().join("test.db"))
    }

    /// A connection of its own.
    pub fn connect(&self) -> Connection {
        Connection::open(&self.url())
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Place::Postgres(server) = self.place else { return };
        // A test that fails may have lost its server.
        if self.name.is_empty() || std::thread::panicking() {
            return;
        }
        let mut connection = self.connect();
        if connection.execute(EMPTY).is_ok() {
            used_databases().entry(server.port).or_default().push(std::mem::take(&mut self.name));
        }
    }
}

/// Emptying a database takes a tenth of what dropping and creating one does, which waits for a
/// checkpoint. What cannot be emptied is not used again, and goes with its server.
const EMPTY: &str = r"DO $$
DECLARE
  found record;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid();
  FOR found IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
    EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', found.extname);
  END LOOP;
  FOR found IN SELECT pubname FROM pg_publication LOOP
    EXECUTE format('DROP PUBLICATION %I', found.pubname);
  END LOOP;
  FOR found IN SELECT nspname FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', found.nspname);
  END LOOP;
  CREATE SCHEMA public;
END $$";

fn take_used(server: &Server) -> Option<String> {
    used_databases().get_mut(&server.port)?.pop()
}

fn used_databases() -> MutexGuard<'static, BTreeMap<u16, Vec<String>>> {
    static USED: Mutex<BTreeMap<u16, Vec<String>>> = Mutex::new(BTreeMap::new());
    USED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Rows as text: NULL is `None`.
pub type Rows = Vec<Vec<Option<String>>>;

/// A blocking connection. Foreign keys are enforced on SQLite, and every session is in UTC on
/// PostgreSQL, as deploy's is.
pub struct Connection {
    runtime: Runtime,
    kind: Option<Kind>,
}

enum Kind {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Connection")
    }
}

impl Connection {
    /// Connects to what `--url` would name.
    pub fn open(url: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime of its own");
        let kind = runtime.block_on(async {
            match url.strip_prefix("file:") {
                Some(path) => Kind::Sqlite(open_file(Path::new(path)).await),
                None => {
                    let mut connection = sqlx::postgres::PgConnectOptions::from_str(url)
                        .expect("the URL of a test server")
                        .options([("timezone", "UTC")])
                        .disable_statement_logging()
                        .connect()
                        .await
                        .expect("the test server answers");
                    connection
                        .execute("SET client_min_messages = warning")
                        .await
                        .expect("a setting");
                    Kind::Postgres(connection)
                }
            }
        });
        Self { runtime, kind: Some(kind) }
    }

    /// Runs any number of statements; the first failure ends it, in the database's own words.
    ///
    /// # Errors
    ///
    /// The database's message, with its code.
    pub fn execute(&mut self, sql: &str) -> Result<(), String> {
        let statements = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()).into_sql_str());
        let result = self.runtime.block_on(async {
            match self.kind.as_mut().expect("an open connection") {
                Kind::Postgres(connection) => statements.execute(connection).await.map(drop),
                Kind::Sqlite(connection) => statements.execute(connection).await.map(drop),
            }
        });
        result.map_err(describe)
    }

    /// Reads rows whose columns are all text (or NULL) already: casts are the caller's.
    ///
    /// # Errors
    ///
    /// The database's message, with its code.
    pub fn rows(&mut self, sql: &str) -> Result<Rows, String> {
        let statement = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()).into_sql_str());
        let result = self.runtime.block_on(async {
            match self.kind.as_mut().expect("an open connection") {
                Kind::Postgres(connection) => {
                    let rows = statement.fetch_all(connection).await?;
                    let texts = |row: &sqlx::postgres::PgRow| {
                        (0..row.len()).map(|at| row.try_get(at)).collect::<Result<Vec<_>, _>>()
                    };
                    rows.iter().map(texts).collect::<Result<Vec<_>, sqlx::Error>>()
                }
                Kind::Sqlite(connection) => {
                    let rows = statement.fetch_all(connection).await?;
                    let texts = |row: &sqlx::sqlite::SqliteRow| {
                        (0..row.len()).map(|at| row.try_get(at)).collect::<Result<Vec<_>, _>>()
                    };
                    rows.iter().map(texts).collect::<Result<Vec<_>, sqlx::Error>>()
                }
            }
        });
        result.map_err(describe)
    }

    /// The first value of the first row, as text.
    pub fn text(&mut self, sql: &str) -> String {
        let rows = self.rows(sql).unwrap_or_else(|problem| panic!("{sql}: {problem}"));
        rows.into_iter().flatten().flatten().next().unwrap_or_default()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // A clean good-bye, so that a file is not still open when the next one looks at it.
        let kind = self.kind.take();
        self.runtime.block_on(async {
            match kind {
                Some(Kind::Postgres(connection)) => drop(connection.close().await),
                Some(Kind::Sqlite(connection)) => drop(connection.close().await),
                None => {}
            }
        });
    }
}

async fn open_file(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .disable_statement_logging()
        .connect()
        .await
        .expect("the test file opens")
}

fn describe(error: sqlx::Error) -> String {
    match error.as_database_error() {
        Some(database) => match database.code() {
            Some(code) => format!("{} ({code})", database.message()),
            None => database.message().to_owned(),
        },
        None => error.to_string(),
    }
}
