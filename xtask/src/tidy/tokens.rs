//! A Rust file as the checks see it: its identifiers, punctuation and string literals in order,
//! with lines. Comments and documentation are gone, and each token says whether it belongs to
//! tests (an item under `#[cfg(test)]`).

use super::SourceText;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Line, from 1.
    pub line: usize,
    /// Whether it is compiled into tests only.
    pub in_tests: bool,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// An identifier or a keyword.
    Word(String),
    /// A single punctuation character.
    Mark(char),
    /// A literal as the source writes it.
    Literal(String),
    /// The start of a bracketed group.
    Open(char),
    /// The end of a bracketed group.
    Close(char),
}

/// The tokens of a file. One that is not Rust has none: the compiler says so.
pub fn of(file: &SourceText) -> Vec<Token> {
    let mut tokens = Vec::new();
    if let Ok(stream) = file.text.parse::<TokenStream>() {
        collect(stream, is_test_file(&file.path), &mut tokens);
    }
    tokens
}

/// Whether all of a file is compiled into tests only.
pub fn is_test_file(path: &str) -> bool {
    path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs")
}

fn collect(stream: TokenStream, in_tests: bool, tokens: &mut Vec<Token>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut test_item = false;
    let mut index = 0;
    while let Some(tree) = trees.get(index) {
        if let Some(attribute) = attribute_at(&trees, index) {
            let text = attribute.stream().to_string().replace(' ', "");
            test_item |= text == "cfg(test)" || text.starts_with("cfg(all(test");
            // Documentation is an attribute to the compiler; a check reads code.
            if text.starts_with("doc=") || test_item {
                index += attribute_length(&trees, index);
                continue;
            }
        }
        let here = in_tests || test_item;
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = brackets(group.delimiter());
                tokens.push(Token { line, in_tests: here, kind: TokenKind::Open(open) });
                collect(group.stream(), here, tokens);
                let line = group.span_close().end().line;
                tokens.push(Token { line, in_tests: here, kind: TokenKind::Close(close) });
                test_item &= group.delimiter() != Delimiter::Brace;
            }
            TokenTree::Ident(word) => {
                let kind = TokenKind::Word(word.to_string());
                tokens.push(Token { line, in_tests: here, kind });
            }
            TokenTree::Punct(mark) => {
                let kind = TokenKind::Mark(mark.as_char());
                tokens.push(Token { line, in_tests: here, kind });
                test_item &= mark.as_char() != ';';
            }
            TokenTree::Literal(literal) => {
                let kind = TokenKind::Literal(literal.to_string());
                tokens.push(Token { line, in_tests: here, kind });
            }
        }
        index += 1;
    }
}

/// The brackets of an attribute (`#[..]` or `#![..]`) that begins at `index`.
fn attribute_at(trees: &[TokenTree], index: usize) -> Option<&Group> {
    let length = attribute_length(trees, index);
    match trees.get(index + length.checked_sub(1)?) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => Some(group),
        _ => None,
    }
}

fn attribute_length(trees: &[TokenTree], index: usize) -> usize {
    let mark = |at: usize, wanted: char| matches!(trees.get(at), Some(TokenTree::Punct(found)) if found.as_char() == wanted);
    match (mark(index, '#'), mark(index + 1, '!')) {
        (true, true) => 3,
        (true, false) => 2,
        (false, _) => 0,
    }
}

fn brackets(delimiter: Delimiter) -> (char, char) {
    match delimiter {
        Delimiter::Parenthesis => ('(', ')'),
        Delimiter::Brace => ('{', '}'),
        Delimiter::Bracket => ('[', ']'),
        Delimiter::None => (' ', ' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_told_from_code_and_documentation_is_dropped() {
        let text =
            "/// doc\nfn a() { \"code\"; }\n#[cfg(test)]\nmod tests { \"test\"; }\nfn b() {}";
        let file = SourceText { path: "x/src/a.rs".to_owned(), text: text.to_owned() };
        let tokens = of(&file);
        let found = |wanted: &TokenKind| tokens.iter().find(|token| token.kind == *wanted);
        let literal = |text: &str| TokenKind::Literal(text.to_owned());
        assert!(
            found(&literal("\"code\"")).is_some_and(|token| !token.in_tests && token.line == 2)
        );
        assert!(found(&literal("\"test\"")).is_some_and(|token| token.in_tests));
        assert!(found(&TokenKind::Word("b".to_owned())).is_some_and(|token| !token.in_tests));
        assert!(found(&TokenKind::Word("doc".to_owned())).is_none());
    }
}
