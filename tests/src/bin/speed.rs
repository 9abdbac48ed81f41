//! The native side of `cargo xtask speed`. In: a folder, a provider and a number of models, then a line
//! on standard input for each plan. Out: in the folder the two generated schemas, the same as Prisma
//! 6 takes them, and the migration.sql between them; then for each line the milliseconds that one plan
//! took, from the two texts to all that there is to know. Knows nothing of what it is compared with.
#![allow(clippy::print_stdout, reason = "this program answers on standard output")]

use comon_tests::oracle::Version;
use comon_tests::planning::{self, Migration};
use planner_core::provider::Provider;
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;
use std::{fs, io};

/// The allocator of the binary, so that the figures are those of `comon`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("the first argument is a folder")?);
    let provider = arguments.next().and_then(|name| Provider::from_name(&name));
    let provider = provider.ok_or("the second argument is postgresql or sqlite")?;
    let models = arguments.next().ok_or("the third argument is a number of models")?.parse()?;
    let migration = Migration::generated(provider, models);
    let before = migration.before.as_deref().unwrap_or_default();
    for (name, text) in [("before", before), ("after", &migration.after)] {
        fs::write(folder.join(format!("{name}.prisma")), text)?;
        fs::write(folder.join(format!("{name}.prisma6")), Version::Six.adapted(text))?;
    }
    fs::write(folder.join("migration.sql"), planning::plan(&migration)?.migration_sql)?;
    println!("ready");
    for line in io::stdin().lines() {
        line?;
        let began = Instant::now();
        drop(planning::plan(&migration)?);
        println!("{}", began.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(())
}
