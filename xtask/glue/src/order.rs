//! In: the bodies of functions. Out: an order in which alike ones follow each other. A module holds many that
//! differ in a type alone, and gzip finds again only what it saw within the last 32 kB. Knows nothing of
//! WebAssembly.

use std::collections::{HashMap, VecDeque};

/// How far back gzip looks.
const WINDOW: usize = 32 * 1024;
/// A piece that more functions share is found near any of them.
const COMMON: usize = 400;

/// The order: of each place, which body comes there. The same for the same bodies, whatever the machine.
pub fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let pieces = shared_pieces(bodies);
    let mut holders = HashMap::<u64, Vec<usize>>::new();
    for (body, own) in pieces.iter().enumerate() {
        for piece in own {
            holders.entry(*piece).or_default().push(body);
        }
    }
    let mut order = Vec::with_capacity(bodies.len());
    let mut placed = vec![false; bodies.len()];
    // How often each piece lies in the window, and how many of its own each body would find there.
    let mut within = HashMap::<u64, usize>::new();
    let mut known = vec![0_usize; bodies.len()];
    let mut window = VecDeque::new();
    let mut length = 0;
    while let Some(next) = best(bodies, &placed, &known) {
        placed[next] = true;
        order.push(next);
        window.push_back(next);
        length += bodies[next].len();
        for piece in &pieces[next] {
            let count = within.entry(*piece).or_default();
            *count += 1;
            if *count == 1 {
                holders[piece].iter().for_each(|body| known[*body] += 1);
            }
        }
        while length > WINDOW && window.len() > 1 {
            let Some(gone) = window.pop_front() else { break };
            length -= bodies[gone].len();
            for piece in &pieces[gone] {
                let count = within.entry(*piece).or_default();
                *count -= 1;
                if *count == 0 {
                    holders[piece].iter().for_each(|body| known[*body] -= 1);
                }
            }
        }
    }
    order
}

/// The body of which the largest part is known; of the rest the largest one.
fn best(bodies: &[&[u8]], placed: &[bool], known: &[usize]) -> Option<usize> {
    let left = (0..bodies.len()).filter(|body| !placed[*body]);
    left.max_by(|one, other| {
        let (a, b) = (bodies[*one].len(), bodies[*other].len());
        // Fractions, compared without dividing.
        let (left, right) = (known[*one] * b, known[*other] * a);
        left.cmp(&right).then(a.cmp(&b)).then(other.cmp(one))
    })
}

/// The pieces of eight bytes of each body that another one has too, each once.
fn shared_pieces(bodies: &[&[u8]]) -> Vec<Vec<u64>> {
    let mut count = HashMap::<u64, usize>::new();
    let mut all = Vec::with_capacity(bodies.len());
    for body in bodies {
        let mut own: Vec<_> =
            body.array_windows().map(|piece| u64::from_le_bytes(*piece)).collect();
        own.sort_unstable();
        own.dedup();
        own.iter().for_each(|piece| *count.entry(*piece).or_default() += 1);
        all.push(own);
    }
    for own in &mut all {
        own.retain(|piece| (2..=COMMON).contains(&count[piece]));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::order;

    /// Two families that lie apart, each too large to be found again behind the other.
    #[test]
    fn bodies_that_are_alike_follow_each_other() {
        let noise = |seed: u32| -> Vec<u8> {
            let mut state = seed;
            let mut next = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_le_bytes()[3]
            };
            (0..20_000).map(|_| next()).collect()
        };
        let with = |mut body: Vec<u8>, end: u8| {
            body.push(end);
            body
        };
        let (one, other) = (noise(1), noise(2));
        let bodies = [
            with(one.clone(), 1),
            with(other.clone(), 1),
            with(one, 2),
            with(other, 2),
            Vec::new(),
        ];
        let slices: Vec<_> = bodies.iter().map(Vec::as_slice).collect();
        let mut order = order(&slices);
        let families: Vec<_> = order.iter().map(|body| body % 2).collect();
        assert!(families[..4] == [0, 0, 1, 1] || families[..4] == [1, 1, 0, 0], "{order:?}");
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3, 4]);
    }
}
