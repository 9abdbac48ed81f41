//! The text of comon.toml in, a [`Config`] out; every mistake with its line and the way on. Finding
//! the file is `project`'s business.

mod read;
#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
use crate::live::ExternalTables;
use planner_core::provider::Provider;
use planner_core::settings::{self, Acceptance, Backup, Settings, Timeouts};
use planner_core::warning::levels::Levels;
use std::path::{Path, PathBuf};

/// The file's name where no `--config` is given.
pub const FILE_NAME: &str = "comon.toml";

/// The SQLite that is linked in: the server of every SQLite database here.
pub const BUNDLED_SQLITE: (u32, u32) = (3, 51);

/// What a project sets once for all commands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// Tables that somebody else manages: never part of a plan, drift, push or reset.
    pub external: ExternalTables,
    /// The oldest server that migrations are planned for: major and minor version.
    pub target_version: Option<(u32, u32)>,
    /// What becomes of notices, and how things are to be named.
    pub levels: Levels,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// Programs that a generator block may name by their name alone.
    pub programs: Vec<String>,
    /// The command that generates a client.
    pub generate: Option<GenerateCommand>,
    /// Whose word a deploy takes for a warning.
    pub acceptance: Acceptance,
    /// Of which SQLite databases a copy is made before something is taken away.
    pub backup: Backup,
    /// The text that says all this; empty where there is no file.
    pub text: String,
}

/// A command of the project's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenerateCommand {
    /// What a shell runs.
    pub command: String,
    /// Where: the folder of the configuration.
    pub folder: PathBuf,
}

/// The day in UTC, as `2026-12-31`: what was allowed for a while is so until then.
fn today() -> String {
    time::OffsetDateTime::now_utc().date().to_string()
}

impl Config {
    /// Reads the text of the file at `path`.
    ///
    /// # Errors
    ///
    /// `invalid-config`, `unknown-config-key`: the first mistake, with its line.
    pub fn parse(text: &str, path: &Path) -> Result<Self> {
        let document = read::document(text, path)?;
        let settings = settings::read(&document, read::pattern)
            .map_err(|mistake| read::told(text, path, &mistake))?;
        let Settings { external, target_version, mut levels, timeouts, .. } = settings;
        levels.today = today();
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self {
            external: ExternalTables::new(external),
            target_version,
            levels,
            timeouts,
            programs: settings.programs,
            generate: settings.command.map(|command| GenerateCommand { command, folder }),
            acceptance: settings.acceptance,
            backup: settings.backup,
            text: text.to_owned(),
        })
    }

    /// The oldest server that new migrations are planned for, as metadata.txt has it.
    ///
    /// # Errors
    ///
    /// `unsupported-target-version`: older than comon plans for, or newer than the SQLite that it
    /// brings, on which nothing could be applied.
    pub fn target_version(&self, provider: Provider) -> Result<String> {
        let (oldest, newest) = match provider {
            Provider::Postgresql => ((14, 0), None),
            Provider::Sqlite => ((3, 35), Some(BUNDLED_SQLITE)),
        };
        let shown = |(major, minor): (u32, u32)| match provider {
            Provider::Postgresql if minor == 0 => major.to_string(),
            Provider::Postgresql | Provider::Sqlite => format!("{major}.{minor}"),
        };
        let wanted = self.target_version.unwrap_or(oldest);
        let is_of_kind = provider == Provider::Postgresql || wanted.0 == 3;
        let is_known = newest.is_none_or(|newest| wanted <= newest);
        if wanted >= oldest && is_of_kind && is_known {
            return Ok(shown(wanted));
        }
        let product = provider.display_name();
        Err(Error::invalid(
            "unsupported-target-version",
            format!(
                "{FILE_NAME} plans for {product} {}, which there is no plan for.",
                shown(wanted)
            ),
        )
        .help(match newest {
            Some(newest) => format!(
                "Set target_version to \"{}\" or later, up to \"{}\", which comon brings; or leave it \
                 out.",
                shown(oldest),
                shown(newest)
            ),
            None => {
                format!("Set target_version to \"{}\" or later, or leave it out.", shown(oldest))
            }
        }))
    }
}
