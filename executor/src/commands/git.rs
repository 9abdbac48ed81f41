//! A folder and a commit of git -> the files that the folder had there. Asks the `git` of the
//! machine and knows nothing of what the files mean. The repository may be a stranger's: a name
//! reaches git only behind `--end-of-options`, only regular files are read, and nothing that the
//! repository configures is run.

use crate::error::{Error, Result, io_words};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// No file may be larger: those that are count as missing.
const MAX_FILE_BYTES: usize = planner_core::artifact::files::MAX_FILE_BYTES;

/// A checkout of a repository.
#[derive(Debug, Clone)]
pub struct Checkout {
    folder: PathBuf,
    /// Its root, without links.
    root: PathBuf,
    /// The commit that is checked out; `None` before the first.
    pub head: Option<String>,
}

/// Where a change began, and where it is to go.
#[derive(Debug, Clone)]
pub struct Base {
    checkout: Checkout,
    /// The last commit that the checkout and the base have in common.
    pub merge_base: String,
    /// More of them, where the histories cross.
    pub others: Vec<String>,
    /// The base as it is now.
    pub tip: String,
}

/// A regular file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Its path from the root of the repository, with `/` between.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A regular file of a commit before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path from the root of the repository, with `/` between.
    pub path: String,
    id: String,
}

impl Checkout {
    /// The checkout that a folder stands in, or is to stand in.
    ///
    /// # Errors
    ///
    /// There is no git, no repository, or git does not want to look into it.
    pub fn of(folder: &Path) -> Result<Self> {
        let existing = folder.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("/"));
        let folder = existing.to_owned();
        let found = git(&folder, ["rev-parse", "--show-toplevel"])?;
        if !found.status.success() {
            let reason = String::from_utf8_lossy(&found.stderr).trim().to_owned();
            let error = Error::invalid(
                "no-repository",
                format!("{} is in no checkout of git that can be read.", folder.display()),
            );
            let help = match reason.contains("dubious ownership") {
                true => {
                    "Tell git that it is yours: git config --global --add safe.directory <path>."
                }
                false => "Run it in the checkout, or name the migrations to review.",
            };
            return Err(error.detail(reason).help(help));
        }
        let root = PathBuf::from(words(&found));
        let root = dunce::canonicalize(&root).unwrap_or(root);
        let head = commit(&folder, "HEAD")?;
        Ok(Self { folder, root, head })
    }

    /// Its root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path as git has it, with `/` between; `None` outside the checkout.
    pub fn inside(&self, path: &Path) -> Option<String> {
        let existing = path.ancestors().find(|each| each.exists())?;
        let rest = path.strip_prefix(existing).unwrap_or(Path::new(""));
        let real = dunce::canonicalize(existing).unwrap_or_else(|_| existing.to_owned());
        let real = real.join(rest);
        let inside = real.strip_prefix(&self.root).ok()?;
        let parts: Vec<_> = inside.iter().map(OsStr::to_string_lossy).collect();
        Some(parts.join("/"))
    }

    /// Whether a path below the root goes through a link: it may lead anywhere, and a stranger set it.
    pub fn is_linked(&self, path: &Path) -> bool {
        let below = |each: &&Path| !dunce::canonicalize(each).is_ok_and(|real| real == self.root);
        let links = |each: &Path| {
            std::fs::symlink_metadata(each).is_ok_and(|found| found.file_type().is_symlink())
        };
        path.ancestors().take_while(below).any(links)
    }

    /// The files that are checked out or new and not ignored, from the root of the repository.
    ///
    /// # Errors
    ///
    /// git fails.
    pub fn files(&self) -> Result<Vec<String>> {
        let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let listed = git(&self.root, arguments)?;
        checked(&listed, "list the files")?;
        let text = String::from_utf8_lossy(&listed.stdout).into_owned();
        Ok(text.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    /// Of the files at or below a path, those that are checked out, or new and not ignored: from the root
    /// of the repository.
    ///
    /// # Errors
    ///
    /// git fails.
    pub fn files_below(&self, path: &str) -> Result<BTreeSet<String>> {
        let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"];
        let paths = Some(path).filter(|path| !path.is_empty());
        let listed = git(&self.root, arguments.into_iter().chain(paths))?;
        checked(&listed, "list the files")?;
        let text = String::from_utf8_lossy(&listed.stdout).into_owned();
        Ok(text.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    /// Whether a file that is not there would be one of this repository's: neither ignored nor in a
    /// submodule.
    ///
    /// # Errors
    ///
    /// git cannot be run.
    pub fn would_keep(&self, path: &str) -> Result<bool> {
        // It takes paths alone, unless they begin with a colon, and wants no word on that.
        let path = format!("./{path}");
        let mut command = command(&self.root);
        command.env_remove("GIT_LITERAL_PATHSPECS").args(["check-ignore", "--quiet", "--", &path]);
        let asked = command.stdin(Stdio::null()).output().map_err(|error| no_git(&error))?;
        // 0: ignored; 1: not ignored; 128: in a submodule.
        Ok(asked.status.code() == Some(1))
    }

    /// The base of the checkout.
    ///
    /// # Errors
    ///
    /// There is no such commit, or no history in common.
    pub fn since(self, reference: &str) -> Result<Base> {
        let folder = &self.folder;
        let shown = reference.escape_debug();
        let tip = commit(folder, reference)?.ok_or_else(|| {
            Error::invalid("unknown-git-ref", format!("git knows no commit `{shown}` here."))
                .help("Fetch it, or correct --since.")
        })?;
        let Some(head) = &self.head else {
            return Err(Error::invalid("unknown-git-ref", "The repository has no commit yet.")
                .help("Name the migrations to review."));
        };
        let found = git(folder, ["merge-base", "--all", "--end-of-options", &tip, head])?;
        if !found.status.success() {
            let shallow = git(folder, ["rev-parse", "--is-shallow-repository"])?;
            let error = Error::invalid(
                "no-merge-base",
                format!("The checkout and `{shown}` have no commit in common here."),
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
        let mut found = words(&found).lines().map(str::to_owned).collect::<Vec<_>>().into_iter();
        let merge_base = found.next().unwrap_or_default();
        Ok(Base { merge_base, others: found.collect(), tip, checkout: self })
    }
}

impl Base {
    /// The checkout that it is the base of.
    pub fn checkout(&self) -> &Checkout {
        &self.checkout
    }

    /// The regular files at or below some paths at a commit; all where no path is given.
    ///
    /// # Errors
    ///
    /// git fails.
    pub fn list(&self, commit: &str, paths: &[&str]) -> Result<Vec<Entry>> {
        // ls-tree takes plain paths, not patterns; that of the root is none.
        let whole = paths.iter().any(|path| path.is_empty());
        let paths = paths.iter().copied().filter(|_| !whole);
        let arguments = ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit];
        let listed = git(&self.checkout.folder, arguments.into_iter().chain(paths))?;
        checked(&listed, "list the files")?;
        let text = String::from_utf8_lossy(&listed.stdout).into_owned();
        let entries = text.split('\0').filter_map(|entry| {
            let (head, path) = entry.split_once('\t')?;
            let mut head = head.split(' ');
            let (mode, _, id) = (head.next()?, head.next()?, head.next()?);
            // Neither links nor submodules.
            let regular = matches!(mode, "100644" | "100755");
            regular.then(|| Entry { path: path.to_owned(), id: id.to_owned() })
        });
        Ok(entries.collect())
    }

    /// What files hold, in their order; those that are too large are left out.
    ///
    /// # Errors
    ///
    /// git fails.
    pub fn read(&self, entries: &[Entry]) -> Result<Vec<Blob>> {
        let contents = self.contents(entries)?;
        let blobs = entries.iter().zip(contents);
        let read = |(entry, bytes): (&Entry, Option<Vec<u8>>)| {
            Some(Blob { path: entry.path.clone(), bytes: bytes? })
        };
        Ok(blobs.filter_map(read).collect())
    }

    /// The names of what stands in a folder at a commit.
    ///
    /// # Errors
    ///
    /// git cannot be run.
    pub fn names(&self, commit: &str, folder: &str) -> Result<Vec<String>> {
        let tree = format!("{commit}:{folder}");
        let arguments = ["ls-tree", "--name-only", "-z", "--full-tree", "--end-of-options", &tree];
        let listed = git(&self.checkout.folder, arguments)?;
        // A folder that the commit does not have is an empty one.
        let text = String::from_utf8_lossy(&listed.stdout).into_owned();
        Ok(text.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    /// What objects hold, in their order; `None` for one that is too large or not there.
    fn contents(&self, entries: &[Entry]) -> Result<Vec<Option<Vec<u8>>>> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = command(&self.checkout.folder);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| no_git(&error))?;
        let failed = |error: std::io::Error| {
            Error::failed("git-failed", format!("git cannot read files: {}.", io_words(&error)))
        };
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Error::failed("git-failed", "git cannot be asked for files."));
        };
        let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        let asked = ids.join("\n") + "\n";
        let writer = std::thread::spawn(move || input.write_all(asked.as_bytes()));
        let mut output = BufReader::with_capacity(1 << 16, output);
        let mut contents = Vec::with_capacity(entries.len());
        for _ in entries {
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
    // A path is no pattern, whatever it begins with.
    command.env("GIT_LITERAL_PATHSPECS", "1");
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
