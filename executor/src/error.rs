//! The one error type of the executor: what happened, where, what to do next, and the exit code
//! that it leads to. Whoever makes one leaves out the secrets that it knows; those of URLs go when it is shown.

use planner_core::secret::masked;
use std::fmt;

/// The exit codes of design and documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Refused, or not clean: warnings, drift, integrity. Exit code 1.
    Refused,
    /// Usage or invalid input: flags, schema errors. Exit code 2.
    Invalid,
    /// Database or I/O failure. Exit code 3.
    Failed,
    /// Another deploy holds the lock. Exit code 4.
    Locked,
    /// Interrupted by SIGINT (130) or SIGTERM (143).
    Interrupted(i32),
}

impl ErrorKind {
    /// The process's exit code.
    pub fn exit_code(self) -> i32 {
        match self {
            Self::Refused => 1,
            Self::Invalid => 2,
            Self::Failed => 3,
            Self::Locked => 4,
            Self::Interrupted(code) => code,
        }
    }
}

/// A failure that a person reads.
#[derive(Debug, Clone)]
pub struct Error {
    /// Which exit code it leads to.
    pub kind: ErrorKind,
    /// Stable kebab-case id, for `--json`.
    pub id: &'static str,
    /// What happened, one line, effect first.
    pub message: String,
    /// More lines: where, the database's own words, the statement.
    pub details: Vec<String>,
    /// The next action.
    pub help: Option<String>,
    /// SQLSTATE or SQLite's extended result code, where a database said no.
    pub database_code: Option<Box<str>>,
    /// The problems of a schema as `--json` lists them, where it is the schema that is wrong.
    pub diagnostics: Option<Box<serde_json::Value>>,
}

/// What fallible functions of the executor return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of that kind.
    pub fn new(kind: ErrorKind, id: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            kind,
            id,
            message,
            details: Vec::new(),
            help: None,
            database_code: None,
            diagnostics: None,
        }
    }

    /// Exit code 1.
    pub fn refused(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Refused, id, message)
    }

    /// Exit code 2.
    pub fn invalid(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, id, message)
    }

    /// Exit code 3.
    pub fn failed(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Failed, id, message)
    }

    /// The same as anybody may read it: words of the command line or of a schema that it repeats may be a URL.
    #[must_use]
    pub fn without_passwords(&self) -> Self {
        let shown = |text: &String| masked(text).into_owned();
        Self {
            message: shown(&self.message),
            details: self.details.iter().map(shown).collect(),
            help: self.help.as_ref().map(shown),
            ..self.clone()
        }
    }

    /// The same with one more line of detail.
    #[must_use]
    pub fn detail(mut self, line: impl Into<String>) -> Self {
        self.details.push(line.into());
        self
    }

    /// The same with the next action said.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        for detail in &self.details {
            write!(formatter, "\n  {detail}")?;
        }
        if let Some(help) = &self.help {
            write!(formatter, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// An operating system's error in its words, without its number, and without the period that Windows sets.
pub fn io_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().trim_end_matches('.').to_owned()
}
