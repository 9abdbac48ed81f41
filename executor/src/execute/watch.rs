//! Work on a PostgreSQL session, watched from a connection beside it: when it fails because a lock
//! was not free, the sessions in its way are gone from its own view, so they are noted before.

use crate::error::Error;
use crate::live::blockers::{Blocker, blockers_of};
use crate::session::{Access, Missing, Session};
use crate::target::Target;
use std::time::Duration;

/// How often it is looked who is in the way.
const INTERVAL: Duration = Duration::from_millis(100);

/// Runs `work`, the only user of the session with that server process, and names those who
/// blocked it last in its error, where a lock was not free in time.
pub async fn watched<T>(
    target: &Target,
    process: i64,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut blockers = Vec::new();
    let watching = watch(target, process, &mut blockers);
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
async fn watch(target: &Target, process: i64, blockers: &mut Vec<Blocker>) {
    let Ok(mut beside) = Session::connect(target, Access::Read, Missing::Refuse).await else {
        return;
    };
    while let Ok(found) = blockers_of(&mut beside, process).await {
        if !found.is_empty() {
            *blockers = found;
        }
        tokio::time::sleep(INTERVAL).await;
    }
}
