//! How long the planner works on an input, in processor time of the thread, and how much memory it
//! takes for it at most: what else the machine and the process do is not counted. Knows nothing of
//! what is measured.

use peak_alloc::PeakAlloc;
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Counts the bytes that are allocated.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The longest that one operation may take on any input of up to a megabyte.
pub const LIMIT: Duration = Duration::from_secs(1);

/// The most bytes that one operation may allocate on any input of up to a megabyte, what it was
/// given left out.
pub const MOST: usize = 512 << 20;

/// How much slower an operation may be in a fuzz target: it counts every edge and every comparison
/// and has the checks of a debug build. What comes near the limit is measured again without.
const INSTRUMENTED: u32 = 5;

/// Measures operations, and remembers the slowest and the largest.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    limit: Option<Duration>,
    slowest: Option<Measured>,
    largest: Option<Measured>,
}

/// One operation on one input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// What was done.
    pub operation: &'static str,
    /// The length of the input.
    pub bytes: usize,
    /// Processor time.
    pub time: Duration,
    /// The most bytes that it had allocated at once.
    pub memory: usize,
}

impl Meter {
    /// Measures only: under a debugger, in a debug build or in a test, time says nothing.
    pub fn unlimited() -> Self {
        Self::default()
    }

    /// Panics where an operation takes longer than [`LIMIT`] does in an instrumented build, or more
    /// memory than [`MOST`].
    pub fn limited() -> Self {
        Self { limit: Some(LIMIT * INSTRUMENTED), slowest: None, largest: None }
    }

    /// Does something with an input of so many bytes.
    pub fn run<T>(&mut self, operation: &'static str, bytes: usize, work: impl FnOnce() -> T) -> T {
        let allocated = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let began = processor_time();
        let result = work();
        let time = processor_time().saturating_sub(began);
        let memory = MEMORY.peak_usage().saturating_sub(allocated);
        let measured = Measured { operation, bytes, time, memory };
        if self.slowest.is_none_or(|slowest| time > slowest.time) {
            self.slowest = Some(measured);
        }
        if self.largest.is_none_or(|largest| memory > largest.memory) {
            self.largest = Some(measured);
        }
        if let Some(limit) = self.limit {
            assert!(time <= limit, "{operation} of {bytes} bytes took {} ms", time.as_millis());
            assert!(memory <= MOST, "{operation} of {bytes} bytes took {} MB", memory >> 20);
        }
        result
    }

    /// The slowest operation so far.
    pub fn slowest(&self) -> Option<Measured> {
        self.slowest
    }

    /// The operation that took the most memory so far.
    pub fn largest(&self) -> Option<Measured> {
        self.largest
    }
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_operation_is_remembered_and_its_answer_handed_on() {
        let mut meter = Meter::unlimited();
        let sum: u64 = meter.run("slow", 7, || (0..3_000_000_u64).fold(0, |sum, each| sum ^ each));
        assert_eq!(meter.run("quick", 8, || sum), sum);
        let slowest = meter.slowest().expect("two were measured");
        assert_eq!((slowest.operation, slowest.bytes), ("slow", 7));
    }

    #[test]
    fn memory_is_counted_while_an_operation_runs() {
        let mut meter = Meter::unlimited();
        let kept = vec![1_u8; 8 << 20];
        let length = meter.run("large", 7, || vec![1_u8; 64 << 20].len());
        let largest = meter.largest().expect("one was measured");
        assert_eq!((largest.operation, length, kept.len()), ("large", 64 << 20, 8 << 20));
        assert!(largest.memory >= 64 << 20, "{}", largest.memory);
    }

    #[test]
    #[should_panic(expected = "wait of 1 bytes took")]
    fn an_operation_over_the_limit_fails() {
        let mut meter = Meter { limit: Some(Duration::ZERO), ..Meter::default() };
        meter.run("wait", 1, || (0..3_000_000_u64).fold(0, |sum, each| sum ^ each));
    }
}
