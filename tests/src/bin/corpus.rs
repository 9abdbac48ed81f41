//! Real schemas and real steps between them, on real databases. In: a folder with `schemas/*.prisma`
//! and `steps/*/*/{before,after}.prisma`. Out: a table of what passed, what was refused and why,
//! what failed and why; exit code 1 where something failed.
//!
//! `corpus [FOLDER] [--pull] [--pairs N] [--min-percent N] [--only PART] [--every N]`: the folder is by default
//! what `COMON_CORPUS` names, else `../shared/corpus`. With `--pull` it is the law of pulling that is
//! judged. With `--pairs` so many random pairs of versions of one project are taken, both ways, in
//! place of schemas and steps. With `--min-percent` it also fails where a smaller share passed: the
//! rest is refused. Steps and pairs run over rows in every table.

use comon_tests::corpus::{self, Chosen, entries, file_name, missing_on_the_server, provider_of};
use comon_tests::database::Place;
use comon_tests::generate::Numbers;
use comon_tests::laws::{self, Beside, Circumstances, EMPTY};
use comon_tests::parallel;
use comon_tests::planning::{self, Migration};
use comon_tests::proof::{Counts, Proof};
use comon_tests::pulling;
use comon_tests::tiers;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

struct Arguments {
    folder: PathBuf,
    min_percent: Option<f64>,
    chosen: Chosen,
    /// How many pairs of versions are judged; 0 for schemas and steps.
    pairs: usize,
    /// Whether what is pulled is judged, and not what is planned.
    pull: bool,
}

/// One schema, or one step.
struct Item {
    name: String,
    before: Option<String>,
    after: String,
}

enum Outcome {
    Passed,
    /// Nothing was run: the schema is not for us, or the server lacks what it asks for.
    Refused(String),
    /// A law is broken.
    Failed(String),
}

fn main() -> ExitCode {
    let arguments = match read_arguments() {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!(
                "{problem}\nusage: corpus [FOLDER] [--pull] [--pairs N] [--min-percent N] [--only PART] [--every N]"
            );
            return ExitCode::from(2);
        }
    };
    let items = match arguments.pairs {
        0 => read_items(&arguments.folder),
        count => Ok(pairs(&arguments.folder, count)),
    };
    let items = match items {
        Ok(items) => items,
        Err(problem) => {
            eprintln!(
                "there is no corpus in {}: {problem}; name its folder, or set COMON_CORPUS",
                arguments.folder.display()
            );
            return ExitCode::from(2);
        }
    };
    let items = arguments.chosen.of(items, |item| item.name.clone());
    println!("{} schemas and steps of {}", items.len(), arguments.folder.display());
    let proof = Proof::begin(match (arguments.pull, arguments.pairs) {
        (true, _) => "pulls of real schemas and steps".to_owned(),
        (false, 0) => "laws over real schemas and steps".to_owned(),
        (false, count) => format!("{count} pairs of versions of real schemas, each way over rows"),
    });
    let outcomes = parallel::map(&items, |item: &Item| judge(item, arguments.pull));
    let outcomes: Vec<Outcome> =
        outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(Outcome::Failed)).collect();
    print_table(&items, &outcomes, &arguments, &proof)
}

fn read_arguments() -> Result<Arguments, String> {
    let mut folder = None;
    let mut min_percent = None;
    let mut chosen = Chosen::default();
    let mut pull = false;
    let mut pairs = 0;
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--min-percent" => {
                let value = given.next().ok_or("--min-percent needs a number")?;
                let number = value.parse().map_err(|_| format!("`{value}` is no number"))?;
                min_percent = Some(number);
            }
            "--pull" => pull = true,
            "--pairs" => {
                let value = given.next().ok_or("--pairs needs a number")?;
                pairs = value.parse().map_err(|_| format!("`{value}` is no number"))?;
            }
            flag if flag.starts_with('-') => {
                if chosen.take(flag, given.next())? {
                    continue;
                }
                return Err(format!("`{flag}` is no flag of this program"));
            }
            path if folder.is_none() => folder = Some(PathBuf::from(path)),
            path => return Err(format!("one folder is enough, `{path}` is the second")),
        }
    }
    let folder = folder.unwrap_or_else(corpus::default_folder);
    Ok(Arguments { folder, min_percent, chosen, pairs, pull })
}

fn read_items(folder: &Path) -> std::io::Result<Vec<Item>> {
    let mut items = Vec::new();
    for path in entries(&folder.join("schemas"))? {
        if path.extension().is_some_and(|extension| extension == "prisma") {
            let name = format!("schemas/{}", file_name(&path));
            items.push(Item { name, before: None, after: fs::read_to_string(&path)? });
        }
    }
    for repository in entries(&folder.join("steps"))? {
        for step in entries(&repository)? {
            let before = fs::read_to_string(step.join("before.prisma"))?;
            items.push(Item {
                name: format!("steps/{}/{}", file_name(&repository), file_name(&step)),
                before: (!before.trim().is_empty()).then_some(before),
                after: fs::read_to_string(step.join("after.prisma"))?,
            });
        }
    }
    Ok(items)
}

/// Any two versions of one project, drawn from a fixed seed, each pair both ways.
fn pairs(folder: &Path, count: usize) -> Vec<Item> {
    let histories: Vec<(String, Vec<String>)> =
        corpus::histories(folder).into_iter().filter(|(_, versions)| versions.len() > 1).collect();
    let mut numbers = Numbers::new(2_026);
    let mut items = Vec::new();
    for _ in 0..count {
        let (name, versions) = &histories[numbers.below(histories.len())];
        let one = numbers.below(versions.len());
        let two = (one + 1 + numbers.below(versions.len() - 1)) % versions.len();
        for (from, to) in [(one, two), (two, one)] {
            items.push(Item {
                name: format!("pairs/{name}/{from}-{to}"),
                before: Some(versions[from].clone()),
                after: versions[to].clone(),
            });
        }
    }
    items
}

fn judge(item: &Item, pull: bool) -> Outcome {
    let provider = match provider_of(&item.after) {
        Ok(provider) => provider,
        Err(name) => return Outcome::Refused(format!("provider {name} is not supported")),
    };
    // What either side needs is there from the start.
    let mut prepared = corpus::prepared(&item.after);
    for statement in item.before.iter().flat_map(|before| corpus::prepared(before)) {
        if !prepared.contains(&statement) {
            prepared.push(statement);
        }
    }
    let mut lacking = None;
    for place in corpus::places(provider) {
        let found = match pull {
            true => pull_law(place, item, &prepared),
            false => plan_law(place, item, &prepared),
        };
        match found {
            Err(reason) => return Outcome::Refused(reason),
            Ok(problems) if problems.is_empty() => return Outcome::Passed,
            Ok(problems) => match missing_on_the_server(&problems) {
                Some(line) => {
                    lacking.get_or_insert_with(|| line.to_owned());
                }
                None => return Outcome::Failed(problems.join("\n")),
            },
        }
    }
    Outcome::Refused(format!("no server here has it: {}", lacking.unwrap_or_default()))
}

fn plan_law(place: Place, item: &Item, prepared: &[String]) -> Result<Vec<String>, String> {
    let migration = Migration {
        provider: place.provider(),
        before: item.before.clone(),
        after: item.after.clone(),
        hints: Vec::new(),
    };
    if migration.before.is_none() {
        return laws::check(place, &migration, Circumstances { prepared, ..EMPTY });
    }
    let planned = planning::plan(&migration)?;
    let same = tiers::same_by_name(&planned);
    Ok(tiers::check(place, &migration, &planned, prepared, &same, Beside::default()))
}

/// Both sides of a step, each for itself, and the step as others would have carried it out.
fn pull_law(place: Place, item: &Item, prepared: &[String]) -> Result<Vec<String>, String> {
    let mut problems = Vec::new();
    for text in item.before.iter().chain([&item.after]) {
        problems.extend(pulling::check(place, text, prepared)?);
    }
    if let Some(before) = &item.before {
        problems.extend(pulling::check_step(place, before, &item.after, prepared)?);
    }
    Ok(problems)
}

fn print_table(
    items: &[Item],
    outcomes: &[Outcome],
    arguments: &Arguments,
    proof: &Proof,
) -> ExitCode {
    let mut counts = BTreeMap::from([("passed", 0), ("refused", 0), ("failed", 0)]);
    for (item, outcome) in items.iter().zip(outcomes) {
        let (word, reason) = match outcome {
            Outcome::Passed => ("passed", ""),
            Outcome::Refused(reason) => ("refused", reason.as_str()),
            Outcome::Failed(reason) => ("failed", reason.as_str()),
        };
        *counts.entry(word).or_default() += 1;
        println!("{word:8} {}", item.name);
        // Of a refused schema its errors, each with its place; warnings and frames are for `check`.
        let all: Vec<&str> = reason.lines().collect();
        let mut errors = Vec::new();
        for pair in all.windows(2) {
            if let [head, place] = pair
                && ["error[", "unplannable["].iter().any(|word| head.starts_with(word))
            {
                errors.extend([head.trim(), place.trim()]);
            }
        }
        let lines = if errors.is_empty() { all } else { errors };
        for line in lines.iter().take(6) {
            println!("         | {line}");
        }
        if lines.len() > 6 {
            println!("         | … {} lines more", lines.len() - 6);
        }
    }
    println!();
    let share = |count: usize| 100.0 * count as f64 / items.len().max(1) as f64;
    for (word, count) in &counts {
        println!("{word:8} {count:4} of {}  {:5.1} %", items.len(), share(*count));
    }
    let (passed, failed) = (counts["passed"], counts["failed"]);
    print_reasons(outcomes);
    proof.print(Counts { passed, failed, refused: counts["refused"] });
    let enough = arguments.min_percent.is_none_or(|least| share(passed) >= least);
    let good = failed == 0 && enough;
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Why nothing was run, and how often for that reason.
fn print_reasons(outcomes: &[Outcome]) {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for outcome in outcomes {
        let Outcome::Refused(reason) = outcome else { continue };
        let errors = reason.lines().filter(|line| line.starts_with("error["));
        let heads: BTreeSet<&str> = errors.filter_map(|line| line.split(':').next()).collect();
        let reason = match heads.is_empty() {
            true => reason.lines().next().unwrap_or_default().to_owned(),
            false => heads.into_iter().collect::<Vec<_>>().join(", "),
        };
        *reasons.entry(reason).or_default() += 1;
    }
    for (reason, count) in reasons {
        println!("{count:4} refused: {reason}");
    }
}
