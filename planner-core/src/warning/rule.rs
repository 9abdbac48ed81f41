//! What a rule is: data and one function. The rules stand in `rules/`, one file each.

use super::finding::Level;
use super::migration::Migration;
use super::written_sql::WrittenScript;
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
    /// The databases that it is about.
    pub databases: &'static [Provider],
    /// What there is to know about it.
    pub documentation: Documentation,
    /// Where it applies.
    pub find: fn(&Migration<'_>) -> Vec<Hit>,
}

/// Whether the examples of the rules, which only docs/warnings.md and its tests show, are there:
/// not in what a page loads.
pub const EXAMPLES: bool = !cfg!(target_family = "wasm");

impl Rule {
    /// The rule as it is listed: without its examples where they are not there.
    pub(super) const fn carried(mut self) -> Self {
        if !EXAMPLES {
            self.documentation.example.before = "";
            self.documentation.example.after = "";
            self.documentation.instead_after = None;
        }
        self
    }
}

/// A rule about the statements that a person wrote into migration.sql.
#[derive(Debug, Clone, Copy)]
pub struct ScriptRule {
    /// As a rule's.
    pub id: &'static str,
    /// Whether it stops a deploy.
    pub level: Level,
    /// The databases that it is about.
    pub databases: &'static [Provider],
    /// What there is to know about it.
    pub documentation: ScriptDocumentation,
    /// Where it applies.
    pub find: fn(&WrittenScript<'_>) -> Vec<Hit>,
}

impl ScriptRule {
    /// The rule as it is listed: without its examples where they are not there.
    pub(super) const fn carried(mut self) -> Self {
        if !EXAMPLES {
            self.documentation.example.after = "";
            self.documentation.example.written = "";
            self.documentation.instead_written = None;
        }
        self
    }
}

/// A rule about what only a live database, or a file as it stands, shows; whoever looks there
/// finds it.
#[derive(Debug, Clone, Copy)]
pub struct LiveRule {
    /// As a rule's.
    pub id: &'static str,
    /// Whether it stops a deploy.
    pub level: Level,
    /// A line that it says.
    pub wording: &'static str,
    /// When it says that, in words.
    pub example: &'static str,
    /// What there is to know about it.
    pub explanation: Explanation,
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

/// The documentation of a rule about written statements.
#[derive(Debug, Clone, Copy)]
pub struct ScriptDocumentation {
    /// What happens, and to whom.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A script that fires the rule.
    pub example: ScriptExample,
    /// What to do instead, in words.
    pub instead: &'static str,
    /// A script that does not fire the rule; `None` where only the planned one does not.
    pub instead_written: Option<&'static str>,
}

/// A script for a schema that stands there from nothing.
#[derive(Debug, Clone, Copy)]
pub struct ScriptExample {
    /// The database that it is about.
    pub provider: Provider,
    /// The blocks of the schema.
    pub after: &'static str,
    /// migration.sql as a person left it.
    pub written: &'static str,
}

/// Two schemas, without their datasource where nothing but the provider matters in it.
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
