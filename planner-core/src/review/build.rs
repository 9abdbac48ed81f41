//! An artifact, or a plan that no artifact holds yet -> its review.

use super::compare::hunks;
use super::diagram::{Diagram, diagram};
use super::integrity;
use super::irrecoverable::irrecoverable;
use super::model::{
    Excerpt, HeaviestLock, Order, Problem, Review, ReviewProbe, ReviewStep, Verdict, Warning,
    WrittenStatement,
};
use super::order::{order, ordered_changes};
use super::places::Places;
use super::replan::{Replanned, replan};
use super::sentence::{Class, sentence, table_lines};
use super::statement_lines::StatementLines;
use crate::artifact::Artifact;
use crate::diff::change::ChangeId;
use crate::ordered::{self, BTreeSet};
use crate::plan::{Lock, Plan, Step};
use crate::planner::Planned;
use crate::safer;
use crate::script::{self, Statement};
use crate::warning::allow::flag;
use crate::warning::levels::Levels;
use crate::warning::migration::Migration;
use crate::warning::registry;
use crate::warning::{Finding, Level};

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
            let named = levels.named(&planned.changes);
            let findings = levels.apply(&[findings.as_slice(), &named].concat());
            let places = Places::new(planned, &artifact.before_schema, &artifact.after_schema);
            let statements = StatementLines::of(&planned.plan, artifact.script.as_ref(), written);
            let shown = Shown { planned, findings: &findings, places: Some(&places), statements };
            let edited = match written.is_empty() {
                true => Vec::new(),
                false => hunks(&planned.migration_sql, &artifact.migration_sql),
            };
            Review {
                name: artifact.name.clone(),
                integrity,
                written: written.iter().map(written_statement).collect(),
                edited,
                migration_sql: artifact.migration_sql.clone(),
                metadata,
                ..of_plan(
                    &shown,
                    artifact.statement_count(),
                    (&artifact.before_schema, &artifact.after_schema),
                )
            }
        }
        Err(error) => unplannable(artifact, error.to_string(), metadata),
    }
}

/// The review of a migration that is planned and not written yet.
pub fn review_planned(planned: &Planned) -> Review {
    // Its places are those in the files of the project, not in the snapshots.
    let script = script::parse(planned.provider(), &planned.migration_sql).ok();
    let statements = StatementLines::of(&planned.plan, script.as_ref(), &[]);
    let shown = Shown { planned, findings: &planned.findings, places: None, statements };
    let schemas = (planned.before_schema.as_str(), planned.after_schema.as_str());
    of_plan(&shown, planned.statement_count, schemas)
}

/// The review of a draft: two schemas that somebody is editing, each in one text. What it says of
/// lines is about these texts, and not about the snapshots that would be written of them.
pub fn review_draft(planned: &Planned, before: &str, after: &str, levels: &Levels) -> Review {
    let named = levels.named(&planned.changes);
    let findings = levels.apply(&[planned.findings.as_slice(), &named].concat());
    let places = Places::new(planned, before, after);
    let script = script::parse(planned.provider(), &planned.migration_sql).ok();
    let statements = StatementLines::of(&planned.plan, script.as_ref(), &[]);
    let places = Some(&places);
    let shown = Shown { planned, findings: &findings, places, statements };
    of_plan(&shown, planned.statement_count, (before, after))
}

/// What a review is made of.
struct Shown<'a> {
    planned: &'a Planned,
    findings: &'a [Finding],
    /// Where the changes stand in the schemas.
    places: Option<&'a Places<'a>>,
    /// Where they stand in migration.sql.
    statements: StatementLines,
}

impl Shown<'_> {
    fn excerpts(&self, changes: &[ChangeId]) -> Vec<Excerpt> {
        let all = &self.planned.changes.changes;
        let changes = changes.iter().filter_map(|id| all.get(id.0));
        self.places.map(|places| places.excerpts(changes)).unwrap_or_default()
    }
}

/// `schemas`: the texts before and after, as the review shows them.
fn of_plan(shown: &Shown<'_>, statements: usize, schemas: (&str, &str)) -> Review {
    let Shown { planned, findings, .. } = *shown;
    let gating: Vec<&Finding> =
        findings.iter().filter(|finding| finding.level == Level::Gating).collect();
    let notices: Vec<&Finding> =
        findings.iter().filter(|finding| finding.level == Level::Notice).collect();
    let of_class = |class: Option<Class>| {
        gating.iter().filter(|finding| Class::of(&finding.message) == class).count()
    };
    let Planned { before, after, changes, plan, .. } = planned;
    let migration = Migration::new(before, after, changes, plan);
    Review {
        name: String::new(),
        sentence: sentence(&planned.changes, &planned.plan, &gating),
        tables: table_lines(&planned.changes),
        order: order(&planned.changes, findings),
        ordered_changes: ordered_changes(&planned.changes, findings),
        verdict: Verdict {
            provider: Some(planned.provider()),
            statements,
            data_loss: of_class(Some(Class::DataLoss)),
            failures: of_class(Some(Class::Failure)),
            rebuilds: of_class(Some(Class::Rebuild)),
            notices: notices.len() + of_class(None),
            heaviest_lock: heaviest_lock(&planned.plan),
        },
        integrity: Vec::new(),
        gating: gating.into_iter().map(|each| warning(shown, &migration, each)).collect(),
        notices: notices.into_iter().map(|each| warning(shown, &migration, each)).collect(),
        steps: planned.plan.steps.iter().enumerate().map(|each| step(shown, each)).collect(),
        irrecoverable: irrecoverable("this migration", findings),
        written: Vec::new(),
        edited: Vec::new(),
        diagram: diagram(planned),
        schema: hunks(schemas.0, schemas.1),
        migration_sql: planned.migration_sql.clone(),
        before_schema: schemas.0.to_owned(),
        after_schema: schemas.1.to_owned(),
        metadata: Vec::new(),
    }
}

/// What can be said where the planner refuses the snapshots: the lines of warnings.txt still
/// gate.
fn unplannable(artifact: &Artifact, reason: String, metadata: Vec<(String, String)>) -> Review {
    let of_class = |class: Option<Class>| {
        artifact.warnings.iter().filter(|line| Class::of(line) == class).count()
    };
    let gating = artifact.warnings.iter().map(|line| Warning {
        rule: String::new(),
        subject: String::new(),
        message: line.clone(),
        why: String::new(),
        instead: String::new(),
        safer: Vec::new(),
        probes: Vec::new(),
        flag: "--allow-warnings".to_owned(),
        places: Vec::new(),
        lines: Vec::new(),
        declared: Vec::new(),
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
            // What is of no known class may be the worst.
            data_loss: of_class(Some(Class::DataLoss)) + of_class(None),
            failures: of_class(Some(Class::Failure)),
            rebuilds: of_class(Some(Class::Rebuild)),
            notices: 0,
            heaviest_lock: None,
        },
        integrity: vec![Problem { code: "invalid-local-artifacts", message: reason }],
        gating: gating.collect(),
        notices: Vec::new(),
        steps: Vec::new(),
        irrecoverable: Vec::new(),
        written: Vec::new(),
        edited: Vec::new(),
        diagram: Diagram::default(),
        schema: hunks(&artifact.before_schema, &artifact.after_schema),
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

fn warning(shown: &Shown<'_>, migration: &Migration<'_>, finding: &Finding) -> Warning {
    let explained = registry::rule(finding.rule).map(registry::AnyRule::explanation);
    let why = explained.map(|each| format!("{} {}", each.what, each.why)).unwrap_or_default();
    Warning {
        rule: finding.rule.to_owned(),
        subject: finding.subject.to_string(),
        message: finding.message.clone(),
        why,
        instead: explained.map(|each| each.instead.to_owned()).unwrap_or_default(),
        safer: safer::ways(migration, finding),
        probes: finding
            .probes
            .iter()
            .map(|probe| ReviewProbe { counts: probe.counts.clone(), sql: probe.sql.clone() })
            .collect(),
        flag: match finding.level {
            Level::Gating => flag(finding),
            Level::Notice => String::new(),
        },
        places: shown.excerpts(&finding.changes),
        lines: shown.statements.of_finding(finding, &shown.planned.plan),
        declared: Vec::new(),
        measured: None,
    }
}

fn step(shown: &Shown<'_>, (index, step): (usize, &Step)) -> ReviewStep {
    let mut locks: Vec<&Lock> = step.effect.locks.iter().collect();
    ordered::sort_by(&mut locks, |left, right| {
        (right.mode, &left.table).cmp(&(left.mode, &right.table))
    });
    let blocks = locks.iter().map(|lock| lock.mode.blocks_in_words().to_owned()).collect();
    ReviewStep {
        title: step.title.clone(),
        statements: step.statements.clone(),
        blocks,
        locks: locks.into_iter().map(|lock| format!("{lock}: {}", lock.mode.in_words())).collect(),
        work: step.effect.work_in_words(),
        section: step.section,
        lines: shown.statements.of_step(index),
        places: shown.excerpts(&step.serves),
        reversible: !shown.findings.iter().any(|finding| {
            finding.changes.iter().any(|change| step.serves.contains(change))
                && !irrecoverable("it", std::slice::from_ref(finding)).is_empty()
        }),
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
