//! `kill -9` at every boundary. PostgreSQL: before and after each message that can change something,
//! by a wire between comon and the server that is cut there; once as it is, where a migration of one
//! transaction takes two messages, and once in a traced run, which sends each statement alone. SQLite: at each system call that
//! writes, syncs or removes a file, by strace, which kills as the call begins.

use crate::database::{Place, TestDatabase};
use crate::faults::story::{DEPLOY, Story};
use crate::faults::table::{Line, Round};
use crate::faults::wire::{Cut, Side, Wire};
use crate::parallel;
use crate::server::Server;
use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

/// Kills at the boundaries, every `nth` of them.
pub fn run(story: &Story, nth: usize) -> Vec<Line> {
    match story.prepared.place {
        Place::Postgres(server) => {
            [false, true].map(|traced| messages(story, server, nth, traced)).into()
        }
        Place::Sqlite => vec![system_calls(story, nth)],
    }
}

fn messages(story: &Story, server: &'static Server, nth: usize, traced: bool) -> Line {
    let database = story.prepared.copy();
    let (statements, code) = cut(story, &database, server, None, traced);
    database.remove();
    assert_eq!(code, 0, "a deploy over the wire ends well");
    let name = format!("PostgreSQL {}", server.major);
    let what = if traced { "statements, each sent alone" } else { "messages" };
    let mut line = Line::new(format!("kill -9 at {} {what}, {name}", statements.len()));
    let cuts: Vec<(usize, Side)> = (0..statements.len())
        .flat_map(|at| [(at, Side::Before), (at, Side::After)])
        .step_by(nth)
        .collect();
    let rounds = parallel::map(&cuts, |at| {
        let database = story.prepared.copy();
        let (_, code) = cut(story, &database, server, Some(*at), traced);
        let found = story.finish(&database);
        database.remove();
        Ok(Round { disturbed: code == -1, found: found? })
    });
    for ((at, side), round) in cuts.iter().zip(rounds) {
        let statement = statements.get(*at).map(String::as_str).unwrap_or_default();
        let shown: String = statement.chars().take(60).collect();
        line.count(&format!("{side:?} statement {at} ({shown})"), round.and_then(|round| round));
    }
    line
}

/// A deploy over a wire that is cut there; the statements that passed, and how it ended.
fn cut(
    story: &Story,
    database: &TestDatabase,
    server: &Server,
    cut: Cut,
    traced: bool,
) -> (Vec<String>, i32) {
    let wire = Wire::start(server.port, cut);
    let url = database.url().replace(&format!(":{}/", server.port), &format!(":{}/", wire.port));
    let mut deploy = story.project.command(&url, &DEPLOY);
    if traced {
        deploy.env("RUST_LOG", "executor=info");
    }
    let mut deploy =
        deploy.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("comon starts");
    let code = loop {
        if wire.reached.recv_timeout(std::time::Duration::from_millis(5)).is_ok() {
            deploy.kill().expect("it is killed");
            break deploy.wait().expect("it ends").code().unwrap_or(-1);
        }
        if let Some(status) = deploy.try_wait().expect("it can be waited for") {
            break status.code().unwrap_or(-1);
        }
    };
    (wire.statements(), code)
}

/// The system calls by which SQLite and the deploy lock change files.
const CALLS: [&str; 6] = ["pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink"];

fn system_calls(story: &Story, nth: usize) -> Line {
    let database = story.prepared.copy();
    let log = story.project.path().join("calls");
    let mut counting = traced(story, &database);
    counting.arg("-o").arg(&log);
    let code = run_traced(story, counting);
    assert_eq!(code, 0, "a traced deploy ends well");
    let text = fs::read_to_string(&log).expect("strace wrote its log");
    // strace counts for each thread and each call apart.
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let thread = words.next().unwrap_or_default().to_owned();
        let call = words.next().and_then(|word| word.split('(').next()).unwrap_or_default();
        if CALLS.contains(&call) {
            *counts.entry((call.to_owned(), thread)).or_default() += 1;
        }
    }
    let mut most: BTreeMap<&str, usize> = BTreeMap::new();
    for ((call, _), count) in &counts {
        let known = most.entry(call).or_default();
        *known = (*known).max(*count);
    }
    let cuts: Vec<(&str, usize)> =
        most.into_iter().flat_map(|(call, count)| (1..=count).map(move |at| (call, at))).collect();
    let mut line =
        Line::new(format!("kill -9 at {} writes, syncs and removals, SQLite", cuts.len()));
    let cuts: Vec<(&str, usize)> = cuts.into_iter().step_by(nth).collect();
    let rounds = parallel::map(&cuts, |(call, at)| {
        let database = story.prepared.copy();
        let mut command = traced(story, &database);
        command.args(["-o", "/dev/null", "-e"]);
        command.arg(format!("inject={call}:signal=SIGKILL:when={at}"));
        let code = run_traced(story, command);
        let found = story.finish(&database)?;
        Ok(Round { disturbed: code != 0, found })
    });
    for ((call, at), round) in cuts.iter().zip(rounds) {
        line.count(&format!("{call} {at}"), round.and_then(|round| round));
    }
    line
}

fn traced(story: &Story, database: &TestDatabase) -> Command {
    let deploy = story.project.command(&database.url(), &DEPLOY);
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", &format!("trace={}", CALLS.join(","))]);
    command.current_dir(story.project.path());
    for (name, value) in deploy.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

/// Adds the program and runs it: 0 where it ended well, -1 where it was killed.
fn run_traced(story: &Story, mut command: Command) -> i32 {
    command.arg(story.project.program()).args(DEPLOY);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().expect("strace runs; `cargo xtask setup` installs it");
    if status.success() { 0 } else { -1 }
}
