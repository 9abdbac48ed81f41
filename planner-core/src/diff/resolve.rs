//! Rename hints and the two databases -> the objects that the hints join, or every problem of
//! the hints. Names of the database come before names of the schema.

use super::hint::{HintError, RenameHint};
use super::pairing::{Names, Pairing, pair};
use crate::database::model::{Database, EnumType, EnumValue, ObjectName, Table};
use crate::ordered::{BTreeMap, BTreeSet};
use crate::subject::{Subject, SubjectKind, SubjectPattern};
use std::fmt;

/// A hint whose both sides were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedHint {
    /// The object as it is called in the database before.
    pub before: Subject,
    /// The object as it is called in the database after.
    pub after: Subject,
    /// The objects' places.
    pub(super) objects: (Object, Object),
}

impl ResolvedHint {
    /// Both sides as metadata.txt records them: database names, with their kind.
    pub fn sides(&self) -> (String, String) {
        let side = |subject: &Subject| format!("{}:{subject}", subject.kind.word());
        (side(&self.before), side(&self.after))
    }
}

/// The line of metadata.txt, without its key.
impl fmt::Display for ResolvedHint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = self.sides();
        write!(formatter, "{before} -> {after}")
    }
}

/// An object of one database, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Object {
    /// A table.
    Table(usize),
    /// A table's column.
    Column(usize, usize),
    /// An enum.
    Enum(usize),
    /// An enum's value.
    Value(usize, usize),
}

/// Resolves all hints; the error is every problem, in the order of the hints.
pub fn resolve(
    before: &Database,
    after: &Database,
    hints: &[RenameHint],
) -> Result<Vec<ResolvedHint>, Vec<HintError>> {
    let mut errors = Vec::new();
    let mut resolved: Vec<(&RenameHint, ResolvedHint)> = Vec::new();
    for hint in hints {
        match resolve_one(before, after, hint) {
            Ok(found) => resolved.push((hint, found)),
            Err(error) => errors.push(error),
        }
    }
    errors.extend(repeated(&resolved));
    errors.extend(chained(&resolved));
    let plain: Vec<ResolvedHint> = resolved.iter().map(|(_, found)| found.clone()).collect();
    let tables = pair_tables(before, after, &plain);
    let enums = pair_enums(before, after, &plain);
    for (hint, found) in &resolved {
        let strangers = match found.objects {
            (Object::Column(left, _), Object::Column(right, _)) => {
                (!tables.pairs.contains(&(left, right))).then_some("table")
            }
            (Object::Value(left, _), Object::Value(right, _)) => {
                (!enums.pairs.contains(&(left, right))).then_some("enum")
            }
            _ => None,
        };
        if let Some(owner) = strangers {
            errors.push(HintError {
                hint: hint.to_string(),
                message: format!("{} and {} are not of one {owner}.", found.before, found.after),
                help: format!("Add a hint that renames the {owner}, if it is one."),
            });
        }
    }
    if errors.is_empty() { Ok(plain) } else { Err(errors) }
}

/// Which table of `before` is which of `after`.
pub(super) fn pair_tables(before: &Database, after: &Database, hints: &[ResolvedHint]) -> Pairing {
    fn names(tables: &[Table]) -> Vec<Names<'_, &ObjectName>> {
        tables
            .iter()
            .map(|table| Names { database: &table.name, logical: table.logical_name.as_deref() })
            .collect()
    }
    let hinted = hinted(hints, |objects| match objects {
        (Object::Table(left), Object::Table(right)) => Some((left, right)),
        _ => None,
    });
    pair(&names(&before.tables), &names(&after.tables), &hinted)
}

/// Which enum of `before` is which of `after`.
pub(super) fn pair_enums(before: &Database, after: &Database, hints: &[ResolvedHint]) -> Pairing {
    fn names(enums: &[EnumType]) -> Vec<Names<'_, &ObjectName>> {
        enums
            .iter()
            .map(|each| Names { database: &each.name, logical: each.logical_name.as_deref() })
            .collect()
    }
    let hinted = hinted(hints, |objects| match objects {
        (Object::Enum(left), Object::Enum(right)) => Some((left, right)),
        _ => None,
    });
    pair(&names(&before.enums), &names(&after.enums), &hinted)
}

/// The hints of one kind, as pairs of indexes.
pub(super) fn hinted(
    hints: &[ResolvedHint],
    select: impl Fn((Object, Object)) -> Option<(usize, usize)>,
) -> Vec<(usize, usize)> {
    hints.iter().filter_map(|hint| select(hint.objects)).collect()
}

fn resolve_one(
    before: &Database,
    after: &Database,
    hint: &RenameHint,
) -> Result<ResolvedHint, HintError> {
    let problem = |message: String, help: &str| HintError {
        hint: hint.to_string(),
        message,
        help: help.to_owned(),
    };
    for kind in [hint.before.kind, hint.after.kind].into_iter().flatten() {
        if matches!(kind, SubjectKind::Index | SubjectKind::Constraint) {
            return Err(problem(
                "Indexes and constraints take no hint.".to_owned(),
                "One whose definition stays is renamed by itself; any other is built anew.",
            ));
        }
    }
    let left = candidates(before, &hint.before);
    let right = candidates(after, &hint.after);
    for (found, pattern, side) in [(&left, &hint.before, "before"), (&right, &hint.after, "after")]
    {
        if found.is_empty() {
            return Err(problem(
                format!("Nothing is called {pattern} in the schema {side}."),
                "Names are table, table.column, enum or enum.value; objects outside the default \
                 schema carry theirs in front.",
            ));
        }
    }
    let mut matches: Vec<(&Candidate, &Candidate)> = Vec::new();
    for each in &left {
        matches.extend(
            right.iter().filter(|other| other.1.kind == each.1.kind).map(|other| (each, other)),
        );
    }
    match matches.as_slice() {
        [(left, right)] if left.1 == right.1 => Err(problem(
            format!("Both sides are called {} in the database.", left.1),
            "Leave the hint out: nothing is renamed.",
        )),
        [(left, right)] => Ok(ResolvedHint {
            before: left.1.clone(),
            after: right.1.clone(),
            objects: (left.0, right.0),
        }),
        [] => Err(problem(
            format!("{} and {} are objects of different kinds.", hint.before, hint.after),
            "Both sides must be tables, columns, enums or enum values.",
        )),
        _ => Err(problem(
            "It can mean more than one pair of objects.".to_owned(),
            "Put the kind in front of both names (table:, column:, enum: or value:) and use \
             database names.",
        )),
    }
}

type Candidate = (Object, Subject);

/// Everything that a pattern can mean; names of the schema count where no database name fits.
fn candidates(database: &Database, pattern: &SubjectPattern) -> Vec<Candidate> {
    let strict = candidates_by(database, pattern, false);
    if strict.is_empty() { candidates_by(database, pattern, true) } else { strict }
}

fn candidates_by(database: &Database, pattern: &SubjectPattern, logical: bool) -> Vec<Candidate> {
    let mut found = Vec::new();
    let wanted = |kind| pattern.kind.is_none_or(|given| given == kind);
    let parts: Vec<&str> = pattern.parts.iter().map(String::as_str).collect();
    let member = parts.split_last().filter(|(_, owner)| !owner.is_empty());
    for (index, table) in database.tables.iter().enumerate() {
        let named =
            |parts: &[&str]| is_object(&table.name, table.logical_name.as_deref(), parts, logical);
        if wanted(SubjectKind::Table) && named(&parts) {
            found.push((Object::Table(index), subject(SubjectKind::Table, &table.name, None)));
        }
        let Some((last, owner)) = member else { continue };
        if !wanted(SubjectKind::Column) || !named(owner) {
            continue;
        }
        for (position, column) in table.columns.iter().enumerate() {
            if is_member(&column.name, column.logical_name.as_deref(), last, logical) {
                let subject = subject(SubjectKind::Column, &table.name, Some(&column.name));
                found.push((Object::Column(index, position), subject));
            }
        }
    }
    for (index, each) in database.enums.iter().enumerate() {
        let named =
            |parts: &[&str]| is_object(&each.name, each.logical_name.as_deref(), parts, logical);
        if wanted(SubjectKind::Enum) && named(&parts) {
            found.push((Object::Enum(index), subject(SubjectKind::Enum, &each.name, None)));
        }
        let Some((last, owner)) = member else { continue };
        if !wanted(SubjectKind::Value) || !named(owner) {
            continue;
        }
        for (position, EnumValue { name, logical_name }) in each.values.iter().enumerate() {
            if is_member(name, logical_name.as_deref(), last, logical) {
                let subject = subject(SubjectKind::Value, &each.name, Some(name));
                found.push((Object::Value(index, position), subject));
            }
        }
    }
    found
}

fn is_object(name: &ObjectName, logical_name: Option<&str>, parts: &[&str], logical: bool) -> bool {
    match parts {
        [own] => {
            (name.namespace.is_none() && name.name == *own)
                || (logical && logical_name == Some(*own))
        }
        [namespace, own] => {
            name.namespace.as_deref() == Some(*namespace)
                && is_member(&name.name, logical_name, own, logical)
        }
        _ => false,
    }
}

fn is_member(name: &str, logical_name: Option<&str>, part: &str, logical: bool) -> bool {
    name == part || (logical && logical_name == Some(part))
}

fn subject(kind: SubjectKind, owner: &ObjectName, member: Option<&str>) -> Subject {
    let parts = owner.namespace.iter().map(String::as_str).chain([owner.name.as_str()]);
    Subject { kind, parts: parts.chain(member).map(str::to_owned).collect() }
}

/// Objects that several hints name.
fn repeated(resolved: &[(&RenameHint, ResolvedHint)]) -> Vec<HintError> {
    let mut errors = Vec::new();
    let mut sides: [BTreeMap<Object, &RenameHint>; 2] = [BTreeMap::new(), BTreeMap::new()];
    for (hint, found) in resolved {
        let named =
            [(found.objects.0, &found.before, "before"), (found.objects.1, &found.after, "after")];
        for (seen, (object, subject, side)) in sides.iter_mut().zip(named) {
            match seen.insert(object, hint) {
                Some(first) => errors.push(HintError {
                    hint: hint.to_string(),
                    message: format!("{subject} of {side} is already named by {first}."),
                    help: "Keep one of the two.".to_owned(),
                }),
                None => continue,
            }
        }
    }
    errors
}

/// Hints that go on where another one ends. Those that exchange their names, two or more in a ring,
/// are meant as they stand.
fn chained(resolved: &[(&RenameHint, ResolvedHint)]) -> Vec<HintError> {
    let by_before: BTreeMap<&Subject, &ResolvedHint> =
        resolved.iter().map(|(_, found)| (&found.before, found)).collect();
    let ends: BTreeSet<&Subject> = resolved.iter().map(|(_, found)| &found.after).collect();
    // A ring has no first hint.
    let mut open: BTreeSet<&Subject> = BTreeSet::new();
    for (_, first) in resolved.iter().filter(|(_, found)| !ends.contains(&found.before)) {
        let mut at = Some(first);
        while let Some(hint) = at.filter(|hint| open.insert(&hint.before)) {
            at = by_before.get(&hint.after).copied();
        }
    }
    let goes_on =
        |found: &ResolvedHint| open.contains(&found.before) && by_before.contains_key(&found.after);
    let wrong = resolved.iter().filter(|(_, found)| goes_on(found));
    wrong
        .map(|(hint, found)| HintError {
            hint: hint.to_string(),
            message: format!("It ends at {}, which another hint renames.", found.after),
            help: "Name the first and the last name in one hint, or plan two migrations."
                .to_owned(),
        })
        .collect()
}
