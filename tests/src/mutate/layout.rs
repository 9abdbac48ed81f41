//! Mutations of any text: tokens and lines deleted, doubled, moved or replaced. They know nothing
//! of the language but its brackets.

use super::pieces::ODD;
use super::tokens::{Tokens, is_seen, is_word};
use crate::generate::Numbers;
use std::ops::Range;

pub(super) fn delete_token(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_seen)?;
    tokens.0.remove(at);
    Some(at)
}

pub(super) fn double_token(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_seen)?;
    let token = tokens.0[at].clone();
    tokens.insert(at, &token);
    if is_word(&token) {
        tokens.insert(at + 1, " ");
    }
    Some(at)
}

pub(super) fn swap_tokens(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_seen)?;
    let line = tokens.line_of(at);
    let next = (at + 1..line.end).find(|next| is_seen(&tokens.0[*next]))?;
    tokens.0.swap(at, next);
    Some(at)
}

pub(super) fn insert_odd_token(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = numbers.below(tokens.0.len());
    tokens.insert(at, numbers.pick(&ODD));
    Some(at)
}

pub(super) fn break_bracket(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let is_bracket = |token: &str| matches!(token, "(" | ")" | "[" | "]" | "{" | "}" | "[]");
    let at = tokens.one(numbers, is_bracket)?;
    tokens.0[at] = numbers.pick(&["(", ")", "[", "]", "{", "}", ""]).to_owned();
    Some(at)
}

fn filled_line(tokens: &Tokens, numbers: &mut Numbers) -> Option<Range<usize>> {
    let at = tokens.one(numbers, is_seen)?;
    Some(tokens.line_of(at))
}

pub(super) fn delete_line(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = filled_line(tokens, numbers)?;
    let end = (line.end + 1).min(tokens.0.len());
    tokens.0.drain(line.start..end);
    Some(line.start)
}

pub(super) fn double_line(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = filled_line(tokens, numbers)?;
    let mut copy = tokens.0[line.clone()].to_vec();
    copy.push("\n".to_owned());
    tokens.0.splice(line.start..line.start, copy);
    Some(line.start)
}

pub(super) fn move_line(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = filled_line(tokens, numbers)?;
    let end = (line.end + 1).min(tokens.0.len());
    let moved: Vec<String> = tokens.0.drain(line.start..end).collect();
    let lines = tokens.lines();
    let to = lines[numbers.below(lines.len())].start;
    tokens.0.splice(to..to, moved);
    Some(to)
}

pub(super) fn join_lines(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, |token| token == "\n")?;
    tokens.0[at] = " ".to_owned();
    Some(at)
}

pub(super) fn split_line(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_seen)?;
    tokens.insert(at, "\n");
    Some(at)
}

pub(super) fn rename_word(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_word)?;
    let new = match numbers.below(4) {
        0 => format!("{}X", tokens.0[at]),
        1 => format!("_{}", tokens.0[at]),
        2 => tokens.0[at].chars().skip(1).collect(),
        _ => numbers.pick(&["id", "type", "model", "enum", "null", "String", "name"]).to_owned(),
    };
    tokens.0[at] = new;
    Some(at)
}

pub(super) fn borrow_word(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let from = tokens.one(numbers, is_word)?;
    let at = tokens.one(numbers, is_word)?;
    tokens.0[at] = tokens.0[from].clone();
    Some(at)
}

pub(super) fn change_case(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_word)?;
    let word = &tokens.0[at];
    let upper = word.to_uppercase();
    tokens.0[at] = if *word == upper { word.to_lowercase() } else { upper };
    Some(at)
}
