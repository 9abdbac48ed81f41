//! Which known name a word is probably a slip of. In: a word and the names that it may have meant.
//! Knows nothing of what the names are. However many there are, guessing stays a small part of
//! the work: most names are ruled out by a glance at their letters, and a schema that gives
//! millions of occasions gets guesses for the first of them only.

use std::cell::Cell;

/// The longest word that somebody may have mistyped.
const LONGEST: usize = 100;

/// What may be spent on one schema: a glance at a name costs one, an exact comparison
/// [`COMPARISON`].
const BUDGET: usize = 4_000_000;

/// What an exact comparison of two words costs, in glances.
const COMPARISON: usize = 40;

/// Guesses among names that the schema itself declares, of which there may be any number.
#[derive(Debug)]
pub(super) struct Guesses {
    left: Cell<usize>,
}

impl Guesses {
    /// With everything to spend.
    pub fn new() -> Self {
        Self { left: Cell::new(BUDGET) }
    }

    /// The declared name that a word is probably a slip of.
    pub fn nearest<'n>(
        &self,
        word: &str,
        declared: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        let mut left = self.left.get();
        let found = nearest_within(word, declared, &mut left);
        self.left.set(left);
        found
    }
}

/// The same among the few names that the language has.
pub(super) fn nearest<'n>(word: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    nearest_within(word, known, &mut BUDGET.clone())
}

fn nearest_within<'n>(
    word: &str,
    known: impl IntoIterator<Item = &'n str>,
    left: &mut usize,
) -> Option<&'n str> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    let mut letters = Letters::of(&lower);
    let mut best: Option<(usize, &str)> = None;
    for each in known {
        if *left == 0 {
            return None;
        }
        *left -= 1;
        if each.len().abs_diff(word.len()) > 4 * allowed || letters.difference(each) > allowed {
            continue;
        }
        *left = left.saturating_sub(COMPARISON);
        let distance = strsim::damerau_levenshtein(&each.to_ascii_lowercase(), &lower);
        // Where every letter differs, nothing was mistyped.
        let is_near = distance <= allowed && distance < lower.chars().count();
        let found = Some((distance, each)).filter(|_| is_near);
        best = best.into_iter().chain(found).min();
    }
    best.map(|(_, each)| each)
}

/// How often a word has each letter, where all are ASCII.
struct Letters {
    counts: Option<[i16; 128]>,
    length: usize,
}

impl Letters {
    fn of(lower: &str) -> Self {
        let mut counts = [0; 128];
        for count in lower.bytes().map(usize::from).filter(|_| lower.is_ascii()) {
            if let Some(count) = counts.get_mut(count) {
                *count += 1;
            }
        }
        Self { counts: lower.is_ascii().then_some(counts), length: lower.len() }
    }

    /// How many edits lie between the two words at least: what one has that the other lacks.
    /// Nothing is known of letters beyond ASCII.
    fn difference(&mut self, other: &str) -> usize {
        let Some(counts) = self.counts.as_mut().filter(|_| other.is_ascii()) else { return 0 };
        let lower = |byte: u8| usize::from(byte.to_ascii_lowercase());
        let mut added = 0;
        for byte in other.bytes() {
            if let Some(count) = counts.get_mut(lower(byte)) {
                added += usize::from(*count <= 0);
                *count -= 1;
            }
        }
        for byte in other.bytes() {
            if let Some(count) = counts.get_mut(lower(byte)) {
                *count += 1;
            }
        }
        let common = other.len() - added;
        added.max(self.length - common)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near_and_strangers_are_not() {
        assert_eq!(nearest("Strng", ["Int", "String"]), Some("String"));
        assert_eq!(nearest("string", ["Int", "String"]), Some("String"));
        assert_eq!(nearest("Stirng", ["Int", "String"]), Some("String"));
        assert_eq!(nearest("Größse", ["Größe"]), Some("Größe"));
        assert_eq!(nearest("Polygon", ["Int", "String"]), None);
        assert_eq!(nearest("d", ["a", "b"]), None);
        assert_eq!(nearest("A", ["b", "a"]), Some("a"));
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(nearest(&long, [long.as_str()]), None);
    }

    #[test]
    fn letters_never_rule_out_what_is_near_enough() {
        let words =
            ["", "a", "ab", "ba", "abc", "acb", "bca", "aabb", "abab", "xaby", "model", "modle"];
        for one in words {
            for other in words {
                let least = Letters::of(one).difference(other);
                assert!(least <= strsim::damerau_levenshtein(one, other), "{one} {other}");
            }
        }
    }

    #[test]
    fn guesses_end_when_all_is_spent() {
        let guesses = Guesses::new();
        let declared = vec!["Customer"; 1000];
        let one = || guesses.nearest("Custmer", declared.iter().copied());
        let made = (0..1000).filter(|_| one() == Some("Customer")).count();
        assert_eq!(made, BUDGET / 1000 / (1 + COMPARISON));
    }
}
