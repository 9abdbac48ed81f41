//! Changes a schema by the lines and words of the language rather than by bytes, so that much of
//! what comes out is still valid, or nearly. A text, a seed and a pool of pieces in; a text out.

use crate::laws::SEPARATOR;
use crate::numbers::Numbers;
use crate::pool::{Pool, words_of};

/// The text with one to three changes, mostly one, cut to at most `most` bytes.
pub fn mutate(text: &str, pool: &Pool, seed: u64, most: usize) -> String {
    let mut numbers = Numbers::new(seed);
    let mut changed = text.to_owned();
    for _ in 0..=numbers.below(5).saturating_sub(2) {
        changed = once(&changed, pool, &mut numbers, most);
    }
    let mut end = most.min(changed.len());
    while !changed.is_char_boundary(end) {
        end -= 1;
    }
    changed.truncate(end);
    changed
}

fn once(text: &str, pool: &Pool, numbers: &mut Numbers, most: usize) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let at = numbers.below(lines.len());
    let length = lines.len();
    match numbers.below(16) {
        0 | 1 => {
            if let Some(line) = numbers.one_of(&pool.lines) {
                lines.insert(at, line.clone());
            }
        }
        2 => {
            if let Some(block) = numbers.one_of(&pool.blocks) {
                lines.push(block.clone());
            }
        }
        3 if length > 1 => drop(lines.remove(at)),
        4 if length > 1 => {
            let count = 1 + numbers.below((length - at).min(8));
            lines.drain(at..at + count);
        }
        5 => lines.swap_with(at, numbers.below(length)),
        6 => return grown(&lines, at, numbers, most),
        7 => return renamed(text, pool, numbers),
        8 => return next_version(text),
        9 => return other_provider(text),
        10 => append_attribute(&mut lines, at, pool, numbers),
        11 => insert_piece(&mut lines, at, pool, numbers),
        _ => replace_word(&mut lines, at, pool, numbers),
    }
    lines.concat()
}

/// Swaps two items where both are there.
trait SwapWith {
    fn swap_with(&mut self, left: usize, right: usize);
}

impl<T> SwapWith for Vec<T> {
    fn swap_with(&mut self, left: usize, right: usize) {
        if left < self.len() && right < self.len() {
            self.swap(left, right);
        }
    }
}

/// A line many times over, its first word numbered or not.
fn grown(lines: &[String], at: usize, numbers: &mut Numbers, most: usize) -> String {
    let Some(line) = lines.get(at) else { return String::new() };
    let numbered = numbers.below(2) == 0;
    let room = most.saturating_sub(lines.iter().map(String::len).sum()) / (line.len() + 8);
    let count = (1 << numbers.below(12)).min(room);
    let first = words_of(line).next().unwrap_or_default();
    let mut text: String = lines[..at].concat();
    for number in 0..count {
        if numbered && first.chars().all(char::is_alphanumeric) {
            text.push_str(&line.replacen(first, &format!("{first}{number}"), 1));
        } else {
            text.push_str(line);
        }
    }
    text + &lines[at..].concat()
}

/// A word of the text everywhere by another: references stay whole.
fn renamed(text: &str, pool: &Pool, numbers: &mut Numbers) -> String {
    let words: Vec<&str> = words_of(text).filter(|word| word.len() > 1).collect();
    match (numbers.one_of(&words), numbers.one_of(&pool.words)) {
        (Some(word), Some(other)) if numbers.below(2) == 0 => text.replace(word, other),
        (Some(word), _) => text.replace(word, &format!("{word}x")),
        _ => text.to_owned(),
    }
}

/// A schema becomes the step from itself to itself; of a step, one side becomes the other.
fn next_version(text: &str) -> String {
    let (before, after) = text.split_once(SEPARATOR).unwrap_or((text, text));
    if before == after || text.len().is_multiple_of(2) {
        format!("{before}{SEPARATOR}{before}")
    } else {
        format!("{after}{SEPARATOR}{before}")
    }
}

fn other_provider(text: &str) -> String {
    if text.contains("\"postgresql\"") {
        text.replace("\"postgresql\"", "\"sqlite\"")
    } else {
        text.replace("\"sqlite\"", "\"postgresql\"")
    }
}

fn append_attribute(lines: &mut [String], at: usize, pool: &Pool, numbers: &mut Numbers) {
    let (Some(line), Some(other)) = (lines.get_mut(at), numbers.one_of(&pool.lines)) else {
        return;
    };
    if let Some(start) = other.find('@') {
        *line = format!("{} {}", line.trim_end(), &other[start..]);
    }
}

fn insert_piece(lines: &mut [String], at: usize, pool: &Pool, numbers: &mut Numbers) {
    let (Some(line), Some(word)) = (lines.get_mut(at), numbers.one_of(&pool.words)) else { return };
    let mut place = numbers.below(line.len() + 1);
    while !line.is_char_boundary(place) {
        place -= 1;
    }
    line.insert_str(place, word);
}

fn replace_word(lines: &mut [String], at: usize, pool: &Pool, numbers: &mut Numbers) {
    let Some(line) = lines.get_mut(at) else { return };
    let words: Vec<&str> = words_of(line).collect();
    let Some(word) = numbers.one_of(&words) else { return };
    // One of its own kind most of the time: an attribute by an attribute, a name by a name.
    let tries = if numbers.below(4) == 0 { 1 } else { 30 };
    let mut others = (0..tries).filter_map(|_| numbers.one_of(&pool.words));
    let first = others.next();
    let Some(other) = first.into_iter().chain(others).find(|other| alike(word, other)).or(first)
    else {
        return;
    };
    let start = word.as_ptr() as usize - line.as_ptr() as usize;
    *line = format!("{}{other}{}", &line[..start], &line[start + word.len()..]);
}

/// Whether two words begin alike: both are names in the same case, numbers, strings, attributes.
fn alike(left: &str, right: &str) -> bool {
    let kind = |word: &str| {
        let first = word.chars().next().unwrap_or(' ');
        let mark = if first.is_alphanumeric() { 'a' } else { first };
        (mark, first.is_uppercase(), first.is_numeric(), word.starts_with("@@"))
    };
    kind(left) == kind(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use planner_core::schema;
    use planner_core::source::Sources;

    const SCHEMA: &str = "datasource db {\n  provider = \"sqlite\"\n}\n\nmodel A {\n  id Int @id\n  \
                          name String? @unique\n\n  @@index([name])\n}\n";

    #[test]
    fn the_same_seed_gives_the_same_text_within_the_limit() {
        let pool = Pool::of([SCHEMA]);
        for seed in 0..2_000 {
            let changed = mutate(SCHEMA, &pool, seed, 400);
            assert!(changed.len() <= 400);
            assert_eq!(changed, mutate(SCHEMA, &pool, seed, 400));
        }
    }

    /// A mutator whose texts are all valid or all broken would find little.
    #[test]
    fn many_texts_stay_valid_and_many_do_not() {
        let pool = Pool::of([SCHEMA]);
        let valid = (0..1_000)
            .map(|seed| mutate(SCHEMA, &pool, seed, 100_000))
            .filter(|text| schema::check(&Sources::single("a.prisma", text)).schema.is_some())
            .count();
        assert!((100..900).contains(&valid), "{valid} of 1000");
    }

    #[test]
    fn an_empty_text_and_an_empty_pool_are_mutated_too() {
        for seed in 0..500 {
            mutate("", &Pool::default(), seed, 100);
            mutate("é\n", &Pool::of([]), seed, 3);
        }
    }
}
