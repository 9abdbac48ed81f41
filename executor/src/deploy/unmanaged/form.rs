//! A constraint or column that the schema knows, in a form that it does not -> whether a migration that
//! makes it anew loses the form. Pure.

use super::former_name;
use super::reason::Reason;
use crate::live::{Unmanaged, UnmanagedKind};
use planner_core::database::model::{ForeignKey, ObjectName};
use planner_core::diff::change::Change;
use planner_core::plan::Operation;
use planner_core::planner::Planned;
use planner_core::provider::Provider;

/// A constraint or column of the model whose particular form goes because it is made anew.
pub(super) fn lost(planned: &Planned, object: &Unmanaged) -> Option<Reason> {
    let (kind, table) = (object.kind, object.table.as_ref()?);
    if kind == UnmanagedKind::GeneratedColumn {
        return lost_expression(planned, table, &object.name.name);
    }
    if kind != UnmanagedKind::ConstraintState || planned.provider() == Provider::Sqlite {
        return None;
    }
    let name = &object.name.name;
    let changes = &planned.changes.changes;
    let comes_back = |key: &ForeignKey| {
        changes.iter().any(|change| {
            matches!(change, Change::AddForeignKey { table: on, foreign_key }
                if on.before == *table && foreign_key.columns == key.columns)
        })
    };
    let lost = changes.iter().any(|change| match change {
        Change::DropForeignKey { table: on, foreign_key } => {
            on.before == *table && foreign_key.name == *name && comes_back(foreign_key)
        }
        Change::ChangePrimaryKey { table: on, before: Some(key), .. } => {
            on.before == *table && key.name.as_ref() == Some(name)
        }
        _ => false,
    });
    lost.then(|| Reason::loss("making it anew loses the form of".to_owned()))
}

/// A generated column is one that rows have values in, once its table is built anew. Where it is
/// dropped, `drop-column` says so.
fn lost_expression(planned: &Planned, table: &ObjectName, column: &str) -> Option<Reason> {
    let rebuilt = planned.plan.steps.iter().any(|step| {
        matches!(&step.operation, Operation::RebuildTable { table: rebuilt, .. }
            if *table == former_name(planned, rebuilt))
    });
    let dropped = planned.changes.changes.iter().any(|change| {
        matches!(change, Change::DropColumn { table: on, column: gone }
            if on.before == *table && gone.name == column)
    });
    (rebuilt && !dropped)
        .then(|| Reason::loss(format!("rebuilding table {table} loses the expression of")))
}
