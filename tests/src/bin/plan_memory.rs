//! How much memory one plan takes. In: a provider, and a number of models. Out: one line, the bytes of
//! the two generated schemas, the most bytes that planning between them had allocated at once, and
//! how often the first go into the second. The planner's own copy of the texts is counted. A program of
//! its own, because counting allocator and fast allocator exclude each other.
#![allow(clippy::print_stdout, reason = "this program prints what it measured")]

use comon_tests::planning::{self, Migration};
use peak_alloc::PeakAlloc;
use planner_core::provider::Provider;
use std::error::Error;

/// Counts the bytes that are allocated.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let provider = arguments.next().and_then(|name| Provider::from_name(&name));
    let provider = provider.ok_or("the first argument is postgresql or sqlite")?;
    let models = arguments.next().ok_or("the second argument is a number of models")?.parse()?;
    let migration = Migration::generated(provider, models);
    let texts = migration.bytes();
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let planned = planning::plan(&migration)?;
    let most = MEMORY.peak_usage().saturating_sub(before);
    drop(planned);
    println!("{texts} {most} {:.1}", most as f64 / texts as f64);
    Ok(())
}
