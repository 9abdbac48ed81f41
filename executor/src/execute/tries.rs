//! Work that waits for locks of other sessions: each try is watched, and one that a lock stopped is
//! tried again after a pause, until the tries are used up or the run is stopped.

use crate::error::Result;
use crate::execute::apply::Run;
use crate::execute::watch::watched;
use crate::session::Session;
use std::time::Duration;

/// The first pause between two tries, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

impl Run<'_> {
    /// Does `attempt` until no lock is in its way. What a try did before it was stopped must be
    /// undone or harmless when the next one begins.
    pub(super) async fn with_tries<T>(
        &self,
        session: &mut Session,
        mut attempt: impl AsyncFnMut(&mut Session) -> Result<T>,
    ) -> Result<T> {
        let mut pause = PAUSES.0;
        let mut tries = 1;
        loop {
            let last_try = tries >= self.migration.lock_tries;
            let result = match session.facts().process {
                Some(process) => {
                    let target = session.target().clone();
                    let work = attempt(session);
                    watched(&target, process, last_try, self.terminal, work).await
                }
                None => attempt(session).await,
            };
            let error = match result {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            // What kept the migration before this one from its end is none of this one's business.
            if error.id != "lock-timeout" || last_try || session.has_unended() {
                return Err(error);
            }
            tries += 1;
            let pause_now = jittered(pause);
            let blocker = error.details.iter().find(|line| line.starts_with("blocked by"));
            let blocker = blocker.map_or_else(String::new, |line| format!(" ({line})"));
            self.terminal.note(&format!(
                "A lock was not free in time{blocker}; try {tries} of {} in {:.1} s.",
                self.migration.lock_tries,
                pause_now.as_secs_f32()
            ));
            tokio::select! {
                () = tokio::time::sleep(pause_now) => {}
                () = self.interrupt.asked() => return Err(self.interrupt.error().unwrap_or(error)),
            }
            pause = (pause * 2).min(PAUSES.1);
        }
    }
}

/// Between half and the whole of it, so that two who wait do not meet again and again.
fn jittered(pause: Duration) -> Duration {
    let noise = time::OffsetDateTime::now_utc().nanosecond() % 1000;
    pause / 2 + pause / 2 * noise / 1000
}
