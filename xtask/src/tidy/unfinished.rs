//! Nothing is left for later: no macro that stands for missing code, no test that does not run.

use super::tokens::{self, Token, TokenKind};
use super::{Problem, SourceText};

/// Macros for missing code and ignored tests, in tests too.
pub fn check(rust: &[SourceText]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in rust {
        let tokens = tokens::of(file);
        for (index, token) in tokens.iter().enumerate() {
            if let Some(message) = unfinished_at(&tokens, index) {
                let line = token.line;
                problems.push(Problem {
                    path: file.path.clone(),
                    line,
                    message: message.to_owned(),
                });
            }
        }
    }
    problems
}

fn unfinished_at(tokens: &[Token], index: usize) -> Option<&'static str> {
    let kind = |at: usize| tokens.get(at).map(|token| &token.kind);
    let TokenKind::Word(word) = kind(index)? else {
        return None;
    };
    let called = matches!(kind(index + 1), Some(TokenKind::Mark('!')));
    let attribute = index
        .checked_sub(1)
        .is_some_and(|before| matches!(kind(before), Some(TokenKind::Open('['))));
    match word.as_str() {
        "todo" | "unimplemented" if called => Some("code is missing here: write it"),
        "ignore" if attribute => Some("this test does not run: mend it or remove it"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        check(&[SourceText { path: "tests/src/a.rs".to_owned(), text: text.to_owned() }]).len()
    }

    #[test]
    fn missing_code_and_ignored_tests_are_reported() {
        assert_eq!(found("fn a() { todo!() }"), 1);
        assert_eq!(found("fn a() { unimplemented!(\"later\") }"), 1);
        assert_eq!(found("#[test]\n#[ignore = \"slow\"]\nfn a() {}"), 1);
        assert_eq!(found("// todo!() in a comment\nfn ignore() { let todo = 1; }"), 0);
    }
}
