//! What programs ask of a Unix for which Rust's library has no word: folders and files opened without
//! following links, space, rights, signals, the terminal, the user, a shell. `windows.rs` has the same for
//! Windows, under the same names. Knows nothing of migrations.

use rustix::fs::{Access, AtFlags, CWD, FileType, Mode, OFlags, access, openat, statat, statvfs};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What asks a program to end, beside Ctrl-C.
pub const TERMINATE: &str = "SIGTERM";

/// Whether a file that somebody has locked can be read, and removed while it is open.
pub const LOCKED_FILES_ARE_FILES: bool = true;

/// An open folder: what is opened in it is in this folder, whatever happens to its path.
#[derive(Debug)]
pub struct Folder(OwnedFd);

impl Folder {
    /// Opens a folder by its path.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY;
        Ok(Self(openat(CWD, path, flags, Mode::empty())?))
    }

    /// The names of what stands in it.
    ///
    /// # Errors
    ///
    /// The system cannot list it.
    pub fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(&self.0)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Opens a folder in it; a link to one is none.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be opened.
    pub fn folder(&self, name: &str) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::DIRECTORY;
        Ok(Self(openat(&self.0, name, flags, Mode::empty())?))
    }

    /// Opens a file in it for reading: never one behind a link, and without waiting for somebody who writes
    /// into it.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be opened.
    pub fn file(&self, name: &str) -> io::Result<File> {
        // NONBLOCK so that a FIFO in a stranger's folder cannot hang the run.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        Ok(File::from(openat(&self.0, name, flags, Mode::empty())?))
    }

    /// Whether that is a regular file.
    pub fn is_file(&self, name: &str) -> bool {
        self.kind(name) == Some(FileType::RegularFile)
    }

    /// Whether that is a link.
    pub fn is_link(&self, name: &str) -> bool {
        self.kind(name) == Some(FileType::Symlink)
    }

    fn kind(&self, name: &str) -> Option<FileType> {
        let stat = statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        Some(FileType::from_raw_mode(stat.st_mode))
    }
}

/// Makes the options open no file behind a link.
pub fn follow_no_link(options: &mut OpenOptions) {
    options.custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
}

/// Makes the options create a file with the mode that another has.
///
/// # Errors
///
/// The other one is not there.
pub fn with_rights_of(options: &mut OpenOptions, other: &Path) -> io::Result<()> {
    options.mode(std::fs::metadata(other)?.mode() & 0o777);
    Ok(())
}

/// Whether the path still names the file that was opened.
pub fn is_still_there(file: &File, path: &Path) -> bool {
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(opened), Ok(named)) => (opened.dev(), opened.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

/// Writes a folder's names to the disk.
///
/// # Errors
///
/// The file system refuses.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Writes a file to the disk that somebody else wrote.
///
/// # Errors
///
/// The file system refuses.
pub fn sync_file(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Renames, where nothing has the new name.
///
/// # Errors
///
/// Something has it, or the file system refuses.
#[cfg(target_os = "linux")]
pub fn rename_without_replacing(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some file systems lack the flag; a plain rename replaces an empty folder at most.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => std::fs::rename(from, to),
        other => Ok(other?),
    }
}

/// Renames; what has the new name is replaced where it is an empty folder, and nothing else is.
///
/// # Errors
///
/// Something has it, or the file system refuses.
#[cfg(not(target_os = "linux"))]
pub fn rename_without_replacing(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::rename(from, to)
}

/// How much can still be written where that folder is, in bytes.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Whether this process may write a file, or into a folder.
///
/// # Errors
///
/// It may not.
pub fn check_writable(path: &Path) -> io::Result<()> {
    Ok(access(path, Access::WRITE_OK)?)
}

/// The name of the process's user, where the environment does not say it (a container).
pub fn user() -> Option<String> {
    let id = rustix::process::getuid().as_raw().to_string();
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let entry = users.lines().find(|line| line.split(':').nth(2) == Some(id.as_str()));
    entry.and_then(|line| line.split(':').next()).map(str::to_owned).or(Some(id))
}

/// The name of this machine.
pub fn host() -> Option<String> {
    std::fs::read_to_string("/proc/sys/kernel/hostname").ok()
}

/// A command line as a shell runs it.
pub fn shell(command: &str) -> tokio::process::Command {
    let mut shell = tokio::process::Command::new("sh");
    shell.arg("-c").arg(command);
    shell
}

/// How the terminal of standard input is set.
#[derive(Debug)]
pub struct TerminalState(Option<Termios>);

impl TerminalState {
    /// As it is now.
    pub fn now() -> Self {
        Self(tcgetattr(io::stdin()).ok())
    }

    /// Sets it as it was then.
    pub fn restore(&self) {
        if let Some(found) = &self.0 {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, found);
        }
    }
}

/// The two ways in which a program is asked to end.
#[derive(Debug)]
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// Listens, from now on.
    ///
    /// # Errors
    ///
    /// The system refuses to install a handler.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for the next one; the exit code that it leads to.
    pub async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.interrupt.recv() => 130,
            _ = self.terminate.recv() => 143,
        }
    }
}
