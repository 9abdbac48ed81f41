//! What a deploy will do, and every reason why it will not: data only. Each status code says
//! what it means and what to do next.

use crate::deploy::gate::Gate;
use planner_core::warning::Finding;
use serde::Serialize;

/// What was decided over all migrations together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decision {
    /// Every migration that the folder or the history knows, ordered by name.
    pub migrations: Vec<MigrationView>,
    /// Names to apply or to continue, in order. What they are is decided even where problems
    /// stop it, so that people see what would come.
    pub pending: Vec<String>,
    /// All that holds, the stopping ones first.
    pub problems: Vec<Problem>,
    /// Gating warnings of the pending migrations that nobody accepted.
    pub open: Vec<Gate>,
    /// Gating warnings that were accepted, and by which flag.
    pub accepted: Vec<Accepted>,
    /// Worth knowing; stops nothing.
    pub notices: Vec<String>,
    /// Flags that accepted nothing, each with the reason.
    pub unused_flags: Vec<String>,
}

/// A warning and the flag that accepted it; the history row keeps both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Accepted {
    /// The migration that it belongs to.
    #[serde(skip)]
    pub migration: String,
    /// The rule.
    pub id: String,
    /// What it is about.
    pub subject: String,
    /// The line as shown.
    pub message: String,
    /// Such as `--allow drop-column:users.legacy_code`.
    pub by: String,
    /// What was measured when it was accepted, for people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measured: Vec<String>,
    /// Where only a probe under lock decides: what to ask there.
    #[serde(skip)]
    pub to_clear: Option<Finding>,
    /// Whether values or objects go, or a table is written anew, and that was not measured harmless.
    #[serde(skip)]
    pub takes_away: bool,
}

/// One migration as `status` shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct MigrationView {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: State,
    /// Codes that hold for it.
    pub codes: Vec<Code>,
    /// When it was applied.
    pub applied_at: Option<String>,
    /// By whom, where recorded.
    pub applied_by: Option<String>,
}

/// Where a migration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In the history, and not undone.
    Applied,
    /// In the folder only.
    Pending,
    /// Begun, and stopped between two of its sections.
    Incomplete,
    /// Undone.
    RolledBack,
}

impl State {
    /// The word that people and JSON see.
    pub fn word(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Pending => "pending",
            Self::Incomplete => "incomplete",
            Self::RolledBack => "rolled-back",
        }
    }
}

/// Something that holds and that somebody should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Which.
    pub code: Code,
    /// The migration, where it is about one.
    pub migration: Option<String>,
    /// The effect, one line.
    pub message: String,
    /// Each difference, file or statement.
    pub details: Vec<String>,
    /// What to do next.
    pub next: String,
    /// Whether `dev` and `deploy` stop here.
    pub stops: bool,
}

/// The status codes of a database and its migrations folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// The files of an applied migration differ from what the history recorded.
    ChecksumMismatch,
    /// The history has a migration that the folder lacks.
    AppliedMigrationMissingLocally,
    /// The folder has a migration that the history lacks.
    LocalMigrationNotApplied,
    /// The history cannot say which state the database should be in.
    MissingDbSnapshot,
    /// Files of a migration are missing, unreadable or contradict each other.
    InvalidLocalArtifacts,
    /// Files changed after they were sealed.
    ArtifactNotSealed,
    /// A migration does not start where its predecessor ends.
    BrokenChain,
    /// A pending migration sorts before an applied one.
    OutOfOrder,
    /// warnings.txt lacks a warning that the planner gives.
    WarningsEdited,
    /// The database differs from what the history says.
    Drift,
    /// A migration was begun and not finished.
    MigrationIncomplete,
    /// The migration was rolled back here.
    RolledBack,
    /// Migrations and database are of two kinds.
    ProviderMismatch,
}

impl Code {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::ChecksumMismatch => "checksum-mismatch",
            Self::AppliedMigrationMissingLocally => "applied-migration-missing-locally",
            Self::LocalMigrationNotApplied => "local-migration-not-applied",
            Self::MissingDbSnapshot => "missing-db-snapshot",
            Self::InvalidLocalArtifacts => "invalid-local-artifacts",
            Self::ArtifactNotSealed => "artifact-not-sealed",
            Self::BrokenChain => "broken-chain",
            Self::OutOfOrder => "out-of-order",
            Self::WarningsEdited => "warnings-edited",
            Self::Drift => "drift",
            Self::MigrationIncomplete => "migration-incomplete",
            Self::RolledBack => "rolled-back",
            Self::ProviderMismatch => "provider-mismatch",
        }
    }

    /// One line that says what the code means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::ChecksumMismatch => {
                "the files of an applied migration are not the ones that were applied"
            }
            Self::AppliedMigrationMissingLocally => {
                "the database has a migration that this checkout lacks"
            }
            Self::LocalMigrationNotApplied => "the migration is not applied to this database",
            Self::MissingDbSnapshot => "the history row holds no snapshot to compare with",
            Self::InvalidLocalArtifacts => "the migration's files cannot be used",
            Self::ArtifactNotSealed => "the migration's files were changed after they were sealed",
            Self::BrokenChain => "the migration does not start where the one before it ends",
            Self::OutOfOrder => "the migration sorts before one that is applied already",
            Self::WarningsEdited => "warnings.txt lacks what the planner warns of",
            Self::Drift => "the database is not what its history says",
            Self::MigrationIncomplete => "the migration was begun here and not finished",
            Self::RolledBack => "the migration was rolled back here",
            Self::ProviderMismatch => "the migration is for another kind of database",
        }
    }

    /// Where the documentation explains it.
    pub fn anchor(self) -> String {
        format!("docs/status-codes.md#{}", self.word())
    }
}

impl Decision {
    /// Whether anything stops `dev` and `deploy`.
    pub fn is_refused(&self) -> bool {
        !self.open.is_empty() || self.problems.iter().any(|problem| problem.stops)
    }

    /// Whether `status` has nothing to say: nothing pending, nothing wrong.
    pub fn is_clean(&self) -> bool {
        self.pending.is_empty() && self.problems.is_empty()
    }

    /// The warnings accepted for one migration.
    pub fn accepted_for(&self, migration: &str) -> Vec<&Accepted> {
        self.accepted.iter().filter(|each| each.migration == migration).collect()
    }
}
