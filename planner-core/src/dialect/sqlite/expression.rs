//! Reads the literals among SQLite's default expressions. SQLite keeps the text of an expression
//! as it was written, so all others stay as they are. Knows of no column.

use crate::database::model::Literal;
use crate::dialect::{bytes, number};

/// The text without white space around it and without parentheses that enclose the whole.
pub fn tidy(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(inner) = without_parentheses(text) {
        text = inner.trim();
    }
    text
}

/// The literal that a tidied text is; `None` for every other expression.
/// <https://www.sqlite.org/lang_expr.html#literal_values_constants_>
pub fn literal(text: &str) -> Option<Literal> {
    match text.to_ascii_lowercase().as_str() {
        "true" => return Some(Literal::Boolean(true)),
        "false" => return Some(Literal::Boolean(false)),
        _ => {}
    }
    if let Some(body) = text.strip_prefix(['X', 'x']).and_then(|rest| quoted(rest, '\'')) {
        return bytes::from_hex(&body).map(Literal::Bytes);
    }
    // In a default, a name in double quotes is a string.
    if let Some(body) = quoted(text, '"') {
        return Some(Literal::String(body));
    }
    if let Some(joined) = joined(text) {
        return Some(Literal::String(joined));
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.strip_prefix('+').unwrap_or(text).trim_start()),
    };
    let unsigned = !digits.starts_with(['-', '+']);
    let plain = number::plain(&format!("{sign}{digits}")).filter(|_| unsigned)?;
    Some(Literal::Number(plain))
}

/// A string, or strings joined with `char(…)` by `||`, as this planner writes those that hold
/// hidden characters.
fn joined(text: &str) -> Option<String> {
    let mut result = String::new();
    let mut rest = text;
    loop {
        if let Some(after) = strip_prefix_ignoring_case(rest, "char(") {
            let (codes, tail) = after.split_once(')')?;
            for code in codes.split(',') {
                result.push(char::from_u32(code.trim().parse().ok()?)?);
            }
            rest = tail;
        } else {
            let length = string_length(rest)?;
            result.push_str(&quoted(rest.get(..length)?, '\'')?);
            rest = rest.get(length..)?;
        }
        rest = rest.trim_start();
        if rest.is_empty() {
            return Some(result);
        }
        rest = rest.strip_prefix("||")?.trim_start();
    }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}

/// The inside of a text that is one quoted token, doubled quotes resolved.
fn quoted(text: &str, quote: char) -> Option<String> {
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    let doubled = format!("{quote}{quote}");
    let single = quote.to_string();
    let resolved = inner.replace(&doubled, &single);
    // A quote that is not one of a pair ends the token early.
    (inner.matches(quote).count() == 2 * inner.matches(&doubled).count()).then_some(resolved)
}

/// The length of the string literal that a text begins with.
fn string_length(text: &str) -> Option<usize> {
    let mut length = 1;
    let mut rest = text.strip_prefix('\'')?;
    loop {
        let at = rest.find('\'')?;
        length += at + 1;
        rest = rest.get(at + 1..)?;
        match rest.strip_prefix('\'') {
            Some(after) => {
                length += 1;
                rest = after;
            }
            None => return Some(length),
        }
    }
}

/// What stands inside parentheses that enclose the whole text; `None` also where a comment makes
/// that hard to tell.
fn without_parentheses(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    if inner.contains("--") || inner.contains("/*") {
        return None;
    }
    let mut depth = 0usize;
    let mut quote = None;
    for each in inner.chars() {
        match (quote, each) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"' | '`') => quote = Some(each),
            (None, '[') => quote = Some(']'),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.checked_sub(1)?,
            (None, _) => {}
        }
    }
    (depth == 0 && quote.is_none()).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_enclosing_parentheses_go() {
        assert_eq!(tidy(" ( (1+2) ) "), "1+2");
        assert_eq!(tidy("(1)+(2)"), "(1)+(2)");
        assert_eq!(tidy("(')')"), "')'");
        assert_eq!(tidy("(1 -- )\n)"), "(1 -- )\n)");
    }

    #[test]
    fn expressions_are_no_literals() {
        for text in
            ["'a' || b", "'a''", "--1", "- -1", "char()", "char(1114112)", "X'0'", "abc", ""]
        {
            assert_eq!(literal(text), None, "{text}");
        }
        assert_eq!(literal("''"), Some(Literal::String(String::new())));
        assert_eq!(literal("''''"), Some(Literal::String("'".into())));
    }
}
