//! Everything that a decision looks at, as plain values: the folder, the history, the journal,
//! what the planner says of pending migrations and how the live database differs.

use crate::deploy::decision::Problem;
use crate::deploy::gate::{Consent, Gate};
use crate::history::journal::JournalStep;
use crate::history::row::History;
use crate::live::Difference;
use planner_core::provider::Provider;
use std::collections::{BTreeMap, BTreeSet};

/// The input of [`crate::deploy::decide::decide`].
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    /// The database at hand.
    pub provider: Provider,
    /// The migrations folder, ordered by name.
    pub local: &'a [LocalMigration],
    /// The history table; empty where there is none yet.
    pub history: &'a History,
    /// Sections that were begun.
    pub journal: &'a [JournalStep],
    /// What the running planner says of each pending migration.
    pub assessments: &'a BTreeMap<String, Assessment>,
    /// Applied migrations whose files and row differ in text and mean the same.
    pub same_meaning: &'a BTreeSet<String>,
    /// How the live database differs from the last applied snapshot.
    pub drift: &'a Drift,
    /// Tables that a command would touch beyond the pending migrations (`dev`'s new plan).
    pub also_touched: &'a BTreeSet<String>,
    /// What the command line accepts.
    pub consent: &'a Consent,
    /// Which migrations it is about.
    pub scope: &'a Scope,
}

/// Which of the pending migrations a command is about.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// `--to`: nothing after this one.
    pub to: Option<String>,
    /// `--reapply`: rolled-back migrations that may be applied again.
    pub reapply: BTreeSet<String>,
}

impl Scope {
    /// Whether a migration lies within `--to`.
    pub fn includes(&self, name: &str) -> bool {
        self.to.as_deref().is_none_or(|to| name.as_bytes() <= to.as_bytes())
    }
}

/// A migration directory, read and verified.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LocalMigration {
    /// Its name.
    pub name: String,
    /// Why its files cannot be used.
    pub invalid: Vec<String>,
    /// Why its seal does not fit.
    pub unsealed: Vec<String>,
    /// What its files say, as far as they can be read.
    pub provider: Option<Provider>,
    /// Checksum of its files as they are.
    pub checksum: Option<String>,
    /// The snapshot before; empty for a first migration.
    pub before: String,
    /// The snapshot after.
    pub after: String,
    /// Whether comon_orm wrote it.
    pub foreign: bool,
}

/// What the running planner says of a pending migration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assessment {
    /// Tables that it touches, as people write them, under their names before and after.
    pub touched: BTreeSet<String>,
    /// Gating warnings: the union of the reviewed and the found ones.
    pub gates: Vec<Gate>,
    /// Its notices, as the gates that a configuration may make of them.
    pub notice_gates: Vec<Gate>,
    /// Lines that the planner of the same version would have written and that are gone.
    pub missing_warnings: Vec<String>,
    /// Why it does not start where its predecessor ends; empty where it does.
    pub chain_break: Vec<String>,
    /// Why it cannot be planned or its script not be run.
    pub invalid: Vec<String>,
    /// Why a statement would fail in this database, whose tables comon_orm laid out.
    pub obstacles: Vec<Problem>,
    /// Worth knowing; stops nothing.
    pub notices: Vec<String>,
    /// How far an interrupted run came; `None` where none was begun here.
    pub begun: Option<Begun>,
}

/// How far an interrupted run of a migration came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Begun {
    /// What is committed and what the next statement met.
    pub whereabouts: Vec<String>,
    /// How its file differs from the one that was begun; empty where the next run can go on.
    pub changed: Vec<String>,
}

/// The live database against the last applied snapshot.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drift {
    /// The differences.
    pub differences: Vec<Difference>,
    /// Why nothing could be compared.
    pub unknown: Option<String>,
}
