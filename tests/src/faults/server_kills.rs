//! The PostgreSQL server killed with -9, all of its processes at once, while it is deployed to; then
//! started again, which recovers what was committed.

use crate::faults::moments::{duration, moments};
use crate::faults::story::{DEPLOY, Story};
use crate::faults::table::{Line, Round};
use crate::mortal_server::MortalServer;
use crate::project::Outcome;

/// Kills that server, which the story lives on, at so many moments.
pub fn run(story: &Story, server: &MortalServer, rounds: usize) -> Line {
    let mut line = Line::new(format!(
        "server killed with -9 at random moments, PostgreSQL {}",
        server.server.major
    ));
    let duration = duration(story);
    for moment in moments(rounds, duration) {
        let database = story.prepared.copy();
        let deploy = story.project.start(&database, &DEPLOY);
        std::thread::sleep(moment);
        server.kill();
        let outcome = Outcome::of(&DEPLOY, &deploy.wait_with_output().expect("it ends"));
        server.start();
        let found = story.judge_failure(&outcome).and_then(|()| story.finish(&database));
        database.remove();
        let round = found.map(|found| Round { disturbed: outcome.code != 0, found });
        line.count(&format!("after {moment:?}"), round);
    }
    line
}
