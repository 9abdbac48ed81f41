//! A column or table goes while one much like it appears.

use crate::database::model::{ObjectName, Table};
use crate::diff::change::{Change, ChangeId};
use crate::provider::Provider;
use crate::subject::Subject;
use crate::warning::finding::Level;
use crate::warning::migration::{Migration, column_subject, table_subject};
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "possible-rename",
    level: Level::Notice,
    documentation: Documentation {
        what: "What goes and what comes look alike, but a rename is never guessed: the values are dropped and the new column or table starts empty.",
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

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        if let Change::DropColumn { table, column } = change {
            let alike = migration.added_columns(&table.after).filter(|added| {
                added.column_type == column.column_type && added.arity == column.arity
            });
            let subject = column_subject(&table.before, &column.name);
            let candidates = alike.map(|added| column_subject(&table.after, &added.name)).collect();
            hits.extend(hit(id, "column", subject, candidates));
        } else if let Change::DropTable(table) = change {
            let alike = created_tables(migration).filter(|created| are_alike(table, created));
            let subject = table_subject(&table.name);
            let candidates = alike.map(|created| table_subject(&created.name)).collect();
            hits.extend(hit(id, "table", subject, candidates));
        }
    }
    hits
}

fn hit(id: ChangeId, kind: &str, subject: Subject, candidates: Vec<Subject>) -> Option<Hit> {
    if candidates.is_empty() {
        return None;
    }
    let names: Vec<String> = candidates.iter().map(Subject::to_string).collect();
    let flags: Vec<String> =
        names.iter().map(|name| format!("--rename {subject}={name}")).collect();
    Some(Hit {
        message: format!(
            "Possible rename: {kind} {subject} may have become {}; if so, plan again with {}.",
            names.join(" or "),
            flags.join(" or ")
        ),
        subject,
        changes: vec![id],
        questions: Vec::new(),
        span: None,
    })
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

fn same_namespace(left: &ObjectName, right: &ObjectName) -> bool {
    left.namespace == right.namespace
}
