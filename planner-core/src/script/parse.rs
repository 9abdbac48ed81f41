//! The text of migration.sql -> sections of statements, and everything that such a text must not
//! hold, each with its line.

use crate::dialect::refusal::Refusal;
use crate::dialect::sqlite::sql::bracket;
use crate::dialect::{postgres, sqlite};
use crate::ordered;
use crate::provider::Provider;
use crate::script::directive::{self, Directive};
use crate::source::LineIndex;
use crate::tokens::{Token, TokenKind, tokens};
use std::time::Duration;

/// What a migration.sql runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Its sections in order; none of them empty.
    pub sections: Vec<Section>,
    /// SQLite: whether it stands in the bracket that turns foreign keys off. The bracket's own
    /// statements are not among the sections'.
    pub foreign_keys_off: bool,
}

/// Statements that share a transaction mode and limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// How they run.
    pub mode: Mode,
    /// How long a statement may wait for a lock, where the script says so.
    pub lock_timeout: Option<Duration>,
    /// How long a statement may run, where the script says so.
    pub statement_timeout: Option<Duration>,
    /// The statements; never empty.
    pub statements: Vec<Statement>,
}

/// How the statements of a section run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// All in one transaction.
    Transaction,
    /// Each for itself.
    NoTransaction,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its text without the semicolon.
    pub text: String,
    /// The line that it begins on, from 1.
    pub line: u32,
    /// The comment line above it, without its dashes.
    pub comment: Option<String>,
    /// Whether it refuses any transaction, such as CREATE INDEX CONCURRENTLY: only in a section
    /// without one.
    pub bare: bool,
}

/// Why a script cannot be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong there.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Script {
    /// All statements in order; the bracket does not count.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.sections.iter().flat_map(|section| &section.statements)
    }
}

/// Reads the text of a migration.sql whose line ends are normalised.
///
/// # Errors
///
/// Every problem of the text, in order of lines.
pub fn parse(provider: Provider, text: &str) -> Result<Script, Vec<ScriptError>> {
    let lines = LineIndex::new(text);
    let error = |start: usize, message: String, help: &str| ScriptError {
        line: lines.position(start as u32).line,
        message,
        help: help.to_owned(),
    };
    if let Some(at) = text.find('\0') {
        return Err(vec![error(at, "the text holds a NUL character".into(), "remove it")]);
    }
    let tokens = tokens(provider, text).map_err(|unfinished| {
        let message = format!("this {} never ends", unfinished.what);
        vec![error(unfinished.start, message, "close it")]
    })?;
    let mut reader = Reader {
        provider,
        lines: &lines,
        pieces: Vec::new(),
        pending: Pending::default(),
        comment: None,
        errors: Vec::new(),
    };
    for token in &tokens {
        reader.take(text, token);
    }
    reader.finish_statement();
    let Reader { mut pieces, mut errors, .. } = reader;
    let foreign_keys_off = provider == Provider::Sqlite && take_bracket(&mut pieces);
    let sections = sections(provider, pieces, foreign_keys_off, &mut errors);
    if errors.is_empty() {
        Ok(Script { sections, foreign_keys_off })
    } else {
        ordered::sort_by_key(&mut errors, |error| error.line);
        Err(errors)
    }
}

/// A statement or a directive, with its line.
enum Piece {
    Statement(Statement, Vec<String>),
    Directive(Directive, u32),
}

/// A statement that is being read.
#[derive(Default)]
struct Pending<'a> {
    /// From the first token that is neither space nor comment.
    start: Option<(usize, u32)>,
    /// One past the last such token.
    end: usize,
    /// The words outside parentheses, in capitals; [`QUOTED`] for what stands in quotes.
    words: Vec<String>,
    /// Open parentheses.
    depth: usize,
    /// PostgreSQL: open BEGIN (ATOMIC) and CASE of a function's body.
    body_depth: usize,
    /// SQLite: what the last tokens were, to find the END of a trigger's body.
    tail: TriggerTail,
    text: &'a str,
}

/// How far a trigger's body is towards its end, `; END ;`.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum TriggerTail {
    #[default]
    Inside,
    Semicolon,
    End,
}

struct Reader<'a> {
    provider: Provider,
    lines: &'a LineIndex<'a>,
    pieces: Vec<Piece>,
    pending: Pending<'a>,
    comment: Option<String>,
    errors: Vec<ScriptError>,
}

impl<'a> Reader<'a> {
    fn line(&self, offset: usize) -> u32 {
        self.lines.position(offset as u32).line
    }

    fn error(&mut self, line: u32, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(ScriptError { line, message: message.into(), help: help.into() });
    }

    fn take(&mut self, text: &'a str, token: &Token<'a>) {
        match token.kind {
            TokenKind::Space | TokenKind::BlockComment => {}
            TokenKind::LineComment => self.take_comment(text, token),
            TokenKind::Semicolon if self.ends_here() => self.finish_statement(),
            TokenKind::Semicolon
            | TokenKind::Word
            | TokenKind::Quoted
            | TokenKind::Open
            | TokenKind::Close
            | TokenKind::Backslash
            | TokenKind::Other => self.take_part(text, token),
        }
    }

    fn take_comment(&mut self, text: &str, token: &Token<'_>) {
        let line = self.line(token.start);
        let alone = line_before(text, token.start).trim().is_empty();
        match directive::read(token.text) {
            None if self.pending.start.is_none() && alone => {
                let comment = token.text.trim_start_matches('-').trim();
                self.comment = Some(comment.to_owned());
            }
            None => {}
            Some(Err(message)) => self.error(line, message, "correct the line"),
            Some(Ok(_)) if self.pending.start.is_some() => self.error(
                line,
                "a directive stands inside a statement",
                "end the statement above it with a semicolon",
            ),
            Some(Ok(_)) if !alone => self.error(
                line,
                "a directive stands behind a statement",
                "give it a line of its own",
            ),
            Some(Ok(directive)) => self.pieces.push(Piece::Directive(directive, line)),
        }
    }

    fn take_part(&mut self, text: &'a str, token: &Token<'a>) {
        let line = self.line(token.start);
        let first = self.pending.start.is_none();
        if token.kind == TokenKind::Backslash {
            self.error(line, "backslash commands belong to psql", "write SQL only");
        }
        if first && token.text == "." && line_before(text, token.start).trim().is_empty() {
            self.error(line, "dot commands belong to the sqlite3 shell", "write SQL only");
        }
        if first {
            self.pending.start = Some((token.start, line));
            self.pending.text = text;
        }
        self.pending.end = token.start + token.text.len();
        let word = match token.kind {
            TokenKind::Word => token.text.to_ascii_uppercase(),
            _ => String::new(),
        };
        self.pending.follow_body(self.provider, token.kind, &word);
        match token.kind {
            TokenKind::Open => self.pending.depth += 1,
            TokenKind::Close => self.pending.depth = self.pending.depth.saturating_sub(1),
            TokenKind::Word if self.pending.depth == 0 => self.pending.words.push(word),
            TokenKind::Quoted if self.pending.depth == 0 => {
                self.pending.words.push(QUOTED.to_owned());
            }
            _ => {}
        }
    }

    /// Whether a semicolon here ends the statement.
    fn ends_here(&self) -> bool {
        match self.provider {
            Provider::Postgresql => self.pending.depth == 0 && self.pending.body_depth == 0,
            Provider::Sqlite => !self.pending.is_trigger() || self.pending.tail == TriggerTail::End,
        }
    }

    fn finish_statement(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let Some((start, line)) = pending.start else {
            return;
        };
        let text = pending.text.get(start..pending.end).unwrap_or_default().to_owned();
        let words: Vec<&str> = pending.words.iter().map(String::as_str).collect();
        let bare = match self.provider {
            Provider::Postgresql => postgres::sql::refused::runs_bare(&words),
            Provider::Sqlite => false,
        };
        let comment = self.comment.take();
        let statement = Statement { text, line, comment, bare };
        self.pieces.push(Piece::Statement(statement, pending.words));
    }
}

impl Pending<'_> {
    fn is_trigger(&self) -> bool {
        let mut words = self.words.iter().map(String::as_str);
        if words.next() != Some("CREATE") {
            return false;
        }
        match words.next() {
            Some("TEMP" | "TEMPORARY") => words.next() == Some("TRIGGER"),
            other => other == Some("TRIGGER"),
        }
    }

    fn is_routine(&self) -> bool {
        let mut words = self.words.iter().map(String::as_str);
        if words.next() != Some("CREATE") {
            return false;
        }
        let mut kind = words.next();
        if kind == Some("OR") {
            kind = words.nth(1);
        }
        matches!(kind, Some("FUNCTION" | "PROCEDURE"))
    }

    /// Keeps track of bodies whose semicolons do not end the statement.
    fn follow_body(&mut self, provider: Provider, kind: TokenKind, word: &str) {
        match provider {
            Provider::Postgresql => {
                if !self.is_routine() || self.depth > 0 {
                    return;
                }
                match word {
                    "BEGIN" => self.body_depth += 1,
                    "CASE" if self.body_depth > 0 => self.body_depth += 1,
                    "END" => self.body_depth = self.body_depth.saturating_sub(1),
                    _ => {}
                }
            }
            Provider::Sqlite => {
                self.tail = match (kind, self.tail, word) {
                    (TokenKind::Semicolon, _, _) => TriggerTail::Semicolon,
                    (TokenKind::Word, TriggerTail::Semicolon, "END") => TriggerTail::End,
                    _ => TriggerTail::Inside,
                };
            }
        }
    }
}

fn line_before(text: &str, offset: usize) -> &str {
    let before = text.get(..offset).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

/// Takes the bracket away where the script stands in one.
fn take_bracket(pieces: &mut Vec<Piece>) -> bool {
    let is = |piece: Option<&Piece>, expected: &str| match piece {
        Some(Piece::Statement(statement, _)) => same_statement(&statement.text, expected),
        Some(Piece::Directive(..)) | None => false,
    };
    let count = pieces.len();
    let at = |index: Option<usize>| index.and_then(|index| pieces.get(index));
    let [first, second] = bracket::OPENING;
    let [before_last, last] = bracket::CLOSING;
    let found = count >= 4
        && is(at(Some(0)), first)
        && is(at(Some(1)), second)
        && is(at(count.checked_sub(2)), before_last)
        && is(at(count.checked_sub(1)), last);
    if found {
        pieces.truncate(count - 2);
        pieces.drain(..2);
    }
    found
}

/// Whether a statement is the expected one but for case and white space.
fn same_statement(text: &str, expected: &str) -> bool {
    let plain = |text: &str| -> String {
        let text = text.to_ascii_uppercase().replace('=', " = ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    plain(text) == plain(expected)
}

fn sections(
    provider: Provider,
    pieces: Vec<Piece>,
    foreign_keys_off: bool,
    errors: &mut Vec<ScriptError>,
) -> Vec<Section> {
    let empty = |mode| Section {
        mode,
        lock_timeout: None,
        statement_timeout: None,
        statements: Vec::new(),
    };
    let mut error = |line: u32, message: String, help: &str| {
        errors.push(ScriptError { line, message, help: help.to_owned() });
    };
    let mut sections = vec![empty(Mode::Transaction)];
    for piece in pieces {
        let Some(current) = sections.last_mut() else {
            continue;
        };
        match piece {
            Piece::Directive(Directive::Timeout { .. }, line) if !current.statements.is_empty() => {
                error(
                    line,
                    "limits stand behind the first statement of their section".to_owned(),
                    "move the line above the section's first statement",
                );
            }
            Piece::Directive(Directive::Timeout { lock, statement }, _) => {
                current.lock_timeout = lock.or(current.lock_timeout);
                current.statement_timeout = statement.or(current.statement_timeout);
            }
            Piece::Directive(Directive::NoTransaction, line) if provider == Provider::Sqlite => {
                error(
                    line,
                    "SQLite has no sections without a transaction".to_owned(),
                    "remove the line",
                );
            }
            Piece::Directive(_, line) if foreign_keys_off => error(
                line,
                "a section begins inside the bracket, which is one transaction".to_owned(),
                "remove the line",
            ),
            Piece::Directive(Directive::Transaction, _) => sections.push(empty(Mode::Transaction)),
            Piece::Directive(Directive::NoTransaction, _) => {
                sections.push(empty(Mode::NoTransaction));
            }
            Piece::Statement(statement, words) => {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                if let Some(refusal) = refusal(provider, &words) {
                    error(statement.line, refusal.reason, refusal.help);
                } else if statement.bare && current.mode == Mode::Transaction {
                    error(
                        statement.line,
                        "this statement cannot run in a transaction".to_owned(),
                        "put `-- comon: no-transaction` above it",
                    );
                }
                current.statements.push(statement);
            }
        }
    }
    sections.retain(|section| !section.statements.is_empty());
    sections
}

fn refusal(provider: Provider, words: &[&str]) -> Option<Refusal> {
    match provider {
        Provider::Postgresql => postgres::sql::refused::refusal(words),
        Provider::Sqlite => sqlite::sql::refused::refusal(words),
    }
}

/// Stands for a string or a quoted name among the words of a statement: no word is like it.
const QUOTED: &str = "\"";

#[cfg(test)]
mod tests;
