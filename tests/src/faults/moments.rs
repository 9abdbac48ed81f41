//! `kill -9` of comon at random moments between the start and the end of a deploy.

use crate::faults::story::{DEPLOY, Story};
use crate::faults::table::{Line, Round};
use crate::generate::Numbers;
use crate::parallel;
use std::time::{Duration, Instant};

/// Kills at so many moments.
pub fn run(story: &Story, rounds: usize) -> Line {
    let duration = duration(story);
    let moments = moments(rounds, duration);
    let place = story.prepared.place.name();
    let mut line = Line::new(format!("kill -9 at random moments, {place}"));
    let results = parallel::map(&moments, |moment| {
        let database = story.prepared.copy();
        let mut deploy = story.project.start(&database, &DEPLOY);
        std::thread::sleep(*moment);
        deploy.kill().expect("it is killed");
        let status = deploy.wait().expect("it ends");
        let found = story.finish(&database);
        database.remove();
        Ok(Round { disturbed: status.code().is_none(), found: found? })
    });
    for (moment, result) in moments.iter().zip(results) {
        line.count(&format!("after {moment:?}"), result.and_then(|round| round));
    }
    line
}

/// How long a deploy takes when nothing disturbs it: the shortest of some, since the first one on a server that
/// was just started takes longer than all that follow.
pub fn duration(story: &Story) -> Duration {
    let measured = (0..3).map(|_| {
        let database = story.prepared.copy();
        let began = Instant::now();
        story.project.succeed(&database, &DEPLOY);
        let took = began.elapsed();
        database.remove();
        took
    });
    measured.min().unwrap_or_default()
}

/// The same moments in every run: one at random in each of so many equal parts of the time.
pub fn moments(count: usize, within: Duration) -> Vec<Duration> {
    let mut numbers = Numbers::new(20_240_229);
    let part = within.div_f64(count.max(1) as f64);
    (0..count).map(|nth| part.mul_f64(nth as f64 + numbers.below(1000) as f64 / 1000.0)).collect()
}
