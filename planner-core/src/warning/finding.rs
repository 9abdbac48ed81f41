//! What a check found: the data that the gate, the review, the page and the bot share.

use crate::database::model::ObjectName;
use crate::dialect::question::Question;
use crate::diff::change::ChangeId;
use crate::source::Span;
use crate::subject::Subject;

/// A risk, or something worth knowing, of one migration.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that found it, such as `drop-column`.
    pub rule: &'static str,
    /// Whether it stops a deploy.
    pub level: Level,
    /// What it is about; what `--allow <rule>:<subject>` names.
    pub subject: Subject,
    /// The line of warnings.txt: stands alone, begins with the effect.
    pub message: String,
    /// The changes that it comes from; empty for live findings.
    pub changes: Vec<ChangeId>,
    /// Questions to a live database whose answers bear on it.
    pub probes: Vec<Probe>,
    /// Where the schema says so, after (before, for what goes).
    pub span: Option<Span>,
}

/// Whether a finding stops anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Stands in warnings.txt and stops until accepted.
    Gating,
    /// Shown; stops nothing.
    Notice,
}

/// A question to a live database. The answer is one row with one number: how many rows (values,
/// groups) are at risk. Zero means nothing is.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// What is asked, free of any dialect.
    pub question: Question,
    /// What the number counts, such as `non-null values of users.legacy_code`.
    pub counts: String,
    /// The statement: one SELECT of one number.
    pub sql: String,
    /// The tables that it reads, by their names before: first the one whose rows it counts, and
    /// nothing is at risk where that one is empty; then those that it compares them with.
    pub tables: Vec<Asked>,
}

/// A table that a question reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its name.
    pub table: ObjectName,
    /// The columns that the question names; `None` where it may name any.
    pub columns: Option<Vec<String>>,
}
