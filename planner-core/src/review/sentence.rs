//! A migration and its findings -> the one sentence that says what it does and what it costs,
//! and one line a table. Says nothing that the findings do not.

use super::phrases::{Verb, phrase};
use crate::database::model::ObjectName;
use crate::diff::change::{Change, ChangeSet};
use crate::ordered::{BTreeMap, BTreeSet};
use crate::plan::{Operation, Plan, Work, waits};
use crate::warning::Finding;

/// How many things a sentence names before it counts them.
const NAMED: usize = 3;

/// The class of a gating finding, as its message begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Values are lost.
    DataLoss,
    /// A statement fails.
    Failure,
    /// A table is built anew.
    Rebuild,
}

impl Class {
    /// The class of a gating finding by its message; `None` for a notice at which the project wants a
    /// deploy to stop.
    pub fn of(message: &str) -> Option<Self> {
        let classes = [
            ("Potential data loss:", Self::DataLoss),
            ("Potential failure:", Self::Failure),
            ("Potential rebuild:", Self::Rebuild),
        ];
        classes.into_iter().find(|(words, _)| message.starts_with(words)).map(|(_, class)| class)
    }
}

/// The sentence. `gating`: the findings that stop a deploy.
pub fn sentence(changes: &ChangeSet, plan: &Plan, gating: &[&Finding]) -> String {
    if changes.is_empty() && gating.is_empty() {
        return "Changes nothing.".to_owned();
    }
    let mut clauses = vec![deeds(changes)];
    let of_class = |class: Class| -> Vec<String> {
        let some = gating.iter().filter(|finding| Class::of(&finding.message) == Some(class));
        some.map(|finding| finding.subject.to_string()).collect()
    };
    let lost = of_class(Class::DataLoss);
    if gating.iter().any(|finding| finding.subject.parts.is_empty()) {
        clauses.push("migration.sql was edited by hand".to_owned());
    }
    let lost: Vec<String> = lost.into_iter().filter(|name| !name.is_empty()).collect();
    if lost.is_empty() {
        clauses.push("no stored value is at risk".to_owned());
    } else {
        clauses.push(format!("stored values of {} may be lost", listed(&lost, NAMED)));
    }
    let failing = of_class(Class::Failure);
    if !failing.is_empty() {
        clauses.push(format!("it can fail on the data of {}", listed(&failing, NAMED)));
    }
    clauses.extend(waiting(plan));
    let text = clauses.join("; ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_ascii_uppercase(), letters.as_str()),
        None => text,
    }
}

/// One line for each table that is touched, by name; what belongs to none comes last.
pub fn table_lines(changes: &ChangeSet) -> Vec<String> {
    let mut tables: BTreeMap<Option<ObjectName>, BTreeMap<Verb, Vec<String>>> = BTreeMap::new();
    for change in &changes.changes {
        let phrase = phrase(change);
        let verbs = tables.entry(phrase.table).or_default();
        verbs.entry(phrase.verb).or_default().push(phrase.in_table);
    }
    let alone = tables.remove(&None);
    let line = |verbs: &BTreeMap<Verb, Vec<String>>| {
        let clauses: Vec<String> = verbs
            .iter()
            .map(|(verb, what)| format!("{} {}", verb.word(), what.join(", ")))
            .collect();
        clauses.join("; ")
    };
    let mut lines: Vec<String> = tables
        .iter()
        .filter_map(|(name, verbs)| Some(format!("{}: {}", name.as_ref()?, line(verbs))))
        .collect();
    lines.extend(alone.iter().map(line));
    lines
}

/// `adds posts.status and an index on posts, drops users.legacy_code`. What comes with a new
/// table or goes with a dropped one is not named.
fn deeds(changes: &ChangeSet) -> String {
    let created: BTreeSet<&ObjectName> = changes
        .changes
        .iter()
        .filter_map(|change| {
            let Change::CreateTable(table) = change else { return None };
            Some(&table.name)
        })
        .collect();
    let mut verbs: BTreeMap<Verb, Vec<String>> = BTreeMap::new();
    for change in &changes.changes {
        let phrase = phrase(change);
        let inner = !matches!(change, Change::CreateTable(_));
        if inner && phrase.table.as_ref().is_some_and(|table| created.contains(table)) {
            continue;
        }
        let objects = verbs.entry(phrase.verb).or_default();
        if !objects.contains(&phrase.object) {
            objects.push(phrase.object);
        }
    }
    if verbs.is_empty() {
        return "changes nothing in the schema".to_owned();
    }
    let clauses: Vec<String> = verbs
        .iter()
        .map(|(verb, objects)| format!("{} {}", verb.word(), listed(objects, NAMED)))
        .collect();
    clauses.join(", ")
}

/// Who waits while it runs.
fn waiting(plan: &Plan) -> Vec<String> {
    let rebuilt = plan.steps.iter().filter_map(|step| match &step.operation {
        Operation::RebuildTable { table, .. } => Some(table.to_string()),
        _ => None,
    });
    let rebuilt: Vec<String> = rebuilt.collect();
    let mut waiting: BTreeMap<(bool, Work), BTreeSet<String>> = BTreeMap::new();
    for wait in waits(plan) {
        let tables = waiting.entry((wait.reads, wait.working.effect.work)).or_default();
        tables.insert(wait.table.to_string());
    }
    let mut clauses = Vec::new();
    if !rebuilt.is_empty() {
        let plural = if rebuilt.len() == 1 { "is" } else { "are" };
        clauses.push(format!(
            "the database is locked while {} {plural} built anew",
            listed(&rebuilt, NAMED)
        ));
    }
    for ((reads_too, work), tables) in waiting {
        let who = if reads_too { "all queries on" } else { "writes to" };
        let tables: Vec<String> = tables.into_iter().collect();
        clauses.push(format!("{who} {} wait while {}", listed(&tables, NAMED), work.in_words()));
    }
    clauses
}

/// `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`.
pub fn listed(names: &[String], most: usize) -> String {
    let (shown, more) = names.split_at(names.len().min(most));
    if !more.is_empty() {
        return format!("{} and {} more", shown.join(", "), more.len());
    }
    match shown.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
