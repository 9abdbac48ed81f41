//! Text of a stranger -> Markdown and HTML that show it and do nothing else: no mention, no link to an
//! issue, a commit or a page, no HTML, no end of a cell or of a fence. Knows nothing of reviews.
//!
//! GitHub looks for mentions and references in the text that Markdown came to, behind every
//! backslash and entity; what it must not find is parted by a space of no width, as Renovate and
//! Dependabot do.

use crate::source::{escape_hidden, is_hidden};

/// A space of no width.
const PART: &str = "&#8203;";

/// What Markdown takes for its own, anywhere in a line.
const MARKS: &str = "\\`*_{}[]()<>#+-.!|~&$^=:\"'";

/// From so many hexadecimal digits on, GitHub sees a commit.
const COMMIT_DIGITS: usize = 7;

/// Words as they are, in a paragraph, a list or a cell.
pub fn text(words: &str) -> String {
    let words = escape_hidden(words);
    let all: Vec<char> = words.chars().collect();
    let mut escaped = String::with_capacity(words.len() + words.len() / 4);
    for (index, &character) in all.iter().enumerate() {
        let previous = index.checked_sub(1).and_then(|at| all.get(at)).copied();
        let next = all.get(index + 1).copied();
        let inside =
            previous.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
        if index >= COMMIT_DIGITS - 1 && parts_a_commit(&all, index) {
            escaped.push_str(PART);
        }
        match character {
            '@' => escaped.push_str(&format!("@{PART}")),
            '#' => escaped.push_str(&format!("&#35;{PART}")),
            // `GH-1` and the keys of other trackers.
            '-' if inside && next.is_some_and(|each| each.is_ascii_digit()) => {
                escaped.push_str(&format!("-{PART}"));
            }
            // Pages with their scheme, addresses, and `:smile:`.
            ':' if next.is_none_or(char::is_whitespace) && index > 0 => escaped.push(':'),
            ':' => escaped.push_str(&format!("&#58;{PART}")),
            '.' if index >= 3 && is_www(&all, index) => escaped.push_str(&format!("{PART}.")),
            '$' => escaped.push_str("&#36;"),
            '`' => escaped.push_str("&#96;"),
            '|' => escaped.push_str("&#124;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '_' | '-' | '+' | '!' if inside => escaped.push(character),
            '\'' | '"' | '.' | '(' | ')' | '=' | '^' if !begins_a_line(index, &all) => {
                escaped.push(character);
            }
            _ if MARKS.contains(character) => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Whether the last of [`COMMIT_DIGITS`] hexadecimal digits that a word begins with stands at `index`, and
/// the word has no other characters.
fn parts_a_commit(all: &[char], index: usize) -> bool {
    let is_word = |each: &char| each.is_alphanumeric() || *each == '_';
    let start = index + 1 - COMMIT_DIGITS;
    let begins = start == 0 || !all.get(start - 1).is_some_and(is_word);
    let rest = all.get(start..).unwrap_or_default();
    let word = rest.iter().take_while(|each| is_word(each)).count();
    begins && rest.iter().take(word.max(COMMIT_DIGITS)).all(char::is_ascii_hexdigit)
}

/// Whether the point at `index` ends a `www`.
fn is_www(all: &[char], index: usize) -> bool {
    let before = all.get(index.saturating_sub(3)..index);
    before.is_some_and(|word| word.iter().all(|each| each.eq_ignore_ascii_case(&'w')))
}

/// Whether nothing but digits and spaces stands before: a list, or a line below a heading.
fn begins_a_line(index: usize, all: &[char]) -> bool {
    let before = all.get(..index).unwrap_or_default();
    before.iter().all(|each| each.is_ascii_digit() || each.is_whitespace())
}

/// A word of a program, in a paragraph, a list or a cell.
pub fn code(words: &str) -> String {
    let words = escape_hidden(words);
    let plain = !words.contains(['`', '|', '\\', '$']) && !words.starts_with(' ');
    if plain && !words.ends_with(' ') && !words.is_empty() {
        return format!("`{words}`");
    }
    // Within code, GitHub looks for nothing; what Markdown would see in it is written as entities.
    let mut html = String::from("<code>");
    for character in words.chars() {
        match character {
            ' ' => html.push(' '),
            _ if character.is_ascii() && !character.is_ascii_alphanumeric() => {
                html.push_str(&format!("&#{};", u32::from(character)));
            }
            _ => html.push(character),
        }
    }
    html.push_str("</code>");
    html
}

/// A text of many lines between fences that none of its lines closes.
pub fn fenced(language: &str, lines: &[String]) -> String {
    let longest = lines.iter().map(|line| longest_run(line, '`')).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut block = format!("{fence}{language}\n");
    for line in lines {
        block.push_str(&code_line(line));
        block.push('\n');
    }
    block.push_str(&fence);
    block.push('\n');
    block
}

/// A line as it is, with hidden characters written out; tabs are none here.
fn code_line(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    for character in line.chars() {
        match character {
            '\t' => shown.push('\t'),
            _ if is_hidden(character) => shown.extend(character.escape_default()),
            _ => shown.push(character),
        }
    }
    shown
}

fn longest_run(line: &str, wanted: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for character in line.chars() {
        run = if character == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stay_readable() {
        let plain = "Potential loss: 20260101000000_add-it drops users.legacy_code (a column).";
        assert_eq!(text(plain), plain);
        assert_eq!(text("1. __a__ *b*"), "1\\. \\_\\_a\\_\\_ \\*b\\*");
        assert_eq!(code("users.legacy_code"), "`users.legacy_code`");
        assert_eq!(fenced("sql", &["SELECT 1;".to_owned()]), "```sql\nSELECT 1;\n```\n");
    }

    #[test]
    fn what_a_forge_would_look_for_is_parted() {
        assert_eq!(text("@team"), "@&#8203;team");
        assert_eq!(text("#12"), "&#35;&#8203;12");
        assert_eq!(text("GH-12"), "GH-&#8203;12");
        assert_eq!(text("https://x.y"), "https&#58;&#8203;//x.y");
        assert_eq!(text("www.x.y"), "www&#8203;.x.y");
        assert_eq!(text("deadbeef12"), "deadbe&#8203;ef12");
        assert_eq!(text("see 1234567."), "see 123456&#8203;7.");
        assert_eq!(text(":smile: a@b.c"), "&#58;&#8203;smile: a@&#8203;b.c");
        assert_eq!(text("a|b`c<d>&e"), "a&#124;b&#96;c&lt;d&gt;&amp;e");
    }

    #[test]
    fn nothing_ends_a_word_of_code_or_a_fence() {
        assert_eq!(code("a`b|c"), "<code>a&#96;b&#124;c</code>");
        assert_eq!(code(" a"), "<code> a</code>");
        assert_eq!(code("a\n\u{202e}b"), "<code>a&#92;n&#92;u&#123;202e&#125;b</code>");
        assert_eq!(
            fenced("", &["````".to_owned(), "a\tb".to_owned()]),
            "`````\n````\na\tb\n`````\n"
        );
    }
}
