//! Statements that a person put into a section without a transaction.

use crate::provider::Provider;
use crate::script::{Mode, Statement};
use crate::subject::{Subject, SubjectKind};
use crate::warning::finding::Level;
use crate::warning::rule::{Hit, ScriptDocumentation, ScriptExample, ScriptRule};
use crate::warning::written_sql::WrittenScript;

/// The rule.
pub const RULE: ScriptRule = ScriptRule {
    id: "runs-outside-transaction",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: ScriptDocumentation {
        what: "Behind `-- comon: no-transaction`, each statement commits for itself. When a later \
               one fails, those before it stay done; deploy writes down how far it came and goes \
               on from there.",
        why: "Until it goes on, the database is between two schemas.",
        example: ScriptExample {
            provider: Provider::Postgresql,
            after: "model User {\n  id    Int    @id\n  email String\n\n  @@index([email])\n  @@map(\"users\")\n}\n",
            written: include_str!("examples/runs_outside_transaction.sql"),
        },
        instead: "Leave only what refuses a transaction, such as an index that is built concurrently, in such \
                  a section.",
        instead_written: Some(include_str!("examples/runs_outside_transaction_instead.sql")),
    },
    find,
};

fn find(written: &WrittenScript<'_>) -> Vec<Hit> {
    let sections = written.script.sections.iter();
    let outside = sections.filter(|section| section.mode == Mode::NoTransaction);
    outside.filter_map(|section| hit(&section.statements)).collect()
}

fn hit(statements: &[Statement]) -> Option<Hit> {
    let first = statements.first()?;
    let count = match statements.len() {
        1 => "1 statement".to_owned(),
        count => format!("{count} statements"),
    };
    Some(Hit {
        // The script as a whole: there is nothing to tell apart.
        subject: Subject { kind: SubjectKind::Table, parts: Vec::new() },
        message: format!(
            "Runs outside a transaction from migration.sql line {} on, {count}: after a failure, \
             those before it stay done.",
            first.line
        ),
        changes: Vec::new(),
        questions: Vec::new(),
        span: None,
    })
}
