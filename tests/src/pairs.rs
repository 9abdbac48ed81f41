//! Random pairs of schemas and the laws on them. In: a database family and a seed. Out: two valid
//! schemas that a few typed edits lead from one to the other, the hints that say what is what,
//! and the verdict over both directions with rows in every table.

pub mod beside;
pub mod draw;
pub mod edits;
pub mod expected;
pub mod hints;
pub mod judge;
pub mod kept;
pub mod model;
pub mod render;
pub mod shape;
pub mod shrink;
pub mod types;

use crate::generate::Numbers;
use crate::planning::{self, Migration};
use edits::{Edit, Promise};
use model::{Id, Schema};
use planner_core::provider::Provider;

/// Two schemas and how the one comes from the other.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The seed that it is drawn from.
    pub seed: u64,
    /// The schema before.
    pub before: Schema,
    /// The edits that were done, each with its own seed.
    pub edits: Vec<(Edit, u64)>,
    /// The schema after.
    pub after: Schema,
}

impl Pair {
    /// What the whole pair promises: the one edit's word, or that of many harmless ones.
    pub fn promise(&self) -> Promise {
        match self.edits.as_slice() {
            [(edit, _)] => edit.promise,
            edits if edits.iter().all(|(edit, _)| edit.promise == Promise::Harmless) => {
                Promise::Harmless
            }
            _ => Promise::Depends,
        }
    }

    /// The migration there.
    pub fn forwards(&self) -> Migration {
        migration(&self.before, &self.after)
    }

    /// The migration back.
    pub fn backwards(&self) -> Migration {
        migration(&self.after, &self.before)
    }
}

/// From one generated schema to another, with the hints that say what is what.
pub fn migration(before: &Schema, after: &Schema) -> Migration {
    Migration {
        provider: before.provider,
        before: Some(render::render(before)),
        after: render::render(after),
        hints: hints::hints(before, after),
    }
}

/// What is there before a pair's edits has identities below this.
const FIRST_NEW: Id = 1_000;

/// Whether an edit of the pair made it: what it began with cannot be taken from it without a loss.
pub fn is_new(id: Id) -> bool {
    id > FIRST_NEW
}

/// How many schemas are tried until an edit has a place in one.
const ATTEMPTS: u64 = 400;

/// The pair of a seed: of two seeds one gives a single edit, each kind in turn, and one gives
/// several at random. `None` where no schema is valid for it, which [`rejected`] explains.
pub fn pair(provider: Provider, seed: u64, only: Option<&str>) -> Option<Pair> {
    let kinds: Vec<Edit> = edits::all(provider)
        .into_iter()
        .filter(|edit| only.is_none_or(|name| edit.name == name))
        .collect();
    (0..ATTEMPTS).find_map(|attempt| {
        let drawn = draw_pair(provider, seed, attempt, &kinds)?;
        is_valid(&drawn.before).then_some(())?;
        (is_valid(&drawn.after) && judge::is_possible(&drawn)).then_some(drawn)
    })
}

/// Why the schemas of a seed were not taken, for whoever writes the generator.
pub fn rejected(provider: Provider, seed: u64) -> Vec<String> {
    let kinds = edits::all(provider);
    let tried = (0..3).filter_map(|attempt| draw_pair(provider, seed, attempt, &kinds));
    tried
        .flat_map(|pair| {
            let edits: Vec<&str> = pair.edits.iter().map(|(edit, _)| edit.name).collect();
            [pair.before, pair.after]
                .into_iter()
                .filter_map(|schema| refusal(&schema))
                .map(|reason| format!("{edits:?}: {reason}"))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn draw_pair(provider: Provider, seed: u64, attempt: u64, kinds: &[Edit]) -> Option<Pair> {
    let mut numbers = Numbers::new(seed.wrapping_mul(1_000_003) + attempt * 7_919 + 1);
    let before = draw::schema(provider, &mut numbers);
    let first = (seed / 2) as usize % kinds.len();
    let mut wanted = vec![*kinds.get(first)?];
    if seed % 2 == 1 {
        for _ in 0..1 + numbers.below(5) {
            wanted.push(*draw::pick(&mut numbers, kinds)?);
        }
    }
    let seeds = (0..).map(|at| seed * 100 + attempt * 10_000_000 + at);
    let wanted: Vec<(Edit, u64)> = wanted.into_iter().zip(seeds).collect();
    let (after, edits) = apply(&before, &wanted);
    // The first edit is what the seed is for.
    let first = wanted.first()?.0.name;
    let done = edits.first().is_some_and(|(edit, _)| edit.name == first);
    done.then_some(Pair { seed, before, edits, after })
}

/// Does the edits that have a place.
pub fn apply(before: &Schema, wanted: &[(Edit, u64)]) -> (Schema, Vec<(Edit, u64)>) {
    let mut schema = before.clone();
    let mut done = Vec::new();
    for (edit, seed) in wanted {
        let mut edited = schema.clone();
        // New identities depend on the edit alone, not on those before it.
        edited.next = FIRST_NEW * (1 + done.len() as u32);
        if (edit.apply)(&mut edited, &mut Numbers::new(*seed)) {
            schema = edited;
            done.push((*edit, *seed));
        }
    }
    (schema, done)
}

/// Whether the planner takes a schema for itself.
pub fn is_valid(schema: &Schema) -> bool {
    refusal(schema).is_none()
}

fn refusal(schema: &Schema) -> Option<String> {
    planning::plan(&Migration::first(schema.provider, &render::render(schema))).err()
}
