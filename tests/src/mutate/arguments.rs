//! Mutations that know what an attribute is: it removed, and its arguments removed, swapped or
//! replaced.

use super::pieces::LITERALS;
use super::tokens::{Tokens, is_blank};
use crate::generate::Numbers;
use std::ops::Range;

/// From an `@` to the end of its name and arguments.
fn attribute_at(tokens: &Tokens, start: usize) -> Range<usize> {
    let line = tokens.line_of(start);
    let mut end = start + 1;
    let mut depth = 0_usize;
    while end < line.end {
        match tokens.0[end].as_str() {
            "(" => depth += 1,
            ")" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    end += 1;
                    break;
                }
            }
            token if depth == 0 && is_blank(token) => break,
            _ => {}
        }
        end += 1;
    }
    start..end
}

pub(super) fn remove_attribute(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let start = tokens.one(numbers, |token| matches!(token, "@" | "@@"))?;
    let range = attribute_at(tokens, start);
    tokens.0.drain(range);
    Some(start)
}

pub(super) fn change_literal(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let is_literal = |token: &str| {
        token.starts_with('"')
            || token.starts_with(|first: char| first.is_ascii_digit())
            || matches!(token, "true" | "false")
    };
    let at = tokens.one(numbers, is_literal)?;
    tokens.0[at] = numbers.pick(&LITERALS).to_owned();
    Some(at)
}

/// The arguments of some attribute: the places of its brackets and commas on the outermost level.
fn argument_places(tokens: &Tokens, numbers: &mut Numbers) -> Option<Vec<usize>> {
    let start = tokens.one(numbers, |token| token == "(")?;
    let line = tokens.line_of(start);
    let mut places = vec![start];
    let mut depth = 0_usize;
    for at in start + 1..line.end {
        match tokens.0[at].as_str() {
            "(" | "[" | "{" => depth += 1,
            "," if depth == 0 => places.push(at),
            ")" | "]" | "}" if depth == 0 => {
                places.push(at);
                break;
            }
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
    }
    (places.len() > 1).then_some(places)
}

pub(super) fn remove_argument(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let places = argument_places(tokens, numbers)?;
    let chosen = numbers.below(places.len() - 1);
    let (from, to) = (places[chosen], places[chosen + 1]);
    if chosen > 0 {
        tokens.0.drain(from..to);
    } else if places.len() > 2 {
        tokens.0.drain(from + 1..=to);
    } else {
        tokens.0.drain(from + 1..to);
    }
    Some(from)
}

pub(super) fn swap_arguments(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let places = argument_places(tokens, numbers)?;
    if places.len() < 3 {
        return None;
    }
    let chosen = numbers.below(places.len() - 2);
    let (from, middle, to) = (places[chosen], places[chosen + 1], places[chosen + 2]);
    let mut swapped: Vec<String> = tokens.0[middle + 1..to].to_vec();
    swapped.push(tokens.0[middle].clone());
    swapped.extend_from_slice(&tokens.0[from + 1..middle]);
    tokens.0.splice(from + 1..to, swapped);
    Some(from)
}
