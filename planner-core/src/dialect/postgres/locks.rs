//! Kinds of statement -> what they do to a running server: the tables that they lock, how, and
//! the work under the locks. A table that the same migration creates is known to nobody else, so
//! it stands in no list. Every line is proved on servers of each version (tests/tests/locks.rs).
//!
//! Indexes, TOAST tables and the sequences of columns are never locked more strongly than their
//! table, but for an index that is renamed.
//!
//! <https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES>

use super::sql::statement::Statement;
use crate::database::model::ObjectName;
use crate::plan::step::{Effect, Lock, LockMode, Work};

/// How one table is locked, and what is done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// The mode.
    pub mode: LockMode,
    /// The work on that table.
    pub work: Work,
}

/// What a kind of statement locks. `None`: nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Claim {
    /// Its own table.
    pub table: Option<Hold>,
    /// The index that it names, where its table stays free.
    pub index: Option<Hold>,
    /// Tables that its foreign keys refer to.
    pub parent: Option<Hold>,
    /// Tables whose foreign keys refer to it.
    pub child: Option<Hold>,
}

impl Claim {
    const NOTHING: Self = Self { table: None, index: None, parent: None, child: None };

    /// ALTER TABLE in most of its forms: nobody reads or writes.
    const fn exclusive(work: Work) -> Self {
        Self { table: Some(exclusive(work)), ..Self::NOTHING }
    }
}

const fn exclusive(work: Work) -> Hold {
    Hold { mode: LockMode::AccessExclusive, work }
}

/// What a kind of statement does to the tables that are there before the migration.
pub const fn claim(statement: Statement) -> Claim {
    use Statement as S;
    match statement {
        S::CreateSchema
        | S::CreateExtension
        | S::MoveExtension
        | S::UpdateExtension
        | S::DropExtension
        | S::CreateEnum
        | S::AddEnumValue
        | S::RenameEnumValue
        | S::RenameEnum
        | S::MoveEnum
        | S::DropEnum
        | S::CreateTable => Claim::NOTHING,
        S::RenameTable
        | S::MoveTable
        | S::AddColumn
        | S::AddRequiredColumn
        | S::RenameColumn
        | S::DropColumn
        | S::SetDefault
        | S::DropDefault
        | S::DropNotNull
        | S::NumberIndexedColumn
        | S::StopNumbering
        | S::DropPrimaryKey
        | S::DropIndex
        | S::RenameForeignKey => Claim::exclusive(Work::Catalogue),
        S::SetNotNull | S::NumberColumn => Claim::exclusive(Work::Scan),
        S::AddPrimaryKey => Claim::exclusive(Work::IndexBuild),
        S::AddComputedColumn => Claim::exclusive(Work::Rewrite),
        // The foreign keys over the column are made anew.
        S::ChangeType => joined(Work::Catalogue, Work::Catalogue),
        S::ChangeIndexedType => joined(Work::IndexBuild, Work::Catalogue),
        S::ChangeStoredType => joined(Work::Rewrite, Work::Scan),
        S::DropTable | S::DropForeignKey => {
            Claim { parent: Some(exclusive(Work::Catalogue)), ..Claim::exclusive(Work::Catalogue) }
        }
        S::AddForeignKey => Claim {
            table: Some(Hold { mode: LockMode::ShareRowExclusive, work: Work::Scan }),
            // Its rows are looked up.
            parent: Some(Hold { mode: LockMode::ShareRowExclusive, work: Work::Catalogue }),
            ..Claim::NOTHING
        },
        S::CreateIndex => Claim {
            table: Some(Hold { mode: LockMode::Share, work: Work::IndexBuild }),
            ..Claim::NOTHING
        },
        S::RenameIndex => Claim {
            index: Some(Hold { mode: LockMode::ShareUpdateExclusive, work: Work::Catalogue }),
            ..Claim::NOTHING
        },
    }
}

const fn joined(own: Work, child: Work) -> Claim {
    Claim {
        parent: Some(exclusive(Work::Catalogue)),
        child: Some(exclusive(child)),
        ..Claim::exclusive(own)
    }
}

/// What statements are about, under names before the migration; what it creates is left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Target<'a> {
    /// Their table.
    pub table: Option<&'a ObjectName>,
    /// The index that they name.
    pub index: Option<&'a str>,
    /// Tables that the foreign keys in question refer to.
    pub parents: &'a [&'a ObjectName],
    /// Tables whose foreign keys in question refer to `table`.
    pub children: &'a [&'a ObjectName],
}

/// The effect of statements about nothing that is there before the migration.
pub fn on_nothing(statements: &[Statement]) -> Effect {
    effect(statements, Target::default())
}

/// The effect of statements about one table.
pub fn on_table(statements: &[Statement], table: Option<&ObjectName>) -> Effect {
    effect(statements, Target { table, ..Target::default() })
}

/// The effect of statements, taken together.
pub fn effect(statements: &[Statement], target: Target<'_>) -> Effect {
    let mut effect = Effect::default();
    extend(&mut effect, statements, target);
    effect
}

/// The effect with that of more statements.
pub fn extend(effect: &mut Effect, statements: &[Statement], target: Target<'_>) {
    for statement in statements {
        if !effect.statements.contains(&statement.name()) {
            effect.statements.push(statement.name());
        }
        let claim = claim(*statement);
        if let (Some(table), Some(hold)) = (target.table, claim.table) {
            add(effect, table, None, hold);
        }
        if let (Some(table), Some(index), Some(hold)) = (target.table, target.index, claim.index) {
            add(effect, table, Some(index), hold);
        }
        for (tables, hold) in [(target.parents, claim.parent), (target.children, claim.child)] {
            let Some(hold) = hold else { continue };
            tables.iter().for_each(|table| add(effect, table, None, hold));
        }
    }
    // Whoever locks a table needs no word on an index of it.
    let tables = effect.locks.clone();
    effect.locks.retain(|lock| {
        let covers = |table: &Lock| table.index.is_none() && table.mode >= lock.mode;
        lock.index.is_none() || !tables.iter().any(|each| each.table == lock.table && covers(each))
    });
}

/// One lock for each table and index: the strongest, with the heaviest work.
fn add(effect: &mut Effect, table: &ObjectName, index: Option<&str>, hold: Hold) {
    effect.work = effect.work.max(hold.work);
    let same = |lock: &&mut Lock| lock.table == *table && lock.index.as_deref() == index;
    match effect.locks.iter_mut().find(same) {
        Some(lock) => {
            lock.mode = lock.mode.max(hold.mode);
            lock.work = lock.work.max(hold.work);
        }
        None => effect.locks.push(Lock {
            table: table.clone(),
            index: index.map(str::to_owned),
            mode: hold.mode,
            work: hold.work,
        }),
    }
}
