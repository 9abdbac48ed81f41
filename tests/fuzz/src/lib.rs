//! What the fuzz targets share with the tests: the laws that hold for every text, inputs that are
//! large in one way each, seeds, and a mutator that knows the language. Bytes in; a broken law
//! is a panic. Knows nothing of files, servers and the command line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this crate is test code: a panic is how it reports"
)]

pub mod families;
pub mod laws;
pub mod meter;
pub mod mutate;
pub mod numbers;
pub mod operations;
pub mod pool;
pub mod seeds;
#[cfg(feature = "libfuzzer")]
pub mod target;
