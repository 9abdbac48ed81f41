//! Renames that may use each other's names -> an order in which each target is free when its
//! turn comes. A ring of names goes through a temporary one. Knows nothing of what is renamed.

use crate::ordered::{BTreeMap, BTreeSet};

/// Orders the renames of one name space. `temporary` makes the name for the item whose name
/// before is given where names form a ring; it must not be in use.
///
/// The items keep their order but where one must wait for another.
pub fn order<K: Ord + Clone>(
    renames: &[(K, K)],
    mut temporary: impl FnMut(&K) -> K,
) -> Vec<(K, K)> {
    let by_source: BTreeMap<&K, usize> =
        renames.iter().enumerate().map(|(index, (from, _))| (from, index)).collect();
    let mut done = vec![false; renames.len()];
    let mut ordered = Vec::new();
    for start in 0..renames.len() {
        // Follows the targets that are still taken; the last one found is renamed first.
        let mut path: Vec<usize> = Vec::new();
        let mut on_path: BTreeSet<usize> = BTreeSet::new();
        let mut next = Some(start);
        let mut is_ring = false;
        while let Some(index) = next {
            if done.get(index).copied().unwrap_or(true) {
                break;
            }
            if !on_path.insert(index) {
                is_ring = true;
                break;
            }
            path.push(index);
            next = renames.get(index).and_then(|(_, to)| by_source.get(to).copied());
        }
        // Targets differ, so a path that meets itself is the whole ring. It is opened at its
        // smallest name, wherever it was entered: the order of declaration changes no SQL.
        let name_of = |index: &usize| renames.get(*index).map(|(from, _)| from);
        let ring = path.iter().copied().filter(|_| is_ring).min_by_key(|index| name_of(index));
        if let Some(at) = path.iter().position(|index| ring == Some(*index)) {
            path.rotate_left(at);
        }
        let mut parked = None;
        if let Some((from, to)) = ring.and_then(|index| renames.get(index)) {
            let name = temporary(from);
            ordered.push((from.clone(), name.clone()));
            parked = Some((name, to.clone()));
        }
        for index in path.into_iter().rev() {
            if let Some(done) = done.get_mut(index) {
                *done = true;
            }
            match (&parked, renames.get(index)) {
                (Some((name, to)), _) if ring == Some(index) => {
                    ordered.push((name.clone(), to.clone()));
                }
                (_, Some((from, to))) => ordered.push((from.clone(), to.clone())),
                (_, None) => {}
            }
        }
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(renames: &[(&'static str, &'static str)]) -> Vec<(String, String)> {
        let renames: Vec<(String, String)> =
            renames.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        order(&renames, |name| format!("{name}_parked"))
    }

    fn pairs(renames: &[(&str, &str)]) -> Vec<(String, String)> {
        renames.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
    }

    #[test]
    fn independent_renames_keep_their_order() {
        assert_eq!(ordered(&[("b", "x"), ("a", "y")]), pairs(&[("b", "x"), ("a", "y")]));
    }

    #[test]
    fn chain_frees_its_last_name_first() {
        assert_eq!(
            ordered(&[("a", "b"), ("b", "c"), ("c", "d")]),
            pairs(&[("c", "d"), ("b", "c"), ("a", "b")])
        );
    }

    #[test]
    fn swap_goes_through_a_temporary_name() {
        assert_eq!(
            ordered(&[("a", "b"), ("b", "a")]),
            pairs(&[("a", "a_parked"), ("b", "a"), ("a_parked", "b")])
        );
    }

    #[test]
    fn ring_is_opened_at_its_smallest_name() {
        let opened = pairs(&[("a", "a_parked"), ("c", "a"), ("b", "c"), ("a_parked", "b")]);
        assert_eq!(ordered(&[("a", "b"), ("b", "c"), ("c", "a")]), opened);
        assert_eq!(ordered(&[("b", "c"), ("c", "a"), ("a", "b")]), opened);
    }
}
