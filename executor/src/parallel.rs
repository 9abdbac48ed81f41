//! Many things in order -> what is made of them, in the same order: shared out to the machine's cores, a
//! run of neighbours each. Knows nothing of what is made.

use std::thread;

/// Fewer are done sooner than a thread is started.
const FEW: usize = 16;

/// Makes of each run of neighbours what `work` makes of it; all of it, in order.
pub fn in_runs<T: Send, R: Send>(items: Vec<T>, work: impl Fn(Vec<T>) -> Vec<R> + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    if items.len() < FEW || cores == 1 {
        return work(items);
    }
    let length = items.len().div_ceil(cores);
    let mut runs = Vec::new();
    let mut rest = items;
    while rest.len() > length {
        let after = rest.split_off(length);
        runs.push(std::mem::replace(&mut rest, after));
    }
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> = runs.into_iter().map(|run| scope.spawn(move || work(run))).collect();
        let last = work(rest);
        let mut made = Vec::new();
        for other in others {
            made.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        made.extend(last);
        made
    })
}

#[cfg(test)]
mod tests {
    use super::in_runs;

    #[test]
    fn everything_comes_back_in_order() {
        for count in [0, 1, 15, 16, 17, 200] {
            let doubled = in_runs((0..count).collect(), |run| {
                assert!(run.is_sorted());
                run.into_iter().map(|each: usize| each * 2).collect()
            });
            assert_eq!(doubled, (0..count).map(|each| each * 2).collect::<Vec<_>>());
        }
    }
}
