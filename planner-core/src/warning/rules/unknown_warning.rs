//! A line of warnings.txt that no rule of this version writes.

use crate::warning::finding::Level;
use crate::warning::rule::{Explanation, LiveRule};

/// The rule.
pub const RULE: LiveRule = LiveRule {
    id: "unknown-warning",
    level: Level::Gating,
    wording: "Whatever the line says.",
    example: "A colleague with a newer comon planned the migration.",
    explanation: Explanation {
        what: "warnings.txt holds a line that this version of comon does not know: a newer version, another tool or a person wrote it.",
        why: "What a reviewer saw as a warning gates, whoever wrote it.",
        instead: "Ask who wrote the line; accept it, or plan the migration again.",
    },
};
