//! What tables stand in: PostgreSQL's schemas and extensions of both sides -> their changes.

use super::change::Change;
use crate::database::model::{Database, Extension, Origin};
use crate::ordered::{BTreeMap, BTreeSet};

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
    let (known, wanted) = (extensions(before), extensions(after));
    for extension in &after.extensions {
        match known.get(extension.name.as_str()) {
            None if after.origin == Origin::Schema => {
                changes.push(Change::CreateExtension(extension.clone()));
            }
            Some(was)
                if said_otherwise(&was.version, &extension.version)
                    || said_otherwise(&was.schema, &extension.schema) =>
            {
                changes.push(Change::AlterExtension {
                    before: Extension::clone(was),
                    after: extension.clone(),
                });
            }
            None | Some(_) => {}
        }
    }
    if before.origin == Origin::Schema {
        for extension in &before.extensions {
            if !wanted.contains_key(extension.name.as_str()) {
                changes.push(Change::DropExtension(extension.clone()));
            }
        }
    }
    changes
}

/// The extensions by name.
fn extensions(database: &Database) -> BTreeMap<&str, &Extension> {
    database.extensions.iter().map(|each| (each.name.as_str(), each)).collect()
}

/// Whether the schema says something now that it did not say before, or says otherwise.
fn said_otherwise(before: &Option<String>, after: &Option<String>) -> bool {
    after.is_some() && before != after
}
