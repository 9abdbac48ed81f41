//! A value as a PostgreSQL literal on one line.

use crate::database::model::Literal;
use crate::source::is_hidden;
use std::fmt::Write as _;

/// The literal, without a type.
pub fn render(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => string(text),
        Literal::Number(digits) => digits.clone(),
        Literal::Boolean(true) => "true".to_owned(),
        Literal::Boolean(false) => "false".to_owned(),
        Literal::Bytes(bytes) => {
            let mut text = String::from("'\\x");
            for byte in bytes {
                let _ = write!(text, "{byte:02x}");
            }
            text.push('\'');
            text
        }
    }
}

/// A string literal; with `E` escapes only where it holds characters that a reviewer would not
/// see.
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE>
pub fn string(text: &str) -> String {
    if !text.contains(is_hidden) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut escaped = String::from("E'");
    for each in text.chars() {
        match each {
            '\'' => escaped.push_str("''"),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            hidden if is_hidden(hidden) => {
                let _ = write!(escaped, "\\U{:08X}", u32::from(hidden));
            }
            plain => escaped.push(plain),
        }
    }
    escaped.push('\'');
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_stay_on_one_line() {
        assert_eq!(string("it's \\ plain"), "'it''s \\ plain'");
        assert_eq!(string("it's\n\\\u{202e}"), "E'it''s\\n\\\\\\U0000202E'");
    }

    #[test]
    fn other_values_have_no_quotes_but_bytes() {
        assert_eq!(render(&Literal::Number("-1.5".into())), "-1.5");
        assert_eq!(render(&Literal::Boolean(true)), "true");
        assert_eq!(render(&Literal::Bytes(vec![1, 255])), "'\\x01ff'");
    }
}
