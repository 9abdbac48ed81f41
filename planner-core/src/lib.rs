//! The planner of comon: schema texts in, reviewed migrations out. Pure: no I/O, no clock, no
//! environment, no randomness, so that page, bot and executor get the same bytes.
//!
//! The flow is one way; a module imports only from those above it in this list.
#![warn(missing_docs)]
#![warn(clippy::iter_over_hash_type)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

pub mod ordered;
pub mod provider;
pub mod source;
pub mod diagnostic;
pub mod subject;
pub mod syntax;
pub mod format;
pub mod schema;
pub mod database;
pub mod diff;
pub mod plan;
pub mod dialect;
pub mod pull;
pub mod merge;
pub mod script;
pub mod warning;
pub mod artifact;
pub mod planner;
pub mod review;
