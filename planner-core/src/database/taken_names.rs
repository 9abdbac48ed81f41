//! Objects whose names collide: names in, one refusal for each that is taken already. Knows of no
//! dialect: which names share a space, and how they compare, the caller says.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The names taken in one space.
#[derive(Debug, Default)]
pub struct TakenNames {
    holders: BTreeMap<String, (String, Span)>,
}

impl TakenNames {
    /// Takes a name, as it compares, for an object described in a few words; the refusal where
    /// another object holds it.
    pub fn take(&mut self, compared: String, what: String, span: Span) -> Option<Diagnostic> {
        match self.holders.entry(compared) {
            Entry::Vacant(free) => {
                free.insert((what, span));
                None
            }
            Entry::Occupied(held) => {
                let (holder, holder_span) = held.get();
                let message = format!("The database refuses {what}: its name is that of {holder}.");
                let refusal = Diagnostic::unplannable("duplicate-database-name", span, message)
                    .label(*holder_span, format!("{holder} is here"))
                    .help("Give one of them another name with `map:`, `@map` or `@@map`.");
                Some(refusal)
            }
        }
    }
}
