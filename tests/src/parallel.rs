//! Work that is the same for many inputs, done by a few threads. In: inputs and a function. Out:
//! the answers in the order of the inputs; a panic of one is its answer, not the end of all.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What the main thread of a program has: a whole command may run here, without optimisation.
const STACK: usize = 8 << 20;

/// Runs `work` on every input, on as many threads as there are cores, two at least.
pub fn map<I: Sync, O: Send>(
    inputs: &[I],
    work: impl Fn(&I) -> O + Sync,
) -> Vec<Result<O, String>> {
    let threads = thread::available_parallelism().map_or(2, |count| count.get().max(2));
    let next = AtomicUsize::new(0);
    let answers: Vec<Mutex<Option<Result<O, String>>>> =
        inputs.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..threads {
            let thread = thread::Builder::new().stack_size(STACK);
            let spawned = thread.spawn_scoped(scope, || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(input), Some(answer)) = (inputs.get(at), answers.get(at)) else {
                        return;
                    };
                    let result = catch_unwind(AssertUnwindSafe(|| work(input)));
                    *answer.lock().expect("no one panics while holding it") =
                        Some(result.map_err(|panic| words(panic.as_ref())));
                }
            });
            spawned.expect("a thread starts");
        }
    });
    let taken = answers.into_iter().map(|answer| answer.into_inner().expect("not poisoned"));
    taken.map(|answer| answer.expect("every input was worked on")).collect()
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("panicked: {}", text.unwrap_or_else(|| "without words".to_owned()))
}
