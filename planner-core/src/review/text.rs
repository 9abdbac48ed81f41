//! A review -> plain text for a terminal: the sentence, the verdict, what gates, the steps, the
//! SQL. No colours: what it says does not hang on them.

use super::model::{Hunk, LineChange, Order, OrderedChange, Review, SchemaSide, Verdict, Warning};
use super::sentence::listed;
use crate::ordered::{BTreeMap, BTreeSet};
use crate::source::escape_hidden;

/// How many changes of one order are named before they are counted.
const MOST_CHANGES: usize = 8;

/// The whole review.
pub fn render(review: &Review) -> String {
    let mut text = String::new();
    let mut told = BTreeSet::new();
    if !review.name.is_empty() {
        line(&mut text, 0, &review.name);
    }
    line(&mut text, 0, &review.sentence);
    for table in &review.tables {
        line(&mut text, 2, table);
    }

    section(&mut text, "Verdict");
    line(&mut text, 2, &verdict(&review.verdict));
    line(&mut text, 2, review.order.explanation());
    for (order, changes) in by_order(&review.ordered_changes) {
        line(&mut text, 4, &format!("{}: {}", order.in_words(), listed(&changes, MOST_CHANGES)));
    }
    if review.integrity.is_empty() {
        line(&mut text, 2, "The files fit together.");
    }
    for problem in &review.integrity {
        line(&mut text, 2, &format!("{}: {}", problem.code, problem.message));
    }

    if !review.gating.is_empty() {
        section(&mut text, "Warnings that stop a deploy until they are accepted");
        review.gating.iter().for_each(|each| warning(&mut text, &mut told, each));
    }
    if !review.notices.is_empty() {
        section(&mut text, "Notices");
        for notice in &review.notices {
            line(&mut text, 2, &format!("{} ({})", notice.message, notice.rule));
            safer(&mut text, &mut told, notice);
        }
    }
    if !review.steps.is_empty() {
        section(&mut text, "Steps");
        let mut transaction = 0;
        for (index, step) in review.steps.iter().enumerate() {
            if step.section != transaction {
                transaction = step.section;
                line(&mut text, 2, "The transaction is committed; another one begins.");
            }
            line(&mut text, 2, &format!("{}. {}", index + 1, step.title));
            let locks = if step.locks.is_empty() {
                String::new()
            } else {
                format!("locks {}; ", step.locks.join(", "))
            };
            let lost = if step.reversible { "" } else { "; cannot be undone" };
            line(&mut text, 5, &format!("{locks}{}{lost}", step.work));
        }
    }
    if !review.written.is_empty() {
        section(&mut text, "Statements that the planner did not write");
        for statement in &review.written {
            let first = statement.text.lines().next().unwrap_or_default();
            line(&mut text, 2, &format!("line {}: {first}", statement.line));
        }
    }
    if !review.irrecoverable.is_empty() {
        section(&mut text, "What does not come back when it is undone");
        review.irrecoverable.iter().for_each(|each| line(&mut text, 2, each));
    }
    if !review.schema.is_empty() {
        section(&mut text, "Schema");
        difference(&mut text, &review.schema);
    }
    if !review.edited.is_empty() {
        section(&mut text, "How migration.sql differs from what the planner writes");
        difference(&mut text, &review.edited);
    }
    section(&mut text, "migration.sql");
    if review.migration_sql.is_empty() {
        line(&mut text, 2, "No statement: only clients see the change.");
    }
    for each in review.migration_sql.lines() {
        line(&mut text, 2, each);
    }
    text
}

/// The lines of a difference as a patch has them; of a new schema, only how many there are.
fn difference(text: &mut String, hunks: &[Hunk]) {
    let all = || hunks.iter().flat_map(|hunk| &hunk.lines);
    if all().all(|each| each.change == LineChange::Added) {
        line(text, 2, &counted(all().count(), "new line", "new lines"));
        return;
    }
    for hunk in hunks {
        line(text, 2, &format!("@@ line {} before, {} after @@", hunk.before, hunk.after));
        for each in &hunk.lines {
            line(text, 2, &format!("{} {}", each.change.mark(), each.text));
        }
    }
}

fn by_order(changes: &[OrderedChange]) -> BTreeMap<Order, Vec<String>> {
    let mut groups: BTreeMap<Order, Vec<String>> = BTreeMap::new();
    for each in changes {
        groups.entry(each.order).or_default().push(each.change.clone());
    }
    groups
}

fn verdict(verdict: &Verdict) -> String {
    let provider = verdict.provider.map_or("Unknown database", |each| each.display_name());
    let mut parts = vec![
        provider.to_owned(),
        counted(verdict.statements, "statement", "statements"),
        counted(verdict.data_loss, "data-loss warning", "data-loss warnings"),
        counted(verdict.failures, "failure warning", "failure warnings"),
        counted(verdict.rebuilds, "rebuild", "rebuilds"),
        counted(verdict.notices, "notice", "notices"),
    ];
    if let Some(lock) = &verdict.heaviest_lock {
        parts.push(format!("heaviest lock {} on {}", lock.mode, lock.tables.join(", ")));
    }
    parts.join(" · ")
}

fn counted(number: usize, one: &str, several: &str) -> String {
    match number {
        0 => format!("no {one}"),
        1 => format!("1 {one}"),
        _ => format!("{number} {several}"),
    }
}

fn warning(text: &mut String, told: &mut BTreeSet<String>, warning: &Warning) {
    line(text, 2, &warning.message);
    if let Some(measured) = &warning.measured {
        for words in &measured.lines {
            line(text, 6, &format!("{words} (at {})", measured.at));
        }
    }
    for (label, words) in [("why", &warning.why), ("instead", &warning.instead)] {
        if !words.is_empty() {
            line(text, 6, &format!("{label}: {words}"));
        }
    }
    for place in &warning.places {
        let file = match place.side {
            SchemaSide::Before => "before.prisma",
            SchemaSide::After => "after.prisma",
        };
        for (number, words) in (place.first..).zip(&place.lines) {
            line(text, 6, &format!("{file}:{number}: {}", words.trim()));
        }
        if place.lines.len() < (place.last - place.first + 1) as usize {
            line(text, 6, &format!("{file}: … to line {}", place.last));
        }
    }
    for probe in &warning.probes {
        line(text, 6, &format!("probe: {} (nothing is at risk where it is 0)", probe.counts));
        line(text, 10, &probe.sql);
    }
    safer(text, told, warning);
    line(text, 6, &format!("accept: {}", warning.flag));
}

/// The SQL that takes the risk away, once where it is the same for several warnings.
fn safer(text: &mut String, told: &mut BTreeSet<String>, warning: &Warning) {
    for way in warning.safer.iter().filter(|way| told.insert(way.sql.clone())) {
        line(text, 6, &format!("safer: {}", way.title));
        line(text, 8, &way.when);
        way.sql.lines().filter(|each| !each.is_empty()).for_each(|each| line(text, 10, each));
    }
}

fn section(text: &mut String, title: &str) {
    text.push('\n');
    line(text, 0, title);
}

fn line(text: &mut String, indent: usize, words: &str) {
    text.push_str(&" ".repeat(indent));
    text.push_str(&escape_hidden(words));
    text.push('\n');
}
