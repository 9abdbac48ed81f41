//! Questions -> answers, through the planner. The same functions answer in WebAssembly and
//! natively, where the parity test calls them.

use crate::request::{
    self, ChangeRequest, DraftRequest, FileInput, MeasureRequest, PlanRequest, RenderRequest,
    ReviewOptions, ReviewRequest, SettingsRequest, levels, migration, project, sources,
};
use crate::view::{
    self, Against, ChangeView, CheckView, DraftView, MeasuredView, PlanView, ReviewView, RuleView,
    SettingsView,
};
use planner_core::artifact::read::ArtifactProblem;
use planner_core::artifact::{self, Artifact};
use planner_core::diagnostic::view::Places;
use planner_core::diff::hint::{self, RenameHint};
use planner_core::format;
use planner_core::json::value_of;
use planner_core::planner;
use planner_core::planner::drafts::Drafts;
use planner_core::provider::Provider;
use planner_core::review::change::{MigrationFiles, review_change as review_of_change};
use planner_core::review::facts::{FACTS_VERSION, Facts, FactsError};
use planner_core::review::render::{self, Format, ReviewedProject};
use planner_core::review::{Review, review_at, review_draft};
use planner_core::settings::Settings;
use planner_core::source::Sources;
use planner_core::warning::levels::Levels;
use planner_core::warning::registry;
use serde_json::Value;

/// All problems of a schema.
pub fn check(files: Vec<FileInput>) -> CheckView {
    let sources = sources(files);
    CheckView { diagnostics: Places::new(&sources).views(&planner::problems(&sources)) }
}

/// A schema file in canonical formatting.
pub fn format(text: &str) -> String {
    format::format_text(text)
}

/// What leads from one schema to another, or what stands against it.
pub fn plan(request: PlanRequest) -> PlanView {
    let before = request.before.map(sources);
    let after = sources(request.after);
    let planned = parsed(&request.hints).and_then(|hints| {
        let request =
            planner::PlanRequest { before: before.as_ref(), after: &after, hints: &hints };
        planner::plan_unwritten(&request).map_err(|error| view::against(&error))
    });
    match planned {
        Ok(planned) => view::planned(planned),
        Err(against) => PlanView { against, ..PlanView::default() },
    }
}

/// The review of two schemas that somebody is editing. The drafts keep what the next one has in common
/// with this one, and change no answer.
pub fn draft(drafts: &mut Drafts, request: &DraftRequest) -> DraftView {
    let first = request.before.trim().is_empty();
    let before = (!first).then(|| Sources::single("before.prisma", &request.before));
    let after = Sources::single("after.prisma", &request.after);
    let Chosen { levels, refusals, .. } = chosen(request.options.clone());
    let looked = parsed(&request.hints).and_then(|hints| {
        let plan = planner::PlanRequest { before: before.as_ref(), after: &after, hints: &hints };
        let look = |planned: &planner::Planned| DraftView {
            review: Some(review_draft(planned, &request.before, &request.after, &levels)),
            renames: view::renames(planned),
            against: Against { refusals: refusals.clone(), ..Against::default() },
        };
        drafts.plan(&plan, look).map_err(|error| view::against(&error))
    });
    looked.unwrap_or_else(|against| DraftView { against, ..DraftView::default() })
}

/// The review of a migration's files.
pub fn review(request: ReviewRequest) -> ReviewView {
    let ReviewRequest { migration: own, previous, options } = request;
    let Chosen { provider, levels, facts, refusals } = chosen(options);
    let previous = previous.map(migration);
    let previous = previous.and_then(|files| artifact_of(&files, provider).ok());
    match artifact_of(&migration(own), provider) {
        Ok(artifact) => {
            let review = review_at(&artifact, previous.as_ref(), &levels);
            let review = Some(measured(review, facts.as_ref()));
            ReviewView { review, problems: Vec::new(), refusals }
        }
        Err(problems) => {
            let problems = problems.into_iter().map(view::file_problem).collect();
            ReviewView { review: None, problems, refusals }
        }
    }
}

/// What the settings of a project say to a review.
pub fn settings(request: &SettingsRequest) -> SettingsView {
    match request::settings(&request.configuration, &request.today) {
        Ok(settings) => SettingsView { words: settings.in_words(), problems: Vec::new() },
        Err(problem) => SettingsView { words: Vec::new(), problems: vec![problem] },
    }
}

/// A review that was made elsewhere with what was measured of its warnings.
///
/// # Errors
///
/// The review is no JSON.
pub fn measure(request: &MeasureRequest) -> Result<MeasuredView, String> {
    let mut review: Value = serde_json::from_str(&request.review)
        .map_err(|error| format!("the review cannot be read: {error}"))?;
    let facts = match facts_of(&request.facts) {
        Ok(facts) => facts,
        Err(words) => {
            return Ok(MeasuredView { review, problems: Vec::new(), refusals: vec![words] });
        }
    };
    let name = review["name"].as_str().unwrap_or_default();
    let lines = review["metadata"].as_array().into_iter().flatten();
    let mut checksums = lines.filter(|line| line[0] == "checksum");
    let found = facts.of(name, checksums.next().and_then(|line| line[1].as_str()));
    let Some(migration) = found else {
        let refusal = format!(
            "The facts say nothing of {name} as it was reviewed: measure its files with comon \
             migrate preflight."
        );
        return Ok(MeasuredView { review, problems: Vec::new(), refusals: vec![refusal] });
    };
    for list in ["gating", "notices"] {
        for warning in review[list].as_array_mut().into_iter().flatten() {
            let text = |key: &str| warning[key].as_str().unwrap_or_default().to_owned();
            let measured = facts.measured(migration, &text("rule"), &text("subject"));
            if let (Some(measured), Some(fields)) = (measured, warning.as_object_mut()) {
                fields.insert("measured".to_owned(), value_of(&measured));
            }
        }
    }
    Ok(MeasuredView { review, problems: Vec::new(), refusals: Vec::new() })
}

/// The review of a change, from the files on both sides of it.
pub fn review_change(request: ChangeRequest) -> ChangeView {
    let ChangeRequest { base, head, options } = request;
    let Chosen { levels, facts, refusals, .. } = chosen(options);
    let mut change = review_of_change(&project(base), &project(head), &levels);
    let reviews = std::mem::take(&mut change.reviews);
    change.reviews = reviews.into_iter().map(|each| measured(each, facts.as_ref())).collect();
    ChangeView { change, refusals }
}

/// The review of a change in one of the forms that forges and people take it in.
///
/// # Errors
///
/// There is no such form, or something is wrong with the options: in words.
pub fn render(request: RenderRequest) -> Result<String, String> {
    let RenderRequest { change, format, placement } = request;
    let Some(known) = Format::from_name(&format) else {
        let words: Vec<_> = Format::ALL.iter().map(|(word, _)| *word).collect();
        return Err(format!("There is no format {format:?}. There are {}.", words.join(", ")));
    };
    let ChangeView { change, refusals } = review_change(change);
    if !refusals.is_empty() {
        return Err(refusals.join(" "));
    }
    let project = ReviewedProject { placement: &placement, change: &change };
    Ok(render::render(&[project], known))
}

/// What there is to know about one rule, or about all of them; empty for one that is not there.
pub fn explain(rule: Option<&str>) -> Vec<RuleView> {
    let all = registry::all_rules().into_iter().map(view::rule);
    all.filter(|each| rule.is_none_or(|wanted| wanted == each.id)).collect()
}

/// The options of a review as the planner takes them.
struct Chosen {
    provider: Option<Provider>,
    levels: Levels,
    facts: Option<Facts>,
    /// What is wrong with them.
    refusals: Vec<String>,
}

fn chosen(options: ReviewOptions) -> Chosen {
    let ReviewOptions { provider, configuration, today, levels: chosen, facts } = options;
    let today = today.unwrap_or_default();
    let settings = configuration.map(|text| request::settings(&text, &today)).transpose();
    let (settings, wrong) = match settings {
        Ok(settings) => (settings.unwrap_or_default(), None),
        Err(problem) => (Settings::default(), Some(problem)),
    };
    let (levels, mut refusals) = levels(settings.levels, &chosen);
    refusals.extend(wrong);
    let facts = facts.as_deref().map(facts_of).transpose().unwrap_or_else(|words| {
        refusals.push(words);
        None
    });
    Chosen { provider, levels, facts, refusals }
}

fn facts_of(text: &str) -> Result<Facts, String> {
    Facts::parse(text).map_err(|error| match error {
        FactsError::Unreadable(words) => format!("The facts cannot be read: {words}."),
        FactsError::Version(version) => {
            format!("The facts are of version {version}, and this planner reads {FACTS_VERSION}.")
        }
    })
}

fn measured(review: Review, facts: Option<&Facts>) -> Review {
    match facts {
        Some(facts) => review.with_facts(facts),
        None => review,
    }
}

fn artifact_of(
    files: &MigrationFiles,
    provider: Option<Provider>,
) -> Result<Artifact, Vec<ArtifactProblem>> {
    let artifact = artifact::read(&files.name, &files.files)?;
    match provider {
        Some(provider) => artifact.assuming(provider),
        None => Ok(artifact),
    }
}

/// The hints, or what is wrong with those that cannot be read.
fn parsed(lines: &[String]) -> Result<Vec<RenameHint>, Against> {
    let mut hints = Vec::new();
    let mut refusals = Vec::new();
    for line in lines {
        match hint::parse(line) {
            Ok(hint) => hints.push(hint),
            Err(error) => refusals.push(error.to_string()),
        }
    }
    if refusals.is_empty() { Ok(hints) } else { Err(Against { refusals, ..Against::default() }) }
}
