//! A folder and a commit of git -> the files that the folder had there. Asks the `git` of the
//! machine and knows nothing of what the files mean. The repository may be a stranger's: a name
//! reaches git only behind `--end-of-options`, only regular files are read, and nothing that the
//! repository configures is run.

use crate::error::{Error, Result, io_words};
use std::ffi::OsStr;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// No file may be larger: those that are count as missing.
const MAX_FILE_BYTES: usize = planner_core::artifact::files::MAX_FILE_BYTES;

/// Where a change began, and where it is to go.
#[derive(Debug, Clone)]
pub struct Base {
    folder: PathBuf,
    /// The last commit that the checkout and the base have in common.
    pub merge_base: String,
    /// The base as it is now.
    pub tip: String,
}

/// A regular file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Its path from the folder that was asked for, with `/` between.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Base {
    /// The base of the checkout that a folder stands in.
    ///
    /// # Errors
    ///
    /// There is no git, no repository, no such commit, or no history in common.
    pub fn of(folder: &Path, reference: &str) -> Result<Self> {
        let existing = folder.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("/"));
        let folder = existing.to_owned();
        let tip = commit(&folder, reference)?.ok_or_else(|| {
            Error::invalid(
                "unknown-git-ref",
                format!("git knows no commit `{}` here.", reference.escape_debug()),
            )
            .help("Fetch it, or correct --since.")
        })?;
        let head = commit(&folder, "HEAD")?.ok_or_else(|| {
            Error::invalid("unknown-git-ref", "The repository has no commit yet.")
                .help("Name the migrations to review.")
        })?;
        let found = git(&folder, ["merge-base", "--end-of-options", &tip, &head])?;
        if !found.status.success() {
            let shallow = git(&folder, ["rev-parse", "--is-shallow-repository"])?;
            let error = Error::invalid(
                "no-merge-base",
                format!(
                    "The checkout and `{}` have no commit in common here.",
                    reference.escape_debug()
                ),
            );
            return Err(if words(&shallow) == "true" {
                error.help(
                    "The clone is shallow: fetch the history with git fetch --unshallow (in a \
                     workflow, check out with fetch-depth: 0).",
                )
            } else {
                error.help("Give a commit that the branch began at.")
            });
        }
        Ok(Self { folder, merge_base: words(&found), tip })
    }

    /// All regular files below a folder at a commit; none where it had no such folder.
    ///
    /// # Errors
    ///
    /// git fails.
    pub fn files(&self, commit: &str, folder: &Path) -> Result<Vec<Blob>> {
        let Some(path) = self.in_repository(folder)? else { return Ok(Vec::new()) };
        let listed = self.list(commit, &path, true)?;
        let prefix = format!("{path}/");
        let inside = |name: String| name.strip_prefix(&prefix).map(str::to_owned).unwrap_or(name);
        let (names, ids): (Vec<String>, Vec<String>) =
            listed.into_iter().map(|(name, id)| (inside(name), id)).unzip();
        let contents = self.contents(&ids)?;
        let blobs = names.into_iter().zip(contents);
        Ok(blobs.filter_map(|(path, bytes)| Some(Blob { path, bytes: bytes? })).collect())
    }

    /// The names of what stands in a folder at a commit.
    ///
    /// # Errors
    ///
    /// git fails.
    pub fn names(&self, commit: &str, folder: &Path) -> Result<Vec<String>> {
        let Some(path) = self.in_repository(folder)? else { return Ok(Vec::new()) };
        let tree = format!("{commit}:{path}");
        let arguments = ["ls-tree", "--name-only", "-z", "--full-tree", "--end-of-options", &tree];
        let listed = git(&self.folder, arguments)?;
        // A folder that the commit does not have is an empty one.
        let text = String::from_utf8_lossy(&listed.stdout).into_owned();
        Ok(text.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    /// What a file held at a commit; `None` where it was none.
    ///
    /// # Errors
    ///
    /// git fails.
    pub fn file(&self, commit: &str, file: &Path) -> Result<Option<Vec<u8>>> {
        let Some(path) = self.in_repository(file)? else { return Ok(None) };
        let listed = self.list(commit, &path, false)?;
        let ids: Vec<String> = listed.into_iter().map(|(_, id)| id).collect();
        Ok(self.contents(&ids)?.into_iter().next().flatten())
    }

    /// The root of the checkout.
    ///
    /// # Errors
    ///
    /// git fails.
    pub fn root(&self) -> Result<PathBuf> {
        let found = git(&self.folder, ["rev-parse", "--show-toplevel"])?;
        checked(&found, "say where the repository begins")?;
        Ok(PathBuf::from(words(&found)))
    }

    /// A path as git has it; `None` outside the repository.
    fn in_repository(&self, path: &Path) -> Result<Option<String>> {
        let root = self.root()?;
        let real = |path: &Path| -> PathBuf {
            let existing = path.ancestors().find(|each| each.exists());
            let (Some(existing), rest) = (existing, path) else { return path.to_owned() };
            let rest = rest.strip_prefix(existing).unwrap_or(Path::new(""));
            std::fs::canonicalize(existing).unwrap_or_else(|_| existing.to_owned()).join(rest)
        };
        let path = real(path);
        let Ok(inside) = path.strip_prefix(real(&root)) else { return Ok(None) };
        let parts: Vec<_> = inside.iter().map(OsStr::to_string_lossy).collect();
        Ok(Some(parts.join("/")))
    }

    /// The regular files at or below a path, with the ids of their contents.
    fn list(&self, commit: &str, path: &str, below: bool) -> Result<Vec<(String, String)>> {
        let recursive: &[&str] = if below { &["-r"] } else { &[] };
        let arguments = ["ls-tree", "-z", "--full-tree"].iter().chain(recursive).copied();
        // ls-tree takes plain paths, not patterns; that of the root is none.
        let path = (!path.is_empty()).then_some(path);
        let listed =
            git(&self.folder, arguments.chain(["--end-of-options", commit, "--"]).chain(path))?;
        checked(&listed, "list the files")?;
        let text = String::from_utf8_lossy(&listed.stdout).into_owned();
        let entries = text.split('\0').filter_map(|entry| {
            let (head, name) = entry.split_once('\t')?;
            let mut head = head.split(' ');
            let (mode, _, id) = (head.next()?, head.next()?, head.next()?);
            // Neither links nor submodules.
            matches!(mode, "100644" | "100755").then(|| (name.to_owned(), id.to_owned()))
        });
        Ok(entries.collect())
    }

    /// What objects hold, in their order; `None` for one that is too large or not there.
    fn contents(&self, ids: &[String]) -> Result<Vec<Option<Vec<u8>>>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = command(&self.folder);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| no_git(&error))?;
        let failed = |error: std::io::Error| {
            Error::failed("git-failed", format!("git cannot read files: {}.", io_words(&error)))
        };
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Error::failed("git-failed", "git cannot be asked for files."));
        };
        let asked = ids.join("\n") + "\n";
        let writer = std::thread::spawn(move || input.write_all(asked.as_bytes()));
        let mut output = BufReader::new(output);
        let mut contents = Vec::with_capacity(ids.len());
        for _ in ids {
            contents.push(next_object(&mut output).map_err(failed)?);
        }
        let _ = writer.join();
        child.wait().map_err(failed)?;
        Ok(contents)
    }
}

/// Reads `<id> <type> <size>`, the bytes and a line end.
fn next_object(output: &mut impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    let mut byte = [0];
    loop {
        output.read_exact(&mut byte)?;
        if byte == *b"\n" {
            break;
        }
        head.extend(byte);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let Some(size) = head.rsplit(' ').next().and_then(|size| size.parse::<u64>().ok()) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    output.by_ref().take(size).read_to_end(&mut bytes)?;
    output.read_exact(&mut byte)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() <= MAX_FILE_BYTES))
}

/// The id of a commit; `None` where there is none of that name.
fn commit(folder: &Path, reference: &str) -> Result<Option<String>> {
    // A commit first: what is none is no folder without names.
    let commit = format!("{reference}^{{commit}}");
    let found = git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    Ok(found.status.success().then(|| words(&found)))
}

/// git in a folder, with nothing switched on that a repository can configure to run.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    for setting in ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"] {
        command.args(["-c", setting]);
    }
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    command
}

fn git<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Result<Output> {
    let mut command = command(folder);
    command.args(arguments).stdin(Stdio::null());
    command.output().map_err(|error| no_git(&error))
}

fn no_git(error: &std::io::Error) -> Error {
    Error::failed("no-git", format!("git cannot be run: {}.", io_words(error)))
        .help("Install git, or name the migrations to review.")
}

fn checked(output: &Output, what: &str) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    Err(Error::failed("git-failed", format!("git cannot {what}."))
        .detail(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned()
}
