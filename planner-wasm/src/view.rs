//! What the page is told: the planner's answers as plain data with places that an editor
//! understands. Nothing is decided here.

use planner_core::diagnostic::{self, Diagnostic, Frames, Severity};
use planner_core::planner::{PlanError, Planned, Side};
use planner_core::source::{Lines, Position, Sources, Span};
use planner_core::warning::finding::{Finding, Level};
use serde::Serialize;

/// A range of one file, as editors count.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceView {
    /// The file's path.
    pub path: String,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// A second place that explains a diagnostic.
#[derive(Debug, Clone, Serialize)]
pub struct LabelView {
    /// Where.
    pub place: PlaceView,
    /// What is there.
    pub message: String,
}

/// One problem of a schema.
#[derive(Debug, Clone, Serialize)]
pub struct DiagnosticView {
    /// Stable id.
    pub id: &'static str,
    /// `error`, `unplannable` or `warning`.
    pub severity: Severity,
    /// The effect, one line.
    pub message: String,
    /// The next action.
    pub help: Option<String>,
    /// Where.
    pub place: PlaceView,
    /// Other places.
    pub labels: Vec<LabelView>,
    /// The frame that a terminal shows, without colour.
    pub rendered: String,
}

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

/// The places of one schema, its line ends looked up once a file.
#[derive(Debug)]
pub struct Places<'a> {
    sources: &'a Sources,
    lines: Lines<'a>,
    frames: Frames<'a>,
}

impl<'a> Places<'a> {
    /// Reads the texts once.
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, lines: Lines::new(sources), frames: Frames::new(sources, false) }
    }

    fn place(&self, span: Span) -> PlaceView {
        let position = |offset| match self.lines.file(span.file) {
            Some(lines) => lines.position(offset),
            None => Position { line: 1, column: 1, utf16: 0 },
        };
        let path = self.sources.file(span.file).map(|file| file.path.clone()).unwrap_or_default();
        PlaceView { path, start: position(span.start), end: position(span.end) }
    }

    /// A diagnostic of these sources.
    pub fn diagnostic(&self, diagnostic: &Diagnostic) -> DiagnosticView {
        let label = |label: &diagnostic::Label| LabelView {
            place: self.place(label.span),
            message: label.message.clone(),
        };
        DiagnosticView {
            id: diagnostic.id,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            place: self.place(diagnostic.span),
            labels: diagnostic.labels.iter().map(label).collect(),
            rendered: self.frames.render(diagnostic),
        }
    }
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
            let places = Places::new(sources);
            let views = diagnostics.iter().map(|each| places.diagnostic(each)).collect();
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
