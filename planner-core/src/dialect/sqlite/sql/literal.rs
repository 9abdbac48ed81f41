//! A value as an SQLite literal on one line.

use crate::database::model::Literal;
use crate::source::is_hidden;
use std::fmt::Write as _;

/// The literal; an expression where a string holds characters that a reviewer would not see.
pub fn render(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => string(text),
        Literal::Number(digits) => digits.clone(),
        Literal::Boolean(true) => "true".to_owned(),
        Literal::Boolean(false) => "false".to_owned(),
        Literal::Bytes(bytes) => {
            let mut text = String::from("X'");
            for byte in bytes {
                let _ = write!(text, "{byte:02X}");
            }
            text.push('\'');
            text
        }
    }
}

/// A string literal. SQLite has no escapes: a character that a reviewer would not see is joined
/// in through `char()`.
pub fn string(text: &str) -> String {
    if !text.contains(is_hidden) {
        return quoted(text);
    }
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(is_hidden) {
        let (plain, tail) = rest.split_at(at);
        if !plain.is_empty() || parts.is_empty() {
            parts.push(quoted(plain));
        }
        let visible = tail.find(|each| !is_hidden(each)).unwrap_or(tail.len());
        let (hidden, tail) = tail.split_at(visible);
        let codes: Vec<String> = hidden.chars().map(|each| u32::from(each).to_string()).collect();
        parts.push(format!("char({})", codes.join(", ")));
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(quoted(rest));
    }
    parts.join(" || ")
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_stay_on_one_line() {
        assert_eq!(string("it's \\ plain"), "'it''s \\ plain'");
        assert_eq!(string("a\r\nb"), "'a' || char(13, 10) || 'b'");
        assert_eq!(string("\n"), "'' || char(10)");
    }

    #[test]
    fn bytes_are_blobs() {
        assert_eq!(render(&Literal::Bytes(vec![1, 255])), "X'01FF'");
    }
}
