//! A migration -> what a person is shown of it: one serialisable value that page, bot and
//! terminal render, so that a warning has the same id, words and count everywhere.

pub mod model;
pub mod replan;
pub mod phrases;
pub mod sentence;
pub mod order;
pub mod integrity;
pub mod build;
pub mod text;
pub mod facts;
pub mod explain;
pub mod places;
pub mod diagram;
pub mod change;
pub mod allowed;
pub mod history;
pub mod compare;
pub mod irrecoverable;
pub mod statement_lines;
pub mod render;

pub use build::{review, review_at, review_draft, review_planned};
pub use model::Review;
pub use replan::{Replanned, replan, replan_next};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
