//! The library behind the binary `comon`: everything that touches files and databases. What to
//! run was decided by `planner-core`; this crate reads, decides over live state, executes and
//! records.

pub mod artifact_dir;
pub mod commands;
pub mod config;
pub mod deploy;
pub mod error;
pub mod execute;
pub mod generate;
pub mod history;
pub mod interrupt;
pub mod live;
pub mod output;
pub mod page;
pub mod parallel;
pub mod project;
pub mod session;
#[cfg(unix)]
#[path = "system/unix.rs"]
pub mod system;
#[cfg(windows)]
#[path = "system/windows.rs"]
pub mod system;
pub mod target;
pub mod write_file;
