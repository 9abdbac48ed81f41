//! What the page is told: the planner's answers as plain data with places that an editor
//! understands. Nothing is decided here.

use planner_core::diagnostic::view::{DiagnosticView, Places};
use planner_core::planner::{PlanError, Planned, Side};
use planner_core::warning::finding::{Finding, Level};
use serde::Serialize;

/// All problems of a schema.
#[derive(Debug, Clone, Serialize)]
pub struct CheckView {
    /// In the order of the text.
    pub diagnostics: Vec<DiagnosticView>,
}

/// A risk, or something worth knowing.
#[derive(Debug, Clone, Serialize)]
pub struct FindingView {
    /// The rule that found it.
    pub rule: &'static str,
    /// `gating` or `notice`.
    pub level: &'static str,
    /// What it is about, as `--allow <rule>:<subject>` names it.
    pub subject: String,
    /// The line of warnings.txt.
    pub message: String,
}

/// A unit of execution.
#[derive(Debug, Clone, Serialize)]
pub struct StepView {
    /// What it does, in plain words.
    pub title: String,
    /// Its statements, without terminators.
    pub statements: Vec<String>,
}

/// A migration, or why there is none.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PlanView {
    /// The bytes of migration.sql; none where a diagnostic or a refusal stands against it.
    pub migration_sql: Option<String>,
    /// The lines of warnings.txt.
    pub warnings: Vec<String>,
    /// Everything that the rules found, notices too.
    pub findings: Vec<FindingView>,
    /// What will run, in order.
    pub steps: Vec<StepView>,
    /// How many statements that is.
    pub statement_count: usize,
    /// Whether a table is built anew.
    pub requires_rebuild: bool,
    /// What is wrong with the schema before.
    pub before_diagnostics: Vec<DiagnosticView>,
    /// What is wrong with the schema after.
    pub after_diagnostics: Vec<DiagnosticView>,
    /// What is wrong with the request: a hint that fits nothing, two providers.
    pub refusals: Vec<String>,
}

/// A finding as the page shows it.
pub fn finding(finding: &Finding) -> FindingView {
    let level = match finding.level {
        Level::Gating => "gating",
        Level::Notice => "notice",
    };
    FindingView {
        rule: finding.rule,
        level,
        subject: finding.subject.to_string(),
        message: finding.message.clone(),
    }
}

/// A migration as the page shows it.
pub fn planned(planned: Planned) -> PlanView {
    let steps = planned.plan.steps.into_iter();
    PlanView {
        migration_sql: Some(planned.migration_sql),
        warnings: planned.warnings,
        findings: planned.findings.iter().map(finding).collect(),
        steps: steps
            .map(|step| StepView { title: step.title, statements: step.statements })
            .collect(),
        statement_count: planned.statement_count,
        requires_rebuild: planned.requires_rebuild,
        ..PlanView::default()
    }
}

/// Why there is no migration.
pub fn refused(error: &PlanError) -> PlanView {
    let mut view = PlanView::default();
    match error {
        PlanError::Schema { side, sources, diagnostics } => {
            let views = Places::new(sources).views(diagnostics);
            match side {
                Side::Before => view.before_diagnostics = views,
                Side::After => view.after_diagnostics = views,
            }
        }
        PlanError::Hints(errors) => {
            view.refusals = errors.iter().map(ToString::to_string).collect()
        }
        PlanError::ProviderSwitch { .. } => view.refusals = vec![error.to_string()],
    }
    view
}
