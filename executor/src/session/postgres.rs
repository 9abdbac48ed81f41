//! What only PostgreSQL needs of a session: its pinned settings, the choice among several
//! servers, and creating a database or schema.

use super::Attendance;
use super::connect::{Access, Missing};
use super::ending::Ending;
use super::{
    Connection, DEFAULT_LIMITS, Limits, PROBE_LIMIT, ServerFacts, Session, failure, silence,
    transaction,
};
use crate::error::{Error, Result};
use crate::target::{PostgresTarget, SessionAttributes, Target};
use planner_core::dialect::postgres::identifiers::quote;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use std::time::Duration;

/// Connects to the first server that is of the wanted kind.
pub(super) async fn connect(
    target: &PostgresTarget,
    access: Access,
    missing: Missing,
) -> Result<Session> {
    let mut last = None;
    for host in &target.hosts {
        match connect_to(host, target, access).await {
            Err(error) if error.id == "unknown-database" && missing == Missing::Create => {
                create_database(host, target).await?;
                return connect_to(host, target, access).await;
            }
            // Another host may be of the wanted kind, or up; a wrong password is wrong there too.
            Err(error)
                if matches!(
                    error.id,
                    "server-unreachable" | "connect-timeout" | "not-wanted-server"
                ) =>
            {
                last = Some(error);
            }
            result => return result,
        }
    }
    Err(last.unwrap_or_else(|| Error::invalid("invalid-url", "The database URL names no server.")))
}

async fn connect_to(
    host: &PgConnectOptions,
    target: &PostgresTarget,
    access: Access,
) -> Result<Session> {
    let mut connection = open(host, target).await?;
    let wrapped = Target::Postgres(target.clone());
    let sql = pin_sql(&target.schema, access);
    let asked = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.clone())).fetch_one(&mut connection);
    let Ok(row) = tokio::time::timeout(target.connect_timeout, asked).await else {
        return Err(no_answer(host, target));
    };
    let row = row
        .and_then(|row| super::Row::from_postgres(&row))
        .map_err(|error| failure::explain(error, &wrapped, Some(sql.as_str().into())))?;
    let number = row.integer(0).unwrap_or_default();
    let recovering = row.is_true(4);
    let read_only = row.is_true(5);
    check_attributes(host, target.attributes, recovering, read_only)?;
    // A table in a schema that may not be used looks as if it were not there.
    if row.is_true(7) {
        return Err(not_usable(&target.schema, row.text_or_empty(2)));
    }
    let facts = ServerFacts {
        version: row.text_or_empty(1).split(' ').next().unwrap_or_default().to_owned(),
        version_number: ((number / 10_000) as u32, (number % 10_000) as u32),
        user: row.text(2).map(ToOwned::to_owned),
        process: row.integer(3),
        schema_exists: row.is_true(6),
        journal_mode: None,
    };
    let line = silence::Line {
        host: Box::new(host.clone()),
        process: row.integer(3).unwrap_or_default(),
        patience: target.connect_timeout,
    };
    Ok(Session {
        target: wrapped,
        connection: Connection::Postgres(Box::new(connection)),
        facts,
        transaction: transaction::State::None,
        attendance: Attendance::default(),
        limits: DEFAULT_LIMITS,
        probe_limit: PROBE_LIMIT,
        line: Some(line),
        lost: None,
        prepared: Vec::new(),
        remembered: Vec::new(),
        ahead: None,
        ending: Ending::default(),
    })
}

async fn open(host: &PgConnectOptions, target: &PostgresTarget) -> Result<PgConnection> {
    let wrapped = || Target::Postgres(target.clone());
    let options = host.clone().disable_statement_logging();
    match tokio::time::timeout(target.connect_timeout, options.connect()).await {
        Ok(Ok(connection)) => Ok(connection),
        Ok(Err(error)) => Err(failure::explain_connect(error, &wrapped(), host)),
        Err(_) => Err(no_answer(host, target)),
    }
}

fn not_usable(schema: &str, role: &str) -> Error {
    let (schema, role) = (quote(schema), quote(role));
    Error::failed(
        "permission-denied",
        format!("The role {role} may not use the schema {schema}: nothing in it can be read."),
    )
    .help(format!("GRANT USAGE ON SCHEMA {schema} TO {role};"))
}

fn no_answer(host: &PgConnectOptions, target: &PostgresTarget) -> Error {
    Error::failed(
        "connect-timeout",
        format!(
            "The PostgreSQL server at {} did not answer within {} s.",
            crate::target::address(host),
            target.connect_timeout.as_secs()
        ),
    )
    .help("Check host, port and firewall; connect_timeout in the URL changes the limit.")
}

/// One query that pins everything and asks for the facts: one round trip.
fn pin_sql(schema: &str, access: Access) -> String {
    let search_path = literal(&quote(schema));
    let lock = milliseconds(DEFAULT_LIMITS.lock);
    let statement = milliseconds(DEFAULT_LIMITS.statement);
    // Who set a role or a database to read-only meant it: a session that writes leaves that alone.
    let read_only = match access {
        Access::Read => "set_config('default_transaction_read_only', 'on', false)",
        Access::Write => "current_setting('default_transaction_read_only')",
    };
    let in_recovery = "pg_catalog.pg_is_in_recovery()";
    format!(
        "SELECT current_setting('server_version_num'), current_setting('server_version'), \
         current_user::text, pg_catalog.pg_backend_pid(), {in_recovery}, \
         current_setting('transaction_read_only') = 'on', \
         EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = {name}), \
         EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = {name} AND NOT \
         pg_catalog.has_schema_privilege(oid, 'USAGE')), \
         set_config('search_path', {search_path}, false), \
         set_config('TimeZone', 'UTC', false), \
         set_config('DateStyle', 'ISO, MDY', false), \
         set_config('IntervalStyle', 'postgres', false), \
         set_config('bytea_output', 'hex', false), \
         set_config('extra_float_digits', '1', false), \
         set_config('quote_all_identifiers', 'off', false), \
         set_config('array_nulls', 'on', false), \
         set_config('standard_conforming_strings', 'on', false), \
         set_config('client_encoding', 'UTF8', false), \
         set_config('row_security', 'off', false), \
         set_config('check_function_bodies', 'on', false), \
         set_config('client_min_messages', 'warning', false), \
         set_config('lock_timeout', '{lock}', false), \
         set_config('statement_timeout', '{statement}', false), \
         set_config('idle_in_transaction_session_timeout', '0', false), \
         CASE WHEN current_setting('server_version_num')::int >= 170000 THEN \
         set_config('transaction_timeout', '0', false) END, \
         {keepalives}, \
         CASE WHEN {in_recovery} THEN 'on' \
         ELSE {read_only} END",
        name = literal(schema),
        keepalives = KEEPALIVES,
    )
}

/// A server learns within a minute that a client is gone whose network swallows everything: what it holds
/// is free then. Only Linux has all of these settings, and they say nothing to a socket of the file system.
const KEEPALIVES: &str = "CASE WHEN pg_catalog.version() LIKE '%linux%' THEN \
     set_config('tcp_keepalives_idle', '30', false) \
     || set_config('tcp_keepalives_interval', '10', false) \
     || set_config('tcp_keepalives_count', '3', false) \
     || set_config('tcp_user_timeout', '60000', false) \
     || set_config('client_connection_check_interval', '10000', false) END";

fn check_attributes(
    host: &PgConnectOptions,
    wanted: SessionAttributes,
    recovering: bool,
    read_only: bool,
) -> Result<()> {
    let (fits, words) = match wanted {
        SessionAttributes::Any => (true, ""),
        SessionAttributes::ReadWrite => (!recovering && !read_only, "takes writes"),
        SessionAttributes::ReadOnly => (recovering || read_only, "refuses writes"),
        SessionAttributes::Primary => (!recovering, "is the primary"),
        SessionAttributes::Standby => (recovering, "is a standby"),
    };
    if fits {
        return Ok(());
    }
    Err(Error::failed(
        "not-wanted-server",
        format!(
            "No server of the URL {words} (target_session_attrs); the last one tried was {}.",
            crate::target::address(host)
        ),
    )
    .help("Point the URL at the primary server."))
}

/// Creates the target's database from another one of the same server.
async fn create_database(host: &PgConnectOptions, target: &PostgresTarget) -> Result<()> {
    let name = target.database().to_owned();
    let mut last = None;
    for maintenance in ["postgres", "template1"] {
        let other = target.with_database(maintenance);
        match open(&host.clone().database(maintenance), &other).await {
            Ok(mut connection) => {
                let sql = format!("CREATE DATABASE {}", quote(&name));
                let result =
                    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.clone())).execute(&mut connection).await;
                let wrapped = Target::Postgres(target.clone());
                let result = result
                    .map_err(|error| failure::explain(error, &wrapped, Some(sql.as_str().into())));
                drop(connection.close().await);
                return match result {
                    Ok(_) => Ok(()),
                    // Someone else created it in the meantime, or at the very same moment.
                    Err(error)
                        if matches!(error.database_code.as_deref(), Some("42P04" | "23505")) =>
                    {
                        Ok(())
                    }
                    Err(error) => Err(error.help(format!(
                        "Create the database {name} by hand, or give this role the right to."
                    ))),
                };
            }
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| Error::failed("unknown-database", "No database to connect to.")))
}

/// The expressions that set both limits.
pub(super) fn limits_sql(limits: Limits) -> String {
    format!(
        "set_config('lock_timeout', '{}', false), \
         set_config('statement_timeout', '{}', false)",
        milliseconds(limits.lock),
        milliseconds(limits.statement)
    )
}

pub(super) fn cancel_sql(process: i64) -> String {
    format!("SELECT pg_catalog.pg_cancel_backend({process})")
}

/// PostgreSQL reads 0 as "no limit", so the shortest limit is a millisecond.
pub(super) fn milliseconds(limit: Option<Duration>) -> u128 {
    limit.map_or(0, |limit| limit.as_millis().max(1))
}

/// A string literal that reads the same whatever `standard_conforming_strings` says.
pub(super) fn literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    match quoted.contains('\\') {
        true => format!("E'{}'", quoted.replace('\\', "\\\\")),
        false => format!("'{quoted}'"),
    }
}

impl Session {
    /// PostgreSQL: creates the target's schema where it is missing, as the first write of a
    /// deploy. SQLite: nothing.
    pub async fn create_missing_schema(&mut self) -> Result<()> {
        let Target::Postgres(target) = &self.target else {
            return Ok(());
        };
        if self.facts.schema_exists {
            return Ok(());
        }
        let sql = format!("CREATE SCHEMA IF NOT EXISTS {}", quote(&target.schema));
        self.execute(&sql).await?;
        self.facts.schema_exists = true;
        Ok(())
    }
}
