//! The words, lines and blocks of known schemas: what a mutator puts together anew. In: the texts
//! of the seeds. Nothing is parsed here, so that texts that cannot be read are used as well.

use planner_core::syntax::document::Keyword;
use std::collections::BTreeSet;

/// Pieces of schemas, each once.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    /// Names, numbers, strings, attributes and marks.
    pub words: Vec<String>,
    /// Lines inside of blocks.
    pub lines: Vec<String>,
    /// Whole blocks with their braces.
    pub blocks: Vec<String>,
}

/// Marks with a meaning, and characters that texts trip over.
const MARKS: [&str; 31] = [
    "{", "}", "(", ")", "[", "]", "\"", "@", "@@", "?", "[]", ":", ",", ".", "=", "-", "//", "///",
    "/*", "*/", "//%%\n", "\n", "\r", "\r\n", "\\", "\\u", "\\ud834", "\u{0}", "\u{202e}",
    "\u{feff}", "é",
];

/// The longest piece that is worth keeping.
const LONGEST: usize = 400;

impl Pool {
    /// The pieces of all these texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let keywords = Keyword::ALL.into_iter().map(Keyword::word);
        let mut words: BTreeSet<String> =
            MARKS.into_iter().chain(keywords).map(str::to_owned).collect();
        let (mut lines, mut blocks) = (BTreeSet::new(), BTreeSet::new());
        for text in texts {
            let mut block: Option<String> = None;
            for line in text.split_inclusive('\n') {
                words.extend(words_of(line).map(str::to_owned));
                match &mut block {
                    Some(open) => {
                        open.push_str(line);
                        if line.starts_with('}') {
                            blocks.extend(block.take().filter(|block| block.len() <= LONGEST));
                        } else if line.len() <= LONGEST && !line.trim().is_empty() {
                            lines.insert(line.to_owned());
                        }
                    }
                    None if line.trim_end().ends_with('{') => block = Some(line.to_owned()),
                    None => {}
                }
            }
        }
        let sorted = |set: BTreeSet<String>| set.into_iter().collect();
        Self { words: sorted(words), lines: sorted(lines), blocks: sorted(blocks) }
    }
}

/// The words of a line: an attribute with its dots, a string, a run of letters and digits.
pub fn words_of(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|each: char| each.is_whitespace());
        let first = rest.chars().next()?;
        let inside = |each: char| each.is_alphanumeric() || "_-.@".contains(each);
        let length = match first {
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            _ if inside(first) => rest.find(|each| !inside(each)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        rest = after;
        Some(word)
    })
    .filter(|word| word.len() <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_taken_to_pieces() {
        let pool =
            Pool::of(["model A {\n  id Int @id\n  n String @db.VarChar(5) @map(\"a b\")\n}\n"]);
        for word in ["Int", "@id", "@db.VarChar", "\"a b\"", "5", "model"] {
            assert!(pool.words.iter().any(|each| each == word), "{word}");
        }
        assert!(pool.lines.contains(&"  id Int @id\n".to_owned()));
        assert_eq!(pool.blocks.len(), 1);
    }
}
