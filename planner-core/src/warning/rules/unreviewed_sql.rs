//! A migration of comon_orm whose SQL is planned only as it is applied.

use crate::warning::finding::Level;
use crate::warning::rule::{Explanation, LiveRule};

/// The rule.
pub const RULE: LiveRule = LiveRule {
    id: "unreviewed-sql",
    level: Level::Gating,
    wording: "Potential data loss: migration.sql of 0003_rebuild is a notice; the SQL of the rebuild is planned now and nobody reviewed it.",
    example: "A folder of comon_orm whose migration.sql begins with `-- Schema rebuild required to apply this migration safely.`",
    explanation: Explanation {
        what: "comon_orm writes a notice in place of the SQL of a rebuild; what runs is planned from the two schemas when it is applied.",
        why: "Nobody saw the SQL that runs.",
        instead: "Look at it with comon migrate deploy --dry-run first.",
    },
};
