//! The case folders under `tests/cases` -> [`Case`] values, and back: expected files are compared,
//! or rewritten where `UPDATE_EXPECT=1`. Knows nothing of how a migration is planned.
//!
//! A case holds `before.prisma` (empty for a first migration), `after.prisma`, and where it needs
//! them `hints.txt` (one rename hint a line) and `seed.sql` (rows that stand in `before`). The
//! schemas have no datasource, or one whose provider is replaced: the folders `postgres` and
//! `sqlite` say which databases a case is for. Each of those holds the expected `migration.sql`
//! and `warnings.txt`, and `fails.txt` where the seed rows make the migration fail: a fragment of
//! the database's message.

use crate::database::Place;
use crate::server;
use planner_core::provider::Provider;
use std::fs;
use std::path::{Path, PathBuf};

/// One situation on one database family.
#[derive(Debug, Clone)]
pub struct Case {
    /// The folder's name: state, situation, result.
    pub name: String,
    /// The database family.
    pub provider: Provider,
    /// The schema before, `None` for a first migration.
    pub before: Option<String>,
    /// The schema after.
    pub after: String,
    /// Rename hints, as written.
    pub hints: Vec<String>,
    /// SQL that fills the tables of `before`.
    pub seed: Option<String>,
    /// A fragment of the message with which the database refuses the migration over these rows.
    pub fails: Option<String>,
    folder: PathBuf,
}

/// The words that expected folders are called by.
fn folder_name(provider: Provider) -> &'static str {
    match provider {
        Provider::Postgresql => "postgres",
        Provider::Sqlite => "sqlite",
    }
}

/// One case in so many is run on the older servers where not all are asked for.
const ON_OLDER: usize = 3;

/// The cases for what takes long on that place: all of them, but on a server that is not the newest one in three;
/// with `COMON_FULL` all there too.
pub fn sampled(place: Place) -> Vec<Case> {
    let mut cases = all(place.provider());
    let older = matches!(place, Place::Postgres(server) if server.major != server::newest().major);
    if older && std::env::var_os("COMON_FULL").is_none() && std::env::var_os("COMON_CASE").is_none()
    {
        cases = cases.into_iter().step_by(ON_OLDER).collect();
    }
    cases
}

/// Every case for that provider, by name; only those whose name contains `COMON_CASE` where that
/// is set.
pub fn all(provider: Provider) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let filter = std::env::var("COMON_CASE").unwrap_or_default();
    let mut cases = Vec::new();
    for entry in fs::read_dir(&root).expect("the folder of cases") {
        let path = entry.expect("an entry").path();
        let name =
            path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        let folder = path.join(folder_name(provider));
        if !folder.is_dir() || !name.contains(&filter) {
            continue;
        }
        let text = |file: &Path| fs::read_to_string(file).ok();
        let required = |file: &str| {
            text(&path.join(file)).unwrap_or_else(|| panic!("{name}: {file} is missing"))
        };
        let before = required("before.prisma");
        cases.push(Case {
            before: (!before.is_empty()).then(|| with_provider(&before, provider)),
            after: with_provider(&required("after.prisma"), provider),
            hints: text(&path.join("hints.txt"))
                .map(|hints| hints.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
            seed: text(&folder.join("seed.sql")).or_else(|| text(&path.join("seed.sql"))),
            fails: text(&folder.join("fails.txt")).map(|text| text.trim().to_owned()),
            name,
            provider,
            folder,
        });
    }
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    cases
}

/// The schema with a datasource of that provider: its own datasource's provider is replaced.
pub fn with_provider(schema: &str, provider: Provider) -> String {
    let Some(start) = schema.find("datasource ") else {
        return format!("datasource db {{\n  provider = \"{provider}\"\n}}\n\n{schema}");
    };
    let (head, rest) = schema.split_at(start);
    let line = rest.lines().find(|line| line.trim_start().starts_with("provider"));
    let line = line.unwrap_or_else(|| panic!("a datasource without a provider:\n{schema}"));
    let (key, _) = line.split_once('=').expect("provider = …");
    format!("{head}{}", rest.replacen(line, &format!("{key}= \"{provider}\""), 1))
}

impl Case {
    /// Compares a file of the expected folder with what came out; `Some` says how they differ.
    /// With `UPDATE_EXPECT=1` the file is rewritten instead.
    pub fn compare(&self, file: &str, actual: &str) -> Option<String> {
        compare_file(&self.folder.join(file), actual)
    }

    /// Everything that is wrong with one case, under its name.
    pub fn report(&self, problems: &[String]) -> String {
        format!("{} on {}:\n{}", self.name, self.provider.display_name(), indented(problems))
    }
}

/// Compares an expected file with what came out; `Some` says how they differ. With
/// `UPDATE_EXPECT=1` the file is rewritten instead.
pub fn compare_file(path: &Path, actual: &str) -> Option<String> {
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        fs::write(path, actual).expect("the expected file is written");
        return None;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual && path.is_file() {
        return None;
    }
    let difference = similar::TextDiff::from_lines(expected.as_str(), actual);
    let shown = difference.unified_diff().header("expected", "actual").to_string();
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    Some(format!("{file} is not as expected (UPDATE_EXPECT=1 rewrites it):\n{shown}"))
}

fn indented(problems: &[String]) -> String {
    let lines = problems.iter().flat_map(|problem| problem.lines());
    lines.map(|line| format!("    {line}\n")).collect()
}
