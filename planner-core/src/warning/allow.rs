//! A finding -> the flag that accepts it, and the name that the schema has for its subject. Who
//! takes the flag decides what it accepts.

use super::finding::Finding;
use crate::database::model::{Database, ObjectName, Table};
use crate::subject::{Subject, SubjectKind, shell_word};

/// The flag that accepts exactly this finding, quoted for a shell where it must be.
pub fn flag(finding: &Finding) -> String {
    if finding.subject.parts.is_empty() {
        return format!("--allow {}", finding.rule);
    }
    format!("--allow {}", shell_word(&format!("{}:{}", finding.rule, finding.subject)))
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
            let field = table.column(column)?.logical_name.as_ref()?.to_string();
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
        SubjectKind::Value => {
            let (name, rest) = split(&subject.parts, 2)?;
            let [value] = rest else { return None };
            let found = database.enum_type(&name)?;
            let value = found.values.iter().find(|each| each.name == *value)?;
            Some(vec![found.logical_name.clone()?, value.logical_name.clone()?])
        }
        SubjectKind::Index => None,
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
