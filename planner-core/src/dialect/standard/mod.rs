//! What SQL is the same in every database family here.

pub mod sql;
