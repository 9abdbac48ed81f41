//! `cargo xtask corpus`: real schemas and steps through check, plan, apply and introspection, pairs
//! of versions of one project likewise, what Prisma 6 writes from empty and for each step against
//! what comon plans, the steps once more from live databases, and steps taken back in both ways.
//! The runs themselves are programs of the tests package; this file finds the corpus.

use crate::stages::{self, Tally};
use crate::workspace;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Pairs of versions in `cargo xtask test`, and with `--full`.
const PAIRS: [&str; 2] = ["10", "300"];

/// Steps that are taken back, on each database, in `cargo xtask test` and without a word otherwise.
const WAYS_BACK: [&str; 2] = ["3", "30"];

/// Names the corpus where it is not beside the repository.
const VARIABLE: &str = "COMON_CORPUS";

/// Of the test run: less than this share of the corpus passing is a failure, as any failure is.
const LEAST_PERCENT: &str = "75";

/// What to run.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Corpus {
    /// The corpus [default: COMON_CORPUS, else ../shared/corpus]
    folder: Option<PathBuf>,
    /// Fail also where a smaller share than this passes; the rest is refused.
    #[arg(long, value_name = "PERCENT")]
    min_percent: Option<String>,
    /// Judge what is pulled from the databases instead of what is planned for them.
    #[arg(long)]
    pull: bool,
    /// Take so many random pairs of versions of one project, both ways, in place of schemas and steps.
    #[arg(long, value_name = "N")]
    pairs: Option<String>,
    /// Only a part of all, always the same.
    #[arg(skip)]
    sample: bool,
    /// Only schemas and steps with this in their name.
    #[arg(long, value_name = "PART")]
    only: Option<String>,
}

/// Runs the corpus.
pub fn run(wanted: &Corpus) -> Result<Tally> {
    let folder = wanted.folder.clone().unwrap_or_else(default_folder);
    if !folder.is_dir() {
        bail!("no corpus at {}: name its folder, or set {VARIABLE}", folder.display());
    }
    let only = wanted.only.iter().flat_map(|part| ["--only", part.as_str()]);
    let least = wanted.min_percent.iter().flat_map(|least| ["--min-percent", least.as_str()]);
    if wanted.pull {
        return program("corpus", &folder, only.chain(least).chain(["--pull"]));
    }
    if let Some(count) = &wanted.pairs {
        return program("corpus", &folder, only.chain(least).chain(["--pairs", count.as_str()]));
    }
    let one_in = |every| wanted.sample.then_some(["--every", every]).into_iter().flatten();
    let mut tally = program("corpus", &folder, only.clone().chain(least).chain(one_in("3")))?;
    tally.add(program("from_empty", &folder, only.clone().chain(one_in("2")))?);
    // Two and three databases a step take long.
    for name in ["from_before", "from_live"] {
        tally.add(program(name, &folder, only.clone().chain(one_in("4")))?);
    }
    if wanted.only.is_none() {
        let [sample, all] = WAYS_BACK;
        let count = if wanted.sample { sample } else { all };
        tally.add(program("way_back", &folder, ["--count", count].into_iter())?);
    }
    Ok(tally)
}

/// Runs a program of the tests package on the corpus.
fn program<'a>(
    name: &str,
    folder: &Path,
    arguments: impl Iterator<Item = &'a str>,
) -> Result<Tally> {
    let mut command = workspace::program("comon-tests", name)?;
    stages::counted(command.arg(folder).args(arguments))
}

/// The same as a stage of the test run, in which enough of the corpus must pass. The corpus is not part
/// of the repository: `None` where there is none and none was asked for.
pub fn stage(full: bool) -> Result<Option<Tally>> {
    let folder = default_folder();
    if !folder.is_dir() && std::env::var_os(VARIABLE).is_none() {
        println!("no corpus at {} (set {VARIABLE} to its folder)", folder.display());
        return Ok(None);
    }
    let min_percent = Some(LEAST_PERCENT.to_owned());
    let folder = Some(folder);
    let sample = !full;
    let mut tally =
        run(&Corpus { folder: folder.clone(), min_percent, sample, ..Corpus::default() })?;
    let [few, many] = PAIRS.map(str::to_owned);
    let pairs = Some(if full { many } else { few });
    tally.add(run(&Corpus { folder: folder.clone(), pairs, ..Corpus::default() })?);
    // The steps, three databases each, take long.
    let only = (!full).then(|| "schemas/".to_owned());
    tally.add(run(&Corpus { folder, pull: true, only, ..Corpus::default() })?);
    Ok(Some(tally))
}

/// Where the corpus is, if it is anywhere.
pub fn default_folder() -> PathBuf {
    std::env::var_os(VARIABLE)
        .map_or_else(|| workspace::root().join("../shared/corpus"), PathBuf::from)
}
