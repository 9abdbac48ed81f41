//! The condition of a partial index -> the same condition under the names that columns have after
//! the migration, as the database itself rewrites it when a column is renamed. Reads just enough
//! SQL to tell names from texts.

use std::cell::Cell;

/// The condition with each column by its name after; `None` where it names a column that goes, so
/// that the index goes with it. `name_after` knows the columns.
pub(crate) fn renamed<'a>(
    predicate: &str,
    name_after: impl Fn(&str) -> Column<'a>,
) -> Option<String> {
    let mut text = String::with_capacity(predicate.len());
    let mut rest = predicate;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => quoted_length(rest, '\''),
            '"' => quoted_length(rest, '"'),
            each if is_word(each) => rest.find(|each| !is_word(each)).unwrap_or(rest.len()),
            each => each.len_utf8(),
        };
        let (token, after) = rest.split_at(length.min(rest.len()));
        rest = after;
        let column = match first {
            '"' => {
                let inner = token.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
                name_after(&inner.unwrap_or(token).replace("\"\"", "\""))
            }
            // A function may be called like a column.
            each if is_word(each) && !after.trim_start().starts_with('(') => name_after(token),
            _ => Column::None,
        };
        match column {
            Column::None => text.push_str(token),
            Column::Goes => return None,
            Column::Stays(name) if first == '"' => {
                text.push('"');
                text.push_str(&name.replace('"', "\"\""));
                text.push('"');
            }
            Column::Stays(name) => text.push_str(name),
        }
    }
    Some(text)
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

    #[test]
    fn an_open_quote_ends_with_the_text() {
        assert_eq!(after("a = 'é").as_deref(), Some("b = 'é"));
        assert_eq!(after("\"a").as_deref(), Some("\"a"));
    }
}
