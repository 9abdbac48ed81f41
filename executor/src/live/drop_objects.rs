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
            statements.extend(untied(objects));
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
            // A function of a table's row stands in the way of the table, and tables in that of it.
            statements.extend(groups(objects, true).map(|statement| statement + " CASCADE"));
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

/// What of a table needs another one goes from it first, so that tables can go in any order.
fn untied(objects: &[Unmanaged]) -> Vec<String> {
    let mut statements = Vec::new();
    for object in objects {
        let table = object.table.as_ref().map(quote_name).unwrap_or_default();
        let column = quote(&object.name.name);
        match object.kind {
            UnmanagedKind::Cast => {
                statements.push(format!("DROP CAST IF EXISTS ({})", object.name.name));
            }
            UnmanagedKind::Column => {
                statements.push(format!("ALTER TABLE {table} DROP COLUMN {column} CASCADE"));
            }
            UnmanagedKind::Default => {
                statements.push(format!("ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT"));
            }
            // Its parents; nothing else of an option needs anything.
            UnmanagedKind::TableOption => statements.extend(object.uses.iter().map(|used| {
                format!("ALTER TABLE {table} NO INHERIT {}", quote_name(&used.object))
            })),
            _ => {}
        }
    }
    statements
}

/// What goes after the tables: routines, sequences and types, of which SQLite has none.
pub fn after_tables(provider: Provider, objects: &[Unmanaged]) -> Vec<String> {
    match provider {
        Provider::Postgresql => groups(objects, false).collect(),
        Provider::Sqlite => Vec::new(),
    }
}

/// One statement of a kind, for those that stand in the way of tables or enum types, or for the others.
fn groups(objects: &[Unmanaged], blocking: bool) -> impl Iterator<Item = String> {
    let is_type = |kind: UnmanagedKind| matches!(kind, UnmanagedKind::Domain | UnmanagedKind::Type);
    let is_routine =
        |kind: UnmanagedKind| matches!(kind, UnmanagedKind::Function | UnmanagedKind::Aggregate);
    let names = |is: &dyn Fn(UnmanagedKind) -> bool, quoted: fn(&ObjectName) -> String| {
        let blocks = |object: &Unmanaged| object.uses.iter().any(|used| used.blocks);
        let names = objects.iter().filter(|object| is(object.kind) && blocks(object) == blocking);
        names.map(|object| quoted(&object.name)).collect::<Vec<_>>().join(", ")
    };
    let groups = [
        ("DROP ROUTINE", names(&is_routine, routine)),
        ("DROP SEQUENCE", names(&|kind| kind == UnmanagedKind::Sequence, quote_name)),
        ("DROP TYPE", names(&is_type, quote_name)),
    ];
    let given = groups.into_iter().filter(|(_, names)| !names.is_empty());
    given.map(|(command, names)| format!("{command} IF EXISTS {names}"))
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
