//! Objects that a live database has beside the schema, and a pending migration -> warnings of
//! those that it would destroy or break. Pure; never in warnings.txt, since these objects differ
//! from database to database.

mod fate;
mod form;
mod reason;

use crate::deploy::gate::{Gate, Origin};
use crate::deploy::measured::Measured;
use crate::live::{Unmanaged, UnmanagedKind};
use planner_core::database::model::ObjectName;
use planner_core::diff::change::Change;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::subject::SubjectPattern;
use planner_core::warning::rules::unmanaged_object;
use reason::{Reason, Weight};

/// The rule's id.
pub const RULE: &str = unmanaged_object::RULE.id;

/// One warning for each object, with the worst that happens to it. The objects stand under the
/// names that they have when the migration begins.
pub fn gates(migration: &str, planned: &Planned, objects: &[Unmanaged]) -> Vec<Gate> {
    let mut gates = Vec::new();
    for object in objects {
        let Some(reason) = worst(planned, object) else { continue };
        let qualified = qualified(object);
        // What says something of its table or column has no name of its own.
        let subject = match object.kind.is_property() || object.kind.is_of_column() {
            true => qualified.clone(),
            false => object.name.to_string(),
        };
        gates.push(Gate {
            migration: migration.to_owned(),
            id: RULE.to_owned(),
            qualified,
            subject,
            aliases: Vec::new(),
            message: reason.message(object),
            origin: Origin::Live,
            finding: None,
            measured: Measured::default(),
            committed: None,
        });
    }
    let names: Vec<String> = gates.iter().map(|gate| gate.subject.clone()).collect();
    for gate in &mut gates {
        if names.iter().filter(|name| **name == gate.subject).count() > 1 {
            gate.subject.clone_from(&gate.qualified);
        }
    }
    gates
}

/// The objects that are left after a migration, by the names that they have then.
pub fn left(planned: &Planned, objects: &[Unmanaged]) -> Vec<Unmanaged> {
    let stays = |object: &&Unmanaged| {
        worst(planned, object).is_none_or(|reason| reason.weight != Weight::Loss)
    };
    objects.iter().filter(stays).map(|object| object.renamed(&planned.changes)).collect()
}

/// The name together with that of its table, which tells apart what has the same name on two tables:
/// `posts.audit`, `posts."WITHOUT ROWID"`.
fn qualified(object: &Unmanaged) -> String {
    let Some(table) = &object.table else { return object.name.to_string() };
    let namespace = table.namespace.as_deref();
    let parts = namespace.into_iter().chain([table.name.as_str(), object.name.name.as_str()]);
    let parts = parts.map(str::to_owned).collect();
    SubjectPattern { kind: None, parts }.to_string()
}

/// `None` where it is safe.
fn worst(planned: &Planned, object: &Unmanaged) -> Option<Reason> {
    let formed = form::lost(planned, object);
    let touched = match object.kind {
        UnmanagedKind::UniqueConstraint
        | UnmanagedKind::ConstraintState
        | UnmanagedKind::IdentityColumn => Vec::new(),
        // SQLite keeps it in the table's own text.
        UnmanagedKind::GeneratedColumn if planned.provider() == Provider::Sqlite => Vec::new(),
        _ => fate::reasons(planned, object),
    };
    formed.into_iter().chain(touched).min_by_key(|reason| reason.weight)
}

fn former_name(planned: &Planned, table: &ObjectName) -> ObjectName {
    let renamed = planned.changes.changes.iter().find_map(|change| match change {
        Change::RenameTable(names) if names.after == *table => Some(names.before.clone()),
        _ => None,
    });
    renamed.unwrap_or_else(|| table.clone())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::live::unmanaged::Use;
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

    /// `needs`: `table` or `table.column`; `blocks`: whether it stands in the way.
    fn object(
        kind: UnmanagedKind,
        name: &str,
        table: Option<&str>,
        needs: &[&str],
        blocks: bool,
    ) -> Unmanaged {
        let uses = needs.iter().map(|needed| {
            let (table, column) = needed.split_once('.').unwrap_or((needed, ""));
            let column = (!column.is_empty()).then(|| column.to_owned());
            Use { object: ObjectName::local(table), column, blocks }
        });
        Unmanaged {
            kind,
            name: ObjectName::local(name),
            table: table.map(ObjectName::local),
            definition: None,
            uses: uses.collect(),
        }
    }

    const TWO: &str = "model a {\n  id Int @id\n  x Int?\n}\nmodel b {\n  id Int @id\n}\n";
    const ONE: &str = "model a {\n  id Int @id\n  x Int?\n}\n";

    #[test]
    fn what_a_dropped_table_takes_along_is_named() {
        let objects = [
            object(UnmanagedKind::Trigger, "t", Some("b"), &["b"], true),
            object(UnmanagedKind::View, "v", None, &["b"], true),
            object(UnmanagedKind::View, "w", None, &["a"], true),
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
            object(UnmanagedKind::CheckConstraint, "c", Some("a"), &["a.x"], false),
            object(UnmanagedKind::CheckConstraint, "d", Some("a"), &["a.id"], false),
        ];
        let found = gates("1_x", &planned("postgresql", TWO, after), &objects);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subject, "c");
    }

    #[test]
    fn check_of_a_rebuilt_table_is_named() {
        let after = TWO.replace("x Int?", "x String?");
        let objects = [object(UnmanagedKind::CheckConstraint, "c", Some("a"), &["a.x"], true)];
        assert_eq!(gates("1_x", &planned("sqlite", TWO, &after), &objects).len(), 1);
    }

    #[test]
    fn generated_column_of_a_rebuilt_table_is_named_unless_it_is_dropped() {
        let objects = [object(UnmanagedKind::GeneratedColumn, "x", Some("a"), &[], false)];
        let changed = TWO.replace("id Int @id\n  x", "id BigInt @id\n  x");
        let found = gates("1_x", &planned("sqlite", TWO, &changed), &objects);
        let messages: Vec<_> = found.iter().map(|gate| gate.message.as_str()).collect();
        assert_eq!(
            messages,
            ["Potential data loss: rebuilding table a loses the expression of generated column x \
              on a, which the schema does not know."]
        );
        let dropped = changed.replace("  x Int?\n", "");
        assert!(gates("1_x", &planned("sqlite", TWO, &dropped), &objects).is_empty());
        assert!(gates("1_x", &planned("sqlite", TWO, TWO), &objects).is_empty());
    }

    #[test]
    fn options_and_same_names_of_two_tables_are_told_apart_by_the_table() {
        let before = "model a {\n  id Int @id\n  x Int?\n}\nmodel b {\n  id Int @id\n  x Int?\n}\n";
        let after = before.replace("x Int?", "x String?");
        let objects = [
            object(UnmanagedKind::TableOption, "STRICT", Some("a"), &["a"], true),
            object(UnmanagedKind::TableOption, "WITHOUT ROWID", Some("b"), &["b"], true),
            object(UnmanagedKind::CheckConstraint, "c", Some("a"), &["a"], true),
            object(UnmanagedKind::CheckConstraint, "c", Some("b"), &["b"], true),
            object(UnmanagedKind::CheckConstraint, "d", Some("b"), &["b"], true),
        ];
        let found = gates("1_x", &planned("sqlite", before, &after), &objects);
        let subjects: Vec<_> = found.iter().map(|gate| gate.subject.as_str()).collect();
        assert_eq!(subjects, ["a.STRICT", "b.\"WITHOUT ROWID\"", "a.c", "b.c", "d"]);
        assert!(found[0].is_named("a.STRICT") && !found[0].is_named("STRICT"));
        assert!(found[4].is_named("d") && found[4].is_named("b.d"));
    }
}
