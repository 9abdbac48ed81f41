//! What a project makes of notices: raised to gating, not shown, or not shown of one subject for a while;
//! and how it wants things to be named. A rule that gates as it is keeps doing so, whatever a
//! configuration says. Knows no clock: the day comes from whoever asks.

use super::finding::{Finding, Level};
use super::naming::Naming;
use super::registry;
use crate::diff::change::ChangeSet;
use crate::ordered::{self, BTreeMap};
use crate::subject::SubjectPattern;

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

/// The choices of a project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels {
    /// By the rule's id.
    chosen: BTreeMap<String, Choice>,
    /// Notices that it wants to hear nothing of for a while.
    allows: Vec<Allow>,
    /// How it wants things to be named.
    pub naming: Naming,
    /// The day, as `2026-12-31`; empty where nobody said it, and then nothing has expired.
    pub today: String,
}

/// A notice that a project wants to hear nothing of for a while: `[[allow]]` of comon.toml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The rule.
    pub rule: String,
    /// Of it only this subject.
    pub subject: Option<SubjectPattern>,
    /// Why.
    pub reason: String,
    /// The last day on which it holds, as `2026-12-31`.
    pub expires: String,
}

impl Allow {
    /// Whether a notice is meant.
    fn fits(&self, rule: &str, subject: &str) -> bool {
        let same = |wanted: &SubjectPattern| {
            SubjectPattern { kind: None, parts: wanted.parts.clone() }.to_string() == subject
        };
        self.rule == rule && self.subject.as_ref().is_none_or(same)
    }

    /// It in words: `blocks-writes of posts`.
    pub fn in_words(&self) -> String {
        match &self.subject {
            Some(subject) => format!("{} of {subject}", self.rule),
            None => self.rule.clone(),
        }
    }
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
        Self::choosable(rule)?;
        self.chosen.insert(rule.to_owned(), choice);
        Ok(())
    }

    /// Adds a notice to hear nothing of.
    ///
    /// # Errors
    ///
    /// There is no such rule, or it gates as it is.
    pub fn allow(&mut self, allow: Allow) -> Result<(), ChoiceError> {
        Self::choosable(&allow.rule)?;
        self.allows.push(allow);
        Ok(())
    }

    fn choosable(rule: &str) -> Result<(), ChoiceError> {
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
        Ok(())
    }

    /// Whether the notices of a rule stop until accepted.
    pub fn raises(&self, rule: &str) -> bool {
        self.chosen.get(rule) == Some(&Choice::Gate)
    }

    /// Whether this notice of a rule stops until accepted.
    pub fn raises_about(&self, rule: &str, subject: &str) -> bool {
        self.raises(rule) && !self.is_allowed(rule, subject)
    }

    /// Whether the notices of a rule are shown, as notices or as what gates.
    pub fn shows(&self, rule: &str) -> bool {
        self.chosen.get(rule) != Some(&Choice::Silent)
    }

    /// Whether a finding is shown: what gates always is.
    pub fn shows_finding(&self, finding: &Finding) -> bool {
        finding.level == Level::Gating
            || (self.shows(finding.rule)
                && !self.is_allowed(finding.rule, &finding.subject.to_string()))
    }

    /// The findings as the project wants them: raised ones gate, silenced and allowed ones are gone;
    /// those that gate come first.
    pub fn apply(&self, findings: &[Finding]) -> Vec<Finding> {
        let shown = findings.iter().filter(|finding| self.shows_finding(finding));
        let mut findings: Vec<Finding> = shown.cloned().collect();
        for finding in &mut findings {
            if self.raises(finding.rule) {
                finding.level = Level::Gating;
            }
        }
        ordered::sort_by_key(&mut findings, |finding| finding.level);
        findings
    }

    /// What the project's names find in a migration beside the rules.
    pub fn named(&self, changes: &ChangeSet) -> Vec<Finding> {
        self.naming.check(changes)
    }

    /// What is chosen, by the rule's id.
    pub fn chosen(&self) -> impl Iterator<Item = (&str, Choice)> {
        self.chosen.iter().map(|(rule, choice)| (rule.as_str(), *choice))
    }

    /// What is allowed, in the order in which it was.
    pub fn allows(&self) -> &[Allow] {
        &self.allows
    }

    /// Whether anything is allowed.
    pub fn has_allows(&self) -> bool {
        !self.allows.is_empty()
    }

    /// What is allowed and held no longer on the day.
    pub fn expired(&self) -> impl Iterator<Item = &Allow> {
        self.allows.iter().filter(|allow| self.has_expired(allow))
    }

    /// What is allowed, holds, and fits none of these findings.
    pub fn unused<'a>(&'a self, findings: &'a [Finding]) -> impl Iterator<Item = &'a Allow> {
        let fits = |allow: &Allow| {
            let mut notices = findings.iter().filter(|each| each.level == Level::Notice);
            notices.any(|each| allow.fits(each.rule, &each.subject.to_string()))
        };
        self.allows.iter().filter(move |allow| !self.has_expired(allow) && !fits(allow))
    }

    fn is_allowed(&self, rule: &str, subject: &str) -> bool {
        let mut holding = self.allows.iter().filter(|allow| !self.has_expired(allow));
        holding.any(|allow| allow.fits(rule, subject))
    }

    /// Whether something is allowed no longer. Days of one form are in the order of their texts.
    pub fn has_expired(&self, allow: &Allow) -> bool {
        allow.expires < self.today
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

    #[test]
    fn what_is_allowed_is_so_of_its_subject_and_until_its_day() {
        let mut levels = Levels { today: "2026-06-30".to_owned(), ..Levels::default() };
        let allow = |rule: &str, subject: Option<&str>, expires: &str| Allow {
            rule: rule.to_owned(),
            subject: subject.and_then(|text| SubjectPattern::parse(text).ok()),
            reason: "small".to_owned(),
            expires: expires.to_owned(),
        };
        let gates = levels.allow(allow("drop-column", None, "2026-12-31"));
        assert_eq!(gates, Err(ChoiceError::Gates));
        assert_eq!(levels.choose("blocks-writes", Choice::Gate), Ok(()));
        assert_eq!(levels.allow(allow("blocks-writes", Some("posts"), "2026-06-30")), Ok(()));
        assert_eq!(levels.allow(allow("volatile-default", None, "2026-06-29")), Ok(()));
        assert!(!levels.raises_about("blocks-writes", "posts"));
        assert!(levels.raises_about("blocks-writes", "users"));
        let names = |all: Vec<&Allow>| all.into_iter().map(Allow::in_words).collect::<Vec<_>>();
        assert_eq!(names(levels.expired().collect()), ["volatile-default"]);
        assert_eq!(names(levels.unused(&[]).collect()), ["blocks-writes of posts"]);
        levels.today = "2026-07-01".to_owned();
        assert!(levels.raises_about("blocks-writes", "posts"));
    }
}
