//! Everything that the tests of the project share: throw-away servers and databases, the cases,
//! and the laws that hold on them. Cases, corpus runs and property tests call the same laws.
//!
//! A test says what is wrong by panicking, so the lints against panics are off in this crate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this crate is test code: a panic is how it reports"
)]

pub mod handmade;
pub mod json_schema;
pub mod server;
pub mod tls;
pub mod oracle;
pub mod tiers;
pub mod pairs;
pub mod probe;
pub mod verdict;
pub mod mutate;
pub mod database;
pub mod deployed;
pub mod case;
pub mod catalogue;
pub mod generate;
pub mod parallel;
pub mod live;
pub mod planning;
pub mod artifacts;
pub mod gallery;
pub mod pooler;
pub mod pulling;
pub mod repository;
pub mod rows;
pub mod seed;
pub mod numbering;
pub mod laws;
pub mod hazards;
pub mod warnings_page;
pub mod extremes;
pub mod api_server;
pub mod applications;
pub mod live_sides;
pub mod language;
pub mod locking;
pub mod equivalence;
pub mod written;
pub mod step_equivalence;
pub mod corpus;
pub mod mangle;
pub mod project;
pub mod proof;
pub mod pending;
pub mod mortal_server;
pub mod faults;
pub mod shuffle;
pub mod small_migrations;
pub mod suite;
pub mod swallow;
pub mod workflow;
