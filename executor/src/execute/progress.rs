//! A script's units and the journal of an interrupted run -> how far it came: what is committed, what
//! was begun, what is left, and whether the file is still the one that was begun. Pure.

use crate::execute::unit::{Unit, UnitMode, units};
use crate::history::journal::{JournalStep, StepState};
use planner_core::script::{Script, Statement};

/// How much of a statement one line shows.
const SHOWN: usize = 60;

/// How far a begun migration came.
#[derive(Debug, Clone)]
pub struct Progress<'a> {
    /// Its units that are committed, in order.
    pub finished: Vec<Unit<'a>>,
    /// The unit that the next run goes on with, and what the journal says of it: `None` where
    /// every unit is committed and only the history row is missing.
    pub next: Option<(Unit<'a>, Option<&'a JournalStep>)>,
    /// How the file differs from the one that was begun, one sentence a step; empty where the
    /// next run can go on.
    pub changed: Vec<String>,
    /// All statements of the file.
    pub statement_count: usize,
}

impl<'a> Progress<'a> {
    /// What the journal says of that script; `journal` holds the steps of its migration alone.
    pub fn of(script: &'a Script, journal: &[&'a JournalStep]) -> Self {
        let step_of = |unit: &Unit<'_>| journal.iter().find(|step| step.step == unit.number);
        let all = units(script);
        let changed = changed_since(&all, journal);
        let statement_count = script.statements().count();
        let is_finished =
            |unit: &Unit<'_>| step_of(unit).is_some_and(|step| step.state == StepState::Finished);
        let (finished, open): (Vec<_>, Vec<_>) = all.into_iter().partition(is_finished);
        let next = open.into_iter().next().map(|unit| {
            let step = step_of(&unit).copied();
            (unit, step)
        });
        Self { finished, next, changed, statement_count }
    }

    /// The statements that are committed, in order.
    pub fn finished_statements(&self) -> impl DoubleEndedIterator<Item = &'a Statement> {
        self.finished.iter().flat_map(|unit| unit.statements.iter().copied())
    }

    /// Where it stopped, for people: what is committed, and what the next statement met.
    pub fn describe(&self) -> Vec<String> {
        let of = self.statement_count;
        let done: usize = self.finished.iter().map(|unit| unit.statements.len()).sum();
        let mut lines = vec![match done {
            done if done == of => format!("all of its {of} statements are committed"),
            0 => format!("none of its {of} statements is committed"),
            1 => format!("statement 1 of {of} is committed"),
            done => format!("statements 1 to {done} of {of} are committed"),
        }];
        let Some((unit, step)) = &self.next else {
            lines.push("only its history row is missing".to_owned());
            return lines;
        };
        let Some(statement) = unit.statements.first() else { return lines };
        let first = unit.first_statement;
        let named = match unit.statements.len() {
            1 => format!("statement {first}"),
            count => format!("statements {first} to {} in one transaction,", first + count - 1),
        };
        let place = format!("migration.sql:{}", statement.line);
        lines.push(match step.map(|step| (step.state, step)) {
            None | Some((StepState::Finished, _)) => format!("{named} ({place}) not begun"),
            Some((StepState::Started, step)) => format!(
                "{named} ({place}) begun at {} and cut off; what it left is looked up",
                step.started_at
            ),
            Some((StepState::Failed, step)) => {
                let at = step.ended_at.as_deref().unwrap_or(&step.started_at);
                format!("{named} ({place}) failed at {at}")
            }
        });
        if let Some(error) = step.and_then(|step| step.error.as_deref()) {
            lines.push(format!("  {}", error.lines().next().unwrap_or_default()));
        }
        lines.push(format!("  {}", first_line(&statement.text)));
        lines
    }
}

/// Why the journal of an interrupted run does not fit the file: somebody changed what was done
/// already, or what may have left something. A transaction that failed left nothing, so it may
/// be mended. Empty where it fits.
pub fn changed_since(units: &[Unit<'_>], journal: &[&JournalStep]) -> Vec<String> {
    let mut changed = Vec::new();
    for step in journal {
        let unit = units.iter().find(|unit| unit.number == step.step);
        let words = match step.state {
            StepState::Finished => "was finished",
            StepState::Started => "was begun",
            // Only a bare statement leaves something when it fails.
            StepState::Failed if unit.is_some_and(|unit| unit.mode == UnitMode::Transaction) => {
                continue;
            }
            StepState::Failed => "failed and may have left something",
        };
        if unit.is_none_or(|unit| unit.digest != step.digest) {
            changed.push(format!(
                "step {} {words} with another statement than the file has now",
                step.step + 1
            ));
        }
    }
    changed
}

/// The start of a statement, one line.
fn first_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use planner_core::provider::Provider;
    use planner_core::script::parse;

    const SCRIPT: &str = "CREATE TABLE a (x INT);\nCREATE TABLE b (x INT);\n\
        -- comon: no-transaction\nCREATE INDEX CONCURRENTLY i ON a (x);\nUPDATE a SET x = 1;\n";

    fn step(script: &Script, number: usize, state: StepState) -> JournalStep {
        JournalStep {
            migration: "m".to_owned(),
            step: number as i64,
            digest: units(script)[number].digest.clone(),
            state,
            started_at: "2026-01-01T00:00:00Z".to_owned(),
            ended_at: None,
            error: (state == StepState::Failed).then(|| "no such row\nreally".to_owned()),
        }
    }

    #[test]
    fn an_interrupted_run_says_which_statement_met_what() {
        let script = parse(Provider::Postgresql, SCRIPT).unwrap();
        let steps = [
            step(&script, 0, StepState::Finished),
            step(&script, 1, StepState::Finished),
            step(&script, 2, StepState::Failed),
        ];
        let steps: Vec<&JournalStep> = steps.iter().collect();
        let progress = Progress::of(&script, &steps);
        assert_eq!(progress.finished_statements().count(), 3);
        assert_eq!(
            progress.describe(),
            [
                "statements 1 to 3 of 4 are committed",
                "statement 4 (migration.sql:5) failed at 2026-01-01T00:00:00Z",
                "  no such row",
                "  UPDATE a SET x = 1",
            ]
        );
        assert_eq!(progress.changed, Vec::<String>::new());
    }

    #[test]
    fn a_statement_that_left_something_must_stay_and_a_failed_transaction_may_change() {
        let script = parse(Provider::Postgresql, SCRIPT).unwrap();
        let edited = SCRIPT.replace("i ON a", "j ON a").replace("x = 1", "x = 2");
        let edited = parse(Provider::Postgresql, &edited).unwrap();
        let changed = |number: usize, state: StepState| {
            let step = step(&script, number, state);
            Progress::of(&edited, &[&step]).changed.len()
        };
        for state in [StepState::Started, StepState::Failed, StepState::Finished] {
            assert_eq!(changed(0, state), 0, "{state:?}");
            assert_eq!(changed(1, state), 1, "{state:?}");
        }
        assert_eq!(changed(2, StepState::Failed), 0);
        assert_eq!(changed(2, StepState::Finished), 1);
    }
}
