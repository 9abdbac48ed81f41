//! What is particular to one database family: its types, defaults and identifiers (what a schema
//! IS), and its lowering (how to get there). SQL text is written under `*/sql` and nowhere else.

pub mod question;
pub mod postgres;
pub mod sqlite;
