//! A text -> its tokens, which put together again are the text; and the places among them where
//! something can be changed. Knows of the language only what a line of a field looks like.

use crate::generate::Numbers;
use std::ops::Range;

/// A text cut into words, numbers, strings, comments, runs of white space, line ends and signs.
pub(super) struct Tokens(pub(super) Vec<String>);

impl Tokens {
    /// Cuts a text.
    pub(super) fn of(text: &str) -> Self {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let run = |keep: &dyn Fn(char) -> bool| {
                rest.find(|each: char| !keep(each)).unwrap_or(rest.len())
            };
            let length = if rest.starts_with("//") {
                run(&|each| each != '\n')
            } else if first == '\n' {
                1
            } else if first.is_whitespace() {
                run(&|each| each.is_whitespace() && each != '\n')
            } else if first.is_alphanumeric() || first == '_' {
                run(&|each| each.is_alphanumeric() || each == '_')
            } else if first == '"' {
                let inner = rest.get(1..).unwrap_or_default();
                let end = inner.find(['"', '\n']).filter(|at| inner[*at..].starts_with('"'));
                end.map_or(1, |at| at + 2)
            } else if rest.starts_with("@@") || rest.starts_with("[]") {
                2
            } else {
                first.len_utf8()
            };
            let (token, after) = rest.split_at(length);
            tokens.push(token.to_owned());
            rest = after;
        }
        Self(tokens)
    }

    /// The indexes of the tokens for which that holds.
    pub(super) fn all(&self, wanted: impl Fn(&str) -> bool) -> Vec<usize> {
        (0..self.0.len()).filter(|at| wanted(&self.0[*at])).collect()
    }

    /// One of the tokens for which that holds.
    pub(super) fn one(
        &self,
        numbers: &mut Numbers,
        wanted: impl Fn(&str) -> bool,
    ) -> Option<usize> {
        let all = self.all(wanted);
        (!all.is_empty()).then(|| all[numbers.below(all.len())])
    }

    /// The lines as ranges of tokens, line ends left out.
    pub(super) fn lines(&self) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut start = 0;
        for end in self.all(|token| token == "\n") {
            lines.push(start..end);
            start = end + 1;
        }
        lines.push(start..self.0.len());
        lines
    }

    /// The line that a token stands on.
    pub(super) fn line_of(&self, at: usize) -> Range<usize> {
        let lines = self.lines();
        lines.into_iter().find(|line| line.start <= at && at <= line.end).expect("a line has it")
    }

    /// The lines that begin like a field: two words, the second one a type.
    pub(super) fn field_lines(&self) -> Vec<Range<usize>> {
        let is_field = |line: &Range<usize>| {
            let mut words = self.0[line.clone()].iter().filter(|token| !is_blank(token));
            let name = words.next().is_some_and(|token| is_word(token) && !is_keyword(token));
            let next = words.next();
            name && next.is_some_and(|token| token.starts_with(char::is_uppercase))
        };
        self.lines().into_iter().filter(is_field).collect()
    }

    /// One of the lines that begin like a field.
    pub(super) fn field_line(&self, numbers: &mut Numbers) -> Option<Range<usize>> {
        let lines = self.field_lines();
        (!lines.is_empty()).then(|| lines[numbers.below(lines.len())].clone())
    }

    /// The index of the type in a field's line.
    pub(super) fn type_of(&self, line: &Range<usize>) -> Option<usize> {
        line.clone().filter(|at| !is_blank(&self.0[*at])).nth(1)
    }

    /// Puts a token before that one.
    pub(super) fn insert(&mut self, at: usize, token: &str) {
        self.0.insert(at, token.to_owned());
    }
}

pub(super) fn is_blank(token: &str) -> bool {
    token.trim().is_empty()
}

pub(super) fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

pub(super) fn is_keyword(token: &str) -> bool {
    ["datasource", "generator", "model", "enum", "view", "type"].contains(&token)
}

pub(super) fn is_seen(token: &str) -> bool {
    !is_blank(token) && !token.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_the_whole_text() {
        let text = "model A {\n  id Int @id // \"key\n  b B? @relation(fields: [id], references: [a])\n}\n";
        assert_eq!(Tokens::of(text).0.concat(), text);
    }
}
