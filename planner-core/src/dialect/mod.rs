//! What is particular to one database family: its types, defaults and identifiers (what a schema
//! IS), and its lowering (how to get there). SQL text is written under `*/sql` and nowhere else.

use crate::database::type_system::TypeSystem;
use crate::provider::Provider;

pub mod bytes;
pub mod date_time;
pub mod number;
pub mod question;
pub mod postgres;
pub mod sqlite;

/// The types, defaults and names of a database family.
pub fn type_system(provider: Provider) -> &'static dyn TypeSystem {
    match provider {
        Provider::Postgresql => &postgres::type_system::PostgresTypes,
        Provider::Sqlite => &sqlite::type_system::SqliteTypes,
    }
}
