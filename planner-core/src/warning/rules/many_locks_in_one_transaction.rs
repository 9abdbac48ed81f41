//! One transaction locks several tables against writes or more, and holds them all until it ends.

use crate::database::model::ObjectName;
use crate::diff::change::ChangeId;
use crate::ordered::{BTreeMap, BTreeSet};
use crate::provider::Provider;
use crate::subject::{Subject, SubjectKind};
use crate::warning::finding::Level;
use crate::warning::migration::Migration;
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// From how many tables on. A foreign key alone locks two.
const MANY: usize = 3;

/// The rule.
pub const RULE: Rule = Rule {
    id: "many-locks-in-one-transaction",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "Each table stays locked until the whole transaction commits. A transaction of the application that uses two of the tables in another order, or a second migration, can wait for this one while this one waits for it: PostgreSQL then ends one of the two as a deadlock.",
        why: "The more tables, the longer the first one stays locked and the likelier the deadlock.",
        example: Example {
            provider: Provider::Postgresql,
            before: "model User {\n  id Int @id\n}\n\nmodel Post {\n  id Int @id\n}\n\nmodel Tag {\n  id Int @id\n}\n",
            after: "model User {\n  id   Int     @id\n  note String?\n}\n\nmodel Post {\n  id   Int     @id\n  note String?\n}\n\nmodel Tag {\n  id   Int     @id\n  note String?\n}\n",
        },
        instead: "Change the tables in migrations of their own.",
        instead_after: Some(
            "model User {\n  id   Int     @id\n  note String?\n}\n\nmodel Post {\n  id Int @id\n}\n\nmodel Tag {\n  id Int @id\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut sections: BTreeMap<usize, Section<'_>> = BTreeMap::new();
    for step in &migration.plan.steps {
        for lock in &step.effect.locks {
            if !lock.mode.blocks_writes() || lock.index.is_some() {
                continue;
            }
            let section = sections.entry(step.section).or_default();
            if section.seen.insert(&lock.table) {
                section.tables.push(&lock.table);
            }
            section.changes.extend(&step.serves);
        }
    }
    sections.into_values().filter(|section| section.tables.len() >= MANY).map(hit).collect()
}

/// What one transaction locks.
#[derive(Debug, Default)]
struct Section<'a> {
    seen: BTreeSet<&'a ObjectName>,
    tables: Vec<&'a ObjectName>,
    changes: BTreeSet<ChangeId>,
}

/// How many tables are named before they are counted.
const NAMED: usize = 4;

fn hit(section: Section<'_>) -> Hit {
    let count = section.tables.len();
    let names: Vec<String> = section.tables.iter().take(NAMED).map(ToString::to_string).collect();
    let more = if count > NAMED { ", \u{2026}" } else { "" };
    Hit {
        // The migration as a whole: there is nothing to tell apart.
        subject: Subject { kind: SubjectKind::Table, parts: Vec::new() },
        message: format!(
            "Holds locks on {count} tables at once until it commits: {}{more}.",
            names.join(", ")
        ),
        changes: section.changes.into_iter().collect(),
        questions: Vec::new(),
        span: None,
    }
}
