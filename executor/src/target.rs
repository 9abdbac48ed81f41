//! A database URL in, a [`Target`] out: which database a command works on, how to reach it, how
//! to name it to people, and which secrets must never be shown. Nothing is connected here.

mod postgres;
mod secret;
mod service;
mod sqlite;

pub(crate) use postgres::address;
pub use postgres::{PostgresTarget, SessionAttributes};
pub use sqlite::SqliteTarget;

use crate::error::{Error, Result};
use planner_core::provider::Provider;
use planner_core::secret::masked;
use std::path::Path;

/// The schema that names without one mean.
const PUBLIC: &str = "public";

/// The database that a command works on.
#[derive(Debug, Clone)]
pub enum Target {
    /// A PostgreSQL server's database and schema.
    Postgres(PostgresTarget),
    /// An SQLite file.
    Sqlite(SqliteTarget),
}

impl Target {
    /// Reads a database URL for that provider. `folder` is the schema's folder, which relative
    /// SQLite paths start from. No error repeats the URL, which may hold a password.
    pub fn parse(provider: Provider, url: &str, folder: &Path) -> Result<Self> {
        let url = url.trim();
        if url.is_empty() {
            return Err(Error::invalid("empty-url", "The database URL is empty.")
                .help("Give one with --url, --url-env or the datasource's url."));
        }
        let scheme = url.split(':').next().unwrap_or_default();
        let is_postgres = matches!(scheme, "postgres" | "postgresql");
        match provider {
            Provider::Postgresql if is_postgres => PostgresTarget::parse(url).map(Self::Postgres),
            Provider::Postgresql => Err(Error::invalid(
                "url-not-postgresql",
                "The datasource is for PostgreSQL, but its URL does not begin with postgresql://.",
            )
            .help("Write it as postgresql://user:password@host:5432/database?schema=public.")),
            Provider::Sqlite if is_postgres || is_other_server(scheme) => Err(Error::invalid(
                "url-not-sqlite",
                format!("The datasource is for SQLite, but its URL begins with {scheme}:."),
            )
            .help("Write it as file:dev.db, relative to the schema's folder.")),
            Provider::Sqlite => SqliteTarget::parse(url, folder).map(Self::Sqlite),
        }
    }

    /// The database family.
    pub fn provider(&self) -> Provider {
        match self {
            Self::Postgres(_) => Provider::Postgresql,
            Self::Sqlite(_) => Provider::Sqlite,
        }
    }

    /// The name that `--on-shared` and `--destroy` must repeat: the database's name on
    /// PostgreSQL, the file's name on SQLite.
    pub fn database_name(&self) -> String {
        match self {
            Self::Postgres(target) => target.database().to_owned(),
            Self::Sqlite(target) => target
                .file
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
        }
    }

    /// The line that every command that connects prints first, such as `PostgreSQL shop at
    /// localhost:5432, schema public` or `SQLite /srv/app/dev.db`. It holds no secret.
    pub fn line(&self) -> String {
        match self {
            Self::Postgres(target) => format!(
                "PostgreSQL {} at {}, schema {}",
                target.database(),
                target.address(),
                target.schema
            ),
            Self::Sqlite(target) => format!("SQLite {}", target.file.display()),
        }
    }

    /// The same for a datasource that lists its schemas: there a model says itself which schema it
    /// is in, and names without one mean `public`. A URL that names a listed schema would make
    /// both the same. The note says that the URL's schema does not count.
    pub fn among_listed(self, listed: &[String]) -> (Self, Option<String>) {
        match self {
            Self::Postgres(mut target)
                if target.schema != PUBLIC
                    && listed.iter().any(|name| *name == target.schema || name == PUBLIC) =>
            {
                let note = format!(
                    "note: the datasource lists its schemas, so schema={} of the URL does not count.",
                    target.schema
                );
                PUBLIC.clone_into(&mut target.schema);
                (Self::Postgres(target), Some(note))
            }
            target => (target, None),
        }
    }

    /// `text` with this target's password, and that of any URL inside, replaced by `***`.
    pub fn redact(&self, text: &str) -> String {
        match self {
            Self::Postgres(target) => target.redact(text),
            Self::Sqlite(_) => masked(text).into_owned(),
        }
    }
}

fn is_other_server(scheme: &str) -> bool {
    matches!(scheme, "mysql" | "sqlserver" | "mongodb" | "mongodb+srv" | "http" | "https")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn the_target_line_names_database_address_and_schema_but_no_password() {
        let url = "postgresql://ann:s3cr%40t@db.example:6432/shop?schema=sales&connection_limit=5";
        let target = Target::parse(Provider::Postgresql, url, Path::new("/app")).unwrap();
        assert_eq!(target.line(), "PostgreSQL shop at db.example:6432, schema sales");
        assert_eq!(target.redact("the password s3cr@t of ann"), "the password *** of ann");
        assert_eq!(target.redact(url).find("s3cr"), None);
        assert_eq!(format!("{target:?}").find("s3cr"), None);
    }

    #[test]
    fn an_sqlite_path_is_relative_to_the_schema_folder() {
        let target = Target::parse(Provider::Sqlite, "file:./dev.db", Path::new("/app/prisma"));
        assert_eq!(target.unwrap().line(), "SQLite /app/prisma/dev.db");
    }

    #[test]
    fn a_url_of_another_provider_is_refused_without_repeating_it() {
        let error = Target::parse(Provider::Sqlite, "postgres://a:hunter22@h/d", Path::new("/"))
            .unwrap_err();
        assert_eq!(error.id, "url-not-sqlite");
        assert_eq!(error.to_string().find("hunter22"), None);
        let error = Target::parse(Provider::Postgresql, "file:dev.db", Path::new("/")).unwrap_err();
        assert_eq!(error.id, "url-not-postgresql");
    }
}
