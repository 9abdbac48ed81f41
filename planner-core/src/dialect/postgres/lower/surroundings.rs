//! Schemas and extensions.

use super::scope::Scope;
use super::step;
use crate::dialect::postgres::locks;
use crate::dialect::postgres::sql::extension;
use crate::diff::change::Change;
use crate::plan::step::Step;

/// What must be there before anything else.
pub fn appear(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        let (title, statements) = match change {
            Change::CreateNamespace(name) => {
                (format!("Create schema {name}"), vec![extension::create_namespace(name)])
            }
            Change::CreateExtension(each) => {
                (format!("Create extension {}", each.name), vec![extension::create(each)])
            }
            Change::AlterExtension { before, after } => {
                let mut statements = Vec::new();
                if let Some(schema) =
                    after.schema.as_ref().filter(|_| before.schema != after.schema)
                {
                    statements.push(extension::set_schema(&after.name, schema));
                }
                if let Some(version) =
                    after.version.as_ref().filter(|_| before.version != after.version)
                {
                    statements.push(extension::update(&after.name, version));
                }
                (format!("Update extension {}", after.name), statements)
            }
            _ => continue,
        };
        steps.push(step(title, statements, vec![id], locks::none()));
    }
}

/// What goes once nothing uses it any more.
pub fn go(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        if let Change::DropExtension(each) = change {
            let title = format!("Drop extension {}", each.name);
            steps.push(step(title, vec![extension::drop(&each.name)], vec![id], locks::none()));
        }
    }
}
