//! A pair and a database -> what is wrong with it, in both directions: broken laws, values that went
//! without a word, false alarms and silence. Knows nothing of how pairs are made.

use super::edits::Promise;
use super::expected;
use super::kept;
use super::model::Schema;
use super::{Pair, migration};
use crate::database::Place;
use crate::laws::{self, Circumstances, Failure, Rows};
use crate::planning;
use crate::seed::{self, Style, Wanted};
use planner_core::database::model::ObjectName;
use planner_core::planner::Planned;
use std::collections::BTreeSet;

/// Whether a pair is about two migrations that can be planned at all: a chain of hints cannot.
pub fn is_possible(pair: &Pair) -> bool {
    let chained = |migration| {
        planning::plan(&migration)
            .is_err_and(|reason| reason.contains("which another hint renames"))
    };
    !chained(pair.forwards()) && !chained(pair.backwards())
}

/// Everything that is wrong; empty is good.
pub fn judge(place: Place, pair: &Pair) -> Vec<String> {
    let mut problems: Vec<String> = direction(place, &pair.before, &pair.after, pair.promise())
        .into_iter()
        .map(|problem| format!("forwards: {problem}"))
        .collect();
    let back = direction(place, &pair.after, &pair.before, Promise::Depends);
    problems.extend(back.into_iter().map(|problem| format!("backwards: {problem}")));
    problems
}

fn direction(place: Place, before: &Schema, after: &Schema, promise: Promise) -> Vec<String> {
    let migration = migration(before, after);
    let planned = match planning::plan(&migration) {
        Ok(planned) => planned,
        Err(reason) => return vec![format!("not planned: {reason}")],
    };
    let mut problems = expected::compare(&expected::expected(before, after), &planned);
    match promise {
        Promise::Harmless => {
            let gating = planned.gating().filter(|finding| finding.rule != "rebuild-table");
            problems.extend(gating.map(|finding| format!("harmless, but: {}", finding.message)));
        }
        Promise::Fires(rule) if planned.gating().all(|finding| finding.rule != rule) => {
            problems.push(format!("{rule} does not fire"));
        }
        Promise::Fires(_) | Promise::Depends => {}
    }
    let same = kept::questions(before, after, &planned);
    let none = BTreeSet::new();
    let hopeless = tables_that_must_be_empty(&planned);
    let rows = [
        Some(Wanted { style: Style::Varied, count: 3, empty: &none }),
        Some(Wanted { style: Style::Plain, count: 3, empty: &hopeless }),
        Some(Wanted { style: Style::Plain, count: 1, empty: &hopeless }),
        None,
    ];
    for wanted in rows {
        let sql = wanted.map(|wanted| seed::sql(&planned.before, wanted)).unwrap_or_default();
        let circumstances = Circumstances {
            rows: Rows::Written(&sql),
            failure: if wanted.is_some() { Failure::IfWarned } else { Failure::None },
            prepared: &[],
            same: &same,
        };
        match laws::report(place, &migration, circumstances) {
            Err(reason) => problems.push(format!("not planned: {reason}")),
            Ok(report) => {
                problems.extend(report.problems);
                if let Some(failure) = report.failure {
                    problems.extend(unexpected(&failure, &planned));
                    if problems.is_empty() {
                        continue;
                    }
                }
            }
        }
        break;
    }
    problems
}

/// Tables that a migration goes over only where they have no rows, by their names before.
fn tables_that_must_be_empty(planned: &Planned) -> BTreeSet<ObjectName> {
    let required = planned.gating().filter(|finding| finding.rule == "add-required-column");
    let after: Vec<&[String]> = required
        .filter_map(|finding| finding.subject.parts.split_last().map(|(_, table)| table))
        .collect();
    let renamed = |name: &ObjectName| {
        use planner_core::diff::change::Change;
        let new = planned.changes.changes.iter().find_map(|change| match change {
            Change::RenameTable(table) if table.before == *name => Some(&table.after),
            _ => None,
        });
        let name = new.unwrap_or(name);
        name.namespace.iter().chain([&name.name]).cloned().collect::<Vec<String>>()
    };
    let tables = planned.before.tables.iter().map(|table| &table.name);
    tables.filter(|name| after.contains(&renamed(name).as_slice())).cloned().collect()
}

/// Whether the failure is of a kind that none of the warnings spoke of.
fn unexpected(failure: &str, planned: &Planned) -> Option<String> {
    let rules: &[&str] = if has(failure, &["(23502)", "NOT NULL constraint"]) {
        &["require-column", "add-required-column", "change-primary-key"]
    } else if has(failure, &["(23505)", "UNIQUE constraint"]) {
        &["add-unique", "change-primary-key", "narrow-column-type"]
    } else if has(failure, &["(23503)", "FOREIGN KEY constraint", "foreign_key_check"]) {
        &["add-foreign-key"]
    } else {
        &["narrow-column-type", "remove-enum-value"]
    };
    let named = planned.gating().any(|finding| rules.contains(&finding.rule));
    (!named).then(|| format!("it fails, and no warning speaks of that: {failure}"))
}

fn has(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}
