//! The steps of a plan and migration.sql as it stands -> the lines of migration.sql that each step and
//! each finding is about. Knows nothing of what a statement does.

use super::model::Lines;
use crate::ordered::{self, BTreeMap};
use crate::plan::Plan;
use crate::script::{Script, Statement};
use crate::warning::Finding;
use crate::warning::rules::{hand_edited_sql, written_data_statement};
use std::collections::VecDeque;

/// Where the statements of a migration stand.
#[derive(Debug, Clone, Default)]
pub struct StatementLines {
    /// By step, in the order of the plan.
    steps: Vec<Vec<Lines>>,
    /// The statements that a person wrote.
    written: Vec<Lines>,
}

impl StatementLines {
    /// Finds each planned statement in a script; one that a person took out has no lines.
    pub fn of(plan: &Plan, script: Option<&Script>, written: &[Statement]) -> Self {
        let mut standing: BTreeMap<&str, VecDeque<Lines>> = BTreeMap::new();
        for statement in script.into_iter().flat_map(Script::statements) {
            standing.entry(&statement.text).or_default().push_back(lines_of(statement));
        }
        let mut found = |text: &String| standing.get_mut(text.as_str())?.pop_front();
        let steps = plan.steps.iter();
        let steps = steps.map(|step| step.statements.iter().filter_map(&mut found).collect());
        Self { steps: steps.collect(), written: written.iter().map(lines_of).collect() }
    }

    /// The lines of a step, by its number from 0.
    pub fn of_step(&self, index: usize) -> Vec<Lines> {
        self.steps.get(index).cloned().unwrap_or_default()
    }

    /// The lines of the steps that make what a finding is about, or of the statements that a
    /// person wrote.
    pub fn of_finding(&self, finding: &Finding, plan: &Plan) -> Vec<Lines> {
        if [hand_edited_sql::RULE.id, written_data_statement::RULE.id].contains(&finding.rule) {
            // Only the message says which of them.
            let named = |lines: &&Lines| {
                finding.message.contains(&format!("migration.sql line {} ", lines.first))
            };
            let named: Vec<Lines> = self.written.iter().filter(named).copied().collect();
            return if named.is_empty() { self.written.clone() } else { named };
        }
        let serves = |(step, _): &(&crate::plan::Step, &Vec<Lines>)| {
            finding.changes.iter().any(|change| step.serves.contains(change))
        };
        let steps = plan.steps.iter().zip(&self.steps).filter(serves);
        let mut lines: Vec<Lines> = steps.flat_map(|(_, lines)| lines).copied().collect();
        ordered::sort(&mut lines);
        lines
    }
}

fn lines_of(statement: &Statement) -> Lines {
    let more = statement.text.bytes().filter(|byte| *byte == b'\n').count();
    Lines { first: statement.line, last: statement.line + more as u32 }
}
