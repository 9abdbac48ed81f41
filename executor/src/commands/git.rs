//! A folder and a commit of git -> the names that the folder had there. Asks the `git` of the machine, and
//! knows nothing of what the names mean.

use crate::error::{Error, Result, io_words};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

/// The names in a folder at a commit, branch or tag; none where it had no such folder.
///
/// # Errors
///
/// There is no git, no repository, or no such commit.
pub fn names_at(folder: &Path, reference: &str) -> Result<BTreeSet<String>> {
    let existing = folder.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("/"));
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(existing).args(arguments).stdin(Stdio::null());
        command.output().map_err(|error| {
            Error::failed("no-git", format!("git cannot be run: {}.", io_words(&error)))
                .help("Install git, or name the migrations to review.")
        })
    };
    // A commit first: what is none is no folder without names.
    let commit = format!("{reference}^{{commit}}");
    let found = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    if !found.status.success() {
        return Err(Error::invalid(
            "unknown-git-ref",
            format!("git knows no commit `{}` here.", reference.escape_debug()),
        )
        .help("Fetch it, or correct --since."));
    }
    let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
    if existing != folder {
        return Ok(BTreeSet::new());
    }
    let listed = git(&["ls-tree", "--name-only", "-z", &commit, "."])?;
    if !listed.status.success() {
        return Err(Error::failed("git-failed", "git cannot list the migrations folder.")
            .detail(String::from_utf8_lossy(&listed.stderr).trim().to_owned()));
    }
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    let names = text.split('\0').map(|name| name.trim_start_matches("./").to_owned());
    Ok(names.filter(|name| !name.is_empty()).collect())
}
