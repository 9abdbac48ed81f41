//! What tables stand in: PostgreSQL's schemas and extensions of both sides -> their changes.

use super::change::Change;
use crate::database::model::{Database, Origin};
use std::collections::BTreeSet;

/// Changes of namespaces and extensions. A live database may hold more of both than a schema
/// lists; that is no change.
pub(super) fn compare(before: &Database, after: &Database) -> Vec<Change> {
    let mut changes = Vec::new();
    let known: BTreeSet<&String> = before.namespaces.iter().collect();
    let wanted: BTreeSet<&String> = after.namespaces.iter().collect();
    if after.origin == Origin::Schema {
        changes
            .extend(wanted.difference(&known).map(|name| Change::CreateNamespace((*name).clone())));
    }
    for extension in &after.extensions {
        match before.extensions.iter().find(|each| each.name == extension.name) {
            None if after.origin == Origin::Schema => {
                changes.push(Change::CreateExtension(extension.clone()));
            }
            Some(was)
                if said_otherwise(&was.version, &extension.version)
                    || said_otherwise(&was.schema, &extension.schema) =>
            {
                changes
                    .push(Change::AlterExtension { before: was.clone(), after: extension.clone() });
            }
            None | Some(_) => {}
        }
    }
    if before.origin == Origin::Schema {
        for extension in &before.extensions {
            if !after.extensions.iter().any(|each| each.name == extension.name) {
                changes.push(Change::DropExtension(extension.clone()));
            }
        }
    }
    changes
}

/// Whether the schema says something now that it did not say before, or says otherwise.
fn said_otherwise(before: &Option<String>, after: &Option<String>) -> bool {
    after.is_some() && before != after
}
