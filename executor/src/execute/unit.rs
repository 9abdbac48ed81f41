//! A script's sections -> the units that the journal counts: a transactional section is one; in
//! a section without a transaction each statement is one of its own. Pure.

use crate::history::journal::{JournalStep, StepState};
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

/// Why the journal of an interrupted run does not fit the file: somebody changed what was done
/// already. Empty where it fits.
pub fn changed_since(units: &[Unit<'_>], journal: &[&JournalStep]) -> Vec<String> {
    let mut changed = Vec::new();
    for step in journal.iter().filter(|step| step.state == StepState::Finished) {
        let unit = units.iter().find(|unit| unit.number == step.step);
        if unit.is_none_or(|unit| unit.digest != step.digest) {
            changed.push(format!(
                "step {} was finished with other statements than the file has now",
                step.step + 1
            ));
        }
    }
    changed
}

/// The index that a bare CREATE or DROP INDEX CONCURRENTLY is about, so that its effect can be
/// looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BareEffect {
    /// The index should be there and valid.
    IndexThere(String),
    /// The index should be gone.
    IndexGone(String),
    /// Running it again does no harm.
    Repeatable,
}

/// What a bare statement leaves when it is done.
pub fn bare_effect(sql: &str) -> BareEffect {
    let words = words(sql);
    let at = words.iter().position(|word| word == "CONCURRENTLY");
    let name = |skip: &[&str]| {
        let after = words.get(at? + 1..)?;
        let has = skip.iter().zip(after).filter(|(left, right)| left == right).count();
        let start = if has == skip.len() { skip.len() } else { 0 };
        let rest = sql_words(sql).get(at? + 1 + start).cloned()?;
        Some(rest.trim_end_matches(';').to_owned())
    };
    match words.first().map(String::as_str) {
        Some("CREATE") => {
            name(&["IF", "NOT", "EXISTS"]).map_or(BareEffect::Repeatable, BareEffect::IndexThere)
        }
        Some("DROP") => {
            name(&["IF", "EXISTS"]).map_or(BareEffect::Repeatable, BareEffect::IndexGone)
        }
        Some(_) | None => BareEffect::Repeatable,
    }
}

fn words(sql: &str) -> Vec<String> {
    sql_words(sql).iter().map(|word| word.trim_end_matches(';').to_uppercase()).collect()
}

/// Words of a statement, quoted names with blanks kept whole.
fn sql_words(sql: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for each in sql.chars() {
        if each == '"' {
            quoted = !quoted;
        }
        let ends = !quoted && (each.is_whitespace() || each == '(');
        if !ends {
            word.push(each);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn digest(statements: &[&Statement]) -> String {
    let mut hash = Sha256::new();
    for statement in statements {
        hash.update(statement.text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn effect_of_a_bare_statement_names_its_index() {
        assert_eq!(
            bare_effect("CREATE INDEX CONCURRENTLY IF NOT EXISTS \"a b\" ON t (x)"),
            BareEffect::IndexThere("\"a b\"".to_owned())
        );
        assert_eq!(
            bare_effect("CREATE INDEX CONCURRENTLY x ON t(y)"),
            BareEffect::IndexThere("x".to_owned())
        );
        assert_eq!(
            bare_effect("DROP INDEX CONCURRENTLY IF EXISTS x;"),
            BareEffect::IndexGone("x".to_owned())
        );
        assert_eq!(bare_effect("REINDEX INDEX CONCURRENTLY x"), BareEffect::Repeatable);
    }
}
