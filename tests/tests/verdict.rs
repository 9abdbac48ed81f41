//! comon's verdict on schemas against that of Prisma 6.19: over the probes, the corpus, and
//! mutations of the corpus. Each disagreement that stands is listed with its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::corpus::{self, CorpusSchema};
use comon_tests::generate::Numbers;
use comon_tests::mutate;
use comon_tests::oracle::Oracle;
use comon_tests::probe;
use comon_tests::proof::{Counts, Proof};
use comon_tests::verdict::{self, Disagreement};
use planner_core::diagnostic::{self, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The first of the seeds; every mutation has its own.
const SEED: u64 = 20_261_126;

/// How many mutations run, and how many with `--full`.
const MUTATIONS: (u64, u64) = (300, 2_000);

#[test]
fn probes_get_the_verdict_that_is_recorded() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut different = Vec::new();
    for file in probe::all() {
        if update {
            let lines = |question: &probe::Question| {
                verdict::ours(&question.files).lines(question.datasource)
            };
            file.write(&file.with_expected(lines));
            continue;
        }
        for question in file.questions() {
            let ours = verdict::ours(&question.files);
            let lines = ours.lines(question.datasource);
            if lines != question.expected {
                let (name, expected) = (&question.name, question.expected.join("\n"));
                different.push(format!("{name}: now\n{}\nexpected\n{expected}", lines.join("\n")));
            }
        }
    }
    assert!(different.is_empty(), "{}\n(UPDATE_EXPECT=1 rewrites)", different.join("\n"));
}

#[test]
fn probes_are_many_and_names_tell_them_apart() {
    let questions: Vec<_> = probe::all().iter().flat_map(probe::ProbeFile::questions).collect();
    let names: BTreeSet<_> =
        questions.iter().map(|question| (&question.name, question.datasource)).collect();
    assert_eq!(names.len(), questions.len());
    let accepted = questions.iter().filter(|each| verdict::ours(&each.files).accepts()).count();
    let refused = questions.len() - accepted;
    assert!(accepted > 300 && refused > 300, "{accepted} accepted, {refused} refused");
}

#[test]
fn every_problem_says_what_to_do_next_and_reads_like_the_others() {
    // The first example of each id and severity, as people see it.
    let mut examples: BTreeMap<(&str, Severity), String> = BTreeMap::new();
    let mut wrong = String::new();
    let questions: Vec<_> = probe::all().iter().flat_map(probe::ProbeFile::questions).collect();
    for question in &questions {
        let ours = verdict::ours(&question.files);
        for each in &ours.diagnostics {
            let frame = diagnostic::render(each, &ours.sources, false);
            let help = each.help.as_deref().unwrap_or_default();
            let told = format!("{} {help}", each.message);
            let unquoted: String = told.split('`').step_by(2).collect();
            let is_code = |word: &str| word.starts_with('@') || word.contains("()");
            let flaws = [
                ("has no help", help.trim().is_empty() || !frame.contains("\nhelp: ")),
                ("has a message of several lines", each.message.contains('\n')),
                ("has a message that is no sentence", !each.message.ends_with('.')),
                ("has a help that ends like a sentence", help.ends_with('.')),
                ("has a help that begins like a sentence", help.starts_with(char::is_uppercase)),
                ("has a quote that is not closed", told.matches('`').count() % 2 == 1),
                ("has code without quotes", unquoted.split_whitespace().any(is_code)),
                ("quotes nothing", frame.contains("``")),
                ("marks nothing", !frame.contains('^')),
            ];
            for (flaw, _) in flaws.iter().filter(|(_, found)| *found) {
                let _ = writeln!(wrong, "{} {flaw}, in {}:\n{frame}", each.id, question.name);
            }
            examples.entry((each.id, each.severity)).or_insert(frame);
        }
    }
    assert!(examples.len() > 150, "{} examples", examples.len());
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn probes_agree_with_prisma_but_for_what_is_listed() {
    let mut oracle = Oracle::start();
    let listed = verdict::listed();
    let mut found = BTreeSet::new();
    let mut unlisted = String::new();
    let proof = Proof::begin("verdict on probes");
    let (mut count, mut disagree) = (0, 0);
    for question in probe::all().iter().flat_map(probe::ProbeFile::questions) {
        count += 1;
        let ours = verdict::ours(&question.files);
        let theirs = verdict::theirs(&mut oracle, &question.files);
        let Some(disagreement) = verdict::compare(&ours, &theirs) else { continue };
        disagree += 1;
        let names = |each: &verdict::Listed| {
            each.refuser == disagreement.refuser && each.probes.contains(&question.name)
        };
        if listed.iter().any(names) && verdict::is_listed(&disagreement, &listed) {
            found.insert((disagreement.refuser, question.name));
        } else {
            let Disagreement { refuser, reasons } = disagreement;
            let (name, datasource) = (question.name, question.datasource);
            let _ = writeln!(unlisted, "{name} on {datasource}: {refuser:?} refuses: {reasons:?}");
        }
    }
    let probes = listed
        .iter()
        .flat_map(|each| each.probes.iter().map(|probe| (each.refuser, probe.clone())));
    let gone: Vec<_> = probes.filter(|each| !found.contains(each)).collect();
    println!("{count} questions asked, {disagree} of them disagree");
    let failed = unlisted.lines().count();
    proof.print(Counts { passed: count - failed, failed, refused: 0 });
    assert!(unlisted.is_empty(), "disagreements that are not listed:\n{unlisted}");
    assert!(gone.is_empty(), "listed disagreements that are none: {gone:?}");
}

#[test]
fn corpus_agrees_with_prisma_but_for_what_is_listed() {
    let Some(folder) = corpus::folder() else { return };
    let schemas = corpus::schemas(&folder);
    let all: Vec<CorpusSchema> = schemas.into_iter().chain(corpus::sides(&folder)).collect();
    let items = all.into_iter().map(|each| ("as it is".to_owned(), each.name, each.text));
    assert_agreement("the corpus", items.collect());
}

#[test]
fn mutated_corpus_agrees_with_prisma_but_for_what_is_listed() {
    let Some(folder) = corpus::folder() else { return };
    // A mutation decides where the schema is valid without it.
    let mut oracle = Oracle::start();
    let mut schemas = corpus::schemas(&folder);
    schemas.retain(|schema| oracle.decide(&schema.text).accepts() && is_ours(&schema.text));
    let full = std::env::var_os("COMON_FULL").is_some();
    let count = if full { MUTATIONS.1 } else { MUTATIONS.0 };
    let mutants = (0..count).map(|number| {
        let schema = &schemas[number as usize % schemas.len()];
        let seed = SEED + number;
        let mutant = mutate::mutate(&schema.text, &mut Numbers::new(seed));
        let kind = mutant.what.split(',').next().unwrap_or_default().to_owned();
        (kind, format!("{} with seed {seed}: {}", schema.name, mutant.what), mutant.text)
    });
    assert_agreement("mutations of the corpus", mutants.collect());
}

fn is_ours(text: &str) -> bool {
    corpus::provider_of(text).is_ok()
}

/// Asks both about each text, prints a table by kind, and fails over what is not listed.
fn assert_agreement(what: &str, items: Vec<(String, String, String)>) {
    let proof = Proof::begin(format!("verdict on {what}"));
    let mut oracle = Oracle::start();
    let listed = verdict::listed();
    // Of each kind: asked, accepted by Prisma, agreed, disagreed as listed.
    let mut table: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut unlisted = String::new();
    for (kind, name, text) in items {
        let files = [("schema.prisma".to_owned(), text)];
        let theirs = verdict::theirs(&mut oracle, &files);
        let ours = verdict::ours(&files);
        let row = table.entry(kind).or_default();
        row[0] += 1;
        row[1] += usize::from(theirs.accepts());
        match verdict::compare(&ours, &theirs) {
            None => row[2] += 1,
            Some(disagreement) if verdict::is_listed(&disagreement, &listed) => {
                row[3] += 1;
                let first = disagreement.reasons.first().cloned().unwrap_or_default();
                *reasons
                    .entry(format!("{:?} refuses: {first}", disagreement.refuser))
                    .or_default() += 1;
            }
            Some(Disagreement { refuser, reasons }) => {
                let _ = writeln!(unlisted, "{name}: {refuser:?} refuses: {reasons:?}");
            }
        }
    }
    println!("{:32}{:>8}{:>10}{:>8}{:>10}", "", "asked", "accepted", "agree", "listed");
    let mut sum = [0; 4];
    for (kind, row) in &table {
        println!("{kind:32}{:>8}{:>10}{:>8}{:>10}", row[0], row[1], row[2], row[3]);
        sum.iter_mut().zip(row).for_each(|(sum, each)| *sum += each);
    }
    println!("{:32}{:>8}{:>10}{:>8}{:>10}", "all", sum[0], sum[1], sum[2], sum[3]);
    for (reason, count) in reasons {
        println!("{count:6}  {reason}");
    }
    let failed = sum[0] - sum[2] - sum[3];
    proof.print(Counts { passed: sum[0] - failed, failed, refused: 0 });
    assert!(sum[0] > 0, "nothing was asked");
    assert!(unlisted.is_empty(), "disagreements that are not listed:\n{unlisted}");
}
