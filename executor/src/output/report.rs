//! The result of a command as a value: verdict, details, next command, and the same as fields.

use crate::error::Error;
use serde_json::{Map, Value, json};

/// Version of the JSON documents; raised when a field changes its meaning or goes.
pub const JSON_VERSION: u32 = 1;

/// How a line is meant; becomes a colour on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done, clean.
    Good,
    /// Worth a look.
    Caution,
    /// Refused or failed.
    Bad,
    /// Neither.
    Plain,
}

/// What a command says when it is done.
#[derive(Debug, Clone)]
pub struct Report {
    /// One line that says it all.
    pub verdict: String,
    /// How the verdict is meant.
    pub tone: Tone,
    /// Details, a line each; SQL and snapshots come as many lines.
    pub body: Vec<String>,
    /// The next command or action.
    pub next: Option<String>,
    /// The process's exit code.
    pub exit_code: i32,
    /// The same as fields, for `--json`.
    pub fields: Map<String, Value>,
}

impl Report {
    /// A report that says so and exits 0.
    pub fn new(tone: Tone, verdict: impl Into<String>) -> Self {
        Self {
            verdict: verdict.into(),
            tone,
            body: Vec::new(),
            next: None,
            exit_code: 0,
            fields: Map::new(),
        }
    }

    /// The same with one more line of detail.
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Self {
        self.body.push(line.into());
        self
    }

    /// The same with more lines of detail.
    #[must_use]
    pub fn lines(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.body.extend(lines);
        self
    }

    /// The same with the next command.
    #[must_use]
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }

    /// The same with another exit code.
    #[must_use]
    pub fn exit(mut self, code: i32) -> Self {
        self.exit_code = code;
        self
    }

    /// The same with a field of the JSON document.
    #[must_use]
    pub fn field(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    /// The whole JSON document of a finished command.
    pub fn document(&self, command: &str, target: Option<&str>) -> Value {
        let mut document = head(command, target, self.exit_code);
        document.insert("verdict".to_owned(), self.verdict.clone().into());
        document.insert("next".to_owned(), self.next.clone().into());
        document.extend(self.fields.clone());
        Value::Object(document)
    }
}

/// The whole JSON document of a command that ended in an error.
pub fn error_document(command: &str, target: Option<&str>, error: &Error) -> Value {
    let mut document = head(command, target, error.kind.exit_code());
    document.insert(
        "error".to_owned(),
        json!({
            "id": error.id,
            "message": error.message,
            "details": error.details,
            "help": error.help,
            "databaseCode": error.database_code,
        }),
    );
    if let Some(diagnostics) = &error.diagnostics {
        document.insert("diagnostics".to_owned(), Value::clone(diagnostics));
    }
    Value::Object(document)
}

fn head(command: &str, target: Option<&str>, exit_code: i32) -> Map<String, Value> {
    let mut document = Map::new();
    document.insert("version".to_owned(), JSON_VERSION.into());
    document.insert("command".to_owned(), command.into());
    document.insert("target".to_owned(), target.into());
    document.insert("exitCode".to_owned(), exit_code.into());
    document
}
