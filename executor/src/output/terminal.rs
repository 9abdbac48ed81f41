//! The one place that writes to stdout and stderr. Colours only where `anstream` finds a
//! terminal that wants them (NO_COLOR and `--no-color` are honoured).

use crate::error::{Error, Result, io_words};
use crate::output::report::{Report, Tone, error_document};
use anstyle::{AnsiColor, Style};
use std::io::{IsTerminal, Write};
use std::sync::OnceLock;

/// How the run was asked to speak.
#[derive(Debug)]
pub struct Terminal {
    /// The command's name for JSON, such as `migrate deploy`.
    pub command: &'static str,
    /// One JSON document on stdout.
    pub json: bool,
    /// Only the verdict, refusals and errors.
    pub quiet: bool,
    target: OnceLock<String>,
}

impl Terminal {
    /// A way to speak for that command.
    pub fn new(command: &'static str, json: bool, quiet: bool, no_color: bool) -> Self {
        if no_color {
            anstream::ColorChoice::Never.write_global();
        }
        Self { command, json, quiet, target: OnceLock::new() }
    }

    /// Whether a person sits there who can be asked.
    pub fn can_ask(&self) -> bool {
        !self.json && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Names the database, as the first line of every command that connects. `line` is already
    /// free of passwords.
    pub fn target(&self, line: &str) {
        if self.target.set(line.to_owned()).is_ok() && !self.json && !self.quiet {
            out(&format!("{line}\n"));
        }
    }

    /// The same for a command that looks at two states, of which `target` is the database that it
    /// names first, if any. `aside`: stdout is kept for the result alone.
    pub fn heading(&self, text: &str, target: Option<&str>, aside: bool) {
        if let Some(target) = target {
            // Nothing else of such a command names one.
            let _ = self.target.set(target.to_owned());
        }
        if self.json || self.quiet {
            return;
        }
        match aside {
            true => err(&format!("{text}\n")),
            false => out(&format!("{text}\n")),
        }
    }

    /// Says what runs right now, to one who watches; on stderr, so that it never mixes with the
    /// result.
    pub fn progress(&self, line: &str) {
        if !self.quiet && std::io::stderr().is_terminal() {
            let dim = Style::new().dimmed();
            err(&format!("{dim}{line}{dim:#}\n"));
        }
    }

    /// What one who waits or is asked has to know: on stderr, terminal or not.
    pub fn note(&self, text: &str) {
        note(text);
    }

    /// Writes a text that is itself the result, such as a formatted file, byte for byte.
    ///
    /// # Errors
    ///
    /// `cannot-write-output`: standard output does not take all of it.
    pub fn result(&self, text: &str) -> Result<()> {
        let mut stdout = std::io::stdout().lock();
        heard(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
    }

    /// Speaks the result; the exit code is the report's, or that of an output which nobody can read.
    pub fn report(&self, report: &Report) -> i32 {
        if self.json {
            let document = report.document(self.command, self.target.get().map(String::as_str));
            return self.ended(&format!("{document:#}\n"), report.exit_code);
        }
        let mut text = String::new();
        if !report.verdict.is_empty() {
            let style = style_of(report.tone);
            text.push_str(&format!("{style}{}{style:#}\n", report.verdict));
        }
        if !self.quiet || report.exit_code != 0 {
            for line in &report.body {
                text.push_str(line);
                text.push('\n');
            }
            if let Some(next) = &report.next {
                let bold = Style::new().bold();
                text.push_str(&format!("\n{bold}Next:{bold:#} {next}\n"));
            }
        }
        self.ended(&text, report.exit_code)
    }

    /// The last word on standard output, and how the command ends.
    fn ended(&self, text: &str, exit_code: i32) -> i32 {
        let Err(error) = heard(said(text)) else { return exit_code };
        let error = error.help(
            "What the command did is done. Give its output a place, and ask comon migrate status.",
        );
        // Standard output is what cannot be written.
        err(&words(&error));
        error.kind.exit_code()
    }

    /// Speaks an error; the exit code is the error's.
    pub fn error(&self, error: &Error) -> i32 {
        let error = &error.without_passwords();
        if self.json {
            let target = self.target.get().map(String::as_str);
            out(&format!("{:#}\n", error_document(self.command, target, error)));
            return error.kind.exit_code();
        }
        err(&words(error));
        error.kind.exit_code()
    }
}

/// An error as people read it.
fn words(error: &Error) -> String {
    let bad = style_of(Tone::Bad);
    let mut text = format!("{bad}error[{}]{bad:#}: {}\n", error.id, error.message);
    for detail in &error.details {
        for line in detail.lines() {
            text.push_str(&format!("  {line}\n"));
        }
    }
    if let Some(code) = &error.database_code {
        text.push_str(&format!("  database error code: {code}\n"));
    }
    if let Some(help) = &error.help {
        let bold = Style::new().bold();
        text.push_str(&format!("{bold}help:{bold:#} {help}\n"));
    }
    text
}

/// Speaks of a command line that cannot be read, before there is a command to speak for.
pub fn usage_error(command: &str, json: bool, text: &str, error: &Error) {
    if json {
        out(&format!("{:#}\n", error_document(command, None, error)));
    } else {
        err(text);
    }
}

/// The style of a tone, for commands that colour single words.
pub fn style_of(tone: Tone) -> Style {
    match tone {
        Tone::Good => AnsiColor::Green.on_default().bold(),
        Tone::Caution => AnsiColor::Yellow.on_default().bold(),
        Tone::Bad => AnsiColor::Red.on_default().bold(),
        Tone::Plain => Style::new().bold(),
    }
}

/// Whether frames on stdout may be coloured.
pub fn colour_on_stdout() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// What one who waits has to know: on stderr, terminal or not.
pub fn note(text: &str) {
    err(&format!("{text}\n"));
}

fn said(text: &str) -> std::io::Result<()> {
    let mut stdout = anstream::stdout();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
}

/// A closed pipe (`comon history | head`) is no error of ours.
fn heard(written: std::io::Result<()>) -> Result<()> {
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let message = format!("Writing to standard output failed: {}.", io_words(&error));
            Err(Error::failed("cannot-write-output", message))
        }
        _ => Ok(()),
    }
}

/// What comes before the result: an output that takes none of it does not take the result either, and is told of
/// then.
fn out(text: &str) {
    let _ = said(text);
}

fn err(text: &str) {
    let mut stderr = anstream::stderr();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}
