//! A pooler between a test and its PostgreSQL server: Debian's pgbouncer, which ends with the value or
//! with the test process, however that ends.

use crate::server::{self, PASSWORD, Server, USER};
use std::fs;
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A running pgbouncer.
#[derive(Debug)]
pub struct Pooler {
    port: u16,
    folder: TempDir,
    watchdog: Child,
}

/// The shell ends the pooler when its standard input is closed.
const WATCHDOG: &str = r#""$@" </dev/null >"$HOME/log" 2>&1 & pooler=$!
cat >/dev/null; kill -KILL $pooler; wait $pooler 2>/dev/null"#;

impl Pooler {
    /// Starts one for all databases of a server; `settings` are lines of its `[pgbouncer]` section.
    ///
    /// # Panics
    ///
    /// There is no pgbouncer: `cargo xtask setup` installs it.
    pub fn start(server: &Server, settings: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("comon-pooler-").tempdir().expect("a folder");
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let at = folder.path();
        let configuration = format!(
            "[databases]\n* = host=127.0.0.1 port={}\n\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = plain\nauth_file = {}/users\n\
             {settings}\n",
            server.port,
            at.display()
        );
        fs::write(at.join("ini"), configuration).expect("the configuration is written");
        fs::write(at.join("users"), format!("\"{USER}\" \"{PASSWORD}\"\n")).expect("written");
        fs::set_permissions(at, fs::Permissions::from_mode(0o755)).expect("the folder is open");
        let mut command = Command::new("/bin/sh");
        command.args(["-c", WATCHDOG, "watchdog", "/usr/sbin/pgbouncer"]).arg(at.join("ini"));
        command.env("HOME", at).stdin(Stdio::piped()).process_group(0);
        if let Some((uid, gid)) = server::unprivileged_user() {
            chown(at, Some(uid), Some(gid)).expect("the folder changes hands");
            command.uid(uid).gid(gid);
        }
        let watchdog = command.spawn().expect("a shell");
        let mut pooler = Self { port, folder, watchdog };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if began.elapsed() > Duration::from_secs(10) {
                panic!("pgbouncer did not start: {}", pooler.log());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        pooler
    }

    /// The URL of a database of the server, through this pooler.
    pub fn through(&self, server: &Server, url: &str) -> String {
        url.replace(&format!(":{}/", server.port), &format!(":{}/", self.port))
    }

    fn log(&mut self) -> String {
        let mut text = String::new();
        if let Ok(mut file) = fs::File::open(self.folder.path().join("log")) {
            let _ = file.read_to_string(&mut text);
        }
        text
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}
