//! Work on a PostgreSQL session, watched from a connection beside it: when it fails because a lock
//! was not free, the sessions in its way are gone from its own view, so they are noted before; and
//! who waits long is told for whom.

use crate::error::Error;
use crate::live::blockers::{Blocker, blockers_of};
use crate::output::Terminal;
use crate::session::{Access, Missing, Session};
use crate::target::Target;
use std::time::{Duration, Instant};

/// How often it is looked who is in the way.
const INTERVAL: Duration = Duration::from_millis(100);

/// What ends sooner is not watched: most statements do, and a connection costs more.
const QUICK: Duration = Duration::from_millis(500);

/// After how long a wait for the same sessions is told, and told again.
const REMIND: Duration = Duration::from_secs(10);

/// Runs `work`, the only user of the session with that server process, and names those who
/// blocked it last in its error, where a lock was not free in time. `at_once`: quick work is
/// watched as well.
pub async fn watched<T>(
    target: &Target,
    process: i64,
    at_once: bool,
    terminal: &Terminal,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut blockers = Vec::new();
    let watching = async {
        if !at_once {
            tokio::time::sleep(QUICK).await;
        }
        watch(target, process, terminal, &mut blockers).await;
    };
    tokio::pin!(work);
    let result = tokio::select! {
        biased;
        result = &mut work => result,
        () = watching => work.await,
    };
    result.map_err(|error| match error.id {
        "lock-timeout" => blockers.iter().fold(error, |error, each| error.detail(each.describe())),
        _ => error,
    })
}

/// Notes the blockers until it cannot: without them an error says less, and nothing else.
async fn watch(target: &Target, process: i64, terminal: &Terminal, blockers: &mut Vec<Blocker>) {
    let Ok(mut beside) = Session::connect(target, Access::Read, Missing::Refuse).await else {
        return;
    };
    let mut told = Instant::now();
    while let Ok(found) = blockers_of(&mut beside, process).await {
        if found.is_empty() {
            told = Instant::now();
        } else {
            if told.elapsed() >= REMIND {
                let names: Vec<String> = found.iter().map(Blocker::describe).collect();
                terminal.note(&format!("Waiting for a lock: {}.", names.join("; ")));
                told = Instant::now();
            }
            *blockers = found;
        }
        tokio::time::sleep(INTERVAL).await;
    }
}
