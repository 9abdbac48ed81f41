//! Which database URL counts: `--url`, `--url-env`, `directUrl`, `url`, DATABASE_URL, in that
//! order, and where a variable's value comes from: the environment, then .env files.

use super::Project;
use crate::error::{Error, Result};
use crate::target::Target;
use planner_core::provider::Provider;
use planner_core::schema::model::{ConfigValue, Datasource};
use std::fmt;
use std::path::PathBuf;

/// What the flags say of the URL.
#[derive(Clone, Default)]
pub struct UrlOptions {
    /// `--url`.
    pub url: Option<String>,
    /// `--url-env`.
    pub url_env: Option<String>,
    /// `--datasource`: must be the name of the schema's datasource.
    pub datasource: Option<String>,
}

/// Without the URL, which may hold a password.
impl fmt::Debug for UrlOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UrlOptions")
            .field("url", &self.url.as_ref().map(|_| "***"))
            .field("url_env", &self.url_env)
            .field("datasource", &self.datasource)
            .finish()
    }
}

/// A URL and where it came from.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    value: String,
    /// Where it came from, such as `--url` or `env("DATABASE_URL") of prisma/.env`.
    pub origin: String,
}

/// Without the URL, which may hold a password.
impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DatabaseUrl").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl DatabaseUrl {
    /// The database family that it speaks of.
    pub fn provider(&self) -> Provider {
        let scheme = self.value.trim().split(':').next().unwrap_or_default();
        match scheme {
            "postgres" | "postgresql" => Provider::Postgresql,
            _ => Provider::Sqlite,
        }
    }

    /// The database that it leads to; an error says where the URL came from.
    pub fn target(&self, provider: Provider, project: &Project) -> Result<Target> {
        Target::parse(provider, &self.value, &project.folder_path())
            .map_err(|error| error.detail(format!("The URL comes from {}.", self.origin)))
    }
}

/// The URL that counts. `datasource` is the schema's, where it has one.
///
/// # Errors
/// `unset-url-variable` names a variable that is unset or empty; `missing-url` says that there is
/// no URL at all; `unknown-datasource` that `--datasource` names another one.
pub fn resolve_url(
    options: &UrlOptions,
    datasource: Option<&Datasource>,
    project: &Project,
) -> Result<DatabaseUrl> {
    resolve(options, datasource, project, &|name| std::env::var(name).ok())
}

/// The same with the environment as a function, for tests.
pub(super) fn resolve(
    options: &UrlOptions,
    datasource: Option<&Datasource>,
    project: &Project,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<DatabaseUrl> {
    check_datasource(options, datasource)?;
    if let Some(url) = &options.url {
        return Ok(DatabaseUrl { value: url.clone(), origin: "--url".to_owned() });
    }
    if let Some(name) = &options.url_env {
        return variable(name, "--url-env", project, environment);
    }
    let settings = datasource
        .into_iter()
        .flat_map(|datasource| [("directUrl", &datasource.direct_url), ("url", &datasource.url)]);
    for (key, value) in settings {
        match value {
            Some(ConfigValue::Literal(url)) if url.is_empty() => {
                return Err(Error::invalid(
                    "empty-url",
                    format!("The datasource's {key} is empty."),
                ));
            }
            Some(ConfigValue::Literal(url)) => {
                return Ok(DatabaseUrl {
                    value: url.clone(),
                    origin: format!("the datasource's {key}"),
                });
            }
            Some(ConfigValue::Env(name)) => {
                return variable(name, &format!("the datasource's {key}"), project, environment);
            }
            None => {}
        }
    }
    match look_up("DATABASE_URL", project, environment)? {
        Some((value, place)) if !value.is_empty() => {
            Ok(DatabaseUrl { value, origin: format!("DATABASE_URL of {place}") })
        }
        _ => Err(Error::invalid(
            "missing-url",
            "There is no database URL: the datasource has none, and DATABASE_URL is not set.",
        )
        .help(
            "Give one with --url or --url-env, or set DATABASE_URL in the environment or in .env.",
        )),
    }
}

fn check_datasource(options: &UrlOptions, datasource: Option<&Datasource>) -> Result<()> {
    let Some(wanted) = &options.datasource else {
        return Ok(());
    };
    let name = datasource.map(|datasource| datasource.name.as_str());
    if name == Some(wanted) {
        return Ok(());
    }
    let error =
        Error::invalid("unknown-datasource", format!("The schema has no datasource {wanted}."));
    Err(match name {
        Some(name) => error.help(format!("Its datasource is called {name}.")),
        None => error.help("It has no datasource at all."),
    })
}

fn variable(
    name: &str,
    wanted_by: &str,
    project: &Project,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<DatabaseUrl> {
    let (state, place) = match look_up(name, project, environment)? {
        Some((value, place)) if !value.trim().is_empty() => {
            return Ok(DatabaseUrl { value, origin: format!("env(\"{name}\") of {place}") });
        }
        Some((_, place)) => ("is empty", Some(place)),
        None => ("is not set", None),
    };
    let files: Vec<String> =
        env_files(project).iter().map(|path| path.display().to_string()).collect();
    let looked = match place {
        Some(place) => format!("It is set to nothing in {place}."),
        None => format!("Looked in the environment, then in {}.", files.join(" and ")),
    };
    Err(Error::invalid(
        "unset-url-variable",
        format!("The variable {name}, which {wanted_by} names, {state}."),
    )
    .detail(looked)
    .help(format!("Set {name}, or give the URL with --url.")))
}

/// The variable's value and where it was found. The environment wins, even when empty.
fn look_up(
    name: &str,
    project: &Project,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<(String, String)>> {
    if let Some(value) = environment(name) {
        return Ok(Some((value, "the environment".to_owned())));
    }
    for path in env_files(project) {
        if !path.is_file() {
            continue;
        }
        let unreadable = |error: dotenvy::Error| {
            // The error's own text can repeat the line, and with it a password.
            let words = match error {
                dotenvy::Error::LineParse(_, offset) => {
                    format!(
                        "it does not follow the form NAME=\"value\" (at byte {offset} of a line)"
                    )
                }
                dotenvy::Error::Io(error) => crate::error::io_words(&error),
                _ => "it does not follow the form NAME=\"value\"".to_owned(),
            };
            Error::invalid(
                "unreadable-env-file",
                format!("{} cannot be read: {words}.", path.display()),
            )
        };
        let text = std::fs::read_to_string(&path)
            .map_err(|error| unreadable(dotenvy::Error::Io(error)))?;
        // Editors on Windows begin a file with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        for entry in dotenvy::from_read_iter(text.as_bytes()) {
            match entry {
                Ok((key, value)) if key == name => {
                    return Ok(Some((value, path.display().to_string())));
                }
                Ok(_) => {}
                Err(error) => return Err(unreadable(error)),
            }
        }
    }
    Ok(None)
}

/// `.env` beside the schema, then in the working directory.
fn env_files(project: &Project) -> Vec<PathBuf> {
    let beside = project.folder_path().join(".env");
    let here = project.working_directory.join(".env");
    if beside == here { vec![beside] } else { vec![beside, here] }
}
