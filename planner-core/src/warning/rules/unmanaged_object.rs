//! An object of a live database that no schema can say goes or breaks with a change. Found by
//! whoever reads the database.

use crate::warning::finding::Level;
use crate::warning::rule::{Explanation, LiveRule};

/// The rule.
pub const RULE: LiveRule = LiveRule {
    id: "unmanaged-object",
    level: Level::Gating,
    wording: "Potential data loss: dropping table posts destroys trigger posts_audit on posts, which the schema does not know.",
    example: "The table `posts` is dropped while a trigger of its own writes an audit log.",
    explanation: Explanation {
        what: "A view, trigger, policy, check, rule or special index that stands beside the schema goes or breaks with what the migration drops or builds anew. Databases differ in these, so it is never in warnings.txt: it is looked for in each database before anything runs there.",
        why: "The schema cannot bring it back: nothing but that database knows it.",
        instead: "Save its definition, drop it in the migration by hand, and create it again behind the change; or keep what it stands on.",
    },
};
