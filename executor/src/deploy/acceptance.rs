//! The `accept.<n>` lines of metadata.txt: warnings that somebody accepted in the files, for a
//! deploy that is configured to take their word. Text in, text out; who writes them and who honours
//! them is decided elsewhere.

use crate::deploy::gate::Gate;
use planner_core::artifact::Metadata;

/// One such line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommittedAcceptance {
    /// Its key, such as `accept.1`.
    pub key: String,
    /// The rule.
    pub id: String,
    /// What it is about; empty for a rule that is about the whole file.
    pub subject: String,
    /// Who accepted it.
    pub who: String,
    /// Why.
    pub reason: String,
}

impl CommittedAcceptance {
    /// The value of the line: `<id>:<subject> by <who>: <reason>`.
    pub fn value(&self) -> String {
        let subject = match self.subject.as_str() {
            "" => String::new(),
            subject => format!(":{subject}"),
        };
        format!("{}{subject} by {}: {}", self.id, self.who, self.reason)
    }

    fn parse(key: &str, value: &str) -> Option<Self> {
        let (warning, said) = split_outside_quotes(value, " by ")?;
        let (who, reason) = said.split_once(": ")?;
        let (id, subject) = warning.split_once(':').unwrap_or((warning, ""));
        let text = |text: &str| text.trim().to_owned();
        let accepted = Self {
            key: key.to_owned(),
            id: text(id),
            subject: text(subject),
            who: text(who),
            reason: text(reason),
        };
        let is_whole =
            !accepted.id.is_empty() && !accepted.who.is_empty() && !accepted.reason.is_empty();
        is_whole.then_some(accepted)
    }
}

/// All of them, in order. A line without a name or a reason accepts nothing.
pub fn read(metadata: &Metadata) -> Vec<CommittedAcceptance> {
    let text = metadata.text();
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines
        .filter(|(key, _)| key.starts_with("accept."))
        .filter_map(|(key, value)| CommittedAcceptance::parse(key, value))
        .collect()
}

/// The line that accepts a warning, for people and for the history: it names one warning, never a
/// whole rule that has several.
pub fn of(accepted: &[CommittedAcceptance], gate: &Gate) -> Option<String> {
    let line = accepted.iter().find(|each| each.id == gate.id && gate.is_named(&each.subject))?;
    Some(format!("{} of metadata.txt, by {}: {}", line.key, line.who, line.reason))
}

/// Names in double quotes may hold anything.
fn split_outside_quotes<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let mut quoted = false;
    for (at, each) in text.char_indices() {
        if each == '"' {
            quoted = !quoted;
        }
        if !quoted && let Some(rest) = text.get(at..)?.strip_prefix(separator) {
            return Some((text.get(..at)?, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn parsed(value: &str) -> Option<CommittedAcceptance> {
        CommittedAcceptance::parse("accept.1", value)
    }

    #[test]
    fn line_is_read_as_it_is_written() {
        for value in [
            "drop-column:users.legacy_code by ada@host: moved to codes",
            "drop-column:users.\"stand by me\" by ada: a: b by c",
            "hand-edited-sql by ada: reviewed",
        ] {
            assert_eq!(parsed(value).unwrap().value(), value);
        }
        let line = parsed("drop-column:users.\"stand by me\" by ada: a: b by c").unwrap();
        assert_eq!((line.subject.as_str(), line.who.as_str()), ("users.\"stand by me\"", "ada"));
        assert_eq!(line.reason, "a: b by c");
    }

    #[test]
    fn line_without_a_name_or_a_reason_accepts_nothing() {
        for value in ["drop-column:users.a", "drop-column:users.a by ada", "x by : y", "x by a: "] {
            assert_eq!(parsed(value), None, "{value}");
        }
    }
}
