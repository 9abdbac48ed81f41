//! Schemas and extensions.

use super::scope::Scope;
use super::step;
use crate::dialect::postgres::locks;
use crate::dialect::postgres::sql::extension;
use crate::dialect::postgres::sql::statement::Statement;
use crate::diff::change::Change;
use crate::plan::step::Step;

/// What must be there before anything else.
pub fn appear(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        let (title, statements, kinds) = match change {
            Change::CreateNamespace(name) => {
                let title = format!("Create schema {name}");
                (title, vec![extension::create_namespace(name)], vec![Statement::CreateSchema])
            }
            Change::CreateExtension(each) => {
                let title = format!("Create extension {}", each.name);
                (title, vec![extension::create(each)], vec![Statement::CreateExtension])
            }
            Change::AlterExtension { before, after } => {
                let (mut statements, mut kinds) = (Vec::new(), Vec::new());
                if let Some(schema) =
                    after.schema.as_ref().filter(|_| before.schema != after.schema)
                {
                    statements.push(extension::set_schema(&after.name, schema));
                    kinds.push(Statement::MoveExtension);
                }
                if let Some(version) =
                    after.version.as_ref().filter(|_| before.version != after.version)
                {
                    statements.push(extension::update(&after.name, version));
                    kinds.push(Statement::UpdateExtension);
                }
                (format!("Update extension {}", after.name), statements, kinds)
            }
            _ => continue,
        };
        steps.push(step(title, statements, vec![id], locks::on_nothing(&kinds)));
    }
}

/// What goes once nothing uses it any more.
pub fn go(scope: &Scope<'_>, steps: &mut Vec<Step>) {
    for (id, change) in scope.changes() {
        if let Change::DropExtension(each) = change {
            let title = format!("Drop extension {}", each.name);
            let effect = locks::on_nothing(&[Statement::DropExtension]);
            steps.push(step(title, vec![extension::drop(&each.name)], vec![id], effect));
        }
    }
}
