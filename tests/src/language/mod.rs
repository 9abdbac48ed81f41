//! The page of documentation of the schema language: tables of the planner in, Markdown out. What
//! the tables cannot say is said here, each claim with an example that a test runs.

pub mod examples;
pub mod page;
pub mod tables;
