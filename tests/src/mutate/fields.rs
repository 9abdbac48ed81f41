//! Mutations that know what a field is: its type, its arity and the attributes of it and of its
//! block.

use super::pieces::{ATTRIBUTES, BLOCK_ATTRIBUTES, NATIVE_TYPES, SCALARS};
use super::tokens::{Tokens, is_word};
use crate::generate::Numbers;
use std::ops::Range;

pub(super) fn change_scalar(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = tokens.field_line(numbers)?;
    let at = tokens.type_of(&line)?;
    tokens.0[at] = numbers.pick(&SCALARS).to_owned();
    Some(at)
}

pub(super) fn change_arity(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = tokens.field_line(numbers)?;
    let at = tokens.type_of(&line)? + 1;
    let present = tokens.0.get(at).filter(|token| matches!(token.as_str(), "?" | "[]"));
    let present = present.cloned().unwrap_or_default();
    let others = ["", "?", "[]", "!", "[]?"];
    let others: Vec<&str> = others.into_iter().filter(|each| *each != present).collect();
    let new = numbers.pick(&others);
    if present.is_empty() {
        tokens.insert(at, new);
    } else {
        tokens.0[at] = new.to_owned();
    }
    Some(at)
}

/// Where an attribute can be put at the end of a field's line.
fn end_of_field(tokens: &Tokens, line: &Range<usize>) -> usize {
    let comment = line.clone().find(|at| tokens.0[*at].starts_with("//"));
    comment.unwrap_or(line.end)
}

pub(super) fn add_attribute(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = tokens.field_line(numbers)?;
    let at = end_of_field(tokens, &line);
    tokens.insert(at, &format!(" {} ", numbers.pick(&ATTRIBUTES)));
    Some(at)
}

pub(super) fn add_native_type(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = tokens.field_line(numbers)?;
    let at = end_of_field(tokens, &line);
    tokens.insert(at, &format!(" @db.{} ", numbers.pick(&NATIVE_TYPES)));
    Some(at)
}

pub(super) fn add_block_attribute(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = tokens.field_line(numbers)?;
    // Fields of the same block, as far as its lines follow each other.
    let block: Vec<_> = tokens
        .field_lines()
        .into_iter()
        .filter(|each| each.start.abs_diff(line.start) < 60)
        .collect();
    let mut text = numbers.pick(&BLOCK_ATTRIBUTES).to_owned();
    let marker = text.split_off(2);
    let mut filled = text;
    for (index, part) in marker.split('@').enumerate() {
        if index > 0 {
            let field = block[numbers.below(block.len())].clone();
            let name = field.into_iter().find(|at| is_word(&tokens.0[*at]))?;
            filled.push_str(&tokens.0[name]);
        }
        filled.push_str(part);
    }
    tokens.insert(line.end, &format!("\n  {filled}"));
    Some(line.end)
}
