//! The condition of a partial index -> the same condition under the names that columns and values of
//! enums have after the migration, as the database itself rewrites it when one is renamed. Reads just
//! enough SQL to tell names, texts and comparisons from each other.

use std::borrow::Cow;
use std::cell::Cell;

/// The condition with each column by its name after; `None` where it names a column that goes, so
/// that the index goes with it. `name_after` knows the columns.
pub(crate) fn renamed<'a>(
    predicate: &str,
    name_after: impl Fn(&str) -> Column<'a>,
) -> Option<String> {
    let mut text = String::with_capacity(predicate.len());
    let mut rest = predicate;
    while let Some((token, after)) = split_token(rest) {
        rest = after;
        let column = match called(token) {
            Some(name) if token.starts_with('"') => name_after(&name),
            // A function may be called like a column.
            Some(name) if !after.trim_start().starts_with('(') => name_after(&name),
            _ => Column::None,
        };
        match column {
            Column::None => text.push_str(token),
            Column::Goes => return None,
            Column::Stays(name) if token.starts_with('"') => {
                text.push('"');
                text.push_str(&name.replace('"', "\"\""));
                text.push('"');
            }
            Column::Stays(name) => text.push_str(name),
        }
    }
    Some(text)
}

/// The condition with each value of an enum by its name after, as a database keeps it that knows
/// values by more than their names. A text is such a value where it alone is compared with a
/// column of the enum: `value_after` knows, by the column's name and the value's, both of before,
/// and by no name any other text.
pub(crate) fn relabelled<'a>(
    predicate: &str,
    value_after: impl Fn(&str, &str) -> Option<&'a str>,
) -> String {
    let pieces: Vec<&str> = pieces(predicate).collect();
    let (places, tokens): (Vec<usize>, Vec<&str>) =
        pieces.iter().copied().enumerate().filter(|(_, piece)| !piece.trim().is_empty()).unzip();
    let mut text: Vec<Cow<'_, str>> = pieces.iter().map(|piece| Cow::Borrowed(*piece)).collect();
    for (at, place) in places.iter().enumerate() {
        let Some(label) = literal(&tokens, at) else { continue };
        let column = compared_column(&tokens, at).and_then(|at| called(tokens.get(at)?));
        let after = column.and_then(|column| value_after(&column, &label));
        if let (Some(after), Some(piece)) = (after, text.get_mut(*place)) {
            *piece = Cow::Owned(format!("'{}'", after.replace('\'', "''")));
        }
    }
    text.concat()
}

/// Whether all that the condition does with the column is to ask whether its values are these and
/// those, or none.
pub(crate) fn asks_for_values_only(predicate: &str, column: &str) -> bool {
    let tokens: Vec<&str> = pieces(predicate).filter(|piece| !piece.trim().is_empty()).collect();
    let is = |at: usize, word: &str| {
        tokens.get(at).is_some_and(|token| token.eq_ignore_ascii_case(word))
    };
    let orders = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|token| token.contains(['<', '>']) && *token != "<>")
    };
    let asked: Vec<usize> = (0..tokens.len())
        .filter(|at| literal(&tokens, *at).is_some())
        .filter_map(|at| compared_column(&tokens, at))
        .filter(|at| !orders(Some(at + 1)) && !orders(at.checked_sub(1)))
        .collect();
    let is_none = |at: usize| {
        let end = if is(at + 2, "NOT") { at + 3 } else { at + 2 };
        let alone = ends(at.checked_sub(1).and_then(|at| tokens.get(at)).copied());
        alone && is(at + 1, "IS") && is(end, "NULL") && ends(tokens.get(end + 1).copied())
    };
    let mut names = tokens.iter().enumerate().filter_map(|(at, token)| Some((at, called(token)?)));
    names.all(|(at, name)| !name.eq_ignore_ascii_case(column) || asked.contains(&at) || is_none(at))
}

/// The place of the column that the text at this place is compared with, where nothing else is done
/// to either.
fn compared_column(tokens: &[&str], at: usize) -> Option<usize> {
    let token = |at: Option<usize>| at.and_then(|at| tokens.get(at)).copied();
    let behind = behind_cast(tokens, at + 1);
    let is_alone = |column: usize, before: Option<usize>, behind: usize| {
        let name = token(Some(column)).and_then(called);
        name.is_some_and(|name| !is_keyword(&name))
            && ends(token(before))
            && ends(token(Some(behind)))
    };
    if token(at.checked_sub(1)).is_some_and(is_comparison) {
        let column = at.checked_sub(2)?;
        return is_alone(column, column.checked_sub(1), behind).then_some(column);
    }
    if token(Some(behind)).is_some_and(is_comparison) {
        let column = behind + 1;
        return is_alone(column, at.checked_sub(1), column + 1).then_some(column);
    }
    let open = opening_of_list(tokens, at, behind)?;
    let is = |at: usize, word: &str| {
        tokens.get(at).is_some_and(|token| token.eq_ignore_ascii_case(word))
    };
    let last = open.checked_sub(1).filter(|at| is(*at, "IN"))?.checked_sub(1)?;
    let column = if is(last, "NOT") { last.checked_sub(1)? } else { last };
    // What follows the list is as with any comparison; the list has no column of its own.
    let close = open + tokens.get(open..)?.iter().position(|token| *token == ")")?;
    is_alone(column, column.checked_sub(1), close + 1).then_some(column)
}

/// Where the list of texts and nothing else opens that has one at this place; `behind` is the place after
/// the text.
fn opening_of_list(tokens: &[&str], at: usize, behind: usize) -> Option<usize> {
    if !tokens.get(behind).is_some_and(|token| matches!(*token, "," | ")")) {
        return None;
    }
    let open = tokens.get(..at)?.iter().rposition(|token| *token == "(")?;
    let close = at + tokens.get(at..)?.iter().position(|token| *token == ")")?;
    let mut items = tokens.get(open + 1..close)?.split(|token| *token == ",");
    items
        .all(|item| literal(item, 0).is_some() && behind_cast(item, 1) == item.len())
        .then_some(open)
}

/// The place behind a cast that begins here, else this place.
fn behind_cast(tokens: &[&str], at: usize) -> usize {
    let is = |at: usize, text: &str| tokens.get(at) == Some(&text);
    let is_name = |at: usize| tokens.get(at).copied().and_then(called).is_some();
    match is(at, "::") && is_name(at + 1) {
        false => at,
        true if is(at + 2, ".") && is_name(at + 3) => at + 4,
        true => at + 2,
    }
}

/// What the text at this place says. One behind a word, as in `E'…'` and `date '…'`, says another thing.
fn literal(tokens: &[&str], at: usize) -> Option<String> {
    let inner = tokens.get(at)?.strip_prefix('\'')?.strip_suffix('\'')?;
    let behind_word = at.checked_sub(1).and_then(|at| tokens.get(at)).copied().and_then(called);
    behind_word.is_none_or(|word| is_keyword(&word)).then(|| inner.replace("''", "'"))
}

/// Whether an operand of a comparison ends, or begins behind this token.
fn ends(token: Option<&str>) -> bool {
    token.is_none_or(|token| matches!(token, "(" | ")") || is_keyword(token))
}

fn is_keyword(token: &str) -> bool {
    ["AND", "OR", "NOT"].iter().any(|word| token.eq_ignore_ascii_case(word))
}

fn is_comparison(token: &str) -> bool {
    matches!(token, "=" | "<>" | "!=" | "<" | "<=" | ">" | ">=")
}

/// The name that a token is, quoted or not.
fn called(token: &str) -> Option<String> {
    match token.strip_prefix('"') {
        Some(inner) => inner.strip_suffix('"').map(|inner| inner.replace("\"\"", "\"")),
        None => token.starts_with(is_word).then(|| token.to_owned()),
    }
}

/// The tokens of a condition, and its blanks.
fn pieces(predicate: &str) -> impl Iterator<Item = &str> {
    let mut rest = predicate;
    std::iter::from_fn(move || {
        let (token, after) = split_token(rest)?;
        rest = after;
        Some(token)
    })
}

/// The first token of a condition, blanks in a row being one, and what follows.
fn split_token(rest: &str) -> Option<(&str, &str)> {
    let first = rest.chars().next()?;
    let run = |belongs: fn(char) -> bool| rest.find(|each| !belongs(each)).unwrap_or(rest.len());
    let length = match first {
        '\'' | '"' => quoted_length(rest, first),
        each if is_word(each) => run(is_word),
        each if is_operator(each) => run(is_operator),
        each if each.is_whitespace() => run(char::is_whitespace),
        each => each.len_utf8(),
    };
    Some(rest.split_at(length.min(rest.len())))
}

/// Whether the condition names something; unquoted names of another case are the same to a database.
pub(crate) fn names(predicate: &str, name: &str) -> bool {
    let found = Cell::new(false);
    let look = |word: &str| {
        found.set(found.get() || word.eq_ignore_ascii_case(name));
        Column::None
    };
    renamed(predicate, look);
    found.get()
}

/// What a word of a condition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column<'a> {
    /// No column before.
    None,
    /// A column that goes.
    Goes,
    /// A column that stays, by its name after.
    Stays(&'a str),
}

/// A sign of operators, of which several make one.
fn is_operator(each: char) -> bool {
    "=<>!:~|&#%^*/+-@?".contains(each)
}

fn is_word(each: char) -> bool {
    each.is_alphanumeric() || each == '_'
}

/// How long the quoted text at the start is; a doubled quote does not end it.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let mut places = text.char_indices().skip(1).peekable();
    while let Some((at, each)) = places.next() {
        if escaped {
            escaped = false;
        } else if each == quote {
            match places.peek() {
                Some((_, next)) if *next == quote => escaped = true,
                _ => return at + each.len_utf8(),
            }
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(predicate: &str) -> Option<String> {
        renamed(predicate, |name| match name {
            "a" => Column::Stays("b"),
            "b" => Column::Stays("a \"x\""),
            "lower" => Column::Stays("upper"),
            "gone" => Column::Goes,
            _ => Column::None,
        })
    }

    #[test]
    fn columns_change_their_names_and_texts_stay() {
        let renamed = after("\"a\" = 'a' AND b <> '''b' AND lower(a) = lower");
        let expected = "\"b\" = 'a' AND a \"x\" <> '''b' AND lower(b) = upper";
        assert_eq!(renamed.as_deref(), Some(expected));
        assert_eq!(after("\"b\" IS NULL").as_deref(), Some("\"a \"\"x\"\"\" IS NULL"));
    }

    #[test]
    fn a_condition_on_a_column_that_goes_is_gone() {
        assert_eq!(after("\"gone\" IS NOT NULL"), None);
        assert_eq!(after("a = 'gone'").as_deref(), Some("b = 'gone'"));
    }

    #[test]
    fn names_stand_outside_of_texts() {
        assert!(names("A = 'x' AND \"b c\" > 5", "a"));
        assert!(names("a = 'x' AND \"b c\" > 5", "b c"));
        assert!(!names("a = 'x' AND lower(b) > 'c'", "x"));
        assert!(!names("a = 'x' AND lower(b) > 'c'", "lower"));
    }

    fn labelled(predicate: &str) -> String {
        relabelled(predicate, |column, label| match (column, label) {
            ("state", "a") => Some("b"),
            ("state", "b") => Some("it's"),
            ("text", "a") => Some("wrong"),
            _ => None,
        })
    }

    #[test]
    fn values_of_an_enum_change_their_names() {
        for (before, after) in [
            ("state = 'a'", "state = 'b'"),
            ("\"state\" != 'b' AND \"x\" = 'a'", "\"state\" != 'it''s' AND \"x\" = 'a'"),
            ("(state='a')", "(state='b')"),
            ("(state = 'a'::\"State\")", "(state = 'b'::\"State\")"),
            ("state >= 'a'::s.\"State\" OR y", "state >= 'b'::s.\"State\" OR y"),
            ("NOT 'a' = state", "NOT 'b' = state"),
            ("state NOT IN ('a', 'c',  'b')", "state NOT IN ('b', 'c',  'it''s')"),
            ("x = 1 and state in ('a'::t)", "x = 1 and state in ('b'::t)"),
        ] {
            assert_eq!(labelled(before), after);
        }
    }

    #[test]
    fn texts_that_may_be_no_values_stay() {
        for text in [
            "note = 'a'",
            "state::text = 'a'",
            "lower(state) = 'a'",
            "x || state = 'a'",
            "state = 'a' || x",
            "state = E'a'",
            "state = f('a')",
            "state IN (f('a'), 'a')",
            "coalesce(state, 'a') = 'c'",
            "note IN ('a', state = 'c')",
            "'state = ''a'''",
            "state = 'a",
            "= 'a' IN ('a'",
            "state IN 'a'",
        ] {
            assert_eq!(labelled(text), text);
        }
    }

    #[test]
    fn what_asks_for_values_only_is_told_from_the_rest() {
        for text in [
            "state = 'a' AND (\"state\" <> 'b' OR state IS NOT NULL)",
            "state IN ('a', 'b') AND lower(note) = 'state'",
            "State is null",
            "note > 'a'",
        ] {
            assert!(asks_for_values_only(text, "state"), "{text}");
        }
        for text in [
            "lower(state) = 'a'",
            "state < 'a'",
            "'a' >= state",
            "state = 'a' AND length(\"State\") = 1",
            "state = note",
            "state IN ('a', note)",
            "state IS NULL = 'x'",
            "state",
        ] {
            assert!(!asks_for_values_only(text, "state"), "{text}");
        }
    }

    #[test]
    fn an_open_quote_ends_with_the_text() {
        assert_eq!(after("a = 'é").as_deref(), Some("b = 'é"));
        assert_eq!(after("\"a").as_deref(), Some("\"a"));
    }
}
