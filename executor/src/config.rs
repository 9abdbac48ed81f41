//! The text of comon.toml in, a [`Config`] out. Finding the file is `project`'s business.

use crate::error::{Error, Result};
use crate::live::ExternalTables;
use std::path::Path;

/// The file's name where no `--config` is given.
pub const FILE_NAME: &str = "comon.toml";

/// What a project sets once for all commands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// Tables that somebody else manages: never part of a plan, drift, push or reset.
    pub external: ExternalTables,
}

const KEYS: &[&str] = &["external"];

impl Config {
    /// Reads the text of the file at `path`, which only messages use.
    pub fn parse(text: &str, path: &Path) -> Result<Self> {
        let shown = path.display();
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            Error::invalid(
                "invalid-config",
                format!("{shown}:{line} cannot be read: {}.", error.message()),
            )
            .help("It is a TOML file, such as: external = [\"spatial_ref_sys\", \"audit_*\"]")
        })?;
        if let Some(unknown) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(unknown_key(unknown, path));
        }
        let mut config = Self::default();
        if let Some(value) = table.get("external") {
            let names = value.as_array().and_then(|list| {
                list.iter().map(|each| each.as_str().map(ToOwned::to_owned)).collect()
            });
            let names: Vec<String> = names.ok_or_else(|| {
                Error::invalid(
                    "invalid-config",
                    format!("{shown}: `external` is not a list of strings."),
                )
                .help("Write it as: external = [\"spatial_ref_sys\", \"audit_*\"]")
            })?;
            config.external = ExternalTables::new(names);
        }
        Ok(config)
    }
}

fn unknown_key(key: &str, path: &Path) -> Error {
    let error = Error::invalid(
        "unknown-config-key",
        format!("{} has an unknown key `{key}`.", path.display()),
    );
    let close = KEYS.iter().find(|known| strsim::damerau_levenshtein(known, key) <= 3);
    match close {
        Some(close) => error.help(format!("Did you mean `{close}`?")),
        None => error.help(format!("The keys are: {}.", KEYS.join(", "))),
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use planner_core::database::model::ObjectName;

    fn parse(text: &str) -> Result<Config> {
        Config::parse(text, Path::new("comon.toml"))
    }

    #[test]
    fn external_tables_are_read() {
        let config = parse("external = [\"audit_*\"]").unwrap();
        assert!(config.external.matches(&ObjectName::local("audit_log")));
        assert_eq!(parse("").unwrap(), Config::default());
    }

    #[test]
    fn mistakes_are_named_with_a_way_on() {
        let error = parse("externals = []").unwrap_err();
        assert_eq!(error.help.as_deref(), Some("Did you mean `external`?"));
        let error = parse("external = [\"a\"]\nx = = 1\n").unwrap_err();
        assert!(error.message.starts_with("comon.toml:2 "), "{error}");
        assert_eq!(parse("external = \"a\"").unwrap_err().id, "invalid-config");
    }
}
