//! Whoever sits before a session: told while it waits, and able to stop it. And who else has an
//! SQLite file open, as far as the system says it.

use crate::error::Error;
use crate::interrupt::Interrupt;
use crate::target::Target;
use std::fs;
use std::path::Path;

/// How a session speaks while it waits, and how it learns that it shall stop.
#[derive(Debug, Clone, Default)]
pub struct Attendance {
    say: Option<fn(&str)>,
    interrupt: Option<Interrupt>,
}

impl Attendance {
    /// Words go to `say`, line by line; a signal stops what waits.
    pub fn new(say: fn(&str), interrupt: &Interrupt) -> Self {
        Self { say: Some(say), interrupt: Some(interrupt.clone()) }
    }

    pub(super) fn say(&self, line: &str) {
        if let Some(say) = self.say {
            say(line);
        }
    }

    /// The error to end with, where the run was asked to stop.
    pub(super) fn stop(&self) -> Option<Error> {
        self.interrupt.as_ref().and_then(Interrupt::error)
    }
}

/// The programs that have an SQLite file open beside this one, such as ` (sqlite3, process 4711)`;
/// empty where the system does not say.
pub(super) fn who_has_open(target: &Target) -> String {
    let Target::Sqlite(target) = target else { return String::new() };
    let Ok(file) = dunce::canonicalize(&target.file) else { return String::new() };
    let own = std::process::id().to_string();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let process = entry.file_name().to_string_lossy().into_owned();
        let is_process = process.bytes().all(|byte| byte.is_ascii_digit());
        if is_process && process != own && has_open(&entry.path(), &file) {
            let name = fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
            found.push(format!("{}, process {process}", name.trim()));
        }
    }
    found.sort();
    if found.is_empty() { String::new() } else { format!(" ({})", found.join("; ")) }
}

/// Other users' processes do not say what they have open.
fn has_open(process: &Path, file: &Path) -> bool {
    let open = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
    open.filter_map(|entry| fs::read_link(entry.path()).ok()).any(|path| path == file)
}
