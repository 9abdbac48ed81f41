//! A project as it is at the base of a change, and as it is at its head -> what a reviewer of the
//! change is told: the reviews of its new migrations, and every rule of reviewed migrations that
//! it breaks. In: contents of files, since a bot has these and not always a checkout. Knows
//! nothing of git.

use super::allowed::allow_notes;
use super::build::review_at;
use super::history::{Taken, applied_history};
use super::integrity::BROKEN_CHAIN;
use super::model::{Declared, Lines, Review};
use super::places::{declared, first_declared};
use super::replan::rename_hints;
use crate::artifact::read::ArtifactProblem;
use crate::artifact::{self, Artifact, ArtifactFiles};
use crate::diagnostic::Severity;
use crate::ordered;
use crate::planner::{PlanError, PlanRequest, plan_for};
use crate::provider::Provider;
use crate::schema;
use crate::source::{SourceFile, Sources};
use crate::warning::Finding;
use crate::warning::levels::Levels;
use foldhash::{HashMap, HashMapExt};
use serde::Serialize;

/// A project's files at one commit.
#[derive(Debug, Clone, Default)]
pub struct ProjectFiles {
    /// The migrations by the names of their directories, in any order.
    pub migrations: Vec<MigrationFiles>,
    /// The files of the schema, in the planner's order; none where there is no schema.
    pub schema: Vec<SourceFile>,
    /// comon.toml, where there is one.
    pub configuration: Option<String>,
    /// Of a base: the names of migrations that were added to it after the change began.
    pub newer: Vec<String>,
}

/// The files of one migration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MigrationFiles {
    /// The name of its directory.
    pub name: String,
    /// Their contents.
    pub files: ArtifactFiles,
    /// Why some of them could not be read, one sentence each: a link, or too large.
    pub unreadable: Vec<String>,
}

/// The review of a change.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeReview {
    /// The rules that it breaks; each stops a merge.
    pub problems: Vec<ChangeProblem>,
    /// What is worth knowing of the project: nothing stops for it.
    pub notes: Vec<ChangeNote>,
    /// The reviews of its new migrations, in their order.
    pub reviews: Vec<Review>,
}

/// Something worth knowing of the project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeNote {
    /// What kind: `unused-allow`, `expired-allow`, `unchecked-client`.
    pub code: &'static str,
    /// What it is, one sentence.
    pub message: String,
}

/// A rule that a change breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeProblem {
    /// The rule or status code.
    pub code: &'static str,
    /// The migration that it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub migration: Option<String>,
    /// The file of that migration, or of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its lines, where some of them are meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Lines>,
    /// What is wrong, one sentence.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl ChangeReview {
    /// Whether something stops a merge: a rule that is broken, or a warning to accept.
    pub fn gates(&self) -> bool {
        let open = |review: &Review| !review.gating.is_empty() || !review.integrity.is_empty();
        !self.problems.is_empty() || self.reviews.iter().any(open)
    }
}

/// The review of a change: the base is the project where the change began. The levels of notices
/// are those of the base's configuration.
pub fn review_change(base: &ProjectFiles, head: &ProjectFiles, levels: &Levels) -> ChangeReview {
    let mut problems = Vec::new();
    let base_names = by_name(base);
    let taken = applied_history(base, head, &mut problems);
    let assumed = provider(&head.schema);
    // What was taken from the history is to come back: no rule asks for another way out of that.
    let all = taken.put_back(head);
    let (known, new): (Vec<_>, Vec<_>) =
        all.iter().copied().partition(|each| base_names.contains_key(each.name.as_str()));
    let there = known.iter().filter(|each| !taken.deletes(each));
    let last_known = there.map(|each| each.name.as_str()).max();
    let mut reviews = Vec::new();
    for each in head.migrations.iter().filter(|each| !each.unreadable.is_empty()) {
        problems.extend(each.unreadable.iter().map(|words| {
            problem(
                "invalid-local-artifacts",
                &each.name,
                format!("{}: {}", each.name, words.trim_end_matches('.')) + ".",
                "Restore its directory from version control.",
            )
        }));
    }
    for each in new.iter().filter(|each| each.unreadable.is_empty()) {
        if let Some(last) = last_known.filter(|last| each.name.as_str() < *last) {
            problems.push(problem(
                "out-of-order",
                &each.name,
                format!("{} sorts before {last}, which the base has already.", each.name),
                "Plan it anew on top with comon migrate rebase.",
            ));
        }
        let artifact = match read(each, assumed) {
            Ok(artifact) => artifact,
            Err(found) => {
                problems.extend(found.iter().map(|found| unreadable(&each.name, found)));
                continue;
            }
        };
        let at = all.iter().position(|other| other.name == each.name).unwrap_or_default();
        let previous = at.checked_sub(1).and_then(|before| all.get(before));
        let previous = previous.filter(|before| !taken.deletes(before));
        let previous = previous.and_then(|before| read(before, assumed).ok());
        let mut review = review_at(&artifact, previous.as_ref(), levels);
        if at + 1 == all.len() {
            declare(&mut review, &artifact, &head.schema, levels);
        }
        reviews.push(review);
    }
    broken_chains(&mut reviews, &mut problems);
    behind(&base.newer, &reviews, &mut problems);
    forgotten(head, &all, &taken, assumed, &mut problems);
    if plain(&base.configuration) != plain(&head.configuration) {
        problems.push(ChangeProblem {
            code: "changed-configuration",
            migration: None,
            file: Some("comon.toml".to_owned()),
            lines: None,
            message: "comon.toml changes, and with it what reviews and deploys look at.".to_owned(),
            help: "Change it in a pull request of its own; this review goes by the base's.",
        });
    }
    let notes = match levels.has_allows() {
        true => allow_notes(levels, &all, assumed),
        false => Vec::new(),
    };
    ChangeReview { problems, notes, reviews }
}

/// Where the project's own schema says what the newest migration is about: nowhere else does it say so
/// still.
fn declare(review: &mut Review, artifact: &Artifact, schema: &[SourceFile], levels: &Levels) {
    let after = Sources::new(schema.to_vec());
    let before = Sources::single("before.prisma", &artifact.before_schema);
    let before = (!artifact.before_schema.trim().is_empty()).then_some(&before);
    let hints = rename_hints(artifact);
    let request = PlanRequest { before, after: &after, hints: &hints };
    let Ok(planned) = plan_for(&request, artifact.provider) else { return };
    if planned.after_schema != artifact.after_schema {
        return;
    }
    let found = planned.findings.iter().cloned().chain(levels.named(&planned.changes));
    let found: Vec<Finding> = found.collect();
    for warning in review.gating.iter_mut().chain(&mut review.notices) {
        let same = |each: &&Finding| {
            each.rule == warning.rule && each.subject.to_string() == warning.subject
        };
        if let Some(finding) = found.iter().find(same) {
            let changes = finding.changes.iter();
            let changes = changes.filter_map(|id| planned.changes.changes.get(id.0));
            warning.declared = declared(&planned, &after, changes);
        }
    }
}

/// A text with the line ends of a checkout on any system.
fn plain(text: &Option<String>) -> Option<String> {
    text.as_ref().map(|text| text.replace("\r\n", "\n"))
}

pub(super) fn by_name(project: &ProjectFiles) -> HashMap<&str, &MigrationFiles> {
    let mut names = HashMap::with_capacity(project.migrations.len());
    names.extend(project.migrations.iter().map(|each| (each.name.as_str(), each)));
    names
}

pub(super) fn sorted(project: &ProjectFiles) -> Vec<&MigrationFiles> {
    let mut all: Vec<&MigrationFiles> = project.migrations.iter().collect();
    ordered::sort_by(&mut all, |left, right| left.name.cmp(&right.name));
    all
}

pub(super) fn read(
    each: &MigrationFiles,
    assumed: Option<Provider>,
) -> Result<Artifact, Vec<ArtifactProblem>> {
    let artifact = artifact::read(&each.name, &each.files)?;
    match assumed {
        Some(provider) => artifact.assuming(provider),
        None => Ok(artifact),
    }
}

/// Migrations that do not follow what stands before them: an edited snapshot, or two branches that
/// were planned from the same schema and then joined. That is a rule of the change, which is said
/// once.
fn broken_chains(reviews: &mut [Review], problems: &mut Vec<ChangeProblem>) {
    for review in reviews {
        let found = review.integrity.iter().position(|each| each.code == BROKEN_CHAIN);
        if let Some(at) = found {
            let found = review.integrity.remove(at);
            problems.push(problem(
                BROKEN_CHAIN,
                &review.name,
                format!(
                    "{} does not follow the migration before it. {}",
                    review.name, found.message
                ),
                "Where another branch was merged in between, plan it anew with comon migrate \
                 rebase.",
            ));
        }
    }
}

/// What the base has got since the change began: new migrations do not follow that.
fn behind(newer: &[String], reviews: &[Review], problems: &mut Vec<ChangeProblem>) {
    let (Some(first), Some(newest)) = (reviews.first(), newer.iter().max()) else { return };
    problems.push(problem(
        BROKEN_CHAIN,
        &first.name,
        format!("{} does not follow {newest}, which the base has by now.", first.name),
        "Merge the base, then plan it anew on top with comon migrate rebase.",
    ));
}

/// A schema that says more than its migrations. Where one of them was deleted, what the schema says
/// may be what that one makes: databases have it, and another migration would make it twice.
fn forgotten(
    head: &ProjectFiles,
    all: &[&MigrationFiles],
    taken: &Taken<'_>,
    assumed: Option<Provider>,
    problems: &mut Vec<ChangeProblem>,
) {
    if head.schema.is_empty() {
        return;
    }
    let alone = |code: &'static str, message: String, help: &'static str| ChangeProblem {
        code,
        migration: None,
        file: head.schema.first().map(|file| file.path.clone()),
        lines: None,
        message,
        help,
    };
    let after = Sources::new(head.schema.clone());
    // Of a last migration that cannot be read, nobody can say what it leaves.
    let last = match all.last().map(|each| read(each, assumed)) {
        Some(Err(_)) => return,
        Some(Ok(artifact)) => Some(artifact),
        None => None,
    };
    let snapshot = last.as_ref().map(|artifact| artifact.after_schema.as_str());
    let snapshot = snapshot.filter(|text| !text.trim().is_empty());
    let before = snapshot.map(|text| Sources::single("after.prisma", text));
    let request = PlanRequest { before: before.as_ref(), after: &after, hints: &[] };
    match plan_for(&request, assumed) {
        Ok(planned) if planned.is_empty() || taken.deletes_any() => {}
        Ok(planned) => {
            let mut forgotten = alone(
                "forgotten-migration",
                match &last {
                    Some(last) => format!(
                        "The schema says more than the last migration, {}: {}",
                        last.name,
                        super::build::review_planned(&planned).sentence
                    ),
                    None => "The schema has no migration that makes it.".to_owned(),
                },
                "Make it with comon migrate dev --create-only, and commit it with the schema.",
            );
            if let Some(Declared { file, first, last }) = first_declared(&planned, &after) {
                forgotten.file = Some(file);
                forgotten.lines = Some(Lines { first, last });
            }
            problems.push(forgotten);
        }
        Err(PlanError::Schema { sources, diagnostics, .. }) => {
            let worst = diagnostics.iter().find(|each| each.severity != Severity::Warning);
            let words = worst.map(|each| {
                let place = sources.place(each.span);
                let path = sources.file(place.file).map(|file| file.path.as_str());
                format!("{}: {}", path.unwrap_or_default(), each.message)
            });
            problems.push(alone(
                "invalid-schema",
                words.unwrap_or_else(|| "The schema cannot be planned.".to_owned()),
                "comon check shows all that is wrong with it.",
            ));
        }
        Err(error @ (PlanError::Hints(_) | PlanError::ProviderSwitch { .. })) => {
            problems.push(alone(
                "provider-mismatch",
                error.to_string(),
                "Start a new migrations folder for the other database.",
            ));
        }
    }
}

fn provider(schema: &[SourceFile]) -> Option<Provider> {
    let checked = schema::check_snapshot(&Sources::new(schema.to_vec()), None);
    checked.schema.map(|schema| schema.datasource.provider)
}

pub(super) fn problem(
    code: &'static str,
    migration: &str,
    message: String,
    help: &'static str,
) -> ChangeProblem {
    let migration = Some(migration.to_owned());
    ChangeProblem { code, migration, file: None, lines: None, message, help }
}

fn unreadable(migration: &str, found: &ArtifactProblem) -> ChangeProblem {
    ChangeProblem {
        file: Some(found.file.to_owned()),
        ..problem(
            found.code,
            migration,
            format!("{migration}: {}: {}.", found.file, found.message),
            "Restore its directory from version control, or plan it anew.",
        )
    }
}

#[cfg(test)]
mod tests;
