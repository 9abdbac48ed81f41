//! A column, table, enum or enum value goes while one much like it appears.

use crate::database::model::{EnumType, EnumValue, ObjectName, Table};
use crate::diff::change::{Change, ChangeId};
use crate::diff::hint::RenameHint;
use crate::ordered::BTreeSet;
use crate::provider::Provider;
use crate::subject::{Subject, SubjectKind, SubjectPattern, shell_word};
use crate::warning::finding::Level;
use crate::warning::migration::{
    Migration, column_subject, enum_subject, table_subject, value_subject,
};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "possible-rename",
    level: Level::Notice,
    databases: &Provider::ALL,
    documentation: Documentation {
        what: "What goes and what comes look alike, but a rename is never guessed: what goes is dropped with its rows, and what comes starts empty.",
        why: "If it is a rename, one flag keeps the values.",
        example: Example {
            provider: Provider::Sqlite,
            before: "model User {\n  id   Int     @id\n  name String?\n}\n",
            after: "model User {\n  id       Int     @id\n  fullName String?\n}\n",
        },
        instead: "Plan again with the flag of the message, or keep the old name in the database with @map.",
        instead_after: Some(
            "model User {\n  id       Int     @id\n  fullName String? @map(\"name\")\n}\n",
        ),
    },
    find,
};

/// Something that goes, and what comes that is much like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAlike {
    /// The change that takes it away.
    pub change: ChangeId,
    /// What goes, by its name before.
    pub before: Subject,
    /// What it may have become, by their names after; never empty.
    pub after: Vec<Subject>,
}

impl LookAlike {
    /// The hint that says that it became this one.
    pub fn hint(&self, after: &Subject) -> RenameHint {
        RenameHint { before: pattern(&self.before), after: pattern(after) }
    }
}

/// How many names something may have got that nobody could tell it from by its shape.
const MOST_NAMES: usize = 20;

/// How many tables that go are held against tables that come: where thousands do both at once,
/// no shape says which is which.
const MOST_PAIRS: usize = 200_000;

/// Everything that may be a rename which nobody said. Where very much changes at once, the first
/// of it.
pub fn look_alikes(migration: &Migration<'_>) -> Vec<LookAlike> {
    let mut found = Vec::new();
    let created: Vec<&Table> = created_tables(migration).collect();
    let created_enums: Vec<&EnumType> = created_enums(migration).collect();
    let mut pairs_left = MOST_PAIRS;
    for (change, each) in migration.changes.iter() {
        let before;
        let after: Vec<Subject>;
        if let Change::DropColumn { table, column } = each {
            let alike = migration.added_columns(&table.after).filter(|added| {
                added.column_type == column.column_type && added.arity == column.arity
            });
            before = column_subject(&table.before, &column.name);
            let alike = alike.take(MOST_NAMES);
            after = alike.map(|added| column_subject(&table.after, &added.name)).collect();
        } else if let Change::DropTable(table) = each {
            let looked_at = created.iter().copied().take(pairs_left);
            pairs_left -= looked_at.len();
            let alike = looked_at.filter(|created| are_alike(table, created)).take(MOST_NAMES);
            before = table_subject(&table.name);
            after = alike.map(|created| table_subject(&created.name)).collect();
        } else if let Change::DropEnum(gone) = each {
            before = enum_subject(&gone.name);
            let looked_at = created_enums.iter().copied().take(pairs_left);
            pairs_left -= looked_at.len();
            let values: BTreeSet<&str> =
                gone.values.iter().map(|value| value.name.as_str()).collect();
            let alike = looked_at.filter(|created| share_values(gone, &values, created));
            let alike = alike.take(MOST_NAMES);
            after = alike.map(|created| enum_subject(&created.name)).collect();
        } else if let Change::AlterEnum(enumeration) = each {
            let added = enumeration.added.iter().take(MOST_NAMES);
            let added: Vec<Subject> =
                added.map(|value| value_subject(&enumeration.after.name, &value.name)).collect();
            let removed = enumeration.removed.iter().filter(|_| !added.is_empty());
            found.extend(removed.map(|value| LookAlike {
                change,
                before: value_subject(&enumeration.before.name, &value.name),
                after: added.clone(),
            }));
            continue;
        } else {
            continue;
        }
        if !after.is_empty() {
            found.push(LookAlike { change, before, after });
        }
    }
    found
}

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    look_alikes(migration).into_iter().map(hit).collect()
}

fn hit(found: LookAlike) -> Hit {
    let LookAlike { change, before, after } = found;
    let names: Vec<String> = after.iter().map(Subject::to_string).collect();
    // Values and enums are written like columns and tables, and there may be both.
    let kind = match before.kind {
        SubjectKind::Enum | SubjectKind::Value => format!("{}:", before.kind.word()),
        SubjectKind::Table | SubjectKind::Column | SubjectKind::Index | SubjectKind::Constraint => {
            String::new()
        }
    };
    let flags: Vec<String> = names
        .iter()
        .map(|name| format!("--rename {}", shell_word(&format!("{kind}{before}={kind}{name}"))))
        .collect();
    Hit {
        message: format!(
            "Possible rename: {} {before} may have become {}; if so, plan again with {}.",
            before.kind.word(),
            names.join(" or "),
            flags.join(" or ")
        ),
        subject: before,
        changes: vec![change],
        questions: Vec::new(),
        span: None,
    }
}

fn pattern(subject: &Subject) -> SubjectPattern {
    SubjectPattern { kind: Some(subject.kind), parts: subject.parts.clone() }
}

fn created_tables<'a>(migration: &Migration<'a>) -> impl Iterator<Item = &'a Table> {
    migration.changes.changes.iter().filter_map(|change| {
        let Change::CreateTable(table) = change else { return None };
        Some(table)
    })
}

/// Whether more than half of the columns of the wider table are in both, and at least two.
fn are_alike(dropped: &Table, created: &Table) -> bool {
    let shared = dropped
        .columns
        .iter()
        .filter(|column| {
            created.column(&column.name).is_some_and(|other| {
                other.column_type == column.column_type && other.arity == column.arity
            })
        })
        .count();
    let wider = dropped.columns.len().max(created.columns.len());
    shared >= 2 && shared * 2 > wider && same_namespace(&dropped.name, &created.name)
}

fn created_enums<'a>(migration: &Migration<'a>) -> impl Iterator<Item = &'a EnumType> {
    migration.changes.changes.iter().filter_map(|change| {
        let Change::CreateEnum(created) = change else { return None };
        Some(created)
    })
}

/// Whether more than half of the values of the longer enum are in both; `values` are those dropped.
fn share_values(dropped: &EnumType, values: &BTreeSet<&str>, created: &EnumType) -> bool {
    let is_shared = |value: &&EnumValue| values.contains(value.name.as_str());
    let shared = created.values.iter().filter(is_shared).count();
    let longer = dropped.values.len().max(created.values.len());
    shared * 2 > longer && same_namespace(&dropped.name, &created.name)
}

fn same_namespace(left: &ObjectName, right: &ObjectName) -> bool {
    left.namespace == right.namespace
}
