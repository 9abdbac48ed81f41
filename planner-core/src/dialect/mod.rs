//! What is particular to one database family: its types, defaults and identifiers (what a schema
//! IS), and its lowering (how to get there). SQL text is written under `*/sql` and nowhere else.

use crate::database::model::{Column, ColumnDefault, ColumnType, ObjectName};
use crate::database::type_system::TypeSystem;
use crate::plan::lowering::Lowering;
use crate::provider::Provider;
use question::Question;
use schema_type::SchemaType;
use standard::sql::probes::Asking;

pub mod bytes;
pub mod date_time;
pub mod number;
pub mod refusal;
pub mod schema_sql;
pub mod schema_type;
pub mod question;
pub mod postgres;
pub mod sqlite;
pub mod standard;
#[cfg(test)]
mod tests;

/// The table of what was applied.
pub const HISTORY_TABLE: &str = "_comon_orm_migrations";

/// The table of what a deploy has done of a migration that it has not finished.
pub const JOURNAL_TABLE: &str = "_comon_orm_migration_steps";

/// Tables that comon itself keeps.
pub const OWN_TABLES: [&str; 2] = [HISTORY_TABLE, JOURNAL_TABLE];

/// The types, defaults and names of a database family.
pub fn type_system(provider: Provider) -> &'static dyn TypeSystem {
    match provider {
        Provider::Postgresql => &postgres::type_system::PostgresTypes,
        Provider::Sqlite => &sqlite::type_system::SqliteTypes,
    }
}

/// The way from changes to steps of a database family.
pub fn lowering(provider: Provider) -> &'static dyn Lowering {
    match provider {
        Provider::Postgresql => &postgres::lower::PostgresLowering,
        Provider::Sqlite => &sqlite::lower::SqliteLowering,
    }
}

/// How a database family is asked about the data at risk.
fn asking(provider: Provider) -> Asking {
    match provider {
        Provider::Postgresql => postgres::sql::probes::ASKING,
        Provider::Sqlite => sqlite::sql::probes::ASKING,
    }
}

/// The statement that asks a question about the data at risk: one SELECT of one number.
pub fn probe_sql(provider: Provider, question: &Question) -> String {
    asking(provider).render(question)
}

/// Which rows a question is about, as the condition of a statement over their table; `None` where it is
/// not about single ones.
pub fn condition_sql(provider: Provider, question: &Question) -> Option<String> {
    asking(provider).condition(question)
}

/// A list of values of an enum, on PostgreSQL, with one of them replaced.
pub fn replaced_in_list(list: &str, value: &str, other: &str) -> String {
    postgres::sql::gentle::replaced_in_list(list, value, other)
}

/// A name as SQL takes it literally.
pub fn quote(provider: Provider, name: &str) -> String {
    match provider {
        Provider::Postgresql => postgres::identifiers::quote(name),
        Provider::Sqlite => sqlite::identifiers::quote(name),
    }
}

/// The same of a table, with its schema where that is not the default one.
pub fn quote_name(provider: Provider, name: &ObjectName) -> String {
    match provider {
        Provider::Postgresql => postgres::identifiers::quote_name(name),
        Provider::Sqlite => sqlite::identifiers::quote_name(name),
    }
}

/// A column's type as SQL writes it: `BIGINT`, `TEXT[]`.
pub fn column_type_sql(provider: Provider, column: &Column) -> String {
    match provider {
        Provider::Postgresql => postgres::sql::create_table::typed(column),
        Provider::Sqlite => sqlite::sql::column_type::render(&column.column_type),
    }
}

/// Whether an application that was written for one column type goes on with another: its values
/// are taken and read back as they were written, and its comparisons work.
pub fn serves(provider: Provider, written_for: &Column, column: &Column) -> bool {
    match provider {
        Provider::Postgresql => postgres::service::serves(written_for, column),
        Provider::Sqlite => sqlite::service::serves(written_for, column),
    }
}

/// How the schema language says a column's type; `None` for enums and for what it cannot name.
pub fn schema_type(provider: Provider, column_type: &ColumnType) -> Option<SchemaType> {
    match provider {
        Provider::Postgresql => postgres::types::to_schema(column_type),
        Provider::Sqlite => sqlite::types::to_schema(column_type),
    }
}

/// A default as SQL, for `dbgenerated`; `None` where only the database knows it.
pub fn default_sql(provider: Provider, default: &ColumnDefault, column: &Column) -> Option<String> {
    match provider {
        Provider::Postgresql => postgres::sql::default::render(default, column),
        Provider::Sqlite => sqlite::sql::default::render(default, column),
    }
}
