//! The planner of comon: schema texts in, reviewed migrations out. Pure: no I/O, no clock, no
//! environment, no randomness, so that page, bot and executor get the same bytes.
//!
//! The flow is one way; a module imports only from those above it in this list. The first of them
//! stand in a crate of their own, `model`, which says why.
#![warn(missing_docs)]
#![warn(clippy::iter_over_hash_type)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

pub use planner_model::{
    database, diagnostic, ordered, provider, schema, secret, source, subject, syntax,
};
pub mod json;
pub mod format;
pub mod diff;
pub mod tokens;
pub mod plan;
pub mod dialect;
pub mod pull;
pub mod merge;
pub mod script;
pub mod warning;
pub mod safer;
pub mod settings;
pub mod artifact;
pub mod planner;
pub mod review;
