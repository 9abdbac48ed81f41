//! The smallest pieces of the language: white space, words, numbers and strings, read with nom
//! from the rest of one line. This module knows nothing of what the pieces are put together to.

use super::line::Line;
use crate::diagnostic::Diagnostic;
use nom::branch::alt;
use nom::bytes::complete::{is_not, take_while, take_while1};
use nom::character::complete::{anychar, char, digit1};
use nom::combinator::{opt, recognize};
use nom::error::{Error, ErrorKind};
use nom::multi::many0_count;
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

/// What a byte can be part of. All that is not ASCII is looked at as characters.
#[allow(clippy::indexing_slicing, reason = "a byte is an index of the table")]
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        let each = byte as u8;
        if each.is_ascii_alphanumeric() || each == b'_' || each == b'-' {
            classes[byte] |= WORD;
        }
        if each == b' ' || each == b'\t' {
            classes[byte] |= SPACE;
        }
        if each >= 0x20 && each != b'\\' {
            classes[byte] |= PLAIN;
        }
        byte += 1;
    }
    classes
};

/// Letters, digits, `_` and `-`.
const WORD: u8 = 1;
/// Blanks and tabs.
const SPACE: u8 = 2;
/// What stands in a string for itself.
const PLAIN: u8 = 4;

/// How many bytes at the beginning of a text are of a class.
fn run(text: &str, class: u8) -> usize {
    let is_of = |byte: &&u8| CLASSES.get(usize::from(**byte)).is_some_and(|own| own & class != 0);
    text.as_bytes().iter().take_while(is_of).count()
}

/// Whether a character is white space inside a line, no-break space included.
pub(super) fn is_space(each: char) -> bool {
    matches!(
        each,
        '\t' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

fn space(input: &str) -> IResult<&str, &str> {
    take_while(is_space).parse(input)
}

/// The rest after white space.
pub(super) fn skip_space(input: &str) -> &str {
    let rest = input.get(run(input, SPACE)..).unwrap_or(input);
    match rest.as_bytes().first() {
        // Only what is not ASCII can be white space of another kind.
        Some(byte) if !byte.is_ascii() => space(rest).map_or(rest, |(rest, _)| rest),
        _ => rest,
    }
}

/// A run of letters, digits, `_` and `-`: an identifier, or something meant as one.
pub(super) fn word(input: &str) -> IResult<&str, &str> {
    let plain = run(input, WORD);
    match input.as_bytes().get(plain) {
        Some(byte) if !byte.is_ascii() => take_while1(|each: char| {
            each.is_alphabetic() || each.is_ascii_digit() || each == '_' || each == '-'
        })
        .parse(input),
        _ => match input.split_at_checked(plain) {
            Some((text, rest)) if plain > 0 => Ok((rest, text)),
            _ => Err(nom::Err::Error(Error::new(input, ErrorKind::TakeWhile1))),
        },
    }
}

/// The same where it can be a name inside a line: it begins with a letter or a digit.
pub(super) fn name(input: &str) -> Option<(&str, &str)> {
    if begins_name(input) { word(input).ok() } else { None }
}

/// Whether a text begins as a name inside a line does.
pub(super) fn begins_name(input: &str) -> bool {
    match input.as_bytes().first() {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        _ => input.starts_with(char::is_alphabetic),
    }
}

/// `-?digits(.digits)?`.
pub(super) fn number(input: &str) -> IResult<&str, &str> {
    recognize((opt(char('-')), digit1, opt((char('.'), digit1)))).parse(input)
}

/// A string with its quotes, escapes not looked into.
pub(super) fn quoted(input: &str) -> IResult<&str, &str> {
    // Most strings have no escape: they end at the next quote.
    if let Some(inner) = past(input, '"')
        && let Some(length) = memchr::memchr2(b'"', b'\\', inner.as_bytes())
        && inner.as_bytes().get(length) == Some(&b'"')
        && let Some((text, rest)) = input.split_at_checked(length + 2)
    {
        return Ok((rest, text));
    }
    let plain = is_not("\"\\");
    let escaped = recognize(preceded(char('\\'), anychar));
    recognize(delimited(char('"'), many0_count(alt((plain, escaped))), char('"'))).parse(input)
}

/// Whether the text begins with these two letters.
pub(super) fn begins_with(input: &str, prefix: &[u8; 2]) -> bool {
    input.as_bytes().first_chunk() == Some(prefix)
}

/// The text behind a mark, which is a letter of ASCII, where it begins with one. Asked for at each
/// turn, and mostly told from one byte: the standard way compares strings.
#[inline]
pub(super) fn past(input: &str, mark: char) -> Option<&str> {
    let first = input.as_bytes().first()?;
    if char::from(*first) == mark { input.get(1..) } else { None }
}

/// Whether a word is a well-formed identifier; else what is wrong with it, and a better one.
pub(super) fn identifier_problem(text: &str) -> Option<(&'static str, String)> {
    // A word has letters, digits, `_` and `-`, and most have none of the last.
    let first_is_letter = text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if first_is_letter && memchr::memchr(b'-', text.as_bytes()).is_none() {
        return None;
    }
    let better = || {
        let kept: String = text.replace('-', "_");
        kept.trim_start_matches(|each: char| !each.is_alphabetic()).to_owned()
    };
    let first = text.chars().next()?;
    if first.is_ascii_alphabetic() && !text.bytes().any(|byte| byte == b'-') {
        return None;
    }
    if first == '_' {
        return Some(("it begins with an underscore", better()));
    }
    if !first.is_alphabetic() && first != '-' {
        return Some(("it begins with a digit", better()));
    }
    text.contains('-').then(|| ("it has a dash", better()))
}

/// The text that a quoted string means; a bad escape is an error at its place.
pub(super) fn decode<'a>(
    line: &Line<'a>,
    quoted: &'a str,
    after: &str,
) -> Result<&'a str, Box<Diagnostic>> {
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    if run(inner, PLAIN) == inner.len() {
        return Ok(inner);
    }
    let base = (line.offset(after) + 1).saturating_sub(quoted.len() as u32);
    if let Some((at, raw)) = inner.bytes().enumerate().find(|(_, each)| *each < 0x20) {
        let start = base + at as u32;
        let span = line.between(start, start + 1);
        let escape =
            if raw == b'\t' { "\\t".to_owned() } else { format!("\\u{:04x}", u32::from(raw)) };
        return Err(Diagnostic::error(
            "raw-control-character",
            span,
            "This string cannot be read: it has a control character in it.",
        )
        .help(format!("write it as `{escape}`"))
        .into());
    }
    if !inner.contains('\\') {
        return Ok(inner);
    }
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.char_indices();
    while let Some((at, each)) = characters.next() {
        if each != '\\' {
            text.push(each);
            continue;
        }
        let escape = characters.next().map_or('\\', |(_, escape)| escape);
        let decoded = match escape {
            '"' | '\\' | '/' => Some(escape),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'u' => {
                let (decoded, used) = unicode_escape(inner.get(at..).unwrap_or_default());
                for _ in 2..used {
                    characters.next();
                }
                decoded
            }
            _ => None,
        };
        let Some(decoded) = decoded else {
            let start = base + at as u32;
            let width = if escape == 'u' { 6 } else { 1 + escape.len_utf8() as u32 };
            let end = (start + width).min(base + inner.len() as u32);
            let span = line.between(start, end);
            return Err(Diagnostic::error(
                "invalid-escape",
                span,
                "This string cannot be read: it has an escape that strings do not know.",
            )
            .help(
                r#"write a backslash as `\\`; the escapes are \" \\ \/ \b \f \n \r \t and \uXXXX"#,
            )
            .into());
        };
        text.push(decoded);
    }
    Ok(line.arena.text(&text))
}

/// Decodes `\uXXXX`, or a surrogate pair of two of them; with how many characters it took.
fn unicode_escape(text: &str) -> (Option<char>, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        let plain = digits.bytes().all(|each| each.is_ascii_hexdigit());
        plain.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    let Some(high) = unit(0) else { return (None, 2) };
    if let Some(single) = char::from_u32(high) {
        return (Some(single), 6);
    }
    let pair = unit(6).filter(|low| (0xdc00..0xe000).contains(low) && high < 0xdc00);
    let joined = pair.map(|low| 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
    (joined.and_then(char::from_u32), 12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::document::Arena;

    fn decoded(text: &str) -> Option<String> {
        let arena = Arena::default();
        let line = Line { text, start: 0, arena: &arena };
        decode(&line, text, "").ok().map(str::to_owned)
    }

    #[test]
    fn escapes_are_those_of_json() {
        assert_eq!(decoded(r#""a\n\u00e9\ud834\udd1e\"""#).as_deref(), Some("a\né𝄞\""));
        assert_eq!(decoded(r#""\ud834""#), None);
        assert_eq!(decoded(r#""\x""#), None);
        assert_eq!(decoded(r#""\u+123""#), None);
    }

    #[test]
    fn numbers_have_digits_on_both_sides_of_the_point() {
        assert_eq!(number("-12.50,"), Ok((",", "-12.50")));
        assert_eq!(number("1."), Ok((".", "1")));
        assert!(number(".5").is_err());
    }

    #[test]
    fn identifiers_begin_with_a_letter() {
        assert_eq!(identifier_problem("Größe_2"), None);
        assert_eq!(identifier_problem("_id"), Some(("it begins with an underscore", "id".into())));
        assert_eq!(identifier_problem("a-b"), Some(("it has a dash", "a_b".into())));
    }
}
