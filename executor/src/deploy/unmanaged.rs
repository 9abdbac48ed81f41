//! Objects that a live database has beside the schema, and a pending migration -> warnings of
//! those that it would destroy or break. Pure; never in warnings.txt, since these objects differ
//! from database to database.

use crate::deploy::gate::{Gate, Origin};
use crate::live::{Unmanaged, UnmanagedKind, identifiers};
use planner_core::database::model::ObjectName;
use planner_core::diff::change::Change;
use planner_core::plan::Operation;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::warning::rules::unmanaged_object;

/// The rule's id.
pub const RULE: &str = unmanaged_object::RULE.id;

/// One warning for each object, with the first reason that there is.
pub fn gates(migration: &str, planned: &Planned, objects: &[Unmanaged]) -> Vec<Gate> {
    let mut gates = Vec::new();
    for object in objects.iter().filter(|object| !object.kind.is_in_model()) {
        let Some(reason) = reason(planned, object) else { continue };
        let subject = object.name.to_string();
        gates.push(Gate {
            migration: migration.to_owned(),
            id: RULE.to_owned(),
            qualified: subject.clone(),
            subject,
            aliases: Vec::new(),
            message: format!(
                "Potential data loss: {reason} {object}, which the schema does not know."
            ),
            origin: Origin::Live,
            finding: None,
            measured: Vec::new(),
        });
    }
    gates
}

/// What happens to the object, up to the words that name it; `None` where it is safe. A view
/// that stands in the way on PostgreSQL, and a dependent of a rebuilt table on SQLite that no
/// longer works, stop the migration by themselves and lose nothing.
fn reason(planned: &Planned, object: &Unmanaged) -> Option<String> {
    for change in &planned.changes.changes {
        if let Change::DropTable(table) = change {
            if object.table.as_ref() == Some(&table.name) && !object.kind.is_property() {
                return Some(format!("dropping table {} destroys", table.name));
            }
            if planned.provider() == Provider::Sqlite && mentions(object, &table.name.name) {
                return Some(format!("dropping table {} breaks", table.name));
            }
        }
        if let Change::DropColumn { table, column } = change
            && planned.provider() == Provider::Postgresql
            && object.table.as_ref() == Some(&table.before)
            && goes_with_a_column(object.kind)
            && mentions(object, &column.name)
        {
            return Some(format!("dropping column {}.{} destroys", table.before, column.name));
        }
    }
    let rebuilt = rebuilt_tables(planned);
    let on_rebuilt = object.table.as_ref().is_some_and(|table| rebuilt.contains(&table));
    let lost = matches!(object.kind, UnmanagedKind::CheckConstraint | UnmanagedKind::TableOption);
    match &object.table {
        Some(table) if on_rebuilt && lost => Some(format!("rebuilding table {table} loses")),
        Some(_) | None => None,
    }
}

fn rebuilt_tables(planned: &Planned) -> Vec<&ObjectName> {
    let tables = planned.plan.steps.iter().filter_map(|step| match &step.operation {
        Operation::RebuildTable { table, .. } => Some(table),
        Operation::Direct | Operation::AlterColumns { .. } => None,
    });
    tables.collect()
}

/// What PostgreSQL drops with a column without being asked.
fn goes_with_a_column(kind: UnmanagedKind) -> bool {
    matches!(
        kind,
        UnmanagedKind::CheckConstraint
            | UnmanagedKind::ExclusionConstraint
            | UnmanagedKind::ExpressionIndex
            | UnmanagedKind::SpecialIndex
            | UnmanagedKind::InvalidIndex
    )
}

fn mentions(object: &Unmanaged, name: &str) -> bool {
    let definition = object.definition.as_deref().unwrap_or_default();
    identifiers(definition).contains(&name.to_lowercase())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use planner_core::planner::{PlanRequest, plan};
    use planner_core::source::Sources;

    fn planned(provider: &str, before: &str, after: &str) -> Planned {
        let sources = |models: &str| {
            let text = format!("datasource db {{\n  provider = \"{provider}\"\n}}\n{models}");
            Sources::single("schema.prisma", &text)
        };
        let (before, after) = (sources(before), sources(after));
        plan(&PlanRequest { before: Some(&before), after: &after, hints: &[] }).unwrap()
    }

    fn object(kind: UnmanagedKind, name: &str, table: Option<&str>, definition: &str) -> Unmanaged {
        Unmanaged {
            kind,
            name: ObjectName::local(name),
            table: table.map(ObjectName::local),
            definition: Some(definition.to_owned()),
        }
    }

    const TWO: &str = "model a {\n  id Int @id\n  x Int?\n}\nmodel b {\n  id Int @id\n}\n";
    const ONE: &str = "model a {\n  id Int @id\n  x Int?\n}\n";

    #[test]
    fn what_a_dropped_table_takes_along_is_named() {
        let objects = [
            object(UnmanagedKind::Trigger, "t", Some("b"), "..."),
            object(UnmanagedKind::View, "v", None, "CREATE VIEW v AS SELECT * FROM b"),
            object(UnmanagedKind::View, "w", None, "CREATE VIEW w AS SELECT * FROM a"),
        ];
        let found = gates("1_x", &planned("sqlite", TWO, ONE), &objects);
        let messages: Vec<_> = found.iter().map(|gate| gate.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "Potential data loss: dropping table b destroys trigger t on b, which the schema \
                 does not know.",
                "Potential data loss: dropping table b breaks view v, which the schema does not know.",
            ]
        );
        assert_eq!(found[0].flag(), "--allow unmanaged-object:t");
    }

    #[test]
    fn check_that_needs_a_dropped_column_is_named_on_postgresql() {
        let after = "model a {\n  id Int @id\n}\nmodel b {\n  id Int @id\n}\n";
        let objects = [
            object(UnmanagedKind::CheckConstraint, "c", Some("a"), "CHECK ((x > 0))"),
            object(UnmanagedKind::CheckConstraint, "d", Some("a"), "CHECK ((id > 0))"),
        ];
        let found = gates("1_x", &planned("postgresql", TWO, after), &objects);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subject, "c");
    }

    #[test]
    fn check_of_a_rebuilt_table_is_named() {
        let after = TWO.replace("x Int?", "x String?");
        let objects = [object(UnmanagedKind::CheckConstraint, "c", Some("a"), "x > 0")];
        assert_eq!(gates("1_x", &planned("sqlite", TWO, &after), &objects).len(), 1);
    }
}
