//! The review of a project -> all that it says, one entry each with its level and its lines: what
//! annotations, code quality and SARIF are made of. Knows nothing of their formats.

use super::places::{Placement, ReviewedProject, Spot};
use crate::ordered::BTreeMap;
use crate::review::model::{Review, Warning};
use sha2::{Digest, Sha256};

/// How heavy an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A rule that is broken, or files that do not fit: stops a merge.
    Broken,
    /// A warning to accept: stops until then.
    Gating,
    /// Worth knowing.
    Notice,
}

/// Something that a review says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// How heavy it is.
    pub weight: Weight,
    /// The rule or status code.
    pub rule: String,
    /// What is said, one line.
    pub message: String,
    /// What to do, and with which flag; empty where there is nothing to do.
    pub help: String,
    /// Where, the best place first; at least one.
    pub spots: Vec<Spot>,
    /// The same as long as the same is said of the same subject, whatever lines move: 64
    /// hexadecimal digits.
    pub fingerprint: String,
}

/// Everything, what is broken first.
pub fn located(project: &ReviewedProject<'_>) -> Vec<Located> {
    let ReviewedProject { placement, change } = project;
    let mut all = Vec::new();
    for problem in &change.problems {
        all.push(Entry {
            weight: Weight::Broken,
            rule: problem.code,
            subject: problem.file.as_deref().unwrap_or_default(),
            migration: problem.migration.as_deref().unwrap_or_default(),
            message: &problem.message,
            help: problem.help.to_owned(),
            spots: vec![placement.of_problem(problem)],
        });
    }
    for review in &change.reviews {
        for problem in &review.integrity {
            let file = problem.message.split_once(": ").map(|(file, _)| file);
            let known = file.filter(|file| crate::artifact::files::FILE_NAMES.contains(file));
            let file = known.unwrap_or(match problem.code {
                "warnings-edited" => "warnings.txt",
                _ => "migration.sql",
            });
            all.push(Entry {
                weight: Weight::Broken,
                rule: problem.code,
                subject: file,
                migration: &review.name,
                message: &problem.message,
                help: String::new(),
                spots: vec![placement.of_migration(&review.name, file, None)],
            });
        }
        all.extend(review.gating.iter().map(|each| of_warning(placement, review, each)));
    }
    for review in &change.reviews {
        all.extend(review.notices.iter().map(|each| of_warning(placement, review, each)));
    }
    finished(placement, all)
}

/// An entry before it has its fingerprint.
struct Entry<'a> {
    weight: Weight,
    rule: &'a str,
    subject: &'a str,
    migration: &'a str,
    message: &'a str,
    help: String,
    spots: Vec<Spot>,
}

fn of_warning<'a>(placement: &Placement, review: &'a Review, warning: &'a Warning) -> Entry<'a> {
    let gates = !warning.flag.is_empty();
    let mut help = warning.instead.clone();
    if gates {
        if !help.is_empty() {
            help.push(' ');
        }
        help.push_str(&format!("Accept with {}", warning.flag));
    }
    let statements = warning.lines.iter().map(|each| placement.statement(&review.name, *each));
    let declared = warning.declared.iter().map(|each| placement.declared(each));
    let mut spots: Vec<Spot> = statements.chain(declared).collect();
    if spots.is_empty() {
        spots.extend(warning.places.iter().map(|each| placement.excerpt(&review.name, each)));
    }
    if spots.is_empty() {
        spots.push(placement.of_migration(&review.name, "migration.sql", None));
    }
    Entry {
        weight: if gates { Weight::Gating } else { Weight::Notice },
        rule: if warning.rule.is_empty() { "invalid-local-artifacts" } else { &warning.rule },
        subject: &warning.subject,
        migration: &review.name,
        message: &warning.message,
        help,
        spots,
    }
}

fn finished(placement: &Placement, all: Vec<Entry<'_>>) -> Vec<Located> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let finish = |entry: Entry<'_>| {
        let key = [&placement.schema, entry.migration, entry.rule, entry.subject].join("\u{1f}");
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        Located {
            weight: entry.weight,
            rule: entry.rule.to_owned(),
            message: entry.message.to_owned(),
            help: entry.help,
            spots: entry.spots,
            fingerprint: digest(&format!("{key}\u{1f}{count}")),
        }
    };
    all.into_iter().map(finish).collect()
}

fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
