//! Throw-away PostgreSQL servers. In: the server binaries that this machine has. Out: a running
//! server of a wanted version, one per test process and version, that ends with the process.
//! Knows nothing of schemas or migrations.
//!
//! A server is watched over by a shell that waits for the end of its standard input: however the
//! test process ends (done, panicked, killed), the kernel closes the pipe, the shell stops the
//! server and removes its folder. Nothing needs to be cleaned up by a destructor, which a static
//! would never run.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// The role that every test server has; a superuser.
pub const USER: &str = "comon";

/// Its password. Odd enough that tests can search any output for it.
pub const PASSWORD: &str = "S3cret-pa55word";

/// The versions that comon is for.
const MAJORS: [u32; 5] = [14, 15, 16, 17, 18];

const MISSING: &str = "no PostgreSQL server binaries were found; run `cargo xtask setup`, \
     or name their folders in COMON_POSTGRES_BIN (separated by colons)";

/// The binaries of one PostgreSQL version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// The major version: 14 … 18.
    pub major: u32,
    /// The folder with `initdb` and `postgres`.
    pub bin: PathBuf,
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    /// Its major version.
    pub major: u32,
    /// The port that it listens on, on 127.0.0.1.
    pub port: u16,
    /// The folder of its unix socket.
    pub socket_folder: PathBuf,
    // Held open for as long as the process lives; see the module's documentation.
    _watchdog: Mutex<Child>,
}

impl Server {
    /// The URL of one of its databases, over TCP and with the password.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql://{USER}:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }
}

/// Everything that is installed here, oldest first, one per major version.
///
/// Looked for in `COMON_POSTGRES_BIN` alone where that is set; else where `cargo xtask setup` puts
/// them (`COMON_TEST_TOOLS`, else `test-tools` in the target folder), then where distributions put
/// servers.
pub fn installations() -> Vec<Installation> {
    let mut found = BTreeMap::new();
    for bin in candidate_folders() {
        // A link may stand where the server's user cannot go, and lead to where it can.
        let bin = bin.canonicalize().unwrap_or(bin);
        if let Some(major) = major_version(&bin) {
            found.entry(major).or_insert(bin);
        }
    }
    found.into_iter().map(|(major, bin)| Installation { major, bin }).collect()
}

/// The servers that tests run on: the versions in `COMON_POSTGRES_VERSIONS` (such as `14,16,18`),
/// else the oldest and the newest found.
///
/// # Panics
///
/// Where there is none, or one asked for is missing: a test that needs a server fails without it.
pub fn tested() -> Vec<&'static Server> {
    let all = installations();
    let wanted = match std::env::var("COMON_POSTGRES_VERSIONS") {
        Ok(list) => {
            list.split(',').map(|each| each.trim().parse().expect("a major version")).collect()
        }
        Err(_) => {
            let mut ends: Vec<u32> =
                [all.first(), all.last()].into_iter().flatten().map(|each| each.major).collect();
            ends.dedup();
            ends
        }
    };
    assert!(!wanted.is_empty(), "{MISSING}");
    wanted.into_iter().map(|major| of_version(&all, major)).collect()
}

/// The newest server of those that tests run on.
pub fn newest() -> &'static Server {
    let all = installations();
    let newest = all.last().unwrap_or_else(|| panic!("{MISSING}"));
    of_version(&all, newest.major)
}

/// The versions in `COMON_POSTGRES_VERSIONS`, else the newest alone: for what takes long.
pub fn chosen() -> Vec<&'static Server> {
    match std::env::var_os("COMON_POSTGRES_VERSIONS") {
        Some(_) => tested(),
        None => vec![newest()],
    }
}

/// Every server that is installed here, newest first: for what only some of them can hold.
pub fn all() -> Vec<&'static Server> {
    let all = installations();
    all.iter().rev().map(|each| of_version(&all, each.major)).collect()
}

/// What a server of its own has beside what all of them have.
#[derive(Debug, Clone, Default)]
pub struct Extras {
    /// Settings, such as `ssl=on`.
    pub settings: Vec<String>,
    /// Files of its data folder, with their texts, for its user alone.
    pub files: Vec<(String, String)>,
}

/// Another server of the newest version, for one test alone.
pub fn start_own(extras: &Extras) -> &'static Server {
    let all = installations();
    let newest = all.last().unwrap_or_else(|| panic!("{MISSING}"));
    Box::leak(Box::new(start(newest, extras)))
}

fn of_version(all: &[Installation], major: u32) -> &'static Server {
    static RUNNING: OnceLock<Mutex<BTreeMap<u32, &'static Server>>> = OnceLock::new();
    let mut running =
        RUNNING.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    running.entry(major).or_insert_with(|| {
        let installation = all
            .iter()
            .find(|each| each.major == major)
            .unwrap_or_else(|| panic!("PostgreSQL {major} is not installed here; {MISSING}"));
        Box::leak(Box::new(start(installation, &Extras::default())))
    })
}

fn candidate_folders() -> Vec<PathBuf> {
    if let Some(list) = std::env::var_os("COMON_POSTGRES_BIN") {
        return std::env::split_paths(&list).collect();
    }
    let mut folders = installed_by_setup();
    for major in MAJORS {
        folders.push(PathBuf::from(format!("/usr/lib/postgresql/{major}/bin")));
        folders.push(PathBuf::from(format!("/usr/pgsql-{major}/bin")));
        folders.push(PathBuf::from(format!("/opt/homebrew/opt/postgresql@{major}/bin")));
    }
    folders
}

/// Set-up leaves a link `postgres-<major>` for each. Its folder lies in the target folder, above the
/// running test binary.
fn installed_by_setup() -> Vec<PathBuf> {
    let program = std::env::current_exe().unwrap_or_default();
    let beside =
        || program.ancestors().map(|folder| folder.join("test-tools")).find(|at| at.is_dir());
    let tools = std::env::var_os("COMON_TEST_TOOLS").map(PathBuf::from).or_else(beside);
    let bin = |tools: &Path, major: u32| tools.join(format!("postgres-{major}")).join("bin");
    tools.iter().flat_map(|tools| MAJORS.map(|major| bin(tools, major))).collect()
}

fn major_version(bin: &Path) -> Option<u32> {
    if !bin.join("initdb").is_file() {
        return None;
    }
    let output = Command::new(bin.join("postgres")).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version =
        text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Who runs what root may not: the user `postgres`, else `nobody` (initdb and postgres refuse to
/// run as root). `None` where this user is not root.
pub fn unprivileged_user() -> Option<(u32, u32)> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let uid = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    if uid.split_whitespace().nth(1) != Some("0") {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").expect("/etc/passwd is readable");
    ["postgres", "nobody"].into_iter().find_map(|name| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

fn start(installation: &Installation, extras: &Extras) -> Server {
    let home = tempfile::Builder::new()
        .prefix(&format!("comon-pg{}-", installation.major))
        .tempdir()
        .expect("a folder for the server")
        .keep();
    prepare_home(installation, &home, &["--no-sync"]);
    for (name, text) in &extras.files {
        let path = home.join("data").join(name);
        fs::write(&path, text).expect("the file is written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("the file is private");
        if let Some((uid, gid)) = unprivileged_user() {
            chown(&path, Some(uid), Some(gid)).expect("the file changes hands");
        }
    }
    let settings: Vec<&str> = extras.settings.iter().map(String::as_str).collect();
    launch_on_a_free_port(installation, &home, WATCHDOG, &settings)
}

/// Makes a cluster in that folder.
pub(crate) fn prepare_home(installation: &Installation, home: &Path, arguments: &[&str]) {
    fs::write(home.join("password"), PASSWORD).expect("the password file is written");
    if let Some((uid, gid)) = unprivileged_user() {
        chown(home.join("password"), Some(uid), Some(gid)).expect("the file changes hands");
    }
    open_home(home);
    initialise(installation, home, unprivileged_user(), arguments).unwrap_or_else(|problem| {
        let _ = fs::remove_dir_all(home);
        panic!("initdb of PostgreSQL {} failed: {problem}", installation.major);
    });
}

/// Gives the folder to whoever the server runs as.
pub(crate) fn open_home(home: &Path) {
    if let Some((uid, gid)) = unprivileged_user() {
        chown(home, Some(uid), Some(gid)).expect("the folder changes hands");
    }
    fs::set_permissions(home, fs::Permissions::from_mode(0o755)).expect("the folder is reachable");
}

/// Starts the server of a cluster whose folder somebody else cleans up.
pub(crate) fn launch_in(installation: &Installation, home: &Path, settings: &[&str]) -> Server {
    launch_on_a_free_port(installation, home, LEAVING, settings)
}

/// Starts a server that ended, where it was.
pub(crate) fn relaunch(
    server: &Server,
    installation: &Installation,
    home: &Path,
    settings: &[&str],
) {
    let mut watchdog = server._watchdog.lock().unwrap_or_else(PoisonError::into_inner);
    drop(watchdog.stdin.take());
    let _ = watchdog.wait();
    *watchdog = launch(installation, home, unprivileged_user(), server.port, LEAVING, settings)
        .unwrap_or_else(|problem| panic!("the server does not start again: {problem}"));
}

fn launch_on_a_free_port(
    installation: &Installation,
    home: &Path,
    script: &str,
    settings: &[&str],
) -> Server {
    // The port is free when it is looked for and may be taken a moment later, by another test.
    let mut problem = String::new();
    for _ in 0..5 {
        let port = free_port().expect("a free port");
        match launch(installation, home, unprivileged_user(), port, script, settings) {
            Ok(watchdog) => {
                return Server {
                    major: installation.major,
                    port,
                    socket_folder: home.to_owned(),
                    _watchdog: Mutex::new(watchdog),
                };
            }
            Err(text) => problem = text,
        }
    }
    let _ = fs::remove_dir_all(home);
    panic!("PostgreSQL {} did not start: {problem}", installation.major);
}

fn run_as(command: &mut Command, user: Option<(u32, u32)>) -> &mut Command {
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command.current_dir("/").env_remove("PGDATA").env("LC_ALL", "C")
}

fn initialise(
    installation: &Installation,
    home: &Path,
    user: Option<(u32, u32)>,
    arguments: &[&str],
) -> Result<(), String> {
    let mut command = Command::new(installation.bin.join("initdb"));
    command
        .arg("--pgdata")
        .arg(home.join("data"))
        .args(["--username", USER, "--encoding=UTF8", "--no-locale"])
        .args(arguments)
        .args(["--auth-local=trust", "--auth-host=password"])
        .arg("--pwfile")
        .arg(home.join("password"));
    let output = run_as(&mut command, user).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// SIGQUIT stops a server at once, without the checkpoint that nobody will read.
const WATCHDOG: &str = r#"
home=$1; shift
"$@" </dev/null >"$home/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server 2>/dev/null
wait $server
rm -rf "$home"/* "$home" 2>/dev/null
"#;

/// The same for a server that is started more than once.
const LEAVING: &str = r#"
home=$1; shift
"$@" </dev/null >"$home/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server 2>/dev/null
wait $server 2>/dev/null
"#;

fn launch(
    installation: &Installation,
    home: &Path,
    user: Option<(u32, u32)>,
    port: u16,
    script: &str,
    settings: &[&str],
) -> Result<Child, String> {
    // What an earlier run of it said is none of this one's business.
    let _ = fs::remove_file(home.join("log"));
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script, "watchdog"]).arg(home);
    command.arg(installation.bin.join("postgres")).arg("-D").arg(home.join("data"));
    command.arg("-k").arg(home).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
    for setting in [
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "shared_buffers=64MB",
        "max_connections=200",
        "max_locks_per_transaction=512",
        "autovacuum=off",
        // Questions to the catalogue look dear to the planner, and are not.
        "jit=off",
        // Not UTC: whatever depends on the server's time zone shall show.
        "timezone=Asia/Kolkata",
        // Tests wait for locks on purpose; none waits this long.
        "deadlock_timeout=500ms",
    ]
    .iter()
    .chain(settings)
    {
        command.args(["-c", setting]);
    }
    // A process group of its own: Ctrl-C reaches the test, and the watchdog through the pipe.
    run_as(&mut command, user).stdin(Stdio::piped()).process_group(0);
    let mut watchdog = command.spawn().map_err(|error| error.to_string())?;

    let began = Instant::now();
    let state = home.join("data/postmaster.pid");
    while began.elapsed() < Duration::from_secs(30) {
        let text = fs::read_to_string(&state).unwrap_or_default();
        if text.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
            return Ok(watchdog);
        }
        let log = fs::read_to_string(home.join("log")).unwrap_or_default();
        if log.contains("FATAL") {
            stop(&mut watchdog, home);
            return Err(log);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    stop(&mut watchdog, home);
    Err("it was not ready within 30 seconds".to_owned())
}

/// A server that did not start: end its shell without its cleaning, the folder is used again.
fn stop(watchdog: &mut Child, home: &Path) {
    let text = fs::read_to_string(home.join("data/postmaster.pid")).unwrap_or_default();
    if let Some(pid) = text.lines().next() {
        let _ = Command::new("kill").args(["-QUIT", pid]).status();
    }
    let _ = watchdog.kill();
    let _ = watchdog.wait();
}
