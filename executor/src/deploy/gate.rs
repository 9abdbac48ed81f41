//! Gating warnings and the flags that accept them. Pure: a gate is a line with an id and a
//! subject, a consent is what the command line said.

use crate::deploy::decision::Accepted;
use crate::deploy::measured::Measured;
use crate::deploy::situation::Assessment;
use crate::error::{Error, Result};
use planner_core::subject::{SubjectKind, SubjectPattern, shell_word};
use planner_core::warning::Finding;
use planner_core::warning::judge::Judgement;
use planner_core::warning::levels::Levels;
use std::collections::BTreeSet;

/// A warning that stops until accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// The migration that it belongs to.
    pub migration: String,
    /// The rule, such as `drop-column`.
    pub id: String,
    /// What it is about in the grammar of subjects, without the kind; may be empty.
    pub subject: String,
    /// The same with its kind, such as `column:users.legacy_code`.
    pub qualified: String,
    /// Other spellings that name the same subject: logical names.
    pub aliases: Vec<String>,
    /// The line of warnings.txt.
    pub message: String,
    /// Where it stands or was found.
    pub origin: Origin,
    /// The planner's finding, where it found it: what can be asked of a database about it.
    pub finding: Option<Finding>,
    /// What was measured on the database at hand.
    pub measured: Measured,
    /// The line of metadata.txt that accepts it, and who wrote that.
    pub committed: Option<String>,
}

/// Where a gating warning comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It stands in the reviewed warnings.txt.
    Reviewed,
    /// The running planner finds it, the reviewed file lacks it, and the same planner wrote both:
    /// a file was edited.
    Planner,
    /// The running planner finds it in a migration of comon_orm, which did not warn of it.
    Inherited,
    /// The running planner finds it; the one that wrote the artifact is another and did not.
    NewerPlanner,
    /// Only the live database shows it.
    Live,
    /// A notice that the configuration makes a gate of.
    Configured,
}

/// What the command line accepts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consent {
    /// `--allow-warnings`: all of them.
    pub all: bool,
    /// `--allow-cleared`: those whose probe finds nothing at risk once the tables are locked.
    pub cleared: bool,
    /// `--allow <id>` and `--allow <id>:<subject>`.
    pub flags: Vec<AllowFlag>,
    /// `acceptance = "committed"`: the `accept.<n>` lines of metadata.txt count.
    pub committed: bool,
    /// What the configuration makes of notices.
    pub levels: Levels,
}

/// The flag that accepts what is measured harmless under lock.
pub const ALLOW_CLEARED: &str = "--allow-cleared";

/// One `--allow`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowFlag {
    /// The rule.
    pub id: String,
    /// Only this subject of it.
    pub subject: Option<String>,
}

impl AllowFlag {
    /// The flag as one would type it, quoted for a shell where it must be.
    pub fn text(&self) -> String {
        match &self.subject {
            Some(subject) => format!("--allow {}", shell_word(&format!("{}:{subject}", self.id))),
            None => format!("--allow {}", self.id),
        }
    }

    /// Which gates it accepts: those that the database calls so, else those that the schema does.
    fn hits(&self, gates: &[Gate]) -> Hits {
        let of_rule = || gates.iter().enumerate().filter(|(_, gate)| gate.id == self.id);
        let Some(subject) = &self.subject else {
            return Hits::All(of_rule().map(|(index, _)| index).collect());
        };
        let pattern = SubjectPattern::parse(subject).ok();
        let found = |by: &dyn Fn(&Gate) -> bool| -> Vec<usize> {
            of_rule().filter(|(_, gate)| by(gate)).map(|(index, _)| index).collect()
        };
        let mut hits = found(&|gate| gate.is_called(subject, pattern.as_ref()));
        if hits.is_empty() {
            hits = found(&|gate| gate.is_also_called(pattern.as_ref()));
        }
        let subjects: BTreeSet<&str> =
            hits.iter().filter_map(|index| Some(gates.get(*index)?.qualified.as_str())).collect();
        match subjects.len() {
            0 | 1 => Hits::All(hits),
            _ => Hits::Several(subjects.into_iter().map(str::to_owned).collect()),
        }
    }

    fn accepts_drift(&self, names: &[&str]) -> bool {
        self.id == "drift" && self.subject.as_deref().is_none_or(|subject| names.contains(&subject))
    }
}

/// What a flag fits.
enum Hits {
    /// Gates by index: none, those of one subject, or all of a rule.
    All(Vec<usize>),
    /// Several subjects, with their kinds: it accepts none of them.
    Several(Vec<String>),
}

impl Consent {
    /// Reads the flags.
    ///
    /// # Errors
    ///
    /// A value that names no rule.
    pub fn parse(all: bool, values: &[String]) -> Result<Self> {
        let flags = values.iter().map(|value| parse_flag(value)).collect::<Result<_>>()?;
        Ok(Self { all, flags, ..Self::default() })
    }

    /// What stops a migration: what gates as it is, and the notices that the configuration raises.
    pub fn gates_of(&self, assessment: &Assessment) -> Vec<Gate> {
        let raised = self.raised(&assessment.notice_gates);
        assessment.gates.iter().cloned().chain(raised).collect()
    }

    /// The notices that the configuration raises.
    pub fn raised(&self, notices: &[Gate]) -> Vec<Gate> {
        let raised = |gate: &&Gate| self.levels.raises_about(&gate.id, &gate.subject);
        notices.iter().filter(raised).cloned().collect()
    }

    /// The flag that accepts a difference found live, where one does.
    pub fn accepts_drift(&self, names: &[&str]) -> Option<String> {
        self.flags.iter().find(|flag| flag.accepts_drift(names)).map(AllowFlag::text)
    }

    /// Parts gates into those still open and those accepted.
    pub fn sort(&self, gates: Vec<Gate>) -> (Vec<Gate>, Vec<Accepted>) {
        let mut by: Vec<Option<String>> = vec![None; gates.len()];
        for flag in &self.flags {
            let Hits::All(hits) = flag.hits(&gates) else { continue };
            for index in hits {
                if let Some(each) = by.get_mut(index) {
                    each.get_or_insert_with(|| flag.text());
                }
            }
        }
        let mut open = Vec::new();
        let mut accepted = Vec::new();
        for (gate, by) in gates.into_iter().zip(by) {
            let committed = gate.committed.clone().filter(|_| self.committed);
            let by = by.or_else(|| self.all.then(|| "--allow-warnings".to_owned())).or(committed);
            let cleared = by.is_none() && self.cleared && gate.measured.is_cleared();
            match by.or_else(|| cleared.then(|| ALLOW_CLEARED.to_owned())) {
                Some(by) => accepted.push(Accepted {
                    takes_away: gate.takes_away(),
                    migration: gate.migration,
                    id: gate.id,
                    subject: gate.subject,
                    message: gate.message,
                    by,
                    measured: gate.measured.lines(),
                    to_clear: gate.finding.filter(|_| cleared),
                }),
                None => open.push(gate),
            }
        }
        (open, accepted)
    }

    /// The flags that accept none of these gates and no difference, each with the reason.
    pub fn unused(&self, gates: &[Gate], drift: &[Vec<String>]) -> Vec<String> {
        let reason = |flag: &AllowFlag| {
            let for_drift = drift.iter().any(|names| {
                flag.accepts_drift(&names.iter().map(String::as_str).collect::<Vec<_>>())
            });
            match flag.hits(gates) {
                Hits::All(hits) if hits.is_empty() && !for_drift => {
                    Some(format!("{} accepted nothing", flag.text()))
                }
                Hits::All(_) => None,
                Hits::Several(subjects) => {
                    let flags = subjects.iter().map(|subject| {
                        AllowFlag { id: flag.id.clone(), subject: Some(subject.clone()) }.text()
                    });
                    let flags: Vec<String> = flags.collect();
                    let (text, flags) = (flag.text(), flags.join(" and "));
                    Some(format!("{text} accepted nothing, since it fits {flags}: say which"))
                }
            }
        };
        self.flags.iter().filter_map(reason).collect()
    }
}

impl Gate {
    /// Whether values or objects are at stake, or a whole table is written anew, as far as it was not
    /// measured harmless: all but what can only fail.
    pub fn takes_away(&self) -> bool {
        self.origin != Origin::Configured
            && !self.message.starts_with("Potential failure: ")
            && self.measured.judgement != Judgement::Cleared
    }

    /// The flag that accepts exactly this warning.
    pub fn flag(&self) -> String {
        let subject = (!self.subject.is_empty()).then(|| self.subject.clone());
        AllowFlag { id: self.id.clone(), subject }.text()
    }

    /// Whether a subject names exactly this warning, in any of the ways that a flag may.
    pub fn is_named(&self, subject: &str) -> bool {
        let pattern = SubjectPattern::parse(subject).ok();
        self.is_called(subject, pattern.as_ref())
    }

    /// Whether the database calls its subject so. What is not in the grammar, as a name in a line
    /// that somebody wrote, is compared as text.
    fn is_called(&self, text: &str, pattern: Option<&SubjectPattern>) -> bool {
        let own = SubjectPattern::parse(&self.subject).ok();
        let fits = own.zip(pattern).is_some_and(|(own, pattern)| {
            self.is_of_kind(pattern.kind) && own.parts == pattern.parts
        });
        fits || text == self.subject || text == self.qualified
    }

    /// Whether the schema calls its subject so.
    fn is_also_called(&self, pattern: Option<&SubjectPattern>) -> bool {
        let Some(pattern) = pattern.filter(|pattern| self.is_of_kind(pattern.kind)) else {
            return false;
        };
        let names = self.aliases.iter().filter_map(|alias| SubjectPattern::parse(alias).ok());
        names.into_iter().any(|name| name.parts == pattern.parts)
    }

    fn is_of_kind(&self, kind: Option<SubjectKind>) -> bool {
        let own = self.finding.as_ref().map(|finding| finding.subject.kind);
        let own = own.or_else(|| SubjectPattern::parse(&self.qualified).ok()?.kind);
        kind.is_none_or(|kind| own.is_none_or(|own| own == kind))
    }
}

fn parse_flag(value: &str) -> Result<AllowFlag> {
    let (id, subject) = match value.split_once(':') {
        Some((id, subject)) => (id, Some(subject.to_owned())),
        None => (value, None),
    };
    let is_word = |text: &str| {
        !text.is_empty() && text.chars().all(|each| each.is_ascii_lowercase() || each == '-')
    };
    if !is_word(id) || subject.as_deref() == Some("") {
        return Err(Error::invalid(
            "invalid-allow",
            format!("--allow takes a warning's id, or <id>:<subject>; `{value}` is neither"),
        )
        .help("copy the flag from the refusal, such as --allow drop-column:users.legacy_code"));
    }
    Ok(AllowFlag { id: id.to_owned(), subject })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn gate(id: &str, subject: &str) -> Gate {
        Gate {
            migration: "1_a".to_owned(),
            id: id.to_owned(),
            subject: subject.to_owned(),
            qualified: format!("column:{subject}"),
            aliases: Vec::new(),
            message: format!("Potential data loss: {subject}."),
            origin: Origin::Reviewed,
            finding: None,
            measured: Measured::default(),
            committed: None,
        }
    }

    fn consent(values: &[&str]) -> Consent {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        Consent::parse(false, &values).unwrap()
    }

    #[test]
    fn flag_with_subject_accepts_only_that_subject() {
        let gates = vec![gate("drop-column", "users.a"), gate("drop-column", "users.b")];
        let (open, accepted) = consent(&["drop-column:users.a"]).sort(gates);
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].subject, "users.b");
        assert_eq!(accepted[0].by, "--allow drop-column:users.a");
    }

    #[test]
    fn subject_may_carry_its_kind() {
        let (open, _) =
            consent(&["drop-column:column:users.a"]).sort(vec![gate("drop-column", "users.a")]);
        assert!(open.is_empty());
    }

    #[test]
    fn bare_id_accepts_all_of_that_rule_and_nothing_else() {
        let gates = vec![gate("drop-column", "users.a"), gate("drop-table", "users")];
        let (open, _) = consent(&["drop-column"]).sort(gates);
        assert_eq!(open[0].id, "drop-table");
    }

    #[test]
    fn narrower_flag_is_recorded_before_allow_warnings() {
        let mut consent = consent(&["drop-column:users.a"]);
        consent.all = true;
        let gates = vec![gate("drop-column", "users.a"), gate("drop-column", "users.b")];
        let (open, accepted) = consent.sort(gates);
        assert!(open.is_empty());
        assert_eq!(accepted[0].by, "--allow drop-column:users.a");
        assert_eq!(accepted[1].by, "--allow-warnings");
    }

    #[test]
    fn what_is_cleared_is_accepted_only_where_that_was_said_and_can_be_proved() {
        let mut gates = vec![gate("drop-column", "users.a"), gate("drop-column", "users.b")];
        for gate in &mut gates {
            gate.measured = Measured { judgement: Judgement::Cleared, ..Measured::default() };
        }
        gates[0].measured.clearable = true;
        assert_eq!(consent(&[]).sort(gates.clone()).0.len(), 2);
        let cleared = Consent { cleared: true, ..consent(&[]) };
        let (open, accepted) = cleared.sort(gates.clone());
        assert_eq!(open[0].subject, "users.b");
        assert_eq!(accepted[0].by, "--allow-cleared");
        // Who accepts all accepts what turns out to be at risk as well.
        let (_, accepted) = Consent { all: true, ..cleared }.sort(gates);
        assert!(accepted.iter().all(|each| each.by == "--allow-warnings"));
    }

    #[test]
    fn flag_for_nothing_is_named() {
        let consent = consent(&["drop-column:users.z", "drift:users.a"]);
        let gates = [gate("drop-column", "users.a")];
        let unused = consent.unused(&gates, &[vec!["users.a".to_owned()]]);
        assert_eq!(unused, ["--allow drop-column:users.z accepted nothing"]);
    }

    #[test]
    fn quoted_parts_and_names_of_the_schema_are_the_same_subject() {
        let mut gates = vec![gate("drop-column", "users.legacy_code")];
        gates[0].aliases = vec!["User.legacyCode".to_owned()];
        for flag in [
            "drop-column:\"users\".\"legacy_code\"",
            "drop-column:column:\"users\".legacy_code",
            "drop-column:User.legacyCode",
            "drop-column:column:User.\"legacyCode\"",
        ] {
            assert!(consent(&[flag]).sort(gates.clone()).0.is_empty(), "{flag}");
        }
        for flag in ["drop-column:table:users.legacy_code", "drop-column:user.legacyCode"] {
            assert_eq!(consent(&[flag]).sort(gates.clone()).0.len(), 1, "{flag}");
        }
    }

    #[test]
    fn two_subjects_of_one_name_are_refused_until_the_kind_is_said() {
        let mut gates = vec![gate("x", "a.b"), gate("x", "a.b")];
        gates[1].qualified = "value:a.b".to_owned();
        let (open, _) = consent(&["x:a.b"]).sort(gates.clone());
        assert_eq!(open.len(), 2);
        assert_eq!(
            consent(&["x:a.b"]).unused(&gates, &[]),
            ["--allow x:a.b accepted nothing, since it fits --allow x:column:a.b and --allow \
              x:value:a.b: say which"]
        );
        let (open, accepted) = consent(&["x:value:a.b"]).sort(gates);
        assert_eq!((open.len(), accepted.len()), (1, 1));
    }

    #[test]
    fn names_of_the_database_count_before_those_of_the_schema() {
        let mut gates = vec![gate("x", "users.a"), gate("x", "people.a")];
        gates[1].aliases = vec!["users.a".to_owned()];
        let (open, _) = consent(&["x:users.a"]).sort(gates);
        assert_eq!(open[0].subject, "people.a");
    }

    #[test]
    fn suggested_flag_survives_a_shell() {
        assert_eq!(
            gate("drop-column", "users.\"a b\"").flag(),
            "--allow 'drop-column:users.\"a b\"'"
        );
    }

    #[test]
    fn value_without_an_id_is_refused() {
        assert!(Consent::parse(false, &["users.legacy".to_owned()]).is_err());
        assert!(Consent::parse(false, &["drop-column:".to_owned()]).is_err());
    }
}
