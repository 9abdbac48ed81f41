//! The vocabulary of execution: what a migration RUNS. A [`Step`] carries its SQL, the changes
//! that it serves, and what it does to a running database; warnings read these fields, never
//! the SQL.

use crate::database::model::ObjectName;
use crate::diff::change::ChangeId;
use crate::provider::Provider;

/// Everything that a migration runs, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The dialect of its SQL.
    pub provider: Provider,
    /// The steps in order of execution.
    pub steps: Vec<Step>,
    /// Changes that need no step: client-side ones.
    pub stepless: Vec<ChangeId>,
    /// SQLite: whether the script must run with foreign keys off, in the bracket of PRAGMA and
    /// BEGIN that the executor takes over.
    pub foreign_keys_off: bool,
}

/// A unit of execution: one purpose, one or more statements in one transaction section.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it does, in plain words, for the comment line above it. No line break.
    pub title: String,
    /// Its statements in order, each without a terminator.
    pub statements: Vec<String>,
    /// The changes that it serves; never empty.
    pub serves: Vec<ChangeId>,
    /// What kind of work it is, for the warnings.
    pub operation: Operation,
    /// The transaction section that it belongs to, from 0; steps of one section are adjacent.
    pub section: usize,
    /// What it does to a running database.
    pub effect: Effect,
}

/// What a step does beyond what its changes say: the strategy that the dialect chose.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// Exactly what its changes say.
    Direct,
    /// A column's values are cast in place. `lossless`: every value survives.
    CastColumn {
        /// Its table, as named after.
        table: ObjectName,
        /// Its column, as named after.
        column: String,
        /// The type before, as SQL writes it.
        from: String,
        /// The type after, as SQL writes it.
        to: String,
        /// Whether every value of the old type survives.
        lossless: bool,
    },
    /// A column is dropped and added anew because no cast leads from one type to the other.
    RecreateColumn {
        /// Its table, as named after.
        table: ObjectName,
        /// Its column, as named after.
        column: String,
        /// The type before, as SQL writes it.
        from: String,
        /// The type after, as SQL writes it.
        to: String,
    },
    /// SQLite: the table is built anew, its rows copied, and swapped in.
    RebuildTable {
        /// The table, as named after.
        table: ObjectName,
        /// Columns whose values are cast on the way.
        casts: Vec<RebuildCast>,
        /// Columns that start empty because no cast leads to their new type.
        recreated: Vec<RebuildCast>,
    },
}

/// A column whose type changes inside a rebuild.
#[derive(Debug, Clone, PartialEq)]
pub struct RebuildCast {
    /// Column name after.
    pub column: String,
    /// The type before, as SQL writes it.
    pub from: String,
    /// The type after, as SQL writes it.
    pub to: String,
    /// Whether every value of the old type survives.
    pub lossless: bool,
}

/// What a step does to a running database.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effect {
    /// Locks taken, other tables' included; empty on SQLite, where the file is the lock.
    pub locks: Vec<Lock>,
    /// The heaviest work done under those locks.
    pub work: Work,
}

/// A lock on one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The table locked.
    pub table: ObjectName,
    /// How.
    pub mode: LockMode,
}

/// PostgreSQL's table lock modes that migrations take, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockMode {
    /// ROW SHARE.
    RowShare,
    /// ROW EXCLUSIVE.
    RowExclusive,
    /// SHARE UPDATE EXCLUSIVE.
    ShareUpdateExclusive,
    /// SHARE: blocks writes.
    Share,
    /// SHARE ROW EXCLUSIVE: blocks writes.
    ShareRowExclusive,
    /// ACCESS EXCLUSIVE: blocks reads and writes.
    AccessExclusive,
}

/// Work that a step does, lightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Work {
    /// The catalogue only: independent of the table's size.
    #[default]
    Catalogue,
    /// Every row is read.
    Scan,
    /// An index is built.
    IndexBuild,
    /// Every row is written anew.
    Rewrite,
}

impl Plan {
    /// How many statements it runs; the bracket on SQLite does not count.
    pub fn statement_count(&self) -> usize {
        self.steps.iter().map(|step| step.statements.len()).sum()
    }

    /// Whether a table is built anew, or dropped by a script that needs the bracket's rebuild
    /// procedure: `rebuild_required` of metadata.txt.
    pub fn requires_rebuild(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.operation, Operation::RebuildTable { .. }))
    }
}

impl LockMode {
    /// The mode as PostgreSQL's documentation writes it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::RowShare => "ROW SHARE",
            Self::RowExclusive => "ROW EXCLUSIVE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }
}

impl Work {
    /// What happens meanwhile, as it follows "while".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Catalogue => "the catalogue is changed",
            Self::Scan => "every row is read",
            Self::IndexBuild => "an index is built",
            Self::Rewrite => "every row is written anew",
        }
    }
}
