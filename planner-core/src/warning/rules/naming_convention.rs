//! A name is not as the project's configuration wants it. What is wanted stands in `warning::naming`.

use crate::warning::finding::Level;
use crate::warning::rule::{Explanation, LiveRule};

/// The rule.
pub const RULE: LiveRule = LiveRule {
    id: "naming-convention",
    level: Level::Notice,
    wording: "Unlike the project's names: table UserAccounts is not snake_case.",
    example: "`[naming] tables = \"snake_case\"` in comon.toml, and a model without @@map that is \
              called UserAccounts.",
    explanation: Explanation {
        what: "A table, column, index, constraint or enum that the migration makes or renames has \
               another name than [naming] of comon.toml asks for.",
        why: "A name of a database is written in queries, reports and other programs, and changing \
              it later is a migration of its own that breaks them.",
        instead: "Name it with @map or @@map, or with the argument map of the index or relation, \
                  before it is deployed anywhere.",
    },
};
