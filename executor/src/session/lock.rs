//! The deploy lock: one writer of migrations for a database at a time, whichever machine it runs
//! on. PostgreSQL: a session's advisory lock. SQLite: an exclusive lock on a file beside the
//! database. Both are gone when the process is.

use super::{Access, Connection, Missing, Session, own_socket, postgres};
use crate::error::{Error, ErrorKind, Result};
use crate::system;
use crate::target::{SqliteTarget, Target};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often the waiting are told again who holds the lock.
const REMIND: Duration = Duration::from_secs(10);

/// How long to wait for the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Give up at once.
    No,
    /// Give up after that long.
    For(Duration),
    /// Never give up.
    Forever,
}

/// Who holds the lock, as far as it can be told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Holder {
    /// Process id: of the server's backend on PostgreSQL, of comon on SQLite.
    pub process: Option<i64>,
    /// What it calls itself: the application's name, on SQLite comon's command.
    pub application: Option<String>,
    /// PostgreSQL: its role.
    pub user: Option<String>,
    /// PostgreSQL: where it connects from, where that is not the server's own machine.
    pub address: Option<String>,
    /// When it connected (PostgreSQL) or took the lock (SQLite), RFC 3339, UTC.
    pub since: Option<String>,
}

impl Holder {
    /// One phrase, such as `comon of ann from 10.0.0.7 (process 4711, since 2026-…)`.
    pub fn describe(&self) -> String {
        let mut who = self.application.clone().unwrap_or_else(|| "another session".to_owned());
        for (word, name) in [("of", &self.user), ("from", &self.address)] {
            who.extend(name.iter().map(|name| format!(" {word} {name}")));
        }
        let process = self.process.map(|process| format!("process {process}"));
        let since = self.since.as_ref().map(|since| format!("since {since}"));
        let parts: Vec<String> = process.into_iter().chain(since).collect();
        match parts.is_empty() {
            true => who,
            false => format!("{who} ({})", parts.join(", ")),
        }
    }
}

/// The lock, held. It is released by [`Session::unlock`], and at the latest with the session
/// (PostgreSQL) or when this value is dropped (SQLite).
#[derive(Debug)]
#[must_use = "an SQLite lock is released when this is dropped"]
pub struct DeployLock {
    /// SQLite: the locked file and its path.
    file: Option<(File, PathBuf)>,
    /// Whether it had to be waited for: then the other run may have done all the work.
    pub waited: bool,
}

impl Session {
    /// Takes the deploy lock, polling outside any transaction. `waiting` is called when the wait
    /// begins, when the holder changes, and every ten seconds, with the time waited so far.
    /// What was read before the lock was held must be read again.
    ///
    /// # Errors
    /// `locked` (exit code 4) when the wait is over; `pooled-connection` where the URL leads
    /// through a pooler that gives each statement another server connection.
    pub async fn lock(
        &mut self,
        wait: Wait,
        command: &str,
        waiting: &mut (dyn FnMut(&Holder, Duration) + Send),
    ) -> Result<DeployLock> {
        self.check_own_backend().await?;
        let start = Instant::now();
        let mut told: Option<(Holder, Instant)> = None;
        let mut pause = Duration::from_millis(50);
        let mut tries = 0;
        loop {
            if let Some(file) = self.try_lock(command).await? {
                let lock = DeployLock { file, waited: told.is_some() };
                self.read_facts().await?;
                return Ok(lock);
            }
            let holder = match &self.target {
                Target::Sqlite(target) => noted_holder(target),
                Target::Postgres(_) => self.lock_holder().await?,
            };
            let holder = holder.unwrap_or_default();
            tries += 1;
            let over = match wait {
                // Who only looks at the lock of a file holds it for a moment.
                Wait::No => tries > 1,
                Wait::For(limit) => start.elapsed() >= limit,
                Wait::Forever => false,
            };
            if over {
                return Err(locked(&holder, start.elapsed()));
            }
            let news =
                told.as_ref().is_none_or(|(last, at)| *last != holder || at.elapsed() >= REMIND);
            if news {
                waiting(&holder, start.elapsed());
                told = Some((holder, Instant::now()));
            }
            let left = match wait {
                Wait::For(limit) => limit.saturating_sub(start.elapsed()),
                Wait::No | Wait::Forever => pause,
            };
            tokio::time::sleep(pause.min(left)).await;
            pause = (pause * 2).min(Duration::from_secs(1));
        }
    }

    /// Releases the lock. On SQLite the lock file goes as well.
    pub async fn unlock(&mut self, mut lock: DeployLock) -> Result<()> {
        let file = lock.file.take();
        match (&self.target, file) {
            (Target::Postgres(target), _) => {
                let key = lock_key(&target.schema);
                self.execute(&format!("SELECT pg_catalog.pg_advisory_unlock({key})")).await?;
            }
            (Target::Sqlite(_), Some((file, path))) => release(file, &path),
            (Target::Sqlite(_), None) => {}
        }
        Ok(())
    }

    /// Who holds the lock at this moment; `None` where nobody does or nobody can tell.
    pub async fn lock_holder(&mut self) -> Result<Option<Holder>> {
        match &self.target {
            Target::Sqlite(target) => Ok(file_lock_holder(target)),
            Target::Postgres(target) => {
                let rows = self.query(&holder_sql(lock_key(&target.schema))).await?;
                let text = |row: &super::Row, at| row.text(at).map(ToOwned::to_owned);
                Ok(rows.first().map(|row| Holder {
                    process: row.integer(0),
                    application: text(row, 1),
                    user: text(row, 2),
                    address: text(row, 3),
                    since: text(row, 4),
                }))
            }
        }
    }

    /// `Some` when the lock was free and is held now; inside it the locked file on SQLite.
    async fn try_lock(&mut self, command: &str) -> Result<Option<Option<(File, PathBuf)>>> {
        match &self.target {
            Target::Sqlite(target) => {
                let target = target.clone();
                Ok(try_lock_file(&target, command)?.map(Some))
            }
            Target::Postgres(target) => {
                let key = lock_key(&target.schema);
                let sql = format!("SELECT pg_catalog.pg_try_advisory_lock({key})");
                let row = self.query_one(&sql).await?;
                Ok(row.is_true(0).then_some(None))
            }
        }
    }

    /// A pooler in transaction mode takes a session's lock on one server connection and releases
    /// it on another, so the session must meet the same one every time, and alone. Where nobody
    /// else works, such a pooler gives everybody the same connection: a second session shows it. It is
    /// not needed where the server is at the other end of this process's own socket.
    async fn check_own_backend(&mut self) -> Result<()> {
        if matches!(self.connection, Connection::Sqlite(_)) {
            return Ok(());
        }
        let ends = self.query_one(own_socket::ENDS).await?;
        if ends.integer(0) == self.facts.process && own_socket::is_own(&ends) {
            return Ok(());
        }
        let target = self.target.clone();
        // A role or server that takes no second connection leaves it at the questions below.
        let mut other = Session::connect(&target, Access::Read, Missing::Refuse).await.ok();
        if let Some(other) = &mut other {
            other.begin_read_only().await?;
            if other.query_one(OWN_PROCESS).await?.integer(0) == self.facts.process {
                return Err(pooled());
            }
        }
        // While the other one keeps its server connection, after it gave it back, and once more
        // for a pooler that deals connections in turn. One that has none left makes us wait.
        for at in 0..3 {
            if let Some(other) = other.as_mut().filter(|_| at == 1) {
                other.rollback().await?;
            }
            let own = tokio::time::timeout(NO_CONNECTION_LEFT, self.query_one(OWN_PROCESS)).await;
            let Ok(own) = own else { return Err(pooled()) };
            if own?.integer(0) != self.facts.process {
                return Err(pooled());
            }
        }
        match other {
            Some(other) => other.close().await,
            None => Ok(()),
        }
    }
}

/// A server's own process answers at once.
const NO_CONNECTION_LEFT: Duration = Duration::from_secs(10);

const OWN_PROCESS: &str = "SELECT pg_catalog.pg_backend_pid()";

/// The error of a session whose statements do not all meet one server process.
pub(super) fn pooled() -> Error {
    Error::refused(
        "pooled-connection",
        "The URL leads through a pooler in transaction mode, which cannot hold the deploy lock.",
    )
    .help("Give the server's own address: as directUrl in the datasource, or with --url.")
}

fn locked(holder: &Holder, waited: Duration) -> Error {
    Error::new(
        ErrorKind::Locked,
        "locked",
        format!("Another run holds the deploy lock: {}.", holder.describe()),
    )
    .detail(format!("Waited {} s.", waited.as_secs()))
    .help("Run the command again when it has ended, or wait longer with --wait <duration>.")
}

/// The advisory lock's key: the first eight bytes, big-endian, of SHA-256(`comon:<schema>`).
pub(super) fn lock_key(schema: &str) -> i64 {
    let digest = Sha256::digest(format!("comon:{schema}").as_bytes());
    digest.iter().take(8).fold(0_i64, |key, byte| (key << 8) | i64::from(*byte))
}

/// `pg_locks` shows the key's halves as object ids.
fn holder_sql(key: i64) -> String {
    let high = (key as u64) >> 32;
    let low = (key as u64) & 0xffff_ffff;
    format!(
        "SELECT l.pid, coalesce(nullif(a.application_name, ''), 'a session'), a.usename::text, \
         host(a.client_addr), to_char(a.backend_start AT TIME ZONE 'UTC', {format}) \
         FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
         WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 \
         AND l.classid = {high} AND l.objid = {low} \
         AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())",
        format = postgres::literal("YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"")
    )
}

fn try_lock_file(target: &SqliteTarget, command: &str) -> Result<Option<(File, PathBuf)>> {
    let path = target.lock_file();
    let unusable = |error: std::io::Error| {
        let text = error.to_string();
        let words = text.split(" (os error").next().unwrap_or_default();
        Error::failed(
            "permission-denied",
            format!("The deploy lock {} cannot be taken: {words}.", path.display()),
        )
        .help("Give the user write permission for the directory of the database.")
    };
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        return Err(not_a_file(&path));
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    // A link put there in the meantime would have somebody else's file written to.
    system::follow_no_link(&mut options);
    let mut file = options.open(&path).map_err(unusable)?;
    if !file.metadata().is_ok_and(|found| found.is_file()) {
        return Err(not_a_file(&path));
    }
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(unusable(error)),
    }
    if !system::is_still_there(&file, &path) {
        // The holder before removed it after we opened it: what we locked is nobody's lock.
        return Ok(None);
    }
    let since = time::OffsetDateTime::now_utc()
        .replace_nanosecond(0)
        .unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
        .format(&time::format_description::well_known::Rfc3339)
        .unwrap_or_default();
    let note = format!("{}\n{since}\n{command}\n", std::process::id());
    let written = match system::LOCKED_FILES_ARE_FILES {
        true => file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(note.as_bytes())),
        false => {
            let place = note_beside(&path);
            // Whatever stands there is of a run that ended, or a link.
            let _ = std::fs::remove_file(&place);
            File::create_new(place).and_then(|mut file| file.write_all(note.as_bytes()))
        }
    };
    written.map_err(unusable)?;
    Ok(Some((file, path)))
}

/// What stands in the place of the lock file is somebody else's.
fn not_a_file(path: &Path) -> Error {
    Error::failed(
        "lock-unusable",
        format!(
            "The lock file {} is a link or no file at all; it was not touched.",
            path.display()
        ),
    )
    .help("Move it away; comon makes its own lock file beside the database.")
}

/// Removed before it is unlocked, so that nobody locks it in between.
fn release(file: File, path: &std::path::Path) {
    // A file that stays is harmless: the next run locks it again.
    match system::LOCKED_FILES_ARE_FILES {
        true => std::fs::remove_file(path).ok(),
        false => std::fs::remove_file(note_beside(path)).ok(),
    };
    drop(file);
}

/// Who holds the lock of an SQLite file; `None` where nobody does. What a killed run wrote into the
/// lock file is nobody's claim.
pub(crate) fn file_lock_holder(target: &SqliteTarget) -> Option<Holder> {
    let file = File::open(target.lock_file()).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => noted_holder(target).or_else(|| Some(Holder::default())),
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

/// Where the holder says who it is, where nobody else can read a locked file.
fn note_beside(lock: &Path) -> PathBuf {
    let mut name = lock.as_os_str().to_owned();
    name.push("-holder");
    PathBuf::from(name)
}

/// What the holder wrote of itself.
fn noted_holder(target: &SqliteTarget) -> Option<Holder> {
    let mut text = String::new();
    let path = match system::LOCKED_FILES_ARE_FILES {
        true => target.lock_file(),
        false => note_beside(&target.lock_file()),
    };
    File::open(path).ok()?.take(4096).read_to_string(&mut text).ok()?;
    let mut lines = text.lines();
    Some(Holder {
        process: lines.next()?.parse().ok(),
        since: lines.next().map(ToOwned::to_owned),
        application: lines.next().map(|command| format!("comon {command}")),
        ..Holder::default()
    })
}

impl Drop for DeployLock {
    fn drop(&mut self) {
        if let Some((file, path)) = self.file.take() {
            release(file, &path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lock_key;

    /// The contract's numbers, computed with another implementation of SHA-256.
    #[test]
    fn the_key_of_a_schema_is_the_head_of_its_digest() {
        assert_eq!(lock_key("public"), -3_339_922_088_588_580_564);
    }
}
