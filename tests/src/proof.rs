//! What a proof came to -> the line of it that `cargo xtask test` gathers into one table. Knows nothing
//! of what is proven.

use std::time::Instant;

/// A proof that is running.
#[derive(Debug)]
pub struct Proof {
    what: String,
    began: Instant,
}

/// How it ended, of all that was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that held.
    pub passed: usize,
    /// Those that did not.
    pub failed: usize,
    /// Those that could not be tried here, or are not for us; each is told with its reason.
    pub refused: usize,
}

impl Proof {
    /// Begins now.
    pub fn begin(what: impl Into<String>) -> Self {
        Self { what: what.into(), began: Instant::now() }
    }

    /// How long it has taken so far.
    pub fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }

    /// Prints the line.
    pub fn print(&self, counts: Counts) {
        println!("{}", line(&self.what, counts, self.seconds()));
    }
}

fn line(what: &str, Counts { passed, failed, refused }: Counts, seconds: f64) -> String {
    let asked = passed + failed + refused;
    format!(
        "proof: {what}: {asked} asked, {passed} passed, {failed} failed, {refused} refused, {seconds:.1} s"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_what_came_of_it_in_all() {
        let counts = Counts { passed: 3, failed: 1, refused: 2 };
        let expected = "proof: pairs: 6 asked, 3 passed, 1 failed, 2 refused, 0.5 s";
        assert_eq!(line("pairs", counts, 0.5), expected);
    }
}
