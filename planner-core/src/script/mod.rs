//! migration.sql: a plan written as text, and the text read into sections and statements.

pub mod directive;
pub mod parse;
pub mod render;

pub use parse::{Mode, Script, ScriptError, Section, Statement, parse};
pub use render::render;
