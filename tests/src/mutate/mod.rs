//! A schema with one thing changed, drawn from a seed. In: a text. Out: the text after one
//! mutation, and what was done to it. Most mutations know the language a little, so that a good
//! part of their results is still valid; none knows whether it is.

mod arguments;
mod fields;
mod layout;
mod pieces;
mod tokens;

use crate::generate::Numbers;
use tokens::Tokens;

/// A mutated schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The text.
    pub text: String,
    /// What was done, and on which line.
    pub what: String,
}

type Change = fn(&mut Tokens, &mut Numbers) -> Option<usize>;

type Mutation = (&'static str, usize, Change);

/// The kinds of mutation, and how often each is drawn: more often what is hard to judge. Each
/// hands back the index of a token that it touched, or `None` where the text has no place for it.
const MUTATIONS: [Mutation; 22] = [
    ("token deleted", 2, layout::delete_token),
    ("token doubled", 1, layout::double_token),
    ("tokens swapped", 1, layout::swap_tokens),
    ("odd token inserted", 2, layout::insert_odd_token),
    ("bracket broken", 1, layout::break_bracket),
    ("line deleted", 4, layout::delete_line),
    ("line doubled", 1, layout::double_line),
    ("line moved", 3, layout::move_line),
    ("lines joined", 2, layout::join_lines),
    ("line split", 2, layout::split_line),
    ("word renamed", 2, layout::rename_word),
    ("word taken from elsewhere", 3, layout::borrow_word),
    ("case of a word changed", 2, layout::change_case),
    ("scalar changed", 4, fields::change_scalar),
    ("arity changed", 4, fields::change_arity),
    ("attribute added", 5, fields::add_attribute),
    ("attribute of the block added", 6, fields::add_block_attribute),
    ("attribute removed", 4, arguments::remove_attribute),
    ("literal changed", 4, arguments::change_literal),
    ("argument removed", 3, arguments::remove_argument),
    ("arguments swapped", 4, arguments::swap_arguments),
    ("native type added", 3, fields::add_native_type),
];

/// One mutation of the text.
pub fn mutate(text: &str, numbers: &mut Numbers) -> Mutant {
    loop {
        let mut tokens = Tokens::of(text);
        let (name, mutation) = draw(numbers);
        if let Some(at) = mutation(&mut tokens, numbers) {
            let mutated = tokens.0.concat();
            if mutated != text {
                let before: String = tokens.0.iter().take(at).map(String::as_str).collect();
                let line = before.matches('\n').count() + 1;
                return Mutant { text: mutated, what: format!("{name}, line {line}") };
            }
        }
    }
}

fn draw(numbers: &mut Numbers) -> (&'static str, Change) {
    let all: usize = MUTATIONS.iter().map(|(_, weight, _)| weight).sum();
    let mut left = numbers.below(all);
    for (name, weight, mutation) in MUTATIONS {
        if left < weight {
            return (name, mutation);
        }
        left -= weight;
    }
    unreachable!("the weights add up to the whole")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str =
        "model A {\n  id Int @id // \"key\n  b B? @relation(fields: [id], references: [a])\n}\n";

    #[test]
    fn every_kind_of_mutation_happens_and_the_same_seed_gives_the_same() {
        let mut kinds = std::collections::BTreeSet::new();
        for seed in 0..2_000 {
            let mutant = mutate(SCHEMA, &mut Numbers::new(seed));
            assert_ne!(mutant.text, SCHEMA);
            assert_eq!(mutant, mutate(SCHEMA, &mut Numbers::new(seed)));
            kinds.insert(mutant.what.split(',').next().unwrap_or_default().to_owned());
        }
        // The schema holds no literal but inside its comment.
        assert_eq!(kinds.len(), MUTATIONS.len() - 1);
    }
}
