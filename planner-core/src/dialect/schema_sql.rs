//! SQL that a schema gives as text (a default, a type, a condition of an index) -> why it is no single piece that
//! can stand inside a statement. What a database refuses of it fails when it runs; what ends the statement, or leaves
//! it open, would make others of what follows, and must not be planned.

use crate::database::model::{Column, ColumnDefault, ColumnType, Table};
use crate::diagnostic::Diagnostic;
use crate::provider::Provider;
use crate::source::Span;
use crate::tokens::{TokenKind, tokens};

/// What is wrong with a default that the schema gives as SQL.
pub fn default_refusal(provider: Provider, column: &Column, span: Span) -> Option<Diagnostic> {
    let Some(ColumnDefault::Expression(text)) = &column.default else { return None };
    let reason = broken(provider, text)?;
    let message =
        format!("The default of column `{}` is no single SQL expression: {reason}.", column.name);
    Some(refusal("default-is-no-expression", span, message))
}

/// What is wrong with the types and conditions of a table that the schema gives as SQL.
pub fn table_refusals(provider: Provider, table: &Table) -> Vec<Diagnostic> {
    let place = |own: Option<Span>| own.or(table.span).unwrap_or_default();
    let mut refusals = Vec::new();
    for column in &table.columns {
        let ColumnType::Unsupported(text) = &column.column_type else { continue };
        // A column of SQLite may have no type at all.
        if text.trim().is_empty() {
            continue;
        }
        if let Some(reason) = broken(provider, text) {
            let message =
                format!("The type of column `{}` is no single SQL type: {reason}.", column.name);
            refusals.push(refusal("type-is-no-type", place(column.span), message));
        }
    }
    for index in &table.indexes {
        let classes = index.columns.iter().filter_map(|column| column.operator_class.as_deref());
        let broken = index
            .predicate
            .as_deref()
            .into_iter()
            .chain(classes)
            .find_map(|text| broken(provider, text));
        if let Some(reason) = broken {
            let message =
                format!("The index `{}` holds no single SQL expression: {reason}.", index.name);
            refusals.push(refusal("index-is-no-expression", place(index.span), message));
        }
    }
    refusals
}

fn refusal(id: &'static str, span: Span, message: String) -> Diagnostic {
    Diagnostic::unplannable(id, span, message).help(
        "write one expression; `;`, commas and `--` belong into quotes, and parentheses into pairs",
    )
}

/// Why a text is not one piece of SQL; `None` where it is.
fn broken(provider: Provider, text: &str) -> Option<String> {
    let tokens = match tokens(provider, text) {
        Ok(tokens) => tokens,
        Err(unfinished) => {
            return Some(format!("a {} begins in it and does not end", unfinished.what));
        }
    };
    let mut open = 0usize;
    let mut is_empty = true;
    for token in &tokens {
        match token.kind {
            TokenKind::Space | TokenKind::LineComment => {}
            TokenKind::BlockComment if token.text.len() >= 4 && token.text.ends_with("*/") => {}
            TokenKind::BlockComment => {
                return Some("a comment begins in it and does not end".to_owned());
            }
            TokenKind::Semicolon => return Some("a `;` would end the statement".to_owned()),
            TokenKind::Backslash => return Some("a `\\` is no SQL".to_owned()),
            TokenKind::Other if token.text == "[" => open += 1,
            TokenKind::Other if token.text == "]" => open = open.saturating_sub(1),
            TokenKind::Other if open == 0 && token.text.contains(',') => {
                return Some("a `,` would end it".to_owned());
            }
            TokenKind::Open => open += 1,
            TokenKind::Close => match open.checked_sub(1) {
                Some(left) => open = left,
                None => return Some("a `)` closes what it did not open".to_owned()),
            },
            TokenKind::Word | TokenKind::Quoted | TokenKind::Other => is_empty = false,
        }
    }
    // What follows it in the statement would belong to the comment.
    if tokens.last().is_some_and(|last| last.kind == TokenKind::LineComment) {
        return Some("a comment would hide what follows".to_owned());
    }
    match (open, is_empty) {
        (0, false) => None,
        (0, true) => Some("there is none".to_owned()),
        (_, _) => Some("a `(` is not closed".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_statement_or_leaves_it_open_is_no_expression() {
        for provider in Provider::ALL {
            for text in [
                "1); DROP TABLE x; --",
                "(lower(he;x(1)))",
                "1;2",
                "1 -- c",
                "1 /* c",
                "(1",
                "1)",
                "1, 2",
                "'a",
                "\"a",
                "",
                "  ",
                "-- c\n",
                "a \\ b",
            ] {
                assert!(broken(provider, text).is_some(), "{text} ({provider})");
            }
            for text in [
                "now()",
                "(lower(hex(randomblob(4))))",
                "'a;b, -- (c'",
                "coalesce(1, 2)",
                "1 -- c\n",
                "/* ; */ 1",
                "a || ';' || \"b;\"",
                "-1.5e3",
                "CURRENT_TIMESTAMP",
            ] {
                assert_eq!(broken(provider, text), None, "{text} ({provider})");
            }
        }
        for text in ["ARRAY[1, 2]", "'{1,2}'::int[]", "$$a;b$$", "E'\\';'", "numeric(10,2)"] {
            assert_eq!(broken(Provider::Postgresql, text), None, "{text}");
        }
    }
}
