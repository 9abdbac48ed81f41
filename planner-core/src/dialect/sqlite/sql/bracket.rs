//! The bracket around a script that rebuilds or drops a table: foreign keys off before the
//! transaction begins, on again after it.
//! <https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes>

/// How to run the script by hand. Without `-bail`, a failed copy goes on to drop the table.
pub const COMMENT: &str = "-- To run this by hand: sqlite3 -bail <db> < migration.sql";

/// The statements before all others.
pub const OPENING: [&str; 2] = ["PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"];

/// The statements after all others.
pub const CLOSING: [&str; 2] = ["COMMIT", "PRAGMA foreign_keys=ON"];
