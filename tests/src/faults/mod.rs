//! Fault injection: `comon migrate deploy` cut off in every way at every point, and what the next run
//! makes of it. Each way is a file; all of them judge by the same story and the same end.

pub mod boundaries;
pub mod crowd;
pub mod disk_full;
pub mod moments;
pub mod server_kills;
pub mod story;
pub mod table;
pub mod wire;
