//! An error of PostgreSQL's driver in, the error that people read out: a stable id, the database's own words
//! and code, the place in the statement, the next action. Never a password.

use super::lock::pooled;
use crate::error::Error;
use crate::target::{Target, address};
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnectOptions, PgDatabaseError, PgErrorPosition};

/// The statement that was running.
#[derive(Debug, Clone, Copy)]
pub(super) struct Running<'a> {
    /// Its text.
    pub sql: &'a str,
    /// How many characters stand before it in the message that it came with.
    pub before: usize,
}

impl<'a> From<&'a str> for Running<'a> {
    fn from(sql: &'a str) -> Self {
        Self { sql, before: 0 }
    }
}

/// Explains an error of an open connection.
pub(super) fn explain(error: sqlx::Error, target: &Target, running: Option<Running<'_>>) -> Error {
    let explained = match &error {
        sqlx::Error::Database(database) => explain_database(database.as_ref(), target, running),
        sqlx::Error::Io(io) => connection_lost(target, &plain_io(io)),
        sqlx::Error::Protocol(text) => connection_lost(target, text),
        other => Error::failed("database-error", format!("The database driver failed: {other}.")),
    };
    redacted(explained, target)
}

/// Explains why a PostgreSQL server could not be connected to.
pub(super) fn explain_connect(
    error: sqlx::Error,
    target: &Target,
    host: &PgConnectOptions,
) -> Error {
    let place = address(host);
    let explained = match &error {
        // What goes wrong with a certificate comes as data that is not valid.
        sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::InvalidData => {
            tls_failed(&place, &plain_io(io))
        }
        sqlx::Error::Io(io) => Error::failed(
            "server-unreachable",
            format!("The PostgreSQL server at {place} cannot be reached: {}.", plain_io(io)),
        )
        .help("Start the server, or correct host and port of the database URL."),
        sqlx::Error::Tls(cause) => tls_failed(&place, &cause.to_string()),
        sqlx::Error::Database(database) => explain_database(database.as_ref(), target, None),
        sqlx::Error::Protocol(text) => Error::failed(
            "server-unreachable",
            format!("What answers at {place} is not a PostgreSQL server: {text}."),
        )
        .help("Correct host and port of the database URL."),
        other => Error::failed(
            "server-unreachable",
            format!("The PostgreSQL server at {place} cannot be reached: {other}."),
        ),
    };
    redacted(explained, target)
}

fn tls_failed(place: &str, cause: &str) -> Error {
    Error::failed(
        "tls-failed",
        format!("No encrypted connection to the PostgreSQL server at {place}: {cause}."),
    )
    .help(
        "Set sslrootcert in the URL to the authority's certificate and the host to the name that the \
         server's certificate is for, or sslmode to what the server offers.",
    )
}

fn explain_database(
    error: &dyn DatabaseError,
    target: &Target,
    running: Option<Running<'_>>,
) -> Error {
    let explained = match error.try_downcast_ref::<PgDatabaseError>() {
        Some(error) => explain_postgres(error, target, running),
        None => Error::failed("database-error", format!("The database failed: {error}.")),
    };
    Error { database_code: error.code().map(|code| code.into_owned().into()), ..explained }
}

fn explain_postgres(
    error: &PgDatabaseError,
    target: &Target,
    running: Option<Running<'_>>,
) -> Error {
    let words = error.message();
    let code = error.code();
    let database = target.database_name();
    let mut explained = match code {
        "28P01" | "28000" => Error::failed(
            "wrong-password",
            format!("The PostgreSQL server refused the login: {words}."),
        )
        .help(
            "Correct user and password of the database URL (special characters percent-encoded); the \
             server says the same of a password that has expired (VALID UNTIL).",
        ),
        "3D000" if running.is_none() => Error::failed(
            "unknown-database",
            format!("The database {database} does not exist."),
        )
        .help(
            "`comon migrate dev` creates it, and so does `comon migrate deploy --create-database`.",
        ),
        "42501" => Error::failed("permission-denied", format!("PostgreSQL: {words}."))
            .help("Grant the role what it lacks, or connect as the owner of these objects."),
        "53300" => Error::failed(
            "too-many-connections",
            format!("The server takes no more connections: {words}."),
        )
        .help("Close idle connections, then run the command again."),
        "53100" => Error::failed("disk-full", format!("The server's disk is full: {words}."))
            .help("Make room on the server's disk, then run the command again."),
        "57P03" => {
            Error::failed("server-unreachable", format!("The server is not ready: {words}."))
                .help("Wait until it has started, then run the command again.")
        }
        "55P03" => Error::failed("lock-timeout", format!("A lock was not free in time: {words}."))
            .help("Run the command again when the sessions that hold it have ended."),
        "40P01" => Error::failed("deadlock", format!("PostgreSQL ended a deadlock: {words}."))
            .help("Run the command again."),
        "57014" => {
            Error::failed("statement-cancelled", format!("The statement was stopped: {words}."))
        }
        "25006" => Error::failed("read-only", format!("Nothing can be written here: {words}."))
            .help(
                "Point the URL at the primary server; if it is, turn default_transaction_read_only \
                 off for this role and database.",
            ),
        "57P01" | "57P02" => connection_lost(target, words),
        // A statement that this session prepared is unknown, or a setting of its first packet: what
        // answers is a pooler that hands statements to different server connections.
        "26000" | "42P05" => pooled().detail(format!("PostgreSQL: {words}.")),
        "08P01" if words.contains("startup parameter") || words.contains("pooling mode") => {
            pooled().detail(format!("It says: {words}."))
        }
        code if code.starts_with("08") => connection_lost(target, words),
        _ => Error::failed(
            "statement-failed",
            format!("PostgreSQL refused the statement: {words} (SQLSTATE {code})."),
        ),
    };
    if let Some(detail) = error.detail() {
        explained = explained.detail(format!("detail: {}", one_line(detail)));
    }
    if let Some(hint) = error.hint() {
        explained = explained.detail(format!("hint: {}", one_line(hint)));
    }
    if let Some(context) = error.r#where() {
        explained = explained.detail(format!("context: {}", one_line(context)));
    }
    for line in frame(error, running) {
        explained = explained.detail(line);
    }
    explained
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("; ")
}

/// The line of the statement that the server points at, and a caret below the character.
fn frame(error: &PgDatabaseError, running: Option<Running<'_>>) -> Vec<String> {
    let (position, text) = match (error.position(), running) {
        (Some(PgErrorPosition::Original(position)), Some(running)) => {
            (position.saturating_sub(running.before), running.sql)
        }
        (Some(PgErrorPosition::Internal { position, query }), _) => (position, query),
        _ => return Vec::new(),
    };
    let offset = text.char_indices().nth(position.saturating_sub(1)).map_or(text.len(), |at| at.0);
    let (before, after) = text.split_at(offset);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    let head = before.get(start..).unwrap_or_default();
    let tail = after.split('\n').next().unwrap_or_default();
    let prefix = format!("{line} | ");
    let indent = prefix.chars().count() + head.chars().count();
    vec![format!("{prefix}{head}{tail}"), format!("{}^", " ".repeat(indent))]
}

fn connection_lost(target: &Target, words: &str) -> Error {
    let place = match target {
        Target::Postgres(postgres) => postgres.address(),
        Target::Sqlite(sqlite) => sqlite.file.display().to_string(),
    };
    Error::failed("connection-lost", format!("The connection to {place} was lost: {words}."))
        .help("Run `comon migrate status` when it is back: it says what was applied.")
}

/// Without the number that only a programmer looks up.
fn plain_io(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

pub(super) fn redacted(error: Error, target: &Target) -> Error {
    Error {
        message: target.redact(&error.message),
        details: error.details.iter().map(|line| target.redact(line)).collect(),
        ..error
    }
}
