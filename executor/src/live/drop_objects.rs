//! Objects outside the schema language -> the SQL that takes them away together with all tables: what
//! stands on tables before they go, what tables stand on after. Executed elsewhere.

use super::unmanaged::{Unmanaged, UnmanagedKind};
use planner_core::database::model::ObjectName;
use planner_core::dialect::postgres::identifiers::{quote, quote_name};
use planner_core::provider::Provider;

/// What goes before the tables: views and what is like a table.
pub fn before_tables(provider: Provider, objects: &[Unmanaged]) -> Vec<String> {
    let of = |kind: UnmanagedKind| objects.iter().filter(move |object| object.kind == kind);
    let mut statements = Vec::new();
    match provider {
        // One statement of a kind: PostgreSQL finds the order among its objects.
        Provider::Postgresql => {
            let kinds = [
                (UnmanagedKind::View, "DROP VIEW "),
                (UnmanagedKind::MaterializedView, "DROP MATERIALIZED VIEW "),
                (UnmanagedKind::ForeignTable, "DROP FOREIGN TABLE "),
            ];
            for (kind, command) in kinds {
                let names: Vec<String> = of(kind).map(|object| quote_name(&object.name)).collect();
                if !names.is_empty() {
                    // A view of one kind may stand on one of the other.
                    let cascade = if command.contains("VIEW") { " CASCADE" } else { "" };
                    let command = command.trim_end();
                    statements.push(format!("{command} IF EXISTS {}{cascade}", names.join(", ")));
                }
            }
        }
        Provider::Sqlite => {
            for object in of(UnmanagedKind::View) {
                statements.push(format!("DROP VIEW IF EXISTS {}", quote(&object.name.name)));
            }
            for object in of(UnmanagedKind::VirtualTable) {
                statements.push(format!("DROP TABLE IF EXISTS {}", quote(&object.name.name)));
            }
        }
    }
    statements
}

/// What goes after the tables: routines, sequences and types, of which SQLite has none.
pub fn after_tables(provider: Provider, objects: &[Unmanaged]) -> Vec<String> {
    if provider == Provider::Sqlite {
        return Vec::new();
    }
    let is_type = |kind: UnmanagedKind| matches!(kind, UnmanagedKind::Domain | UnmanagedKind::Type);
    let is_routine =
        |kind: UnmanagedKind| matches!(kind, UnmanagedKind::Function | UnmanagedKind::Aggregate);
    let names = |is: &dyn Fn(UnmanagedKind) -> bool, quoted: fn(&ObjectName) -> String| {
        let names = objects.iter().filter(|object| is(object.kind));
        names.map(|object| quoted(&object.name)).collect::<Vec<_>>().join(", ")
    };
    let groups = [
        ("DROP ROUTINE", names(&is_routine, routine)),
        ("DROP SEQUENCE", names(&|kind| kind == UnmanagedKind::Sequence, quote_name)),
        ("DROP TYPE", names(&is_type, quote_name)),
    ];
    let given = groups.into_iter().filter(|(_, names)| !names.is_empty());
    given.map(|(command, names)| format!("{command} IF EXISTS {names}")).collect()
}

/// A routine's name and the types of its arguments, which the catalogue prints as SQL reads them.
fn routine(name: &ObjectName) -> String {
    let (own, arguments) = name.name.split_at(name.name.rfind('(').unwrap_or(name.name.len()));
    let own = ObjectName { namespace: name.namespace.clone(), name: own.to_owned() };
    format!("{}{arguments}", quote_name(&own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_go_in_one_statement_of_a_kind() {
        let object = |kind, name: &str| Unmanaged {
            kind,
            name: ObjectName::local(name),
            table: None,
            definition: None,
            uses: Vec::new(),
        };
        let objects = [
            object(UnmanagedKind::View, "v"),
            object(UnmanagedKind::View, "a \"b\""),
            object(UnmanagedKind::Function, "f(integer, text)"),
            object(UnmanagedKind::Domain, "d"),
            object(UnmanagedKind::Type, "t"),
            object(UnmanagedKind::Trigger, "on_a_table"),
        ];
        assert_eq!(
            before_tables(Provider::Postgresql, &objects),
            ["DROP VIEW IF EXISTS \"v\", \"a \"\"b\"\"\" CASCADE"]
        );
        assert_eq!(
            after_tables(Provider::Postgresql, &objects),
            ["DROP ROUTINE IF EXISTS \"f\"(integer, text)", "DROP TYPE IF EXISTS \"d\", \"t\""]
        );
        assert_eq!(
            before_tables(Provider::Sqlite, &objects),
            ["DROP VIEW IF EXISTS \"v\"", "DROP VIEW IF EXISTS \"a \"\"b\"\"\""]
        );
    }
}
