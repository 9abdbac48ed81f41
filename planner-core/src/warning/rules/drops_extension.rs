//! An extension goes, which more than the schema may use.

use crate::diff::change::Change;
use crate::provider::Provider;
use crate::subject::{Subject, SubjectKind};
use crate::warning::finding::Level;
use crate::warning::migration::Migration;
use crate::warning::rule::{Documentation, Example, Hit, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    id: "drops-extension",
    level: Level::Notice,
    databases: &[Provider::Postgresql],
    documentation: Documentation {
        what: "The types and functions of the extension go with it. The drop fails, and the migration with it, while a column, default, index, view or function that the schema does not know uses one of them.",
        why: "Extensions are shared by all that lives in the database, not only by this schema.",
        example: Example {
            provider: Provider::Postgresql,
            before: "datasource db {\n  provider   = \"postgresql\"\n  extensions = [citext]\n}\n\nmodel User {\n  id Int @id\n}\n",
            after: "datasource db {\n  provider   = \"postgresql\"\n  extensions = []\n}\n\nmodel User {\n  id Int @id\n}\n",
        },
        instead: "Leave the extension installed: it costs nothing.",
        instead_after: Some(
            "datasource db {\n  provider   = \"postgresql\"\n  extensions = [citext]\n}\n\nmodel User {\n  id   Int     @id\n  name String?\n}\n",
        ),
    },
    find,
};

fn find(migration: &Migration<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (id, change) in migration.changes.iter() {
        let Change::DropExtension(extension) = change else { continue };
        hits.push(Hit {
            // The grammar of subjects has no word for it.
            subject: Subject { kind: SubjectKind::Table, parts: Vec::new() },
            message: format!(
                "Drops extension {}: it fails while something outside the schema uses it.",
                extension.name
            ),
            changes: vec![id],
            questions: Vec::new(),
            span: None,
        });
    }
    hits
}
