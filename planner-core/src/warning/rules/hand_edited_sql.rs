//! migration.sql is not what the planner writes.

use crate::provider::Provider;
use crate::subject::{Subject, SubjectKind};
use crate::warning::finding::Level;
use crate::warning::rule::{Hit, ScriptDocumentation, ScriptExample, ScriptRule};
use crate::warning::written_sql::WrittenScript;

/// The rule.
pub const RULE: ScriptRule = ScriptRule {
    id: "hand-edited-sql",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: ScriptDocumentation {
        what: "migration.sql does not hold the statements that the planner writes for these \
               schemas.",
        why: "The other warnings speak of the planned statements; nothing was checked for those \
              that a person wrote, and a statement that is missing leaves the database behind its \
              schema.",
        example: ScriptExample {
            provider: Provider::Postgresql,
            after: "model User {\n  id Int @id\n}\n",
            written: include_str!("examples/hand_edited_sql.sql"),
        },
        instead: "Read the written statements as code. Where they only rename, plan again with \
                  --rename; where they fill a column, see whether a default does it.",
        instead_written: None,
    },
    find,
};

fn find(written: &WrittenScript<'_>) -> Vec<Hit> {
    let extra = written.by_hand.len() + written.moved;
    let lacking = written.lacking + written.moved;
    let noun = if extra == 1 { "statement" } else { "statements" };
    vec![Hit {
        // The script as a whole: there is nothing to tell apart.
        subject: Subject { kind: SubjectKind::Table, parts: Vec::new() },
        message: format!(
            "Potential data loss: migration.sql has {extra} {noun} that the planner did not write \
             and lacks {lacking} that it did."
        ),
        changes: Vec::new(),
        questions: Vec::new(),
        span: None,
    }]
}
