//! Maps and sets beside those of the standard library, and the sorting beside its sorting.

use super::*;
use std::fmt;

/// Numbers that come in no order, each but once.
fn scattered(count: u32) -> impl Iterator<Item = u32> {
    (0..count).map(move |each| each * 7_919 % count)
}

fn same<V: Clone + PartialEq + fmt::Debug>(
    ours: &BTreeMap<u32, V>,
    theirs: &std::collections::BTreeMap<u32, V>,
) {
    assert!(ours.iter().eq(theirs.iter()), "{ours:?} is not {theirs:?}");
    assert!(ours.clone().into_iter().eq(theirs.clone()));
    assert_eq!((ours.len(), ours.is_empty()), (theirs.len(), theirs.is_empty()));
    assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    assert!(ours.runs.iter().all(|run| (1..=RUN).contains(&run.len())));
}

#[test]
fn a_map_does_what_the_standard_one_does() {
    let mut ours = BTreeMap::new();
    let mut theirs = std::collections::BTreeMap::new();
    same(&ours, &theirs);
    for each in scattered(1_000).chain(1_000..1_500).chain((1_500..2_000).rev()) {
        assert_eq!(ours.insert(each, 1), theirs.insert(each, 1));
        assert_eq!(ours.get(&(each + 1)), theirs.get(&(each + 1)));
    }
    same(&ours, &theirs);
    for each in scattered(2_500) {
        *ours.entry(each).or_default() += each;
        *theirs.entry(each).or_default() += each;
        if each % 3 == 0 {
            assert_eq!(ours.insert(each, 7), theirs.insert(each, 7));
        }
    }
    same(&ours, &theirs);
    for each in scattered(2_500).filter(|each| each % 5 != 0).chain([9_999]) {
        assert_eq!(ours.remove(&each), theirs.remove(&each));
        assert!(!ours.contains_key(&each));
    }
    same(&ours, &theirs);
    for (left, right) in ours.values_mut().zip(theirs.values_mut()) {
        (*left, *right) = (*left / 2, *right / 2);
    }
    same(&ours, &theirs);
    let again: BTreeMap<u32, u32> = theirs.clone().into_iter().collect();
    assert_eq!(ours, again, "however they are cut");
    for each in scattered(2_500) {
        assert_eq!(ours.remove(&each), theirs.remove(&each));
    }
    same(&ours, &theirs);
}

#[test]
fn a_set_does_what_the_standard_one_does() {
    let (left, right): (Vec<u32>, Vec<u32>) = (scattered(500).collect(), (250..900).collect());
    let mut ours: BTreeSet<u32> = left.iter().copied().collect();
    let mut theirs: std::collections::BTreeSet<u32> = left.iter().copied().collect();
    let others: (BTreeSet<u32>, std::collections::BTreeSet<u32>) =
        (right.iter().copied().collect(), right.iter().copied().collect());
    assert!(ours.difference(&others.0).eq(theirs.difference(&others.1)));
    ours.extend(&right);
    theirs.extend(&right);
    assert!(!ours.insert(899) && ours.insert(900) && theirs.insert(900));
    assert!(ours.iter().eq(theirs.iter()) && ours.clone().into_iter().eq(theirs.clone()));
    while let Some(first) = theirs.pop_first() {
        assert_eq!((ours.first().copied(), ours.len()), (Some(first), theirs.len() + 1));
        assert_eq!(ours.pop_first(), Some(first));
        assert!(!ours.contains(&first) && !ours.remove(&first));
    }
    assert!(ours.pop_first().is_none() && ours.is_empty());
}

#[test]
fn equal_items_keep_their_order() {
    let mut items: Vec<(u32, u32)> = (0..1_000).map(|each| (each * 7_919 % 13, each)).collect();
    let mut expected = items.clone();
    sort_by_key(&mut items, |each| each.0);
    expected.sort_by_key(|each| each.0);
    assert_eq!(items, expected);
    sort(&mut items);
    assert!(items.is_sorted());
    sort::<u32>(&mut []);
}
