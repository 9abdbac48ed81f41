//! A statement that a person wrote takes rows away or overwrites all of them.

use crate::dialect::question::Question;
use crate::provider::Provider;
use crate::warning::finding::Level;
use crate::warning::migration::table_subject;
use crate::warning::rule::{Hit, ScriptDocumentation, ScriptExample, ScriptRule};
use crate::warning::statement_effects::effects;
use crate::warning::written_sql::WrittenScript;

/// The rule.
pub const RULE: ScriptRule = ScriptRule {
    id: "written-data-statement",
    level: Level::Gating,
    databases: &Provider::ALL,
    documentation: ScriptDocumentation {
        what: "A statement that a person wrote deletes, replaces or overwrites rows, or drops what \
               holds them.",
        why: "It runs on every database that the migration is deployed to, whatever is in it.",
        example: ScriptExample {
            provider: Provider::Postgresql,
            after: "model User {\n  id Int @id\n\n  @@map(\"users\")\n}\n",
            written: include_str!("examples/written_data_statement.sql"),
        },
        instead: "Change only the rows that are meant: an update with a WHERE is not counted here. \
                  Look at the number of rows with the probe before a delete.",
        instead_written: Some(include_str!("examples/written_data_statement_instead.sql")),
    },
    find,
};

fn find(written: &WrittenScript<'_>) -> Vec<Hit> {
    let all = written.by_hand.iter().flat_map(|each| effects(written.provider, each));
    let hits = all.map(|effect| Hit {
        subject: table_subject(&effect.table),
        message: format!(
            "Potential data loss: migration.sql line {} {} {}.",
            effect.line, effect.verb, effect.table
        ),
        changes: Vec::new(),
        questions: vec![Question::Rows { table: effect.table }],
        span: None,
    });
    hits.collect()
}
