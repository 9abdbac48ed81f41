//! A generator of somebody else: a program that reads the schema as JSON on stdin and answers files
//! as JSON on stdout. What it says on stderr is shown where it fails.

use crate::error::{Error, Result, io_words};
use crate::generate::output::OutputFile;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::io::AsyncWriteExt;

/// How much of what a failed program said is shown.
const SHOWN_LINES: usize = 20;

/// A program and where it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Name of the generator, for messages.
    pub generator: String,
    /// The program: a file, or a name that is looked for in PATH.
    pub command: PathBuf,
    /// Its working directory: the folder of the schema.
    pub folder: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    files: Vec<AnsweredFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnsweredFile {
    path: String,
    content: String,
}

impl Program {
    /// Its files.
    ///
    /// # Errors
    ///
    /// `generate-failed`: it cannot be run, fails, or answers something else.
    pub async fn files(&self, request: &serde_json::Value) -> Result<Vec<OutputFile>> {
        let mut child = tokio::process::Command::new(&self.command)
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| self.failed(&format!("cannot be run: {}", io_words(&error)), &[]))?;
        let stdin = child.stdin.take();
        let text = request.to_string();
        // A program that reads nothing and ends is no failure of ours.
        let write = async move {
            if let Some(mut stdin) = stdin {
                stdin.write_all(text.as_bytes()).await.ok();
            }
        };
        let ((), output) = tokio::join!(write, child.wait_with_output());
        let output = output.map_err(|error| self.failed(&io_words(&error), &[]))?;
        match output.status.code() {
            Some(0) => {}
            Some(code) => {
                return Err(self.failed(&format!("ended with exit code {code}"), &output.stderr));
            }
            None => return Err(self.failed("was ended by a signal", &output.stderr)),
        }
        let answer: Answer = serde_json::from_slice(&output.stdout).map_err(|error| {
            let words = format!("answered no list of files ({error})");
            self.failed(&words, &output.stderr)
        })?;
        let files = answer.files.into_iter();
        Ok(files.map(|file| OutputFile { path: file.path, text: file.content }).collect())
    }

    fn failed(&self, words: &str, stderr: &[u8]) -> Error {
        let message = format!(
            "Generator {}: the program {} {words}.",
            self.generator,
            self.command.display()
        );
        let said = String::from_utf8_lossy(stderr);
        let lines: Vec<_> = said.lines().collect();
        let shown = lines.get(lines.len().saturating_sub(SHOWN_LINES)..).unwrap_or_default();
        let error = Error::failed("generate-failed", message);
        let error = shown.iter().fold(error, |error, line| error.detail(format!("  {line}")));
        error.help(
            "Nothing was written. It reads JSON on stdin and answers {\"files\": [{\"path\": …, \
             \"content\": …}]} on stdout; docs/generate.md says how.",
        )
    }
}

/// The program that a provider names: a path below the project, as it is written in the schema.
///
/// # Errors
///
/// `generator-outside`, `missing-generator`.
pub fn of_path(provider: &str, generator: &str, folder: &Path, project: &Path) -> Result<PathBuf> {
    let path = folder.join(provider);
    let found = dunce::canonicalize(&path).map_err(|error| {
        Error::invalid(
            "missing-generator",
            format!(
                "Generator {generator}: the program {} cannot be found: {}.",
                path.display(),
                io_words(&error)
            ),
        )
        .help("Correct provider in the generator block; it is relative to the schema's file.")
    })?;
    let inside = dunce::canonicalize(project).is_ok_and(|project| found.starts_with(project));
    if inside {
        return Ok(found);
    }
    Err(Error::refused(
        "generator-outside",
        format!("Generator {generator}: the program {} is outside of the project.", path.display()),
    )
    .detail(format!("The project is {}.", project.display()))
    .help("Name it in comon.toml instead, under [generate]: programs = [\"…\"]"))
}
