//! A PostgreSQL URL in, connection options out: libpq's forms (sockets, several hosts, service
//! files, password files) and Prisma's own parameters, which no server may see.

use super::secret::redact_secrets;
use super::service::service_settings;
use crate::error::{Error, Result};
use sqlx::postgres::PgConnectOptions;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// How many statements a session keeps prepared: few are, each by its own wish.
const PREPARED: usize = 8;

/// A database and schema on a PostgreSQL server.
#[derive(Clone)]
pub struct PostgresTarget {
    /// How to reach it: one entry for each host of the URL, in its order.
    pub hosts: Vec<PgConnectOptions>,
    /// The schema that unqualified names mean: the URL's `schema`, else `public`.
    pub schema: String,
    /// What kind of server is wanted among the hosts.
    pub attributes: SessionAttributes,
    /// How long one attempt to connect may take.
    pub connect_timeout: Duration,
    secrets: Vec<String>,
}

/// `target_session_attrs` of libpq.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SessionAttributes {
    /// Any server that answers.
    #[default]
    Any,
    /// One that takes writes.
    ReadWrite,
    /// One that refuses writes.
    ReadOnly,
    /// One that is not in recovery.
    Primary,
    /// One that is in recovery.
    Standby,
}

/// Parameters that sqlx reads from a URL.
const UNDERSTOOD: &[&str] = &[
    "application_name",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "password",
    "port",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "user",
];

/// Parameters that are read here.
const OURS: &[&str] =
    &["connect_timeout", "schema", "service", "sslaccept", "target_session_attrs"];

/// Parameters of Prisma, libpq and hosting providers that say nothing to a migration.
const IGNORED: &[&str] = &[
    "channel_binding",
    "client_encoding",
    "connection_limit",
    "fallback_application_name",
    "gssencmode",
    "gsslib",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "krbsrvname",
    "load_balance_hosts",
    "max_idle_connection_lifetime",
    "passfile",
    "pgbouncer",
    "pool_timeout",
    "single_use_connections",
    "socket_timeout",
    "sslcompression",
    "sslcrl",
    "sslidentity",
    "sslpassword",
    "sslsni",
    "statement_cache_size",
    "tcp_user_timeout",
    "uselibpqcompat",
];

impl PostgresTarget {
    /// Reads a `postgres://` or `postgresql://` URL.
    pub(super) fn parse(url: &str) -> Result<Self> {
        let (url, hosts) = split_hosts(url);
        let mut settings = url_settings(&url)?;
        if let Some(service) = settings.remove("service").or_else(|| env("PGSERVICE")) {
            for (key, value) in service_settings(&service)? {
                settings.entry(key).or_insert(value);
            }
        }
        check_names(&settings)?;
        let schema = settings.remove("schema").filter(|name| !name.is_empty());
        let connect_timeout = connect_timeout(settings.remove("connect_timeout"))?;
        let attributes = session_attributes(settings.remove("target_session_attrs"))?;
        let lenient = settings.remove("sslaccept").is_some_and(|value| value != "strict");
        correct_tls(&mut settings, lenient);
        settings.retain(|key, _| !IGNORED.contains(&key.as_str()));
        settings.entry("application_name".to_owned()).or_insert_with(|| "comon".to_owned());
        let secrets: Vec<String> =
            settings.get("password").cloned().into_iter().chain(env("PGPASSWORD")).collect();
        let hosts = match hosts.is_empty() {
            true => vec![options(&settings)?],
            false => hosts
                .iter()
                .map(|(host, port)| {
                    let mut settings = settings.clone();
                    settings.insert("host".to_owned(), host.clone());
                    if let Some(port) = port {
                        settings.insert("port".to_owned(), port.clone());
                    }
                    options(&settings)
                })
                .collect::<Result<_>>()?,
        };
        let mut target = Self {
            hosts,
            schema: schema.unwrap_or_else(|| "public".to_owned()),
            attributes,
            connect_timeout,
            secrets,
        };
        // A password that is also the name of the user or database cannot be hidden without
        // hiding those.
        let named = [target.user().to_owned(), target.database().to_owned()];
        target.secrets.retain(|secret| !named.contains(secret));
        Ok(target)
    }

    /// The database's name: the URL's, else the user's, as the server itself decides.
    pub fn database(&self) -> &str {
        let options = self.hosts.first();
        options.and_then(PgConnectOptions::get_database).unwrap_or_else(|| self.user())
    }

    /// The user.
    pub fn user(&self) -> &str {
        self.hosts.first().map(PgConnectOptions::get_username).unwrap_or_default()
    }

    /// `host:port`, or the socket's folder and port; all hosts where there are several.
    pub fn address(&self) -> String {
        let addresses: Vec<String> = self.hosts.iter().map(address).collect();
        addresses.join(",")
    }

    /// `text` without this target's password.
    pub fn redact(&self, text: &str) -> String {
        redact_secrets(text, &self.secrets)
    }

    /// The same server and user, another database.
    pub(crate) fn with_database(&self, database: &str) -> Self {
        let mut target = self.clone();
        target.hosts = self.hosts.iter().map(|host| host.clone().database(database)).collect();
        target
    }
}

/// `host:port` of one server.
pub(crate) fn address(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(folder) => format!("{}:{}", folder.display(), options.get_port()),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

/// Without secrets.
impl fmt::Debug for PostgresTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PostgresTarget")
            .field("address", &self.address())
            .field("database", &self.database())
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

/// Takes several `host:port` pairs, divided by commas, out of a URL: `Url` knows only one host.
fn split_hosts(url: &str) -> (String, Vec<(String, Option<String>)>) {
    let none = || (url.to_owned(), Vec::new());
    let Some((scheme, rest)) = url.split_once("://") else {
        return none();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let (credentials, hosts) = match authority.rsplit_once('@') {
        Some((credentials, hosts)) => (format!("{credentials}@"), hosts),
        None => (String::new(), authority),
    };
    if hosts.is_empty() && !credentials.is_empty() {
        // libpq's form for a socket that a parameter names; `Url` wants a host after a user.
        return (format!("{scheme}://{credentials}localhost{tail}"), Vec::new());
    }
    if !hosts.contains(',') {
        return none();
    }
    let hosts = hosts.split(',').map(|host| match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name.to_owned(), Some(port.to_owned()))
        }
        _ => (host.to_owned(), None),
    });
    (format!("{scheme}://{credentials}localhost{tail}"), hosts.collect())
}

/// The URL as libpq's keywords and values.
fn url_settings(url: &str) -> Result<BTreeMap<String, String>> {
    let parsed = url::Url::parse(url).map_err(|error| {
        Error::invalid("invalid-url", format!("The database URL cannot be read: {error}."))
            .help("Percent-encode special characters of the password: @ is %40, / is %2F, # is %23, ? is %3F, % is %25.")
    })?;
    let mut settings = BTreeMap::new();
    let mut set = |key: &str, value: &str| {
        if !value.is_empty() {
            settings.insert(key.to_owned(), value.to_owned());
        }
    };
    // Both come from a password with raw characters, half of which would be shown as a name.
    if parsed.fragment().is_some() || parsed.path().contains('@') {
        return Err(Error::invalid("invalid-url", "The database URL holds a raw #, / or ?.").help(
            "Percent-encode the password's special characters: # is %23, / is %2F, ? is %3F.",
        ));
    }
    set("host", &decode(parsed.host_str().unwrap_or_default()));
    set("port", &parsed.port().map(|port| port.to_string()).unwrap_or_default());
    set("user", &decode(parsed.username()));
    set("password", &decode(parsed.password().unwrap_or_default()));
    set("dbname", &decode(parsed.path().trim_start_matches('/')));
    for (key, value) in parsed.query_pairs() {
        let key = match &*key {
            "ssl-mode" => "sslmode",
            "ssl-root-cert" | "ssl-ca" => "sslrootcert",
            "ssl-cert" => "sslcert",
            "ssl-key" => "sslkey",
            key => key,
        };
        set(key, &value);
    }
    Ok(settings)
}

/// Percent-decoding; what is not UTF-8 afterwards stays as it was written.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = |byte: Option<&u8>| byte.and_then(|byte| (*byte as char).to_digit(16));
        match (first, hex(tail.first()), hex(tail.get(1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Refuses a parameter that looks like a misspelt one that matters; others that nobody knows
/// are for clients of their own.
fn check_names(settings: &BTreeMap<String, String>) -> Result<()> {
    let known = || UNDERSTOOD.iter().chain(OURS);
    for key in settings.keys() {
        let known_here = known().any(|name| name == key)
            || IGNORED.contains(&key.as_str())
            || key.starts_with("options[");
        if known_here {
            continue;
        }
        let close = known().find(|name| strsim::damerau_levenshtein(name, key) <= 2);
        if let Some(close) = close {
            return Err(Error::invalid(
                "unknown-url-parameter",
                format!("The database URL has an unknown parameter {key}."),
            )
            .help(format!("Did you mean {close}?")));
        }
    }
    Ok(())
}

fn connect_timeout(value: Option<String>) -> Result<Duration> {
    let Some(value) = value else {
        return Ok(Duration::from_secs(10));
    };
    match value.parse::<u64>() {
        Ok(0) => Ok(Duration::from_secs(u64::from(u32::MAX))),
        Ok(seconds) => Ok(Duration::from_secs(seconds)),
        Err(_) => Err(Error::invalid(
            "invalid-url-parameter",
            format!("connect_timeout of the database URL is not a number of seconds: {value}."),
        )),
    }
}

fn session_attributes(value: Option<String>) -> Result<SessionAttributes> {
    match value.as_deref() {
        None | Some("any" | "prefer-standby") => Ok(SessionAttributes::Any),
        Some("read-write") => Ok(SessionAttributes::ReadWrite),
        Some("read-only") => Ok(SessionAttributes::ReadOnly),
        Some("primary") => Ok(SessionAttributes::Primary),
        Some("standby") => Ok(SessionAttributes::Standby),
        Some(other) => Err(Error::invalid(
            "invalid-url-parameter",
            format!("target_session_attrs of the database URL cannot be {other}."),
        )
        .help("It is any, read-write, read-only, primary, standby or prefer-standby.")),
    }
}

/// Prisma's TLS parameters in libpq's terms: its `sslcert` alone is the authority's certificate,
/// and `sslaccept=accept_invalid_certs` asks for encryption without verification.
fn correct_tls(settings: &mut BTreeMap<String, String>, lenient: bool) {
    if !settings.contains_key("sslkey")
        && let Some(authority) = settings.remove("sslcert")
    {
        settings.entry("sslrootcert".to_owned()).or_insert(authority);
    }
    if lenient && settings.get("sslmode").is_some_and(|mode| mode.starts_with("verify")) {
        settings.insert("sslmode".to_owned(), "require".to_owned());
    }
}

/// Through a URL that consists of parameters alone, so that sqlx also consults the password
/// file. A statement is prepared under a name only where a query asks for that: poolers mix up names.
fn options(settings: &BTreeMap<String, String>) -> Result<PgConnectOptions> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in settings {
        if UNDERSTOOD.contains(&key.as_str()) || key.starts_with("options[") {
            query.append_pair(key, value);
        }
    }
    let options = PgConnectOptions::from_str(&format!("postgresql:///?{}", query.finish()));
    let options = options.map_err(|error| {
        let text = redact_secrets(
            &error.to_string(),
            &settings.get("password").cloned().into_iter().collect::<Vec<_>>(),
        );
        Error::invalid("invalid-url", format!("The database URL cannot be used: {text}."))
    })?;
    Ok(options.statement_cache_capacity(PREPARED).extra_float_digits(None))
}

pub(super) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn prisma_parameters_are_understood_or_ignored() {
        let target = PostgresTarget::parse(
            "postgresql://u:p@h/d?schema=my%20schema&pgbouncer=true&connection_limit=1&sslcert=ca.pem&connect_timeout=3",
        )
        .unwrap();
        assert_eq!(target.schema, "my schema");
        assert_eq!(target.connect_timeout, Duration::from_secs(3));
        assert_eq!(target.address(), "h:5432");
    }

    #[test]
    fn several_hosts_and_sockets_are_reached() {
        let target =
            PostgresTarget::parse("postgres://u@h1:1,h2:2/d?target_session_attrs=primary").unwrap();
        assert_eq!(target.address(), "h1:1,h2:2");
        assert_eq!(target.attributes, SessionAttributes::Primary);
        let target = PostgresTarget::parse("postgres:///d?host=/run/postgresql&user=u").unwrap();
        assert_eq!(target.address(), "/run/postgresql:5432");
        let target = PostgresTarget::parse("postgres://u:p@/d?host=/run/postgresql").unwrap();
        assert_eq!(target.address(), "/run/postgresql:5432");
        let target = PostgresTarget::parse("postgres://u@%2Frun%2Fpostgresql/d").unwrap();
        assert_eq!(target.address(), "/run/postgresql:5432");
    }

    #[test]
    fn a_misspelt_schema_parameter_is_an_error_and_a_foreign_one_is_not() {
        let error = PostgresTarget::parse("postgres://u@h/d?shema=audit").unwrap_err();
        assert_eq!(error.help.as_deref(), Some("Did you mean schema?"));
        assert!(PostgresTarget::parse("postgres://u@h/d?sendgrid-region=eu").is_ok());
    }

    #[test]
    fn a_url_that_cannot_be_read_is_not_repeated() {
        for url in ["postgres://u:zq#zq@h/d", "postgres://u:1/zq@h/d", "postgres://u:zq?zq@h/d"] {
            let error = PostgresTarget::parse(url).unwrap_err();
            assert!(!error.to_string().contains("zq"), "{error}");
        }
    }
}
