//! An artifact, or a plan that no artifact holds yet -> its review.

use super::integrity;
use super::model::{
    HeaviestLock, Order, Problem, Review, ReviewProbe, ReviewStep, Verdict, Warning,
    WrittenStatement,
};
use super::order::{order, ordered_changes};
use super::replan::{Replanned, replan};
use super::sentence::{Class, sentence, table_lines};
use crate::artifact::Artifact;
use crate::plan::{Lock, Plan, Step};
use crate::planner::Planned;
use crate::script::Statement;
use crate::warning::allow::flag;
use crate::warning::levels::Levels;
use crate::warning::registry;
use crate::warning::{Finding, Level};
use std::collections::BTreeSet;

/// The review of an artifact. `previous`: the migration before it, where it is at hand.
pub fn review(artifact: &Artifact, previous: Option<&Artifact>) -> Review {
    review_at(artifact, previous, &Levels::default())
}

/// The same in a project that raises or silences notices.
pub fn review_at(artifact: &Artifact, previous: Option<&Artifact>, levels: &Levels) -> Review {
    let metadata = metadata_lines(artifact);
    match replan(artifact) {
        Ok(Replanned { planned, findings, written }) => {
            let replanned = Replanned { planned, findings, written };
            let integrity = integrity::problems(artifact, &replanned, previous);
            let Replanned { planned, findings, written } = &replanned;
            Review {
                name: artifact.name.clone(),
                integrity,
                written: written.iter().map(written_statement).collect(),
                migration_sql: artifact.migration_sql.clone(),
                before_schema: artifact.before_schema.clone(),
                after_schema: artifact.after_schema.clone(),
                metadata,
                ..of_plan(planned, &levels.apply(findings), artifact.statement_count())
            }
        }
        Err(error) => unplannable(artifact, error.to_string(), metadata),
    }
}

/// The review of a migration that is planned and not written yet.
pub fn review_planned(planned: &Planned) -> Review {
    of_plan(planned, &planned.findings, planned.statement_count)
}

fn of_plan(planned: &Planned, findings: &[Finding], statements: usize) -> Review {
    let gating: Vec<&Finding> =
        findings.iter().filter(|finding| finding.level == Level::Gating).collect();
    let notices: Vec<&Finding> =
        findings.iter().filter(|finding| finding.level == Level::Notice).collect();
    let of_class =
        |class: Class| gating.iter().filter(|finding| Class::of(finding) == class).count();
    Review {
        name: String::new(),
        sentence: sentence(&planned.changes, &planned.plan, &gating),
        tables: table_lines(&planned.changes),
        order: order(&planned.changes, findings),
        ordered_changes: ordered_changes(&planned.changes, findings),
        verdict: Verdict {
            provider: Some(planned.provider()),
            statements,
            data_loss: of_class(Class::DataLoss),
            failures: of_class(Class::Failure),
            rebuilds: of_class(Class::Rebuild),
            notices: notices.len(),
            heaviest_lock: heaviest_lock(&planned.plan),
        },
        integrity: Vec::new(),
        gating: gating.into_iter().map(warning).collect(),
        notices: notices.into_iter().map(warning).collect(),
        steps: planned.plan.steps.iter().map(step).collect(),
        written: Vec::new(),
        migration_sql: planned.migration_sql.clone(),
        before_schema: planned.before_schema.clone(),
        after_schema: planned.after_schema.clone(),
        metadata: Vec::new(),
    }
}

/// What can be said where the planner refuses the snapshots: the lines of warnings.txt still
/// gate.
fn unplannable(artifact: &Artifact, reason: String, metadata: Vec<(String, String)>) -> Review {
    let gating = artifact.warnings.iter().map(|line| Warning {
        rule: String::new(),
        subject: String::new(),
        message: line.clone(),
        why: String::new(),
        instead: String::new(),
        probes: Vec::new(),
        flag: "--allow-warnings".to_owned(),
        measured: None,
    });
    Review {
        name: artifact.name.clone(),
        sentence: "Cannot be planned again, so nothing is known of it but its text.".to_owned(),
        tables: Vec::new(),
        order: Order::Any,
        ordered_changes: Vec::new(),
        verdict: Verdict {
            provider: artifact.provider,
            statements: artifact.statement_count(),
            data_loss: artifact.warnings.len(),
            failures: 0,
            rebuilds: 0,
            notices: 0,
            heaviest_lock: None,
        },
        integrity: vec![Problem { code: "invalid-local-artifacts", message: reason }],
        gating: gating.collect(),
        notices: Vec::new(),
        steps: Vec::new(),
        written: Vec::new(),
        migration_sql: artifact.migration_sql.clone(),
        before_schema: artifact.before_schema.clone(),
        after_schema: artifact.after_schema.clone(),
        metadata,
    }
}

fn heaviest_lock(plan: &Plan) -> Option<HeaviestLock> {
    let locks = || plan.steps.iter().flat_map(|step| &step.effect.locks);
    let mode = locks().map(|lock| lock.mode).max()?;
    let tables: BTreeSet<String> =
        locks().filter(|lock| lock.mode == mode).map(Lock::to_string).collect();
    Some(HeaviestLock { mode: mode.in_words(), tables: tables.into_iter().collect() })
}

fn warning(finding: &Finding) -> Warning {
    let explained = registry::rule(finding.rule).map(registry::AnyRule::explanation);
    let why = explained.map(|each| format!("{} {}", each.what, each.why)).unwrap_or_default();
    Warning {
        rule: finding.rule.to_owned(),
        subject: finding.subject.to_string(),
        message: finding.message.clone(),
        why,
        instead: explained.map(|each| each.instead.to_owned()).unwrap_or_default(),
        probes: finding
            .probes
            .iter()
            .map(|probe| ReviewProbe { counts: probe.counts.clone(), sql: probe.sql.clone() })
            .collect(),
        flag: match finding.level {
            Level::Gating => flag(finding),
            Level::Notice => String::new(),
        },
        measured: None,
    }
}

fn step(step: &Step) -> ReviewStep {
    let mut locks: Vec<&Lock> = step.effect.locks.iter().collect();
    locks.sort_by(|left, right| (right.mode, &left.table).cmp(&(left.mode, &right.table)));
    ReviewStep {
        title: step.title.clone(),
        statements: step.statements.clone(),
        locks: locks.into_iter().map(|lock| format!("{lock}: {}", lock.mode.in_words())).collect(),
        work: step.effect.work_in_words(),
        section: step.section,
    }
}

fn written_statement(statement: &Statement) -> WrittenStatement {
    WrittenStatement { line: statement.line, text: statement.text.clone() }
}

fn metadata_lines(artifact: &Artifact) -> Vec<(String, String)> {
    let text = artifact.metadata.text();
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}
