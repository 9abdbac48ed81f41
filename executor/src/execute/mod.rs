//! The only module that writes user tables: a reviewed migration in, its effect and its history
//! row out.

pub mod apply;
mod at_once;
mod bare;
pub mod effect;
pub mod progress;
pub mod record;
pub mod bracket;
mod clear;
pub mod result_check;
pub mod statement;
mod tries;
pub mod unit;
pub mod watch;
