//! One migration in, the findings of all rules out, in the order of the registry. Knows no rule
//! by name.

use super::finding::{Asked, Finding, Level, Probe};
use super::migration::Migration;
use super::registry::RULES;
use super::rule::Hit;
use crate::database::model::Database;
use crate::dialect;
use crate::dialect::question::Question;
use crate::diff::change::ChangeSet;
use crate::plan::Plan;
use crate::provider::Provider;

/// Everything that the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct CheckContext<'a> {
    /// The database as it is.
    pub before: &'a Database,
    /// The database as it shall be.
    pub after: &'a Database,
    /// What changes.
    pub changes: &'a ChangeSet,
    /// What runs.
    pub plan: &'a Plan,
}

/// All findings: by rule in the order of the registry, then by change in the order of the set.
pub fn check(context: &CheckContext<'_>) -> Vec<Finding> {
    let migration = Migration::new(context.before, context.after, context.changes, context.plan);
    let provider = context.plan.provider;
    RULES
        .iter()
        .flat_map(|rule| {
            let hits = (rule.find)(&migration).into_iter();
            hits.map(|hit| finding(rule.id, rule.level, hit, provider))
        })
        .collect()
}

/// A hit of a rule as everybody shares it, its questions in the dialect's SQL.
pub(super) fn finding(rule: &'static str, level: Level, hit: Hit, provider: Provider) -> Finding {
    let probes = hit
        .questions
        .into_iter()
        .map(|question| Probe {
            counts: question.counts(),
            sql: dialect::probe_sql(provider, &question),
            tables: asked(&question),
            question,
        })
        .collect();
    Finding {
        rule,
        level,
        subject: hit.subject,
        message: hit.message,
        changes: hit.changes,
        probes,
        span: hit.span,
    }
}

fn asked(question: &Question) -> Vec<Asked> {
    let tables = question.tables().into_iter();
    tables.map(|(table, columns)| Asked { table: table.clone(), columns }).collect()
}
