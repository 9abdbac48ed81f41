//! The words of a command line in, a [`Cli`] out; or what is wrong with them said, as text or as
//! the one JSON document that `--json` promises for refusals of every kind.

use crate::commands::Cli;
use crate::error::Error;
use crate::output::terminal::usage_error;
use clap::{CommandFactory, Parser};
use planner_core::secret::masked;
use std::ffi::OsString;

/// Reads the command line.
///
/// # Errors
///
/// The exit code, where help was asked for or the words are wrong; all is said then.
pub fn parse(words: Vec<OsString>) -> Result<Cli, u8> {
    let error = match Cli::try_parse_from(&words) {
        Ok(cli) => return Ok(cli),
        Err(error) => error,
    };
    let json = words.iter().any(|word| word == "--json");
    if error.use_stderr() {
        usage_error(&command_name(&words), json, &masked(&rendered(&error)), &document(&error));
    } else {
        // Help and version; where nobody reads them there is nothing left to say.
        let _ = error.print();
    }
    let code = u8::try_from(error.exit_code()).unwrap_or(2);
    // There 2 says that the two sides differ.
    let differs = code == 2 && words.iter().any(|word| word == "--exit-code");
    Err(if differs { 1 } else { code })
}

fn rendered(error: &clap::Error) -> String {
    error.render().ansi().to_string()
}

/// The same as fields. A word that stands in the wrong place may be a URL with its password.
fn document(error: &clap::Error) -> Error {
    let text = error.render().to_string();
    let text = masked(&text);
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let message = first.strip_prefix("error: ").unwrap_or(first);
    lines
        .filter(|line| !line.starts_with("For more information"))
        .fold(Error::invalid("usage", message), |error, line| error.detail(line.trim()))
        .help("comon --help, and --help after a command, list what there is.")
}

/// The commands among the words, such as `migrate deploy`.
fn command_name(words: &[OsString]) -> String {
    let mut command = Cli::command();
    let mut names = Vec::new();
    for word in words.iter().skip(1) {
        let Some(below) = command.find_subcommand(word).cloned() else { continue };
        names.push(below.get_name().to_owned());
        command = below;
    }
    names.join(" ")
}
