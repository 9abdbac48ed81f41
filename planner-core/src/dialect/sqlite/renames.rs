//! In which order names are changed one by one so that none collides on the way: pairs of names
//! and the names in use in, single renames out. Knows nothing of what carries the names. SQLite
//! compares names without regard to case.

use crate::ordered::BTreeSet;

/// One rename to carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// Index of the pair that it belongs to.
    pub pair: usize,
    /// Name at that moment.
    pub from: String,
    /// Name from then on.
    pub to: String,
}

/// Names in use, compared as SQLite does.
#[derive(Debug, Clone, Default)]
pub struct NamesInUse(BTreeSet<String>);

impl NamesInUse {
    /// These names.
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self(names.map(str::to_ascii_lowercase).collect())
    }

    /// Whether the name is taken.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(&name.to_ascii_lowercase())
    }

    /// `prefix` and the name, with more underscores where that is taken.
    pub fn free(&self, prefix: &str, name: &str) -> String {
        let mut candidate = format!("{prefix}{name}");
        while self.contains(&candidate) {
            candidate.insert(0, '_');
        }
        candidate
    }

    /// The name is free again.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(&name.to_ascii_lowercase());
    }

    /// The name is taken.
    pub fn insert(&mut self, name: &str) {
        self.0.insert(name.to_ascii_lowercase());
    }

    fn swap(&mut self, from: &str, to: &str) {
        self.remove(from);
        self.insert(to);
    }
}

/// The renames in an order that works; a name in a circle, or one that only changes case, goes
/// through a temporary one.
pub fn ordered(pairs: &[(&str, &str)], names: &mut NamesInUse) -> Vec<Rename> {
    let mut pending: Vec<(usize, String, &str)> = pairs
        .iter()
        .enumerate()
        .map(|(pair, (before, after))| (pair, (*before).to_owned(), *after))
        .collect();
    let mut renames = Vec::new();
    while !pending.is_empty() {
        let (ready, blocked): (Vec<_>, Vec<_>) =
            pending.into_iter().partition(|(_, _, after)| !names.contains(after));
        pending = blocked;
        if ready.is_empty() {
            // The smallest name, so that the order of declaration changes no SQL.
            let smallest = pending.iter_mut().min_by(|left, right| left.1.cmp(&right.1));
            let Some((pair, from, _)) = smallest else { break };
            let to = names.free("_old_", from);
            names.swap(from, &to);
            renames.push(Rename { pair: *pair, from: std::mem::replace(from, to.clone()), to });
            continue;
        }
        for (pair, from, after) in ready {
            names.swap(&from, after);
            renames.push(Rename { pair, from, to: after.to_owned() });
        }
    }
    renames
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered_text(pairs: &[(&str, &str)], names: &[&str]) -> Vec<String> {
        let mut in_use = NamesInUse::new(names.iter().copied());
        let renames = ordered(pairs, &mut in_use);
        renames.iter().map(|each| format!("{} {}", each.from, each.to)).collect()
    }

    #[test]
    fn a_chain_starts_at_its_end() {
        assert_eq!(ordered_text(&[("a", "b"), ("b", "c")], &["a", "b"]), ["b c", "a b"]);
    }

    #[test]
    fn a_circle_goes_through_a_temporary_name() {
        assert_eq!(
            ordered_text(&[("a", "b"), ("b", "a")], &["a", "b", "_old_a"]),
            ["a __old_a", "b a", "__old_a b"]
        );
    }

    #[test]
    fn a_circle_is_opened_at_its_smallest_name() {
        assert_eq!(
            ordered_text(&[("b", "a"), ("a", "b")], &["a", "b"]),
            ["a _old_a", "b a", "_old_a b"]
        );
    }

    #[test]
    fn another_case_goes_through_a_temporary_name() {
        assert_eq!(
            ordered_text(&[("User", "user")], &["User"]),
            ["User _old_User", "_old_User user"]
        );
    }
}
