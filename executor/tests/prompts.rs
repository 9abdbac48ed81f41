//! The questions of `comon migrate dev` and `comon db push`, asked and answered on a pseudo-terminal; and that nothing
//! waits for an answer where there is no terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::{Project, URL_VARIABLE};
use planner_core::provider::Provider;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

/// A run of `comon` on a terminal of its own.
struct Seat {
    child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    seen: String,
}

impl Seat {
    fn take(project: &Project, database: &TestDatabase, arguments: &[&str]) -> Self {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let size = Winsize { ws_row: 40, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&terminal, size).unwrap();
        let name = ptsname(&terminal, Vec::new()).unwrap();
        let path = OsStr::from_bytes(name.as_bytes());
        let seat = || Stdio::from(OpenOptions::new().read(true).write(true).open(path).unwrap());
        let child = command(project, database, arguments)
            .stdin(seat())
            .stdout(seat())
            .stderr(seat())
            .spawn()
            .unwrap();
        let keyboard = File::from(terminal);
        let mut output = keyboard.try_clone().unwrap();
        let (sender, screen) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // The last reader of a terminal that nobody sits at gets an error.
            while let Ok(count) = output.read(&mut bytes) {
                if count == 0 || sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, keyboard, screen, seen: String::new() }
    }

    /// Waits until the text is on the screen, then presses these keys.
    fn answer(&mut self, question: &str, keys: &str) {
        let began = Instant::now();
        while !self.seen.contains(question) {
            let left = PATIENCE.saturating_sub(began.elapsed());
            match self.screen.recv_timeout(left) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(_) => panic!("`{question}` is not asked:\n{}", self.seen),
            }
        }
        self.seen.clear();
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// The exit code and what else was shown.
    fn leave(mut self) -> (i32, String) {
        let code = wait(&mut self.child);
        while let Ok(bytes) = self.screen.recv_timeout(Duration::from_millis(200)) {
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
        (code, self.seen)
    }
}

fn command(project: &Project, database: &TestDatabase, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comon"));
    command.args(arguments).current_dir(project.path());
    command.env(URL_VARIABLE, database.url()).env("NO_COLOR", "1").env("TERM", "xterm");
    command
}

fn wait(child: &mut Child) -> i32 {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap_or(-1);
        }
        if began.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("it waits");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

const BEFORE: &str = "model User {
  id   Int     @id
  name String?
  code Int?
}
";

const AFTER: &str = "model User {
  id    Int     @id
  full  String?
  other String?
}
";

fn started() -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Sqlite);
    let database = TestDatabase::create(Place::Sqlite);
    project.write_schema(BEFORE);
    project.succeed(&database, &["migrate", "dev", "--name", "20240101000000_first"]);
    project.write_schema(AFTER);
    (project, database)
}

#[test]
fn renames_warnings_and_name_are_asked_for_and_the_answers_count() {
    let (project, database) = started();
    let mut seat = Seat::take(&project, &database, &["migrate", "dev"]);
    const DOWN: &str = "\u{1b}[B";
    seat.answer("What becomes of column User.name?", &format!("{DOWN}\r"));
    seat.answer("Accept 1 warning?", "y\r");
    seat.answer("Name of the migration:", "not a name\r");
    seat.answer("This cannot be used", &format!("{}better\r", "\u{7f}".repeat(10)));
    let (code, shown) = seat.leave();
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("Applied "), "{shown}");
    let metadata = project.migration("_better").join("metadata.txt");
    let metadata = std::fs::read_to_string(metadata).unwrap();
    assert!(metadata.contains("column:User.name -> column:User.full"), "{metadata}");
}

#[test]
fn enter_alone_accepts_nothing_and_control_c_leaves_nothing() {
    let (project, database) = started();
    let mut seat = Seat::take(&project, &database, &["migrate", "dev", "--name", "second"]);
    seat.answer("What becomes of column User.name?", "\r");
    seat.answer("Accept 2 warnings?", "\r");
    let (code, shown) = seat.leave();
    assert_eq!(code, 1, "{shown}");

    let mut seat = Seat::take(&project, &database, &["migrate", "dev"]);
    seat.answer("What becomes of column User.name?", "\u{3}");
    let (code, shown) = seat.leave();
    assert_eq!(code, 130, "{shown}");
    assert_eq!(project.migration_names(), ["20240101000000_first"]);
    // The deploy lock is free again.
    project.run(&database, &["migrate", "dev", "--name", "third"]).expect(1, &["2 open warnings"]);
}

#[test]
fn sigterm_while_a_question_waits_ends_the_run_and_gives_the_terminal_back() {
    let (project, database) = started();
    let mut seat = Seat::take(&project, &database, &["migrate", "dev", "--name", "second"]);
    let before = tcgetattr(&seat.keyboard).unwrap();
    seat.answer("What becomes of column User.name?", "");
    let asking = tcgetattr(&seat.keyboard).unwrap();
    assert!(!asking.local_modes.contains(LocalModes::ECHO), "the question takes the keys itself");
    let process = seat.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
    let keyboard = seat.keyboard.try_clone().unwrap();
    let (code, shown) = seat.leave();
    assert_eq!(code, 143, "{shown}");
    assert!(shown.contains("Stopped by SIGTERM."), "{shown}");
    assert_eq!(tcgetattr(&keyboard).unwrap().local_modes, before.local_modes);
    assert_eq!(project.migration_names(), ["20240101000000_first"]);
    project.run(&database, &["migrate", "dev", "--name", "third"]).expect(1, &["2 open warnings"]);
}

#[test]
fn without_a_terminal_nothing_waits_for_an_answer() {
    let (project, database) = started();
    let mut child = command(&project, &database, &["migrate", "dev", "--allow-warnings"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Nobody writes to its standard input, and nobody closes it.
    let keyboard = child.stdin.take();
    assert_eq!(wait(&mut child), 2);
    drop(keyboard);
}

#[test]
fn push_asks_for_a_rename_and_then_for_consent() {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), Provider::Sqlite);
    let database = TestDatabase::create(Place::Sqlite);
    project.write_schema(BEFORE);
    project.succeed(&database, &["db", "push"]);
    database.connect().execute("INSERT INTO \"User\" VALUES (1, 'Ann', 7)").unwrap();
    project.write_schema("model User {\n  id    Int     @id\n  alias String?\n}\n");

    let mut seat = Seat::take(&project, &database, &["db", "push"]);
    seat.answer("Is this a rename", "y\r");
    seat.answer("Accept 1 warning?", "n\r");
    let (code, seen) = seat.leave();
    assert_eq!(code, 1, "{seen}");
    // What was answered is part of the command to copy.
    assert!(
        seen.contains("--rename column:User.name=column:User.alias --allow drop-column:User.code"),
        "{seen}"
    );

    let mut seat = Seat::take(&project, &database, &["db", "push"]);
    seat.answer("Is this a rename", "y\r");
    seat.answer("Accept 1 warning?", "y\r");
    let (code, seen) = seat.leave();
    assert_eq!(code, 0, "{seen}");
    assert_eq!(database.connect().text("SELECT alias FROM \"User\""), "Ann");
}
