//! What page and bot ask, as JavaScript values come in. Only shapes; the planner's own types are
//! made here and nowhere else.

use crate::pattern::pattern;
use planner_core::artifact::ArtifactFiles;
use planner_core::provider::Provider;
use planner_core::review::change::{MigrationFiles, ProjectFiles};
use planner_core::review::render::Placement;
use planner_core::settings::tree::Node;
use planner_core::settings::{self, Settings};
use planner_core::source::{SourceFile, Sources};
use planner_core::warning::levels::{Choice, ChoiceError, Levels};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One file.
#[derive(Debug, Clone, Deserialize)]
pub struct FileInput {
    /// Relative path; of a migration's file, its name.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The two schemas of a migration.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanRequest {
    /// The schema before; none for a first migration.
    pub before: Option<Vec<FileInput>>,
    /// The schema after.
    pub after: Vec<FileInput>,
    /// Rename hints, as `--rename` takes them.
    pub hints: Vec<String>,
}

/// Two schemas that somebody is editing, each in one text.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DraftRequest {
    /// The schema before; of blanks alone for a first migration.
    pub before: String,
    /// The schema after.
    pub after: String,
    /// Rename hints, as `--rename` takes them.
    pub hints: Vec<String>,
    /// What else the review goes by.
    #[serde(default)]
    pub options: ReviewOptions,
}

/// The settings of a project.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SettingsRequest {
    /// What comon.toml says, as JSON.
    pub configuration: String,
    /// The day, as `2026-12-31`.
    pub today: String,
}

/// A review that was made elsewhere, and what was measured.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeasureRequest {
    /// The review, as JSON.
    pub review: String,
    /// The text of facts.json.
    pub facts: String,
}

/// The files of one migration.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MigrationInput {
    /// The name of its directory.
    pub name: String,
    /// `migration.sql`, `warnings.txt`, `before.prisma`, `after.prisma` and `metadata.txt`; other
    /// names count for nothing.
    pub files: Vec<FileInput>,
}

/// What a review goes by beyond the files.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReviewOptions {
    /// The database of migrations that do not say theirs, which only comon_orm's may do.
    pub provider: Option<Provider>,
    /// What comon.toml says, as JSON: the page reads TOML by a library of its own.
    pub configuration: Option<String>,
    /// The day, as `2026-12-31`: what was allowed for a while is so until then.
    pub today: Option<String>,
    /// What becomes of notices, by the ids of their rules; counts before the configuration.
    pub levels: BTreeMap<String, Level>,
    /// The text of facts.json.
    pub facts: Option<String>,
}

/// What becomes of the notices of one rule.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// They stop until accepted.
    Gate,
    /// They are shown.
    Notice,
    /// They are not shown.
    Silent,
}

/// A migration to review.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewRequest {
    /// Its files.
    pub migration: MigrationInput,
    /// The migration before it, where it is at hand.
    #[serde(default)]
    pub previous: Option<MigrationInput>,
    /// What else the review goes by.
    #[serde(default)]
    pub options: ReviewOptions,
}

/// A project's files at one commit.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProjectInput {
    /// Its migrations, in any order.
    pub migrations: Vec<MigrationInput>,
    /// The files of the schema; none where there is no schema.
    #[serde(default)]
    pub schema: Vec<FileInput>,
    /// The text of comon.toml, where there is one.
    #[serde(default)]
    pub configuration: Option<String>,
    /// Of a base: the names of migrations that were added to it after the change began.
    #[serde(default)]
    pub newer: Vec<String>,
}

/// A change to review.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeRequest {
    /// The project where the change began.
    pub base: ProjectInput,
    /// The project with the change.
    pub head: ProjectInput,
    /// What else the review goes by.
    #[serde(default)]
    pub options: ReviewOptions,
}

/// A change to review, and the form that its review is wanted in.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RenderRequest {
    /// The change.
    pub change: ChangeRequest,
    /// `text`, `markdown`, `json`, `sarif`, `github` or `gitlab`.
    pub format: String,
    /// Where the project lies, for paths and links.
    #[serde(default)]
    pub placement: Placement,
}

/// The files of one schema, in the planner's order.
pub fn sources(files: Vec<FileInput>) -> Sources {
    Sources::new(source_files(files))
}

fn source_files(files: Vec<FileInput>) -> Vec<SourceFile> {
    files.into_iter().map(|each| SourceFile { path: each.path, text: each.text }).collect()
}

/// A migration's files, as the planner takes them.
pub fn migration(input: MigrationInput) -> MigrationFiles {
    let files = input.files.into_iter().map(|each| (each.path, each.text.into_bytes()));
    let files = files.collect::<ArtifactFiles>();
    MigrationFiles { name: input.name, files, ..MigrationFiles::default() }
}

/// A project's files, as the planner takes them.
pub fn project(input: ProjectInput) -> ProjectFiles {
    let schema = sources(input.schema);
    ProjectFiles {
        migrations: input.migrations.into_iter().map(migration).collect(),
        schema: schema.iter().map(|(_, file)| file.clone()).collect(),
        configuration: input.configuration,
        newer: input.newer,
    }
}

/// The settings of a project, or what is wrong with them.
///
/// # Errors
///
/// The text is no JSON, or there is a mistake in what it says: in words.
pub fn settings(configuration: &str, today: &str) -> Result<Settings, String> {
    let json = serde_json::from_str::<serde_json::Value>(configuration)
        .map_err(|error| format!("The configuration cannot be read: {error}."))?;
    let mut settings = settings::read(&Node::from(json), pattern)
        .map_err(|mistake| format!("{} {}", mistake.told("comon.toml"), mistake.help))?;
    today.clone_into(&mut settings.levels.today);
    Ok(settings)
}

/// The levels of a project with what is chosen besides, and what is wrong with that.
pub fn levels(mut levels: Levels, chosen: &BTreeMap<String, Level>) -> (Levels, Vec<String>) {
    let mut problems = Vec::new();
    for (rule, level) in chosen {
        let choice = match level {
            Level::Gate => Choice::Gate,
            Level::Notice => Choice::Notice,
            Level::Silent => Choice::Silent,
        };
        match levels.choose(rule, choice) {
            Ok(()) => {}
            Err(ChoiceError::Gates) => {
                problems.push(format!("{rule} stops a deploy, whatever a configuration says."));
            }
            Err(ChoiceError::Unknown(Some(near))) => {
                problems.push(format!("There is no rule {rule}. Did you mean {near}?"));
            }
            Err(ChoiceError::Unknown(None)) => problems.push(format!("There is no rule {rule}.")),
        }
    }
    (levels, problems)
}
