//! The half of planner-core that reads: schema texts in, what they mean and the databases that follow
//! out. Everybody comes here through planner-core, which
//! shows these modules as its own. Knows nothing of statements, risks and reviews.
//!
//! A crate of its own because it works through the whole of a large schema, for each key stroke on
//! the page, where the other half works through what changed: the module that the page loads is
//! made quick here and small there.
//!
//! The flow is one way; a module imports only from those above it in this list.
#![warn(missing_docs)]
#![warn(clippy::iter_over_hash_type)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice))]

pub mod ordered;
pub mod provider;
pub mod secret;
pub mod source;
pub mod diagnostic;
pub mod subject;
pub mod syntax;
pub mod schema;
pub mod database;
