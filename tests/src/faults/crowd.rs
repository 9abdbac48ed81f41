//! Sixteen deploys at once: one does all the work, the others find nothing left or end with "locked".
//! On SQLite an application reads and writes the same file all the while, in both journal modes, and
//! meets nothing worse than a wait.

use crate::database::{Connection, Place, TestDatabase};
use crate::faults::story::{DEPLOY, Story, end_state};
use crate::faults::table::{Line, Round};
use crate::project::Outcome;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How many at once.
const DEPLOYS: usize = 16;

/// So many rounds of sixteen deploys; `journal_mode` of the file, on SQLite.
pub fn run(story: &Story, rounds: usize, journal_mode: Option<&str>) -> Line {
    let place = story.prepared.place.name();
    let mode = journal_mode.map_or_else(String::new, |mode| format!(" ({mode}, in use)"));
    let mut line = Line::new(format!("{DEPLOYS} deploys at once, {place}{mode}"));
    for at in 0..rounds {
        line.count(&format!("round {at}"), round(story, journal_mode));
    }
    line
}

fn round(story: &Story, journal_mode: Option<&str>) -> Result<Round, String> {
    let database = story.prepared.copy();
    if let Some(mode) = journal_mode {
        let set = database.connect().text(&format!("PRAGMA journal_mode = {mode}"));
        assert_eq!(set, mode);
    }
    let over = AtomicBool::new(false);
    let (outcomes, visits) = thread::scope(|scope| {
        let in_use = matches!(story.prepared.place, Place::Sqlite);
        let application = in_use.then(|| {
            (scope.spawn(|| write(&database, &over)), scope.spawn(|| read(&database, &over)))
        });
        let arguments = [&DEPLOY[..], &["--json"]].concat();
        let deploys: Vec<_> =
            (0..DEPLOYS).map(|_| story.project.start(&database, &arguments)).collect();
        let outcomes: Vec<Outcome> = deploys
            .into_iter()
            .map(|each| Outcome::of(&arguments, &each.wait_with_output().expect("it ends")))
            .collect();
        over.store(true, Ordering::SeqCst);
        let visits = application.map(|(writer, reader)| {
            reader.join().expect("the reader ends")?;
            writer.join().expect("the writer ends")
        });
        (outcomes, visits.transpose())
    });
    let visits = visits.map_err(|problem| format!("the application met: {problem}"))?;
    let mut appliers = 0;
    for outcome in &outcomes {
        if ![0, 4].contains(&outcome.code) {
            return Err(format!("neither done nor locked\n{outcome}"));
        }
        let applied = outcome.document()["applied"].as_array().map_or(0, Vec::len);
        appliers += usize::from(applied > 0);
        let all = story.project.migration_names().len() - 1;
        if applied != 0 && applied != all {
            return Err(format!("{applied} of {all} migrations by one run\n{outcome}"));
        }
    }
    if appliers != 1 {
        return Err(format!("{appliers} of {DEPLOYS} runs applied something"));
    }
    let without_visits = |lines: &[String]| -> Vec<String> {
        lines.iter().filter(|line| !line.starts_with("rows of Visit")).cloned().collect()
    };
    let end = end_state(&database);
    if without_visits(&end) != without_visits(&story.end) {
        return Err("another end".to_owned());
    }
    if let Some(visits) = visits {
        let kept = database.connect().text("SELECT CAST(count(*) AS TEXT) FROM \"Visit\"");
        if kept != visits.to_string() {
            return Err(format!("the application wrote {visits} rows, and {kept} are there"));
        }
    }
    Ok(Round { disturbed: true, ..Round::default() })
}

const PATIENT: &str = "PRAGMA busy_timeout = 30000";

/// Writes row after row; how many, or the error that it met.
fn write(database: &TestDatabase, over: &AtomicBool) -> Result<usize, String> {
    let mut connection = patient(database)?;
    let mut written = 0;
    while !over.load(Ordering::SeqCst) {
        connection.execute("BEGIN IMMEDIATE")?;
        connection.execute(&format!("INSERT INTO \"Visit\" (\"at\") VALUES ({written})"))?;
        connection.execute("COMMIT")?;
        written += 1;
        thread::sleep(Duration::from_millis(2));
    }
    Ok(written)
}

/// Reads in transactions that last a while.
fn read(database: &TestDatabase, over: &AtomicBool) -> Result<(), String> {
    let mut connection = patient(database)?;
    while !over.load(Ordering::SeqCst) {
        connection.execute("BEGIN")?;
        let count = |connection: &mut Connection| {
            connection.rows("SELECT CAST(count(*) AS TEXT) FROM \"Post\"")
        };
        let first = count(&mut connection)?;
        thread::sleep(Duration::from_millis(5));
        if count(&mut connection)? != first {
            return Err("a reader saw two states in one transaction".to_owned());
        }
        connection.execute("COMMIT")?;
        thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}

fn patient(database: &TestDatabase) -> Result<Connection, String> {
    let mut connection = database.connect();
    connection.execute(PATIENT)?;
    Ok(connection)
}
