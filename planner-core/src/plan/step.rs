//! The vocabulary of execution: what a migration RUNS. A [`Step`] carries its SQL, the changes
//! that it serves, and what it does to a running database; warnings read these fields, never
//! the SQL.

use crate::database::model::ObjectName;
use crate::diff::change::ChangeId;
use crate::provider::Provider;
use std::fmt;

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
    /// PostgreSQL: columns of a table change their type, in one statement.
    AlterColumns {
        /// The table, as named after.
        table: ObjectName,
        /// Columns whose values are cast in place.
        casts: Vec<ColumnCast>,
        /// Columns that are dropped and added anew because no cast leads to their new type.
        recreated: Vec<ColumnCast>,
    },
    /// SQLite: the table is built anew, its rows copied, and swapped in.
    RebuildTable {
        /// The table, as named after.
        table: ObjectName,
        /// Columns whose values are cast on the way.
        casts: Vec<ColumnCast>,
        /// Columns that start empty because no cast leads to their new type.
        recreated: Vec<ColumnCast>,
    },
}

/// A column whose type changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnCast {
    /// Column name after.
    pub column: String,
    /// The type before, as SQL writes it.
    pub from: String,
    /// The type after, as SQL writes it.
    pub to: String,
    /// Whether every value of the old type survives.
    pub lossless: bool,
}

impl Operation {
    /// The columns whose values are cast, each with its table as named after.
    pub fn casts(&self) -> impl Iterator<Item = (&ObjectName, &ColumnCast)> {
        let (table, casts) = match self {
            Self::Direct => (None, &[][..]),
            Self::AlterColumns { table, casts, .. } | Self::RebuildTable { table, casts, .. } => {
                (Some(table), casts.as_slice())
            }
        };
        table.into_iter().flat_map(|table| casts.iter().map(move |cast| (table, cast)))
    }

    /// The columns that start empty because no cast leads to their new type, likewise.
    pub fn recreated(&self) -> impl Iterator<Item = (&ObjectName, &ColumnCast)> {
        let (table, columns) = match self {
            Self::Direct => (None, &[][..]),
            Self::AlterColumns { table, recreated, .. }
            | Self::RebuildTable { table, recreated, .. } => (Some(table), recreated.as_slice()),
        };
        table.into_iter().flat_map(|table| columns.iter().map(move |column| (table, column)))
    }
}

/// What a step does to a running database.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effect {
    /// The kinds of its statements, by their names in docs/locks.md; empty on SQLite.
    pub statements: Vec<&'static str>,
    /// Locks taken, other tables' included, at most one for each table and index. Empty on SQLite,
    /// where the file is the lock.
    pub locks: Vec<Lock>,
    /// The heaviest work of the step.
    pub work: Work,
}

/// A lock on one table that is there before the migration: nobody else knows the others. It is
/// held until the transaction ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The table, by its name before the migration.
    pub table: ObjectName,
    /// The index, by its name before the migration, where not the table but only this is locked.
    pub index: Option<String>,
    /// How.
    pub mode: LockMode,
    /// The heaviest work that the step does on the table.
    pub work: Work,
}

/// PostgreSQL's table lock modes, weakest first.
/// <https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockMode {
    /// ACCESS SHARE: what reads take.
    AccessShare,
    /// ROW SHARE.
    RowShare,
    /// ROW EXCLUSIVE: what writes take.
    RowExclusive,
    /// SHARE UPDATE EXCLUSIVE: blocks other changes of the schema.
    ShareUpdateExclusive,
    /// SHARE: blocks writes.
    Share,
    /// SHARE ROW EXCLUSIVE: blocks writes.
    ShareRowExclusive,
    /// EXCLUSIVE: blocks writes.
    Exclusive,
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

impl Effect {
    /// What is done meanwhile, table by table where there is more than the catalogue.
    pub fn work_in_words(&self) -> String {
        let worked = self.locks.iter().filter(|lock| lock.work > Work::Catalogue);
        let works: Vec<String> = worked.map(|lock| lock.work.on(&lock.table)).collect();
        if works.is_empty() { self.work.in_words().to_owned() } else { works.join(", ") }
    }
}

/// For people: `users`, or `index users_pkey of users`.
impl fmt::Display for Lock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.index {
            Some(index) => write!(formatter, "index {index} of {}", self.table),
            None => write!(formatter, "{}", self.table),
        }
    }
}

impl LockMode {
    /// All modes.
    pub const ALL: [Self; 8] = [
        Self::AccessShare,
        Self::RowShare,
        Self::RowExclusive,
        Self::ShareUpdateExclusive,
        Self::Share,
        Self::ShareRowExclusive,
        Self::Exclusive,
        Self::AccessExclusive,
    ];

    /// Whether queries that only read wait for it.
    pub fn blocks_reads(self) -> bool {
        self == Self::AccessExclusive
    }

    /// Whether inserts, updates and deletes wait for it.
    pub fn blocks_writes(self) -> bool {
        self >= Self::Share
    }

    /// What of others waits for it, as people say it.
    pub fn blocks_in_words(self) -> &'static str {
        match (self.blocks_reads(), self.blocks_writes()) {
            (true, _) => "reads and writes",
            (false, true) => "writes",
            (false, false) => "changes of the schema",
        }
    }

    /// The mode as PostgreSQL's documentation writes it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::AccessShare => "ACCESS SHARE",
            Self::RowShare => "ROW SHARE",
            Self::RowExclusive => "ROW EXCLUSIVE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::Exclusive => "EXCLUSIVE",
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

    /// The same of one table.
    pub fn on(self, table: &ObjectName) -> String {
        match self {
            Self::Catalogue => self.in_words().to_owned(),
            Self::Scan => format!("every row of {table} is read"),
            Self::IndexBuild => format!("an index of {table} is built"),
            Self::Rewrite => format!("every row of {table} is written anew"),
        }
    }
}
