//! What only SQLite needs of a session: opening or creating the file, and foreign keys, which
//! can be switched only outside a transaction.

use super::connect::{Access, Missing};
use super::ending::Ending;
use super::file::SqliteFile;
use super::{
    Attendance, Connection, DEFAULT_LIMITS, PROBE_LIMIT, ServerFacts, Session, sqlite_failure,
    transaction,
};
use crate::error::{Error, Result};
use crate::target::{SqliteTarget, Target};
use std::path::Path;
use std::time::Duration;

/// One row that refers to a missing one, as `PRAGMA foreign_key_check` reports it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignKeyViolation {
    /// The table that refers.
    pub table: String,
    /// The row's rowid; `None` in a table without.
    pub row: Option<i64>,
    /// The table referred to.
    pub parent: String,
    /// Which of the table's foreign keys, as `PRAGMA foreign_key_list` numbers them.
    pub foreign_key: i64,
}

pub(super) async fn connect(
    target: &SqliteTarget,
    access: Access,
    missing: Missing,
) -> Result<Session> {
    check_file(&target.file, missing)?;
    let wrapped = Target::Sqlite(target.clone());
    let mut file = SqliteFile::open(&target.file, access, missing == Missing::Create)
        .map_err(|error| sqlite_failure::explain(&error, &wrapped))?;
    file.set_patience(DEFAULT_LIMITS.lock);
    let mut session = Session {
        target: wrapped,
        connection: Connection::Sqlite(Box::new(file)),
        facts: ServerFacts {
            version: String::new(),
            version_number: (0, 0),
            user: None,
            process: None,
            schema_exists: true,
            journal_mode: None,
        },
        transaction: transaction::State::None,
        attendance: Attendance::default(),
        limits: DEFAULT_LIMITS,
        probe_limit: PROBE_LIMIT,
        line: None,
        lost: None,
        prepared: Vec::new(),
        remembered: Vec::new(),
        ahead: None,
        ending: Ending::default(),
    };
    match session.read_facts().await {
        // Another deploy that is about to commit lets nobody read: it is read under the lock.
        Err(error) if error.id == "database-busy" && access == Access::Write => Ok(session),
        Err(error) => Err(error),
        Ok(()) => Ok(session),
    }
}

/// SQLite's own message for all of these is "unable to open database file".
fn check_file(file: &Path, missing: Missing) -> Result<()> {
    let shown = file.display();
    if file.is_dir() {
        return Err(Error::invalid(
            "not-a-file",
            format!("{shown} is a directory, not a database."),
        )
        .help("Name the file inside it, such as file:dev.db."));
    }
    if let Some(folder) = file.parent()
        && !folder.is_dir()
    {
        return Err(Error::failed(
            "missing-directory",
            format!("The directory {} of the database does not exist.", folder.display()),
        )
        .help("Create it, or correct the URL; SQLite paths are relative to the schema's folder."));
    }
    if missing == Missing::Refuse && !file.exists() {
        return Err(Error::failed("missing-file", format!("The database {shown} does not exist."))
            .help("`comon migrate dev` creates it, and so does `comon migrate deploy --create-database`."));
    }
    Ok(())
}

impl Session {
    /// SQLite: what the file and the library say of themselves, where that is not known yet.
    pub(super) async fn read_facts(&mut self) -> Result<()> {
        if !self.facts.version.is_empty() {
            return Ok(());
        }
        // Reading the schema is what finds a file that is no database.
        self.query("SELECT count(*) FROM sqlite_schema").await?;
        let row = self.query_one("PRAGMA journal_mode").await?;
        self.facts.journal_mode = row.text(0).map(ToOwned::to_owned);
        let row = self.query_one("SELECT sqlite_version()").await?;
        let version = row.text_or_empty(0).to_owned();
        let mut parts = version.split('.').map(|part| part.parse().unwrap_or_default());
        self.facts.version_number =
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        self.facts.version = version;
        Ok(())
    }

    /// SQLite: stops what runs after that long, until it is called with `None`; the statement then fails
    /// with the id `statement-cancelled`. PostgreSQL has [`Limits`](super::Limits) for that.
    pub fn stop_after(&self, limit: Option<Duration>) {
        if let Connection::Sqlite(file) = &self.connection {
            file.stop_after(limit);
        }
    }

    /// SQLite: switches the enforcement of foreign keys and reads it back, for SQLite ignores the
    /// pragma inside a transaction without a word. PostgreSQL: nothing.
    pub async fn set_foreign_keys(&mut self, on: bool) -> Result<()> {
        if !matches!(self.connection, Connection::Sqlite(_)) {
            return Ok(());
        }
        let sql = if on { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" };
        self.execute(sql).await?;
        let row = self.query_one("PRAGMA foreign_keys").await?;
        if row.is_true(0) == on {
            return Ok(());
        }
        let word = if on { "on" } else { "off" };
        Err(Error::failed(
            "foreign-keys-not-switched",
            format!("Foreign keys could not be switched {word}; nothing was changed."),
        )
        .detail("SQLite ignores the switch inside a transaction, and when built without them."))
    }

    /// SQLite: all rows that refer to missing ones, in order. PostgreSQL has none by design.
    pub async fn foreign_key_violations(&mut self) -> Result<Vec<ForeignKeyViolation>> {
        if !matches!(self.connection, Connection::Sqlite(_)) {
            return Ok(Vec::new());
        }
        let rows = self.query("PRAGMA foreign_key_check").await?;
        let mut violations: Vec<ForeignKeyViolation> = rows
            .iter()
            .map(|row| ForeignKeyViolation {
                table: row.text_or_empty(0).to_owned(),
                row: row.integer(1),
                parent: row.text_or_empty(2).to_owned(),
                foreign_key: row.integer(3).unwrap_or_default(),
            })
            .collect();
        violations.sort();
        Ok(violations)
    }
}
