//! What programs ask of Windows for which Rust's library has no word, as `unix.rs` has it for a Unix, under the
//! same names. Links are symbolic links and junctions: both are reparse points. Knows nothing of migrations.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::windows::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use tokio::signal::windows::{
    CtrlBreak, CtrlC, CtrlClose, CtrlShutdown, ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown,
};

/// What asks a program to end, beside Ctrl-C.
pub const TERMINATE: &str = "Ctrl-Break or the end of the session";

/// Whether a file that somebody has locked can be read, and removed while it is open. A lock of `LockFileEx`
/// keeps everybody else from its bytes.
/// <https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-lockfileex>
pub const LOCKED_FILES_ARE_FILES: bool = false;

// <https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-createfilew>
const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
const FILE_FLAG_BACKUP_SEMANTICS: u32 = 0x0200_0000;
const FILE_SHARE_READ_AND_WRITE: u32 = 0x0000_0003;
const FILE_ATTRIBUTE_REPARSE_POINT: u32 = 0x0000_0400;

/// An open folder. As long as it is open nobody renames or removes it, so its path leads to it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _open: File,
}

impl Folder {
    /// Opens a folder by its path.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::held(path, FILE_FLAG_BACKUP_SEMANTICS)
    }

    /// The names of what stands in it.
    ///
    /// # Errors
    ///
    /// The system cannot list it.
    pub fn names(&self) -> io::Result<Vec<String>> {
        let names = std::fs::read_dir(&self.path)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect()
    }

    /// Opens a folder in it; a link to one is none.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be opened.
    pub fn folder(&self, name: &str) -> io::Result<Self> {
        let flags = FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT;
        Self::held(&self.path.join(name), flags)
    }

    /// Opens a file in it for reading, never one behind a link.
    ///
    /// # Errors
    ///
    /// There is none, or it cannot be opened.
    pub fn file(&self, name: &str) -> io::Result<File> {
        let mut options = OpenOptions::new();
        follow_no_link(options.read(true));
        let file = options.open(self.path.join(name))?;
        if is_reparse_point(&file.metadata()?) {
            return Err(io::Error::other("it is a link"));
        }
        Ok(file)
    }

    /// Whether that is a regular file.
    pub fn is_file(&self, name: &str) -> bool {
        self.metadata(name).is_some_and(|found| found.is_file() && !is_reparse_point(&found))
    }

    /// Whether that is a link.
    pub fn is_link(&self, name: &str) -> bool {
        self.metadata(name).is_some_and(|found| is_reparse_point(&found))
    }

    fn metadata(&self, name: &str) -> Option<Metadata> {
        self.path.join(name).symlink_metadata().ok()
    }

    fn held(path: &Path, flags: u32) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).share_mode(FILE_SHARE_READ_AND_WRITE).custom_flags(flags);
        let open = options.open(path)?;
        let found = open.metadata()?;
        if !found.is_dir() || is_reparse_point(&found) {
            return Err(io::Error::from(io::ErrorKind::NotADirectory));
        }
        Ok(Self { path: path.to_owned(), _open: open })
    }
}

fn is_reparse_point(found: &Metadata) -> bool {
    found.file_attributes() & FILE_ATTRIBUTE_REPARSE_POINT != 0
}

/// Makes the options open a link itself, and no file behind it.
pub fn follow_no_link(options: &mut OpenOptions) {
    options.custom_flags(FILE_FLAG_OPEN_REPARSE_POINT);
}

/// A file has the rights of its folder here.
///
/// # Errors
///
/// None.
pub fn with_rights_of(_options: &mut OpenOptions, _other: &Path) -> io::Result<()> {
    Ok(())
}

/// A lock file is never removed here, so it is always still there.
pub fn is_still_there(_file: &File, _path: &Path) -> bool {
    true
}

/// The file system keeps a journal of names, and a folder cannot be written to the disk by itself.
///
/// # Errors
///
/// None.
pub fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Writes a file to the disk that somebody else wrote.
///
/// # Errors
///
/// The file system refuses.
pub fn sync_file(path: &Path) -> io::Result<()> {
    // Who only reads may not flush.
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Renames, where nothing has the new name; what somebody put there at this moment is replaced where it is an
/// empty folder, and nothing else is.
///
/// # Errors
///
/// Something has it, or the file system refuses.
pub fn rename_without_replacing(from: &Path, to: &Path) -> io::Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists));
    }
    std::fs::rename(from, to)
}

/// How much can still be written where that folder is, in bytes.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    fs4::available_space(folder).ok()
}

/// Whether this process may write a file. What a folder's rights allow, Windows says only when it is tried.
///
/// # Errors
///
/// The file is read-only, or not there.
pub fn check_writable(path: &Path) -> io::Result<()> {
    let found = std::fs::metadata(path)?;
    match found.is_file() && found.permissions().readonly() {
        true => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
        false => Ok(()),
    }
}

/// The name of the process's user.
pub fn user() -> Option<String> {
    std::env::var("USERNAME").ok()
}

/// The name of this machine.
pub fn host() -> Option<String> {
    std::env::var("COMPUTERNAME").ok()
}

/// A command line as the command interpreter runs it.
pub fn shell(command: &str) -> tokio::process::Command {
    let interpreter = std::env::var_os("COMSPEC").unwrap_or_else(|| "cmd.exe".into());
    let mut shell = tokio::process::Command::new(interpreter);
    // The outer quotes are the interpreter's own: what stands between them reaches it as it is.
    shell.raw_arg("/D").raw_arg("/S").raw_arg("/C").raw_arg(format!("\"{command}\""));
    shell
}

/// How the console is set: as it is set for lines, when nobody asks a question.
#[derive(Debug)]
pub struct TerminalState;

impl TerminalState {
    /// As it is now.
    pub fn now() -> Self {
        Self
    }

    /// Sets it as it was then.
    pub fn restore(&self) {
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

/// The ways in which a program is asked to end.
#[derive(Debug)]
pub struct Signals {
    interrupt: CtrlC,
    terminate: CtrlBreak,
    close: CtrlClose,
    shutdown: CtrlShutdown,
}

impl Signals {
    /// Listens, from now on.
    ///
    /// # Errors
    ///
    /// The system refuses to install a handler.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: ctrl_c()?,
            terminate: ctrl_break()?,
            close: ctrl_close()?,
            shutdown: ctrl_shutdown()?,
        })
    }

    /// Waits for the next one; the exit code that it leads to.
    pub async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.interrupt.recv() => 130,
            _ = self.terminate.recv() => 143,
            _ = self.close.recv() => 143,
            _ = self.shutdown.recv() => 143,
        }
    }
}
