//! Sorting, and maps and sets in the order of their keys: the standard library's, collected by one
//! insert after another. The standard way sorts first, and so brings an own sorting algorithm for
//! each type of key into the module that the page loads: a sixth of its code.

use std::cmp::Ordering;
use std::collections::{btree_map, btree_set};
use std::ops::{Deref, DerefMut};

/// A map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BTreeMap<K, V>(std::collections::BTreeMap<K, V>);

/// A set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BTreeSet<T>(std::collections::BTreeSet<T>);

impl<K, V> BTreeMap<K, V> {
    /// Without entries.
    pub const fn new() -> Self {
        Self(std::collections::BTreeMap::new())
    }

    /// The values, in the order of their keys.
    pub fn into_values(self) -> btree_map::IntoValues<K, V> {
        self.0.into_values()
    }

    /// The keys, in their order.
    pub fn into_keys(self) -> btree_map::IntoKeys<K, V> {
        self.0.into_keys()
    }
}

impl<T> BTreeSet<T> {
    /// Without items.
    pub const fn new() -> Self {
        Self(std::collections::BTreeSet::new())
    }
}

impl<K, V> Default for BTreeMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Default for BTreeSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Deref for BTreeMap<K, V> {
    type Target = std::collections::BTreeMap<K, V>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<K, V> DerefMut for BTreeMap<K, V> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<T> Deref for BTreeSet<T> {
    type Target = std::collections::BTreeSet<T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> DerefMut for BTreeSet<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for BTreeMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.0.extend(entries);
        map
    }
}

impl<T: Ord> FromIterator<T> for BTreeSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut set = Self::new();
        set.0.extend(items);
        set
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for BTreeMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for BTreeSet<T> {
    fn from(items: [T; N]) -> Self {
        items.into_iter().collect()
    }
}

impl<K, V> IntoIterator for BTreeMap<K, V> {
    type Item = (K, V);
    type IntoIter = btree_map::IntoIter<K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a BTreeMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = btree_map::Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'a, K, V> IntoIterator for &'a mut BTreeMap<K, V> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = btree_map::IterMut<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut()
    }
}

impl<T> IntoIterator for BTreeSet<T> {
    type Item = T;
    type IntoIter = btree_set::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a BTreeSet<T> {
    type Item = &'a T;
    type IntoIter = btree_set::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// Sorts; equal items keep their order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    sort_places(&mut order, &|left, right| match (
        items.get(left as usize),
        items.get(right as usize),
    ) {
        (Some(left), Some(right)) => compare(left, right),
        _ => Ordering::Equal,
    });
    arrange(items, &order);
}

/// Sorts by a key; items of equal keys keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |left, right| key(left).cmp(&key(right)));
}

/// Sorts; equal items keep their order.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// The one sorting algorithm for all types.
fn sort_places(order: &mut [u32], compare: &dyn Fn(u32, u32) -> Ordering) {
    order.sort_by(|left, right| compare(*left, *right));
}

/// Puts the item that stood at `order[place]` at each place.
fn arrange<T>(items: &mut [T], order: &[u32]) {
    // Where each item goes.
    let mut goes = vec![0; order.len()];
    for (place, from) in order.iter().enumerate() {
        if let Some(to) = goes.get_mut(*from as usize) {
            *to = place;
        }
    }
    for place in 0..goes.len() {
        while let Some(to) = goes.get(place).copied().filter(|to| *to != place) {
            items.swap(place, to);
            goes.swap(place, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
