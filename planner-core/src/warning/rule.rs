//! What a rule is: data and one function. The rules stand in `rules/`, one file each.

use super::finding::Level;
use super::migration::Migration;
use crate::dialect::question::Question;
use crate::diff::change::ChangeId;
use crate::provider::Provider;
use crate::source::Span;
use crate::subject::Subject;

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Kebab-case id: the file's name, the flag's argument, the anchor of its documentation.
    pub id: &'static str,
    /// Whether it stops a deploy.
    pub level: Level,
    /// What there is to know about it.
    pub documentation: Documentation,
    /// Where it applies.
    pub find: fn(&Migration<'_>) -> Vec<Hit>,
}

/// What a person is told about a rule, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// What happens, and to whom.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do instead.
    pub instead: &'static str,
}

/// The documentation of a rule.
#[derive(Debug, Clone, Copy)]
pub struct Documentation {
    /// What happens, and to whom.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A pair of schemas that fires the rule.
    pub example: Example,
    /// What to do instead, in words.
    pub instead: &'static str,
    /// An `after` for the same `before` that does not fire the rule; `None` where no schema
    /// avoids it and only the procedure helps.
    pub instead_after: Option<&'static str>,
}

/// Two schemas, without their datasource.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The database that it is about.
    pub provider: Provider,
    /// The blocks before.
    pub before: &'static str,
    /// The blocks after.
    pub after: &'static str,
}

/// One place where a rule applies: names only, no facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What it is about.
    pub subject: Subject,
    /// The line of warnings.txt.
    pub message: String,
    /// The changes that it comes from.
    pub changes: Vec<ChangeId>,
    /// What to ask a live database; asked before the first step, so names are those before.
    pub questions: Vec<Question>,
    /// Where the schema says so.
    pub span: Option<Span>,
}
