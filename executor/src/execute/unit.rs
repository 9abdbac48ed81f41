//! A script's sections -> the units that the journal counts: a transactional section is one; in
//! a section without a transaction each statement is one of its own. Pure.

use planner_core::script::{Mode, Script, Statement};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// Something that is done as a whole or not at all, or whose effect can be looked up.
#[derive(Debug, Clone)]
pub struct Unit<'a> {
    /// Number, from 0; the journal's step.
    pub number: i64,
    /// How it runs.
    pub mode: UnitMode,
    /// Its statements in order.
    pub statements: Vec<&'a Statement>,
    /// Number of its first statement in the file, from 1.
    pub first_statement: usize,
    /// `lock=` of the section.
    pub lock_timeout: Option<Duration>,
    /// `statement=` of the section.
    pub statement_timeout: Option<Duration>,
    /// SHA-256 of its statements.
    pub digest: String,
}

/// How a unit runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitMode {
    /// In one transaction, together with its journal row.
    Transaction,
    /// Bare, because the database refuses it in a transaction. Its effect is looked up on resume.
    Bare,
}

/// The units of a script, in order.
pub fn units(script: &Script) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    let mut statement_number = 1;
    for section in &script.sections {
        let groups: Vec<Vec<&Statement>> = match section.mode {
            Mode::Transaction => vec![section.statements.iter().collect()],
            Mode::NoTransaction => section.statements.iter().map(|each| vec![each]).collect(),
        };
        for statements in groups.into_iter().filter(|group| !group.is_empty()) {
            let bare =
                section.mode == Mode::NoTransaction && statements.iter().any(|each| each.bare);
            let count = statements.len();
            units.push(Unit {
                number: units.len() as i64,
                mode: if bare { UnitMode::Bare } else { UnitMode::Transaction },
                digest: digest(&statements),
                statements,
                first_statement: statement_number,
                lock_timeout: section.lock_timeout,
                statement_timeout: section.statement_timeout,
            });
            statement_number += count;
        }
    }
    units
}

fn digest(statements: &[&Statement]) -> String {
    let mut hash = Sha256::new();
    for statement in statements {
        hash.update(statement.text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
