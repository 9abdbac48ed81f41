//! An error of SQLite in, the error that people read out: a stable id, SQLite's own words and code, the
//! next action.

use super::failure;
use crate::error::Error;
use crate::target::Target;

/// Explains an error of SQLite.
pub(super) fn explain(error: &rusqlite::Error, target: &Target) -> Error {
    let (code, words) = match error {
        rusqlite::Error::SqliteFailure(error, words) => {
            (error.extended_code, words.clone().unwrap_or_else(|| error.to_string()))
        }
        rusqlite::Error::SqlInputError { error, msg, .. } => (error.extended_code, msg.clone()),
        other => {
            let message = format!("The database driver failed: {other}.");
            return failure::redacted(Error::failed("database-error", message), target);
        }
    };
    let explained = explain_code(code, &words, target);
    let explained = Error { database_code: Some(code.to_string().into()), ..explained };
    failure::redacted(explained, target)
}

fn explain_code(code: i32, words: &str, target: &Target) -> Error {
    let file = match target {
        Target::Sqlite(sqlite) => sqlite.file.display().to_string(),
        Target::Postgres(_) => target.database_name(),
    };
    // The low byte is the primary code: https://www.sqlite.org/rescode.html
    match code & 0xff {
        5 | 6 => Error::failed("database-busy", format!("Another program is using {file}: {words}."))
            .help("Close the programs that hold it open (a shell, a browser of databases, the application), then run the command again."),
        3 => Error::failed("permission-denied", format!("{file} may not be used: {words}."))
            .help("Give the user the right to write the file and its directory."),
        8 => Error::failed("read-only-file", format!("{file} cannot be written: {words}."))
            .help("Give the user write permission for the file and its directory."),
        9 => Error::failed("statement-cancelled", "The statement was stopped."),
        10 => Error::failed("disk-failure", format!("Reading or writing {file} failed: {words}."))
            .help("Look at the disk and its file system, then run comon migrate status."),
        11 => Error::failed("corrupt-database", format!("{file} is damaged: {words}."))
            .help("Restore it from a backup, or salvage what is left with `sqlite3 <file> .recover`."),
        13 => Error::failed("disk-full", format!("There is no space left to write {file}: {words}."))
            .help("Make room on its disk, then run the command again."),
        14 => Error::failed("cannot-open", format!("{file} cannot be opened: {words}."))
            .help("Check the permissions of the file and its directory."),
        26 => Error::failed("not-a-database", format!("{file} is not an SQLite database: {words}."))
            .help("Correct the URL; an encrypted or foreign file cannot be migrated."),
        _ => Error::failed("statement-failed", format!("SQLite refused the statement: {words} (code {code}).")),
    }
}
