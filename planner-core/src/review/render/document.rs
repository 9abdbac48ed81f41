//! The review of a project -> the fields of a JSON document, which docs/review.schema.json describes.

use super::places::ReviewedProject;
use crate::json::value_of;
use crate::plan::LockMode;
use crate::review::change::ChangeReview;
use crate::review::model::HeaviestLock;
use serde::Serialize;
use serde_json::{Map, Value};

/// The version of the document; raised when a field changes its meaning or goes.
pub const DOCUMENT_VERSION: u32 = 1;

/// A review in figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Whether something stops a merge.
    pub gates: bool,
    /// New migrations.
    pub migrations: usize,
    /// Rules that are broken, and files that do not fit.
    pub problems: usize,
    /// Warnings to accept.
    pub gating: usize,
    /// Of them: about values that are lost.
    pub data_loss: usize,
    /// Of them: about statements that fail.
    pub failures: usize,
    /// Of them: about tables that are built anew.
    pub rebuilds: usize,
    /// What is worth knowing.
    pub notices: usize,
    /// The heaviest lock of all, and its tables.
    pub heaviest_lock: Option<HeaviestLock>,
}

/// The document.
pub fn render(projects: &[ReviewedProject<'_>]) -> String {
    let mut document = Map::new();
    document.insert("version".to_owned(), DOCUMENT_VERSION.into());
    document.extend(fields(projects));
    format!("{:#}\n", Value::Object(document))
}

/// Its fields: those of the one project, or a list of several.
pub fn fields(projects: &[ReviewedProject<'_>]) -> Map<String, Value> {
    match projects {
        [one] => of_project(one),
        several => list(several),
    }
}

/// The fields of a document on all projects of a repository, however many there are.
pub fn list(projects: &[ReviewedProject<'_>]) -> Map<String, Value> {
    let list = projects.iter().map(|each| Value::Object(of_project(each))).collect();
    Map::from_iter([("projects".to_owned(), Value::Array(list))])
}

fn of_project(project: &ReviewedProject<'_>) -> Map<String, Value> {
    let ReviewedProject { placement, change } = project;
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("project", value_of(placement));
    put("summary", value_of(&summary(change)));
    put("problems", value_of(&change.problems));
    put("notes", value_of(&change.notes));
    put("reviews", value_of(&change.reviews));
    fields
}

/// The figures of a review.
pub fn summary(change: &ChangeReview) -> Summary {
    let reviews = &change.reviews;
    let sum = |count: &dyn Fn(&crate::review::Review) -> usize| reviews.iter().map(count).sum();
    let unfit: usize = sum(&|review| review.integrity.len());
    Summary {
        gates: change.gates(),
        migrations: reviews.len(),
        problems: change.problems.len() + unfit,
        gating: sum(&|review| review.gating.len()),
        data_loss: sum(&|review| review.verdict.data_loss),
        failures: sum(&|review| review.verdict.failures),
        rebuilds: sum(&|review| review.verdict.rebuilds),
        notices: sum(&|review| review.notices.len()),
        heaviest_lock: heaviest(change),
    }
}

fn heaviest(change: &ChangeReview) -> Option<HeaviestLock> {
    let locks = || change.reviews.iter().filter_map(|each| each.verdict.heaviest_lock.as_ref());
    let mode = locks().map(|lock| strength(lock.mode)).max()?;
    let mut heaviest: Option<HeaviestLock> = None;
    for lock in locks().filter(|lock| strength(lock.mode) == mode) {
        match &mut heaviest {
            None => heaviest = Some(lock.clone()),
            Some(found) => {
                let new = lock.tables.iter().filter(|table| !found.tables.contains(table));
                let new: Vec<String> = new.cloned().collect();
                found.tables.extend(new);
            }
        }
    }
    heaviest
}

fn strength(words: &str) -> Option<LockMode> {
    let modes = [
        LockMode::AccessShare,
        LockMode::RowShare,
        LockMode::RowExclusive,
        LockMode::ShareUpdateExclusive,
        LockMode::Share,
        LockMode::ShareRowExclusive,
        LockMode::Exclusive,
        LockMode::AccessExclusive,
    ];
    modes.into_iter().find(|mode| mode.in_words() == words)
}
