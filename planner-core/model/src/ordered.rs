//! Sorting, and maps and sets in the order of their keys, made to weigh little: the module that the
//! page loads holds an own copy of a container for each type in it. The standard library's sorting
//! and B-trees were a quarter of its code; these are as quick, and each copy is a few hundred bytes.

#[cfg(test)]
mod tests;
pub mod marks;
mod traits;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::{slice, vec};

/// The most entries of a run. Short enough to move about, long enough that runs are few.
const RUN: usize = 64;

/// A map.
#[derive(Clone)]
pub struct BTreeMap<K, V> {
    /// The entries in the order of their keys, cut into runs of which none is empty: an entry moves
    /// only those of its own run aside.
    runs: Vec<Vec<(K, V)>>,
}

/// A set.
#[derive(Clone)]
pub struct BTreeSet<T>(BTreeMap<T, ()>);

/// Where a key stands, or would stand: its run, and its place in there.
#[derive(Debug, Clone, Copy)]
struct Place {
    run: usize,
    at: usize,
}

/// The number of those in front, of `count` in order, that `is_before`.
fn count_before(count: usize, is_before: &dyn Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = from + (to - from) / 2;
        match is_before(middle) {
            true => from = middle + 1,
            false => to = middle,
        }
    }
    from
}

impl<K, V> BTreeMap<K, V> {
    /// Without entries.
    pub const fn new() -> Self {
        Self { runs: Vec::new() }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.runs.iter().map(Vec::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The entries, in the order of their keys.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter { runs: self.runs.iter(), run: [].iter() }
    }

    /// The keys, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The values to change, in the order of their keys.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.runs.iter_mut().flatten().map(|(_, value)| value)
    }

    /// The values, in the order of their keys.
    pub fn into_values(self) -> impl Iterator<Item = V> {
        self.into_iter().map(|(_, value)| value)
    }

    /// The keys, in their order.
    pub fn into_keys(self) -> impl Iterator<Item = K> {
        self.into_iter().map(|(key, _)| key)
    }

    fn value(&self, place: Place) -> Option<&V> {
        self.runs.get(place.run)?.get(place.at).map(|(_, value)| value)
    }

    fn value_mut(&mut self, place: Place) -> Option<&mut V> {
        self.runs.get_mut(place.run)?.get_mut(place.at).map(|(_, value)| value)
    }

    /// Puts an entry where its key belongs, and says where it then stands.
    fn put(&mut self, Place { run, at }: Place, entry: (K, V)) -> Place {
        let count = self.runs.len();
        let Some(entries) = self.runs.get_mut(run) else {
            self.runs.push(vec![entry]);
            return Place { run: count, at: 0 };
        };
        if entries.len() < RUN {
            entries.insert(at, entry);
            return Place { run, at };
        }
        // What comes in order fills its runs.
        let cut = if run + 1 == count && at == RUN { RUN } else { RUN / 2 };
        let mut others = entries.split_off(cut);
        let place = match at.checked_sub(cut) {
            Some(at) => {
                others.insert(at, entry);
                Place { run: run + 1, at }
            }
            None => {
                entries.insert(at, entry);
                Place { run, at }
            }
        };
        self.runs.insert(run + 1, others);
        place
    }

    fn take(&mut self, Place { run, at }: Place) -> Option<(K, V)> {
        let entries = self.runs.get_mut(run)?;
        if at >= entries.len() {
            return None;
        }
        let entry = entries.remove(at);
        if entries.is_empty() {
            self.runs.remove(run);
        }
        Some(entry)
    }
}

impl<K: Ord, V> BTreeMap<K, V> {
    /// Where the key stands, else where it belongs.
    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<Place, Place>
    where
        K: Borrow<Q>,
    {
        let order = |entries: &[(K, V)], at: usize| match entries.get(at) {
            Some((each, _)) => each.borrow().cmp(key),
            None => Ordering::Greater,
        };
        let starts_before = |run: usize| match self.runs.get(run) {
            Some(entries) => order(entries, 0) != Ordering::Greater,
            None => false,
        };
        let run = count_before(self.runs.len(), &starts_before).saturating_sub(1);
        let entries = self.runs.get(run).map_or(&[][..], Vec::as_slice);
        let at = count_before(entries.len(), &|at| order(entries, at) == Ordering::Less);
        let place = Place { run, at };
        if order(entries, at) == Ordering::Equal { Ok(place) } else { Err(place) }
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.value(self.find(key).ok()?)
    }

    /// The value of a key, to change it.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.find(key).ok()?;
        self.value_mut(place)
    }

    /// Whether there is such a key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key).is_ok()
    }

    /// Gives a key its value, and returns the one that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok(place) => self.value_mut(place).map(|old| std::mem::replace(old, value)),
            Err(place) => {
                self.put(place, (key, value));
                None
            }
        }
    }

    /// Takes a key out, and returns its value.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let place = self.find(key).ok()?;
        self.take(place).map(|(_, value)| value)
    }

    /// The place of a key, to be filled where it is empty.
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        let place = self.find(&key);
        Entry { map: self, key, place }
    }
}

/// The place of a key in a map.
#[derive(Debug)]
pub struct Entry<'a, K, V> {
    map: &'a mut BTreeMap<K, V>,
    key: K,
    place: Result<Place, Place>,
}

impl<'a, K: Ord, V> Entry<'a, K, V> {
    /// The value, which is made where there is none.
    #[allow(clippy::indexing_slicing, reason = "the place was just looked up, or filled")]
    pub fn or_insert_with(self, make: impl FnOnce() -> V) -> &'a mut V {
        let Place { run, at } = match self.place {
            Ok(place) => place,
            Err(place) => self.map.put(place, (self.key, make())),
        };
        &mut self.map.runs[run][at].1
    }

    /// The value, which is this one where there is none.
    pub fn or_insert(self, value: V) -> &'a mut V {
        self.or_insert_with(|| value)
    }

    /// The value, which is the default where there is none.
    pub fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }
}

impl<T> BTreeSet<T> {
    /// Without items.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The items, in their order.
    pub fn iter(&self) -> Items<'_, T> {
        Items(self.0.iter())
    }

    /// The first item.
    pub fn first(&self) -> Option<&T> {
        self.iter().next()
    }

    /// Takes the first item out.
    pub fn pop_first(&mut self) -> Option<T> {
        self.0.take(Place { run: 0, at: 0 }).map(|(item, ())| item)
    }
}

impl<T: Ord> BTreeSet<T> {
    /// Whether there is such an item.
    pub fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.contains_key(item)
    }

    /// Puts an item in; whether it was not there.
    pub fn insert(&mut self, item: T) -> bool {
        self.0.insert(item, ()).is_none()
    }

    /// Takes an item out; whether it was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.remove(item).is_some()
    }

    /// The items that the other set has not, in their order.
    pub fn difference<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> {
        self.iter().filter(|item| !other.contains(*item))
    }
}

/// The entries of a map, in the order of their keys.
#[derive(Debug)]
pub struct Iter<'a, K, V> {
    runs: slice::Iter<'a, Vec<(K, V)>>,
    run: slice::Iter<'a, (K, V)>,
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.run.next() {
                return Some((key, value));
            }
            self.run = self.runs.next()?.iter();
        }
    }
}

/// The items of a set, in their order.
#[derive(Debug)]
pub struct Items<'a, T>(Iter<'a, T, ()>);

impl<'a, T> Iterator for Items<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.0.next().map(|(item, ())| item)
    }
}

/// The items of a set that is taken apart, in their order.
#[derive(Debug)]
pub struct IntoItems<T>(vec::IntoIter<(T, ())>);

impl<T> Iterator for IntoItems<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.next().map(|(item, ())| item)
    }
}

/// Whether no two of the hashes are alike, and so no two of the names that they stand for: what
/// goes for nearly every database. Where two are alike, the names may be.
pub fn all_differ(hashes: &mut [u64]) -> bool {
    hashes.sort_unstable();
    hashes.windows(2).all(|pair| pair.first() != pair.last())
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
