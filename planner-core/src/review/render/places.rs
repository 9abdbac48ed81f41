//! Where a reviewed project lies -> the paths and links of its files in the repository. Knows nothing of
//! what stands in them.

use super::percent;
use crate::review::change::{ChangeProblem, ChangeReview};
use crate::review::model::{Declared, Excerpt, Lines, SchemaSide};
use serde::{Deserialize, Serialize};

/// Where a project lies in its repository, and where that can be looked at. Paths are from the root of
/// the repository, with `/` between.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Placement {
    /// Its schema: a file or a folder. Tells the comment on it from those on others.
    pub schema: String,
    /// The folder that the names of its schema files are in; empty where they are from the root.
    pub schema_folder: String,
    /// Its migrations folder.
    pub migrations: String,
    /// Its configuration, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<String>,
    /// The base, as it was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The commit that was reviewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// The URL of the repository's files at that commit, such as
    /// `https://github.com/acme/shop/blob/4f2a…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A project and the review of a change to it.
#[derive(Debug, Clone, Copy)]
pub struct ReviewedProject<'a> {
    /// Where it lies.
    pub placement: &'a Placement,
    /// The review.
    pub change: &'a ChangeReview,
}

/// Some lines of a file of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The file, from the root of the repository.
    pub path: String,
    /// The first line; `None` where the file as a whole is meant.
    pub lines: Option<Lines>,
}

impl Placement {
    /// Lines of a file of a migration.
    pub fn of_migration(&self, migration: &str, file: &str, lines: Option<Lines>) -> Spot {
        Spot { path: joined(&[&self.migrations, migration, file]), lines }
    }

    /// Lines of migration.sql.
    pub fn statement(&self, migration: &str, lines: Lines) -> Spot {
        self.of_migration(migration, "migration.sql", Some(lines))
    }

    /// Lines of a snapshot.
    pub fn excerpt(&self, migration: &str, excerpt: &Excerpt) -> Spot {
        let file = match excerpt.side {
            SchemaSide::Before => "before.prisma",
            SchemaSide::After => "after.prisma",
        };
        let lines = Lines { first: excerpt.first, last: excerpt.last };
        self.of_migration(migration, file, Some(lines))
    }

    /// Lines of the project's own schema.
    pub fn declared(&self, declared: &Declared) -> Spot {
        let lines = Lines { first: declared.first, last: declared.last };
        Spot { path: joined(&[&self.schema_folder, &declared.file]), lines: Some(lines) }
    }

    /// Where a broken rule is to be looked at.
    pub fn of_problem(&self, problem: &ChangeProblem) -> Spot {
        let lines = problem.lines;
        match (&problem.migration, &problem.file) {
            (Some(migration), file) => {
                self.of_migration(migration, file.as_deref().unwrap_or("migration.sql"), lines)
            }
            (None, Some(file)) if self.configuration.is_some() && file == "comon.toml" => {
                Spot { path: self.configuration.clone().unwrap_or_default(), lines }
            }
            (None, Some(file)) => Spot { path: joined(&[&self.schema_folder, file]), lines },
            (None, None) => Spot { path: self.schema.clone(), lines },
        }
    }

    /// Where a spot can be looked at, where the repository has such a place.
    pub fn url(&self, spot: &Spot) -> Option<String> {
        let base = self.link.as_deref()?.trim_end_matches('/');
        let path = percent::encode(&spot.path, b"/-");
        let lines = match spot.lines {
            Some(Lines { first, last }) if last > first => format!("#L{first}-L{last}"),
            Some(Lines { first, .. }) => format!("#L{first}"),
            None => String::new(),
        };
        Some(format!("{base}/{path}{lines}"))
    }
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join("/")
}
