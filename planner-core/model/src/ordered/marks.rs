//! Names -> numbers that tell most of them apart without a look at the rest of their letters. Knows nothing
//! of what is named.

use super::all_differ;
use smallvec::SmallVec;

/// The bits by which letters of two cases differ, in each byte of a mark that is a letter.
const CASE: u64 = 0x0020_2020_2020_2020;

/// The length of a name and how it begins and ends, in one number: names of other marks are others.
pub fn mark(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let letters = match (bytes.first_chunk::<4>(), bytes.last_chunk::<3>()) {
        (Some(first), Some([third, second, last])) => {
            let end = u32::from_be_bytes([0, *third, *second, *last]);
            u64::from(u32::from_be_bytes(*first)) << 24 | u64::from(end)
        }
        _ => bytes.iter().fold(0, |letters, byte| letters << 8 | u64::from(*byte)),
    };
    (bytes.len() as u64) << 56 | letters
}

/// Whether all of some names differ even where the case of letters does not count. Told by their marks
/// alone: where it says no, they may differ all the same.
pub fn surely_differ<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let mut marks: SmallVec<[u64; 32]> = names.map(|name| mark(name) | CASE).collect();
    all_differ(&mut marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_marks_are_others_and_case_counts_only_in_a_mark() {
        let long = "x".repeat(300);
        let names = ["", "a", "A", "ab", "abc", "id", "name", "Name", "created_at", "é", &long];
        for (at, one) in names.iter().enumerate() {
            for (other_at, other) in names.iter().enumerate() {
                assert_eq!(mark(one) == mark(other), at == other_at, "{one} {other}");
                let folded = one.eq_ignore_ascii_case(other);
                let both = || [*one, *other].into_iter();
                assert!(!folded || !surely_differ(both()), "{one} {other}");
            }
        }
        assert!(surely_differ(["id", "name", "created_at", "created_by"].into_iter()));
        assert!(!surely_differ(["name", "nAMe"].into_iter()));
        assert!(
            !surely_differ(["line_1_city", "line_2_city"].into_iter()),
            "told by more than marks"
        );
    }
}
