//! What the rounds of one way of disturbing came to, as a line of the table that is printed.

use crate::faults::story::Found;
use crate::proof::{Counts, Proof};

/// Rounds of one way on one database.
#[derive(Debug)]
pub struct Line {
    way: String,
    proof: Proof,
    rounds: usize,
    disturbed: usize,
    incomplete: usize,
    failures: Vec<String>,
}

/// One round.
#[derive(Debug, Clone, Copy, Default)]
pub struct Round {
    /// The deploy did not come to its end.
    pub disturbed: bool,
    /// What the next run found.
    pub found: Found,
}

impl Line {
    /// No round yet.
    pub fn new(way: impl Into<String>) -> Self {
        let (rounds, disturbed, incomplete) = (0, 0, 0);
        let way = way.into();
        Self {
            proof: Proof::begin(format!("deploys and {way}")),
            way,
            rounds,
            disturbed,
            incomplete,
            failures: Vec::new(),
        }
    }

    /// Counts a round; a failure is printed as soon as it is there. `at`: where it was disturbed.
    pub fn count(&mut self, at: &str, round: Result<Round, String>) {
        self.rounds += 1;
        match round {
            Ok(round) => {
                self.disturbed += usize::from(round.disturbed);
                self.incomplete += usize::from(round.found.incomplete);
            }
            Err(problem) => {
                println!("{}, {at}: {problem}", self.way);
                self.failures.push(at.to_owned());
            }
        }
    }

    /// How many rounds did not hold.
    pub fn failed(&self) -> usize {
        self.failures.len()
    }

    /// Prints the line, and what test runners print at their end; whether every round held.
    pub fn print(self) -> bool {
        let held = self.rounds - self.failures.len();
        println!(
            "{:<58} {:>6} {:>9} {:>10} {:>6}   {:.1} s",
            self.way,
            self.rounds,
            self.disturbed,
            self.incomplete,
            held,
            self.proof.seconds()
        );
        // Rounds that disturb nothing would prove nothing.
        let proves = self.disturbed > 0;
        if !proves {
            println!("{}: no deploy was disturbed", self.way);
        }
        let failed = self.failures.len() + usize::from(!proves);
        self.proof.print(Counts { passed: held, failed, refused: 0 });
        self.failures.is_empty() && proves
    }
}

/// The heads of the columns.
pub fn print_head() {
    println!(
        "{:<58} {:>6} {:>9} {:>10} {:>6}",
        "deploy disturbed by", "rounds", "disturbed", "incomplete", "equal"
    );
}
