//! `--allow <id>[:<subject>]` and a list of findings -> the findings that it accepts. Database
//! names come first, then the names of the schema; what fits two subjects is refused.

use super::finding::Finding;
use crate::database::model::{Database, ObjectName, Table};
use crate::subject::{Subject, SubjectKind, SubjectPattern};
use std::collections::BTreeSet;
use std::fmt;

/// What a person accepts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Allow {
    /// The rule.
    pub rule: String,
    /// The subject; `None` accepts the rule wherever it applies.
    pub subject: Option<SubjectPattern>,
}

/// As the flag takes it.
impl fmt::Display for Allow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.rule)?;
        match &self.subject {
            Some(subject) => write!(formatter, ":{subject}"),
            None => Ok(()),
        }
    }
}

impl Allow {
    /// Reads the flag's argument. The error says in one sentence what is wrong. Whether there is
    /// such a rule is not looked at: live rules are not in the registry.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (rule, subject) = match text.split_once(':') {
            Some((rule, subject)) => (rule, Some(SubjectPattern::parse(subject)?)),
            None => (text, None),
        };
        let plain = |each: char| each.is_ascii_lowercase() || each.is_ascii_digit() || each == '-';
        if rule.is_empty() || !rule.chars().all(plain) {
            return Err(format!("`{}` is not the id of a warning", rule.escape_debug()));
        }
        Ok(Self { rule: rule.to_owned(), subject })
    }

    /// The indexes of the findings that it accepts; empty where it fits none. The error names
    /// the subjects where it fits several.
    pub fn accepted(
        &self,
        findings: &[Finding],
        before: &Database,
        after: &Database,
    ) -> Result<Vec<usize>, String> {
        let of_rule: Vec<(usize, &Finding)> =
            findings.iter().enumerate().filter(|(_, each)| each.rule == self.rule).collect();
        let Some(pattern) = &self.subject else {
            return Ok(of_rule.into_iter().map(|(index, _)| index).collect());
        };
        let of_kind: Vec<(usize, &Subject)> = of_rule
            .into_iter()
            .map(|(index, finding)| (index, &finding.subject))
            .filter(|(_, subject)| pattern.kind.is_none_or(|kind| kind == subject.kind))
            .collect();
        let by_database_name: Vec<(usize, &Subject)> =
            of_kind.iter().copied().filter(|(_, each)| each.parts == pattern.parts).collect();
        let hits = if by_database_name.is_empty() {
            let fits = |subject: &Subject| {
                [after, before]
                    .into_iter()
                    .filter_map(|each| logical_parts(subject, each))
                    .any(|parts| parts == pattern.parts)
            };
            of_kind.into_iter().filter(|(_, subject)| fits(subject)).collect()
        } else {
            by_database_name
        };
        let subjects: BTreeSet<&Subject> = hits.iter().map(|(_, subject)| *subject).collect();
        if subjects.len() > 1 {
            let names: Vec<String> = subjects
                .iter()
                .map(|each| format!("{}:{}:{each}", self.rule, each.kind.word()))
                .collect();
            return Err(format!("--allow {self} fits {}: say which", names.join(" and ")));
        }
        Ok(hits.into_iter().map(|(index, _)| index).collect())
    }
}

/// The flag that accepts exactly this finding, quoted for a shell where it must be.
pub fn flag(finding: &Finding) -> String {
    if finding.subject.parts.is_empty() {
        return format!("--allow {}", finding.rule);
    }
    let argument = format!("{}:{}", finding.rule, finding.subject);
    let plain = |each: char| each.is_ascii_alphanumeric() || "_.:-".contains(each);
    if argument.chars().all(plain) {
        return format!("--allow {argument}");
    }
    format!("--allow '{}'", argument.replace('\'', "'\\''"))
}

/// A subject as the schema writes it, in the grammar of flags; `None` where it has no name there.
pub fn logical_name(subject: &Subject, database: &Database) -> Option<String> {
    let parts = logical_parts(subject, database)?;
    Some(Subject { kind: subject.kind, parts }.to_string())
}

/// A subject by the names of the schema; `None` where the database does not have it, or where
/// the object has no name of its own there.
fn logical_parts(subject: &Subject, database: &Database) -> Option<Vec<String>> {
    match subject.kind {
        SubjectKind::Table => {
            let (table, rest) = table_of(subject, database)?;
            rest.is_empty().then(|| table.logical_name.clone().map(|name| vec![name]))?
        }
        SubjectKind::Column => {
            let (table, rest) = table_of(subject, database)?;
            let [column] = rest else { return None };
            let field = table.column(column)?.logical_name.clone()?;
            Some(vec![table.logical_name.clone()?, field])
        }
        SubjectKind::Constraint => {
            let (table, rest) = table_of(subject, database)?;
            let [constraint] = rest else { return None };
            Some(vec![table.logical_name.clone()?, constraint.clone()])
        }
        SubjectKind::Enum => {
            let (name, _) = split(&subject.parts, 1)?;
            let found = database.enum_type(&name)?;
            Some(vec![found.logical_name.clone()?])
        }
        SubjectKind::Value | SubjectKind::Index => None,
    }
}

fn table_of<'a, 'b>(
    subject: &'b Subject,
    database: &'a Database,
) -> Option<(&'a Table, &'b [String])> {
    let inner = match subject.kind {
        SubjectKind::Column | SubjectKind::Constraint => 1,
        SubjectKind::Table | SubjectKind::Enum | SubjectKind::Value | SubjectKind::Index => 0,
    };
    let (name, rest) = split(&subject.parts, inner + 1)?;
    Some((database.table(&name)?, rest))
}

/// The object that the parts begin with, where `length` of them suffice without a schema.
fn split(parts: &[String], length: usize) -> Option<(ObjectName, &[String])> {
    if parts.len() == length {
        let (name, rest) = parts.split_first()?;
        return Some((ObjectName::local(name), rest));
    }
    let (namespace, rest) = parts.split_first()?;
    let (name, rest) = rest.split_first()?;
    Some((ObjectName { namespace: Some(namespace.clone()), name: name.clone() }, rest))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::provider::Provider;
    use crate::warning::finding::Level;

    fn finding(rule: &'static str, kind: SubjectKind, parts: &[&str]) -> Finding {
        Finding {
            rule,
            level: Level::Gating,
            subject: Subject { kind, parts: parts.iter().map(|each| (*each).to_owned()).collect() },
            message: String::new(),
            changes: vec![],
            probes: vec![],
            span: None,
        }
    }

    #[test]
    fn a_rule_alone_accepts_all_of_its_findings() {
        let findings = [
            finding("drop-column", SubjectKind::Column, &["a", "b"]),
            finding("drop-table", SubjectKind::Table, &["a"]),
            finding("drop-column", SubjectKind::Column, &["a", "c"]),
        ];
        let empty = Database::empty(Provider::Sqlite);
        let accepted = |text: &str| Allow::parse(text).unwrap().accepted(&findings, &empty, &empty);
        assert_eq!(accepted("drop-column"), Ok(vec![0, 2]));
        assert_eq!(accepted("drop-column:a.c"), Ok(vec![2]));
        assert_eq!(accepted("drop-column:a.d"), Ok(vec![]));
    }

    #[test]
    fn two_subjects_are_refused() {
        let findings =
            [finding("x", SubjectKind::Table, &["a"]), finding("x", SubjectKind::Enum, &["a"])];
        let empty = Database::empty(Provider::Postgresql);
        let accepted = |text: &str| Allow::parse(text).unwrap().accepted(&findings, &empty, &empty);
        assert!(accepted("x:a").is_err());
        assert_eq!(accepted("x:enum:a"), Ok(vec![1]));
    }

    #[test]
    fn malformed_flags_are_refused() {
        for text in ["", ":a", "Drop Column", "drop-column:", "drop-column:a..b"] {
            assert!(Allow::parse(text).is_err(), "{text}");
        }
    }
}
