//! A PostgreSQL server of one's own that can be killed and started again. Like the others it ends with
//! the process; unlike them it keeps what it committed, and its folder may lie where one wants.

use crate::server::{self, Installation, Server};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A server that may die.
#[derive(Debug)]
pub struct MortalServer {
    /// To make databases on.
    pub server: &'static Server,
    installation: Installation,
    home: PathBuf,
    settings: Vec<&'static str>,
    _folder: Option<TempDir>,
}

/// What makes it keep what it committed, whatever happens to it.
pub const DURABLE: [&str; 3] = ["fsync=on", "synchronous_commit=on", "full_page_writes=on"];

impl MortalServer {
    /// The newest version with these settings beside those of all test servers, in `home` or in a
    /// temporary folder.
    pub fn start_new(settings: &[&'static str], home: Option<&Path>) -> Self {
        let installation = server::installations().pop().expect("PostgreSQL is installed");
        let folder = home
            .is_none()
            .then(|| tempfile::Builder::new().prefix("comon-mortal-").tempdir().expect("a folder"));
        let home = match (home, &folder) {
            (Some(home), _) => home.to_owned(),
            (None, Some(folder)) => folder.path().to_owned(),
            (None, None) => unreachable!("one of the two is there"),
        };
        server::prepare_home(&installation, &home, &["--wal-segsize=1"]);
        let server = server::launch_in(&installation, &home, settings);
        let server = Box::leak(Box::new(server));
        let settings = settings.to_vec();
        Self { server, installation, home, settings, _folder: folder }
    }

    /// Shuts it down in good order, ending the sessions: what an operator's restart begins with.
    pub fn stop(&self) {
        let Some(main) = self.main_process().filter(|main| is_alive(*main)) else { return };
        signal("-INT", &[main]);
        let began = Instant::now();
        while is_alive(main) {
            assert!(began.elapsed() < Duration::from_secs(20), "the server does not stop");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// A standby of it: a copy of its data that follows it and takes no writes. It is restarted.
    pub fn standby(&self) -> Self {
        let folder = tempfile::Builder::new().prefix("comon-standby-").tempdir().expect("a folder");
        let home = folder.path().to_owned();
        self.stop();
        let mut copy = Command::new("cp");
        copy.arg("-a").arg(self.home.join("data")).arg(&home);
        assert!(copy.status().expect("cp runs").success());
        server::open_home(&home);
        let data = home.join("data");
        let _ = fs::remove_file(data.join("postmaster.pid"));
        fs::write(data.join("standby.signal"), "").expect("the signal is written");
        self.start();
        let follows = format!(
            "primary_conninfo=host={} port={} user={}",
            self.home.display(),
            self.server.port,
            server::USER
        );
        // Settings are words of a command line, which live as long as the program.
        let settings: Vec<&'static str> = vec![Box::leak(follows.into_boxed_str())];
        let server = server::launch_in(&self.installation, &home, &settings);
        let server = Box::leak(Box::new(server));
        let installation = self.installation.clone();
        Self { server, installation, home, settings, _folder: Some(folder) }
    }

    /// Kills all of its processes at once.
    pub fn kill(&self) {
        let Some(main) = self.main_process().filter(|main| is_alive(*main)) else { return };
        // It starts no other process while it is stopped.
        signal("-STOP", &[main]);
        let mut all = children_of(main);
        all.push(main);
        signal("-KILL", &all);
        let began = Instant::now();
        while all.iter().any(|process| is_alive(*process)) {
            assert!(began.elapsed() < Duration::from_secs(20), "the server does not die");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Starts it again on the same port, where it does not run.
    pub fn start(&self) {
        if self.main_process().is_some_and(is_alive) && self.answers() {
            return;
        }
        self.kill();
        let _ = fs::remove_file(self.home.join("data/postmaster.pid"));
        server::relaunch(self.server, &self.installation, &self.home, &self.settings);
    }

    /// Whether it takes connections.
    pub fn answers(&self) -> bool {
        let state = self.home.join("data/postmaster.pid");
        let text = fs::read_to_string(state).unwrap_or_default();
        text.lines().nth(7).is_some_and(|line| line.trim() == "ready")
    }

    fn main_process(&self) -> Option<u32> {
        let text = fs::read_to_string(self.home.join("data/postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok()
    }
}

impl Drop for MortalServer {
    fn drop(&mut self) {
        self.kill();
    }
}

fn signal(signal: &str, processes: &[u32]) {
    let processes = processes.iter().map(ToString::to_string);
    let _ = Command::new("kill").arg(signal).args(processes).output();
}

/// The fields of `/proc/<process>/stat` behind the name, of which the first is the state.
fn stat(process: u32) -> Vec<String> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default();
    fields.split_whitespace().map(str::to_owned).collect()
}

fn is_alive(process: u32) -> bool {
    stat(process).first().is_some_and(|state| state != "Z")
}

fn children_of(parent: u32) -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_string_lossy().parse().ok());
    processes.filter(|each| stat(*each).get(1) == Some(&parent.to_string())).collect()
}
