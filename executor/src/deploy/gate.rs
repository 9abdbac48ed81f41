//! Gating warnings and the flags that accept them. Pure: a gate is a line with an id and a
//! subject, a consent is what the command line said.

use crate::deploy::decision::Accepted;
use crate::error::{Error, Result};
use planner_core::subject::shell_word;
use planner_core::warning::Finding;

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
    /// What was measured on the database at hand, one sentence each.
    pub measured: Vec<String>,
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
}

/// What the command line accepts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consent {
    /// `--allow-warnings`: all of them.
    pub all: bool,
    /// `--allow <id>` and `--allow <id>:<subject>`.
    pub flags: Vec<AllowFlag>,
}

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

    fn accepts(&self, id: &str, names: &[&str]) -> bool {
        self.id == id && self.subject.as_deref().is_none_or(|subject| names.contains(&subject))
    }
}

impl Consent {
    /// Reads the flags.
    ///
    /// # Errors
    ///
    /// A value that names no rule.
    pub fn parse(all: bool, values: &[String]) -> Result<Self> {
        let flags = values.iter().map(|value| parse_flag(value)).collect::<Result<_>>()?;
        Ok(Self { all, flags })
    }

    /// The flag that accepts a difference found live, where one does.
    pub fn accepts_drift(&self, names: &[&str]) -> Option<String> {
        self.flags.iter().find(|flag| flag.accepts("drift", names)).map(AllowFlag::text)
    }

    /// Parts gates into those still open and those accepted, and names the flags that accept
    /// nothing at all.
    pub fn sort(&self, gates: Vec<Gate>) -> (Vec<Gate>, Vec<Accepted>) {
        let mut open = Vec::new();
        let mut accepted = Vec::new();
        for gate in gates {
            match self.accepting(&gate) {
                Some(by) => accepted.push(Accepted {
                    migration: gate.migration,
                    id: gate.id,
                    subject: gate.subject,
                    message: gate.message,
                    by,
                }),
                None => open.push(gate),
            }
        }
        (open, accepted)
    }

    /// The flags that match none of these gates and no difference.
    pub fn unused(&self, gates: &[Gate], drift: &[Vec<String>]) -> Vec<String> {
        let idle = |flag: &&AllowFlag| {
            let for_gate = gates.iter().any(|gate| flag.accepts(&gate.id, &gate.names()));
            let for_drift = drift.iter().any(|names| {
                flag.accepts("drift", &names.iter().map(String::as_str).collect::<Vec<_>>())
            });
            !for_gate && !for_drift
        };
        self.flags.iter().filter(idle).map(AllowFlag::text).collect()
    }

    fn accepting(&self, gate: &Gate) -> Option<String> {
        let names = gate.names();
        let flag = self.flags.iter().find(|flag| flag.accepts(&gate.id, &names));
        flag.map(AllowFlag::text).or_else(|| self.all.then(|| "--allow-warnings".to_owned()))
    }
}

impl Gate {
    /// The flag that accepts exactly this warning.
    pub fn flag(&self) -> String {
        let subject = (!self.subject.is_empty()).then(|| self.subject.clone());
        AllowFlag { id: self.id.clone(), subject }.text()
    }

    /// Every way to name its subject.
    fn names(&self) -> Vec<&str> {
        let own = [self.subject.as_str(), self.qualified.as_str()];
        own.into_iter().chain(self.aliases.iter().map(String::as_str)).collect()
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
            measured: Vec::new(),
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
    fn flag_for_nothing_is_named() {
        let consent = consent(&["drop-column:users.z", "drift:users.a"]);
        let gates = [gate("drop-column", "users.a")];
        let unused = consent.unused(&gates, &[vec!["users.a".to_owned()]]);
        assert_eq!(unused, ["--allow drop-column:users.z"]);
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
