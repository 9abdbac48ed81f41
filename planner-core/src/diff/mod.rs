//! Two databases -> the changes between them. Free of any dialect; renames are decided here and
//! only here.

pub mod change;
pub mod hint;
mod resolve;
mod pairing;
mod sameness;
mod matching;
mod surroundings;
mod enums;
mod columns;
pub(crate) mod predicate;
mod tables;
mod order;
mod databases;
#[cfg(test)]
mod tests;

pub use databases::diff;
pub use hint::{HintError, RenameHint};
pub use resolve::{ResolvedHint, resolve};
