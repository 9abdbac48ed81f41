//! A disk that is full at each write: the database lies on a small tmpfs of which a filler leaves so
//! much free and no more; once the deploy has failed the filler goes, and the next run has room.
//! Mounting needs root.

use crate::database::{Connection, Place, TestDatabase};
use crate::faults::story::{DEPLOY, Story};
use crate::faults::table::{Line, Round};
use crate::mortal_server::MortalServer;
use crate::project::Project;
use crate::server;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

/// A small file system in memory.
#[derive(Debug)]
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// One of so many megabytes; `None` where this user may not mount.
    pub fn mount(megabytes: usize) -> Option<Self> {
        let folder = tempfile::Builder::new().prefix("comon-disk-").tempdir().expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]);
        let mounted = mount.arg(folder.path()).output().is_ok_and(|output| output.status.success());
        mounted.then_some(Self { folder })
    }

    /// Where it is mounted.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Leaves so many bytes free.
    fn fill(&self, free: u64) {
        let output = Command::new("df").args(["--output=avail", "-B1"]).arg(self.path()).output();
        let text = String::from_utf8_lossy(&output.expect("df runs").stdout).into_owned();
        let available: u64 =
            text.lines().nth(1).and_then(|line| line.trim().parse().ok()).expect("a number");
        let mut file = File::create(self.filler()).expect("the filler is created");
        let megabyte = vec![0; 1 << 20];
        let mut left = available.saturating_sub(free);
        while left > 0 {
            let part = megabyte.get(..left.min(1 << 20) as usize).unwrap_or_default();
            file.write_all(part).expect("there is room for the filler");
            left -= part.len() as u64;
        }
    }

    fn empty(&self) {
        fs::remove_file(self.filler()).expect("the filler is there");
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).output();
    }
}

/// SQLite's unit, a page.
const PAGE: u64 = 4096;

/// With 0, 1, 2 … pages free, every `nth` count, until a deploy has room: for its own writes, or `copied`
/// also for the copy that it makes first.
pub fn sqlite(story: &Story, nth: u64, copied: bool) -> Option<Line> {
    let disk = SmallDisk::mount(8)?;
    let deploy = match copied {
        true => DEPLOY.to_vec(),
        false => [&DEPLOY[..], &["--no-backup"]].concat(),
    };
    let original = story.prepared.file().expect("a file");
    let round = |pages: u64| {
        let database = TestDatabase::create_file_in(disk.path());
        fs::copy(&original, database.file().expect("a file")).expect("the file is copied");
        disk.fill(pages * PAGE);
        let outcome = story.project.run(&database, &deploy);
        disk.empty();
        story.judge_failure(&outcome)?;
        if outcome.code != 0 {
            no_half_copy(&database)?;
        }
        let found = story.finish(&database)?;
        Ok(Round { disturbed: outcome.code != 0, found })
    };
    let copy = if copied { ", a copy first" } else { "" };
    let name = format!("disk full at each write, SQLite{copy}");
    Some(rounds(Line::new(name), nth, "pages", round))
}

/// A copy that found no room leaves nothing behind that could be taken for one.
fn no_half_copy(database: &TestDatabase) -> Result<(), String> {
    let file = database.file().expect("a file");
    let entries = fs::read_dir(file.parent().expect("a folder")).map_err(|why| why.to_string())?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let parts: Vec<String> = names.filter(|name| name.ends_with(".comon-part")).collect();
    if parts.is_empty() { Ok(()) } else { Err(format!("half a copy is left: {parts:?}")) }
}

/// The same with the tables, indexes and sorts of a server, whose database `story` lives in a tablespace
/// on that disk: its log lies elsewhere, so that each page that a file grows by is one that can be
/// missing. A server whose log finds no room ends, which is what a kill of it is.
pub fn postgresql(story: &Story, disk: &SmallDisk, server: &MortalServer, nth: u64) -> Line {
    let name = format!("disk full at each page, PostgreSQL {}", server.server.major);
    let round = |pages: u64| {
        let database = story.prepared.copy();
        // What was dropped before gives its space back, and what is there is written.
        Connection::open(&server.server.url("postgres")).execute("CHECKPOINT")?;
        disk.fill(pages * 2 * PAGE);
        let outcome = story.project.run(&database, &DEPLOY);
        disk.empty();
        server.start();
        let result = story.judge_failure(&outcome).and_then(|()| story.finish(&database));
        database.remove();
        Ok(Round { disturbed: outcome.code != 0, found: result? })
    };
    rounds(Line::new(name), nth, "pages", round)
}

/// Until two rounds in turn were not disturbed: what a server needs differs from run to run.
fn rounds(
    mut line: Line,
    nth: u64,
    unit: &str,
    round: impl Fn(u64) -> Result<Round, String>,
) -> Line {
    let mut free = 0;
    let mut undisturbed = 0;
    while undisturbed < 2 {
        let result = round(free);
        undisturbed = match &result {
            Ok(round) if !round.disturbed => undisturbed + 1,
            _ => 0,
        };
        let failed = result.is_err();
        line.count(&format!("{free} {unit} free"), result);
        if failed && line.failed() > 5 {
            break;
        }
        // A sample looks closer where there is less room.
        free += if nth == 1 { 1 } else { nth.min(1 + free) };
    }
    line
}

/// A server of its own that has a tablespace on that disk, and the story in it.
pub fn server_on(disk: &SmallDisk, project: &Arc<Project>) -> (MortalServer, Story) {
    let space = disk.path().join("space");
    fs::create_dir(&space).expect("a folder for the tablespace");
    server::open_home(&space);
    server::open_home(disk.path());
    // No checkpoint between two statements, which would give space back.
    let settings = ["max_wal_size=1GB", "checkpoint_timeout=1h", "shared_buffers=32MB"];
    let server = MortalServer::start_new(&settings, None);
    let mut main = Connection::open(&server.server.url("postgres"));
    main.execute(&format!("CREATE TABLESPACE small LOCATION '{}'", space.display()))
        .expect("a tablespace");
    let story = Story::on(Place::Postgres(server.server), project);
    let url = story.prepared.url();
    let name = url.rsplit('/').next().unwrap_or_default();
    // Copies of it are made where it is.
    main.execute(&format!("ALTER DATABASE {name} SET TABLESPACE small")).expect("it moves");
    (server, story)
}
