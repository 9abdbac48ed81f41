//! What a project makes of notices: raised to gating, or not shown. A rule that gates as it is
//! keeps doing so, whatever a configuration says.

use super::finding::{Finding, Level};
use super::registry;
use crate::ordered::{self, BTreeMap};

/// What becomes of the notices of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// They stop until accepted.
    Gate,
    /// They are shown, as without a choice.
    Notice,
    /// They are not shown.
    Silent,
}

/// The choices of a project, by the rule's id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels {
    chosen: BTreeMap<String, Choice>,
}

/// Why a choice cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceError {
    /// There is no such rule; the nearest one.
    Unknown(Option<&'static str>),
    /// The rule is about lost values or failing statements.
    Gates,
}

impl Levels {
    /// Chooses for one rule.
    ///
    /// # Errors
    ///
    /// There is no such rule, or it gates as it is.
    pub fn choose(&mut self, rule: &str, choice: Choice) -> Result<(), ChoiceError> {
        let Some(known) = registry::rule(rule) else {
            let near = registry::all_rules()
                .into_iter()
                .map(|each| each.id())
                .min_by_key(|id| strsim::damerau_levenshtein(id, rule));
            let near = near.filter(|id| strsim::damerau_levenshtein(id, rule) <= rule.len() / 2);
            return Err(ChoiceError::Unknown(near));
        };
        if known.level() == Level::Gating {
            return Err(ChoiceError::Gates);
        }
        self.chosen.insert(rule.to_owned(), choice);
        Ok(())
    }

    /// Whether the notices of a rule stop until accepted.
    pub fn raises(&self, rule: &str) -> bool {
        self.chosen.get(rule) == Some(&Choice::Gate)
    }

    /// Whether the notices of a rule are shown, as notices or as what gates.
    pub fn shows(&self, rule: &str) -> bool {
        self.chosen.get(rule) != Some(&Choice::Silent)
    }

    /// The findings as the project wants them: raised ones gate, silenced ones are gone; those that
    /// gate come first.
    pub fn apply(&self, findings: &[Finding]) -> Vec<Finding> {
        let shown = findings
            .iter()
            .filter(|finding| finding.level == Level::Gating || self.shows(finding.rule));
        let mut findings: Vec<Finding> = shown.cloned().collect();
        for finding in &mut findings {
            if self.raises(finding.rule) {
                finding.level = Level::Gating;
            }
        }
        ordered::sort_by_key(&mut findings, |finding| finding.level);
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gates_cannot_be_lowered_and_what_is_unknown_is_named() {
        let mut levels = Levels::default();
        assert_eq!(levels.choose("drop-column", Choice::Silent), Err(ChoiceError::Gates));
        let near = Err(ChoiceError::Unknown(Some("volatile-default")));
        assert_eq!(levels.choose("volatile-defaults", Choice::Gate), near);
        assert_eq!(levels.choose("zzz", Choice::Gate), Err(ChoiceError::Unknown(None)));
        assert_eq!(levels.choose("volatile-default", Choice::Gate), Ok(()));
        assert!(levels.raises("volatile-default") && levels.shows("volatile-default"));
        assert!(!levels.raises("drop-column") && levels.shows("drop-column"));
    }
}
