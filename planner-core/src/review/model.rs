//! The review as data, in the order in which it is read. Knows nothing of how it is shown.

use super::diagram::Diagram;
use crate::provider::Provider;
use crate::safer::SaferWay;
use crate::warning::judge::Judgement;
use serde::Serialize;

/// The review of one migration.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// Its name; empty while it is only planned.
    pub name: String,
    /// What it does and what that costs, in one sentence.
    pub sentence: String,
    /// The same by table, one line each.
    pub tables: Vec<String>,
    /// What to deploy first, the migration or the application.
    pub order: Order,
    /// The same for each change to which it matters, in the order of the changes.
    pub ordered_changes: Vec<OrderedChange>,
    /// The verdict in figures.
    pub verdict: Verdict,
    /// What does not fit in the artifact; empty where all does.
    pub integrity: Vec<Problem>,
    /// What stops a deploy until it is accepted.
    pub gating: Vec<Warning>,
    /// What is worth knowing.
    pub notices: Vec<Warning>,
    /// What runs, as the planner writes it.
    pub steps: Vec<ReviewStep>,
    /// What does not come back when the migration is undone, one sentence each.
    pub irrecoverable: Vec<String>,
    /// Statements of migration.sql that the planner does not write.
    pub written: Vec<WrittenStatement>,
    /// How migration.sql differs from what the planner writes; empty where it does not.
    pub edited: Vec<Hunk>,
    /// The touched tables and their neighbours, as a picture shows them.
    pub diagram: Diagram,
    /// How after.prisma differs from before.prisma.
    pub schema: Vec<Hunk>,
    /// The text of migration.sql: what runs.
    pub migration_sql: String,
    /// The text of before.prisma.
    pub before_schema: String,
    /// The text of after.prisma.
    pub after_schema: String,
    /// The lines of metadata.txt.
    pub metadata: Vec<(String, String)>,
}

/// What to deploy first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// It does not matter.
    Any,
    /// The migration, then the application that needs it.
    MigrationFirst,
    /// The application that no longer needs what goes, then the migration.
    ApplicationFirst,
    /// Neither order works for both applications: two releases.
    TwoReleases,
}

impl Order {
    /// What to do and why, one sentence.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Any => "Application and migration can be deployed in any order.",
            Self::MigrationFirst => {
                "Apply the migration first: the new application needs what it brings, and the old \
                 one does not mind."
            }
            Self::ApplicationFirst => {
                "Deploy the application first: the old one fails once the migration is applied, \
                 and the new one does not need it."
            }
            Self::TwoReleases => {
                "Make two releases: the old application fails once the migration is applied, and \
                 the new one fails until then."
            }
        }
    }

    /// The order of two findings: one about the old application, one about the new.
    pub fn of(breaks_old: bool, breaks_new: bool) -> Self {
        match (breaks_old, breaks_new) {
            (false, false) => Self::Any,
            (false, true) => Self::MigrationFirst,
            (true, false) => Self::ApplicationFirst,
            (true, true) => Self::TwoReleases,
        }
    }

    /// In two words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Any => "any order",
            Self::MigrationFirst => "migration first",
            Self::ApplicationFirst => "application first",
            Self::TwoReleases => "two releases",
        }
    }
}

/// What to deploy first for one change, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderedChange {
    /// The change in words: `drops users.legacy_code`.
    pub change: String,
    /// What comes first.
    pub order: Order,
    /// The messages of the notices that say so.
    pub because: Vec<String>,
}

/// The verdict in figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// The database family; `None` where nothing says it.
    pub provider: Option<Provider>,
    /// How many statements run.
    pub statements: usize,
    /// Gating warnings about values that are lost.
    pub data_loss: usize,
    /// Gating warnings about statements that fail.
    pub failures: usize,
    /// Gating warnings about tables that are built anew.
    pub rebuilds: usize,
    /// How many notices there are, with those at which the project wants a deploy to stop.
    pub notices: usize,
    /// The heaviest lock and the tables that are locked so; `None` on SQLite, or where no table
    /// is locked that is there before.
    pub heaviest_lock: Option<HeaviestLock>,
}

/// The heaviest lock of a migration on tables that exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeaviestLock {
    /// Its mode, as PostgreSQL writes it.
    pub mode: &'static str,
    /// The tables, by name.
    pub tables: Vec<String>,
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A status code, such as `artifact-not-sealed`.
    pub code: &'static str,
    /// What is wrong, one sentence.
    pub message: String,
}

/// A finding as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The rule.
    pub rule: String,
    /// What it is about.
    pub subject: String,
    /// The line of warnings.txt.
    pub message: String,
    /// What happens and why it matters.
    pub why: String,
    /// What to do instead.
    pub instead: String,
    /// The SQL that takes the risk away: what looks first, then what keeps, repairs, or stands in the place
    /// of a step. Empty where no SQL does.
    pub safer: Vec<SaferWay>,
    /// What to ask the database; nothing is at risk where every answer is 0.
    pub probes: Vec<ReviewProbe>,
    /// The flag that accepts it; empty for a notice.
    pub flag: String,
    /// The lines of the schemas that it comes from, those before first.
    pub places: Vec<Excerpt>,
    /// The lines of migration.sql that it is about.
    pub lines: Vec<Lines>,
    /// The lines of the project's own schema that it comes from; only of the newest migration, whose
    /// schema that is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<Declared>,
    /// What was measured of it on a live database, where facts were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<MeasuredWarning>,
}

/// What was measured of a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MeasuredWarning {
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// How sure it is.
    pub judgement: Judgement,
    /// The same for people.
    pub lines: Vec<String>,
}

/// A question to the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewProbe {
    /// What the number counts.
    pub counts: String,
    /// The statement.
    pub sql: String,
}

/// A step as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewStep {
    /// What it does.
    pub title: String,
    /// Its statements.
    pub statements: Vec<String>,
    /// Locks on tables that are there before, by their names before, strongest first:
    /// `posts: ACCESS EXCLUSIVE`.
    pub locks: Vec<String>,
    /// What of others waits for each of these locks, in their order: `reads and writes`.
    pub blocks: Vec<String>,
    /// What happens under them, table by table.
    pub work: String,
    /// The transaction section, from 0: its locks are held until it ends.
    pub section: usize,
    /// The lines of migration.sql that hold its statements; none where a person took them out.
    pub lines: Vec<Lines>,
    /// The lines of the schemas that it comes from, those before first.
    pub places: Vec<Excerpt>,
    /// Whether undoing it brings back all that was there before it.
    pub reversible: bool,
}

/// Which of the two schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SchemaSide {
    /// before.prisma.
    Before,
    /// after.prisma.
    After,
}

/// Lines of a schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// Which schema.
    pub side: SchemaSide,
    /// The first line, counted from 1.
    pub first: u32,
    /// The last line.
    pub last: u32,
    /// Their texts; of many, the first.
    pub lines: Vec<String>,
}

/// Some lines of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lines {
    /// The first, counted from 1.
    pub first: u32,
    /// The last.
    pub last: u32,
}

/// Some lines of the project's own schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Declared {
    /// The file, as the schema's files are named.
    pub file: String,
    /// The first line, counted from 1.
    pub first: u32,
    /// The last line.
    pub last: u32,
}

/// A part in which two texts differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hunk {
    /// The first line of it in the text before, counted from 1.
    pub before: u32,
    /// The first line of it in the text after, counted from 1.
    pub after: u32,
    /// Its lines, a few unchanged ones around the changes.
    pub lines: Vec<DiffLine>,
}

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiffLine {
    /// Where it stands.
    pub change: LineChange,
    /// Its text.
    pub text: String,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineChange {
    /// In both texts.
    Same,
    /// In the text before.
    Removed,
    /// In the text after.
    Added,
}

impl LineChange {
    /// The mark before a line, as in a patch.
    pub fn mark(self) -> char {
        match self {
            Self::Same => ' ',
            Self::Removed => '-',
            Self::Added => '+',
        }
    }
}

/// A statement that a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenStatement {
    /// Its line in migration.sql.
    pub line: u32,
    /// Its text.
    pub text: String,
}
