//! What page and bot are told: the planner's answers as plain data with places that an editor
//! understands. Nothing is decided here.

use planner_core::artifact::read::ArtifactProblem;
use planner_core::diagnostic::view::{DiagnosticView, Places};
use planner_core::planner::{PlanError, Planned, Side};
use planner_core::review::Review;
use planner_core::review::change::ChangeReview;
use planner_core::warning::finding::{Finding, Level};
use planner_core::warning::registry::AnyRule;
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
    /// How much it stops.
    pub level: FindingLevel,
    /// What it is about, as `--allow <rule>:<subject>` names it.
    pub subject: String,
    /// The line of warnings.txt.
    pub message: String,
}

/// How much a finding stops.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingLevel {
    /// A deploy, until it is accepted.
    Gating,
    /// Nothing.
    Notice,
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
#[serde(rename_all = "camelCase")]
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
    /// What is wrong with the schemas or the request.
    #[serde(flatten)]
    pub against: Against,
}

/// What stands against a plan.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Against {
    /// What is wrong with the schema before.
    pub before_diagnostics: Vec<DiagnosticView>,
    /// What is wrong with the schema after.
    pub after_diagnostics: Vec<DiagnosticView>,
    /// What is wrong with the request: a hint that fits nothing, two providers.
    pub refusals: Vec<String>,
}

/// The review of two schemas that somebody is editing, or why there is none.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// The review of the migration between them.
    pub review: Option<Review>,
    /// What goes while something much like it comes: each may be a rename.
    pub renames: Vec<RenameOffer>,
    /// What is wrong with the schemas or the request.
    #[serde(flatten)]
    pub against: Against,
}

/// What may be a rename.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RenameOffer {
    /// What goes, by its name before.
    pub before: String,
    /// What it may have become, the likeliest first.
    pub targets: Vec<RenameTarget>,
}

/// What something may have become.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RenameTarget {
    /// Its name after.
    pub after: String,
    /// The hint that says so.
    pub hint: String,
}

/// The review of a migration, or why its files cannot be read.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewView {
    /// The review.
    pub review: Option<Review>,
    /// What is wrong with the files.
    pub problems: Vec<FileProblem>,
    /// What is wrong with the options, one sentence each.
    pub refusals: Vec<String>,
}

/// A review that was made elsewhere, with what was measured: of the shape of a review's answer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MeasuredView {
    /// The review.
    pub review: serde_json::Value,
    /// None: there are no files.
    pub problems: Vec<FileProblem>,
    /// What is wrong with the facts, one sentence each.
    pub refusals: Vec<String>,
}

/// What the settings of a project say to a review.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// What counts, one sentence each.
    pub words: Vec<String>,
    /// What is wrong with them; then nothing of them counts.
    pub problems: Vec<String>,
}

/// What is wrong with a migration's file.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileProblem {
    /// The status code.
    pub code: &'static str,
    /// The file.
    pub file: &'static str,
    /// The line there, from 1, where it is about one.
    pub line: Option<u32>,
    /// What is wrong, one sentence without a period.
    pub message: String,
    /// What to do, where more can be said than for the code.
    pub help: Option<String>,
}

/// The review of a change.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// The rules that it breaks, and the reviews of its new migrations.
    pub change: ChangeReview,
    /// What is wrong with the options, one sentence each.
    pub refusals: Vec<String>,
}

/// What there is to know about a rule. Its examples are in the documentation: a page does not load them.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleView {
    /// Its id.
    pub id: &'static str,
    /// Whether it stops a deploy until it is accepted.
    pub gating: bool,
    /// What happens, and to whom.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do instead.
    pub instead: &'static str,
}

/// A rule as it is shown.
pub fn rule(rule: AnyRule) -> RuleView {
    let explanation = rule.explanation();
    RuleView {
        id: rule.id(),
        gating: rule.level() == Level::Gating,
        what: explanation.what,
        why: explanation.why,
        instead: explanation.instead,
    }
}

/// A finding as it is shown.
pub fn finding(finding: &Finding) -> FindingView {
    FindingView {
        rule: finding.rule,
        level: match finding.level {
            Level::Gating => FindingLevel::Gating,
            Level::Notice => FindingLevel::Notice,
        },
        subject: finding.subject.to_string(),
        message: finding.message.clone(),
    }
}

/// A migration as it is shown.
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

/// What may be renames of a migration.
pub fn renames(planned: &Planned) -> Vec<RenameOffer> {
    let offer = planned.look_alikes().into_iter().map(|each| RenameOffer {
        before: each.before.to_string(),
        targets: each
            .after
            .iter()
            .map(|after| RenameTarget {
                after: after.to_string(),
                hint: each.hint(after).to_string(),
            })
            .collect(),
    });
    offer.collect()
}

/// Why there is no migration.
pub fn against(error: &PlanError) -> Against {
    let mut against = Against::default();
    match error {
        PlanError::Schema { side, sources, diagnostics } => {
            let views = Places::new(sources).views(diagnostics);
            match side {
                Side::Before => against.before_diagnostics = views,
                Side::After => against.after_diagnostics = views,
            }
        }
        PlanError::Hints(errors) => {
            against.refusals = errors.iter().map(ToString::to_string).collect();
        }
        PlanError::ProviderSwitch { .. } => against.refusals = vec![error.to_string()],
    }
    against
}

/// A problem of a file as it is shown.
pub fn file_problem(problem: ArtifactProblem) -> FileProblem {
    let ArtifactProblem { code, file, line, message, help } = problem;
    FileProblem { code, file, line, message, help }
}
