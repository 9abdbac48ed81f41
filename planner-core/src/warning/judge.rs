//! A finding and what was measured -> how sure it is. The same function serves page, bot and
//! deploy. Knows nothing of how the facts were measured.

use super::finding::Finding;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The answer to one probe; `None` where it failed, timed out, was not allowed or not asked.
pub type Answer = Option<u64>;

/// How sure a finding is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "state", content = "counts", try_from = "Judged")]
pub enum Judgement {
    /// Nothing is known.
    #[default]
    Possible,
    /// Measured: this much is at risk.
    Certain(Vec<Count>),
    /// Measured: nothing is at risk.
    Cleared,
}

/// As it is written.
#[derive(Deserialize)]
#[serde(expecting = "adjacently tagged enum Judgement")]
struct Judged {
    state: State,
    counts: Option<Vec<Count>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Possible,
    Certain,
    Cleared,
}

impl TryFrom<Judged> for Judgement {
    type Error = &'static str;

    fn try_from(judged: Judged) -> Result<Self, Self::Error> {
        Ok(match (judged.state, judged.counts) {
            (State::Possible, _) => Self::Possible,
            (State::Cleared, _) => Self::Cleared,
            (State::Certain, Some(counts)) => Self::Certain(counts),
            (State::Certain, None) => return Err("missing field `counts`"),
        })
    }
}

/// A measured number and what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many.
    pub number: u64,
    /// What of.
    pub counts: String,
}

/// How a count of one begins.
const ONE: [(&str, &str); 5] = [
    ("rows ", "row "),
    ("values ", "value "),
    ("non-null values ", "non-null value "),
    ("groups ", "group "),
    ("tables ", "table "),
];

/// `3 rows of users`, `1 row of users`.
impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.counts.as_str();
        let one = ONE.iter().filter(|_| self.number == 1);
        let mut begun = one.filter_map(|(several, one)| Some((one, counts.strip_prefix(several)?)));
        match begun.next() {
            Some((one, rest)) => {
                let rest = rest.replace("that do not survive", "that does not survive");
                write!(formatter, "1 {one}{rest}")
            }
            None => write!(formatter, "{} {counts}", self.number),
        }
    }
}

impl Judgement {
    /// The word for people and for JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Certain(_) => "certain",
            Self::Cleared => "cleared",
        }
    }
}

/// Judges a finding by the answers to its probes, in their order. A missing answer never clears.
pub fn judge(finding: &Finding, answers: &[Answer]) -> Judgement {
    let at_risk: Vec<Count> = finding
        .probes
        .iter()
        .zip(answers)
        .filter_map(|(probe, answer)| {
            let number = answer.filter(|number| *number > 0)?;
            Some(Count { number, counts: probe.counts.clone() })
        })
        .collect();
    if !at_risk.is_empty() {
        return Judgement::Certain(at_risk);
    }
    let all_known = answers.len() >= finding.probes.len() && answers.iter().all(Option::is_some);
    if all_known && !finding.probes.is_empty() {
        return Judgement::Cleared;
    }
    Judgement::Possible
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::model::ObjectName;
    use crate::dialect::question::Question;
    use crate::json;
    use crate::subject::{Subject, SubjectKind};
    use crate::warning::finding::{Level, Probe};

    fn finding(probes: usize) -> Finding {
        let probe = |index: usize| Probe {
            counts: format!("things {index}"),
            sql: String::new(),
            tables: Vec::new(),
            question: Question::Rows { table: ObjectName::local("things") },
        };
        Finding {
            rule: "drop-column",
            level: Level::Gating,
            subject: Subject { kind: SubjectKind::Column, parts: vec![] },
            message: String::new(),
            changes: vec![],
            probes: (0..probes).map(probe).collect(),
            span: None,
        }
    }

    #[test]
    fn an_unanswered_probe_never_clears() {
        assert_eq!(judge(&finding(2), &[Some(0), None]), Judgement::Possible);
        assert_eq!(judge(&finding(2), &[Some(0)]), Judgement::Possible);
        assert_eq!(judge(&finding(0), &[]), Judgement::Possible);
        assert_eq!(judge(&finding(2), &[Some(0), Some(0)]), Judgement::Cleared);
    }

    #[test]
    fn a_judgement_is_read_as_it_is_written() {
        let counts = vec![Count { number: 3, counts: "rows of users".into() }];
        for judgement in [Judgement::Possible, Judgement::Cleared, Judgement::Certain(counts)] {
            assert_eq!(json::read(json::value_of(&judgement)), Ok(judgement));
        }
        for (state, words) in [
            ("certain", "missing field `counts`"),
            ("sure", "unknown variant `sure`, expected one of `possible`, `certain`, `cleared`"),
        ] {
            let read = json::read::<Judgement>(serde_json::json!({ "state": state }));
            assert_eq!(read.map_err(|unfit| unfit.to_string()), Err(words.to_owned()));
        }
    }

    #[test]
    fn one_is_counted_as_one() {
        let count = |number, counts: &str| Count { number, counts: counts.into() }.to_string();
        assert_eq!(count(1, "rows of users"), "1 row of users");
        assert_eq!(count(2, "rows of users"), "2 rows of users");
        assert_eq!(count(1, "non-null values of a.b"), "1 non-null value of a.b");
        let lossy = "values of a.b that do not survive the cast";
        assert_eq!(count(1, lossy), "1 value of a.b that does not survive the cast");
    }

    #[test]
    fn one_count_is_enough() {
        let count = Count { number: 3, counts: "things 1".into() };
        assert_eq!(judge(&finding(2), &[None, Some(3)]), Judgement::Certain(vec![count]));
    }
}
