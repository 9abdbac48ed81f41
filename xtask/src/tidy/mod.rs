//! Checks of the sources that the compiler and clippy cannot make. Each check is a function from
//! texts to problems, so that its own tests can show that it fails; this file reads the texts.

mod dependencies;
mod file_heads;
mod import_order;
mod package_locks;
mod page_sources;
mod sql_strings;
mod tokens;
mod unfinished;

use crate::workspace::{self, cargo, output_of};
use anyhow::{Context, Result};
use std::fmt;
use std::path::Path;
use std::process::Command;

/// A file of the repository, by its path from the top.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// Relative, with forward slashes.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// Something that has to be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// Runs every check and prints what it found.
pub fn run() -> Result<crate::stages::Tally> {
    let rust = read_sources(&["rs"])?;
    let core: Vec<_> =
        rust.iter().filter(|file| file.path.starts_with("planner-core/")).cloned().collect();
    let page = read_sources(&["ts", "tsx", "html"])?;
    let locks = read_sources(&["package-lock.json"])?;
    let mut tree = cargo();
    tree.args(["tree", "--locked", "--package", "planner-core", "--edges", "normal"]);
    let tree = output_of(tree.args(["--prefix", "none", "--format", "{p}"]))?;

    let checks: [(&str, Vec<Problem>); 7] = [
        ("a module of planner-core imports only from above", import_order::check(&core)),
        ("SQL stands only where it belongs", sql_strings::check(&rust)),
        ("planner-core depends on no runtime and no driver", dependencies::check(&tree)),
        ("every file says what it is and is short enough", file_heads::check(&rust, &page)),
        ("nothing is unfinished or ignored", unfinished::check(&rust)),
        ("the page shows text and has one door to wasm", page_sources::check(&page)),
        ("package-lock.json names no download address", package_locks::check(&locks)),
    ];
    let mut tally = crate::stages::Tally::default();
    for (name, problems) in checks {
        println!("{} {name}", if problems.is_empty() { "ok    " } else { "FAILED" });
        for problem in &problems {
            println!("       {problem}");
        }
        tally.count(problems.is_empty());
    }
    Ok(tally)
}

/// The texts of all files that git knows or would add, with one of these endings.
fn read_sources(endings: &[&str]) -> Result<Vec<SourceText>> {
    let root = workspace::root();
    let mut list = Command::new("git");
    list.current_dir(&root).args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let mut sources = Vec::new();
    for path in output_of(&mut list)?.lines() {
        let wanted = endings.iter().any(|ending| path.ends_with(ending));
        // A file that was deleted and not yet committed is still listed.
        if wanted && root.join(path).is_file() {
            sources.push(SourceText { path: path.to_owned(), text: read(&root.join(path))? });
        }
    }
    Ok(sources)
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}
