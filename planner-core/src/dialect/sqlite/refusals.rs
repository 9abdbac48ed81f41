//! What SQLite would refuse of a lowered database, said before anything is planned.

use crate::database::model::{ColumnArity, Database};
use crate::database::taken_names::{Named, TakenNames};
use crate::diagnostic::Diagnostic;
use crate::dialect::{OWN_TABLES, schema_sql};
use crate::ordered;
use crate::ordered::marks::surely_differ;
use crate::provider::Provider;
use foldhash::fast::FixedState;
use std::hash::BuildHasher;

/// What the names of SQLite's own objects begin with.
const PREFIX: &str = "sqlite_";

/// Every refusal, in no particular order. Names compare without regard to case, and tables and
/// indexes share theirs.
/// <https://www.sqlite.org/lang_createtable.html>
pub fn check(database: &Database) -> Vec<Diagnostic> {
    let mut refusals = Vec::new();
    let may_collide = !all_differ(database);
    let mut objects = TakenNames::default();
    for table in &database.tables {
        let span = table.span.unwrap_or_default();
        let name = table.name.name.as_str();
        let what = Named::Table(&table.name);
        if OWN_TABLES.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            let message = format!("The {what} cannot be planned: comon keeps its history there.");
            let refusal = Diagnostic::unplannable("reserved-table", span, message);
            refusals.push(refusal.help("give it another name with `@@map`"));
        }
        if is_reserved(name) {
            let message = format!("The database refuses {what}: `sqlite_` is its own prefix.");
            let refusal = Diagnostic::unplannable("reserved-table", span, message);
            refusals.push(refusal.help("give it another name with `@@map`"));
        }
        if may_collide {
            refusals.extend(objects.take(name.to_ascii_lowercase(), what, span));
        }
        refusals.extend(schema_sql::table_refusals(Provider::Sqlite, table));
        let mut columns = TakenNames::default();
        for column in &table.columns {
            let span = column.span.or(table.span).unwrap_or_default();
            let what = Named::Column(&table.name, &column.name);
            if column.arity == ColumnArity::List {
                let message = format!("The database refuses {what}: SQLite has no lists.");
                let refusal = Diagnostic::unplannable("list-not-supported", span, message);
                refusals.push(refusal.help("use a table of its own, or `Json`"));
            }
            if may_collide {
                refusals.extend(columns.take(column.name.to_ascii_lowercase(), what, span));
            }
        }
        for index in &table.indexes {
            let span = index.span.or(table.span).unwrap_or_default();
            let what = Named::Index(&table.name, &index.name);
            if is_reserved(&index.name) {
                let message = format!("The database refuses {what}: `sqlite_` is its own prefix.");
                let refusal = Diagnostic::unplannable("reserved-index", span, message);
                refusals.push(refusal.help("give it another name with `map:`"));
            }
            if may_collide {
                refusals.extend(objects.take(index.name.to_ascii_lowercase(), what, span));
            }
        }
    }
    refusals
}

fn is_reserved(name: &str) -> bool {
    name.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
}

/// Whether no two objects share a name, as SQLite compares them, and no two columns of a table.
fn all_differ(database: &Database) -> bool {
    let hasher = FixedState::default();
    let mut folded = String::new();
    let mut hash = |name: &str| {
        folded.clear();
        folded.push_str(name);
        folded.make_ascii_lowercase();
        hasher.hash_one(&folded)
    };
    let mut objects = Vec::with_capacity(database.tables.len() * 4);
    let mut columns = Vec::new();
    for table in &database.tables {
        objects.push(hash(&table.name.name));
        objects.extend(table.indexes.iter().map(|index| hash(&index.name)));
        if surely_differ(table.columns.iter().map(|column| column.name.as_str())) {
            continue;
        }
        columns.clear();
        columns.extend(table.columns.iter().map(|column| hash(&column.name)));
        if !ordered::all_differ(&mut columns) {
            return false;
        }
    }
    ordered::all_differ(&mut objects)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use crate::database::lower::lower;
    use crate::dialect::type_system;
    use crate::provider::Provider;
    use crate::schema::check_snapshot;
    use crate::source::Sources;

    fn ids(blocks: &str) -> Vec<&'static str> {
        let text = format!("datasource db {{\n  provider = \"sqlite\"\n}}\n\n{blocks}\n");
        let checked = check_snapshot(&Sources::single("schema.prisma", &text), None);
        let schema = checked.schema.unwrap_or_else(|| panic!("{:?}", checked.diagnostics));
        let (_, diagnostics) = lower(&schema, type_system(Provider::Sqlite));
        diagnostics.into_iter().map(|each| each.id).collect()
    }

    #[test]
    fn names_compare_without_case() {
        let taken = ["duplicate-database-name"];
        assert_eq!(ids("model A {\n  id Int @id\n}\n\nmodel a {\n  id Int @id\n}"), taken);
        assert_eq!(ids("model A {\n  id Int @id\n  ID Int\n}"), taken);
        let index = "model A {\n  id Int @id\n  x Int\n\n  @@index([x], map: \"b\")\n}\n\n\
                     model B {\n  id Int @id\n}";
        assert_eq!(ids(index), taken);
        assert_eq!(ids("model A {\n  id Int @id\n  x Int @unique\n}"), [""; 0]);
    }

    #[test]
    fn reserved_names() {
        assert_eq!(ids("model A {\n  id Int @id\n\n  @@map(\"SQLite_a\")\n}"), ["reserved-table"]);
        let own = "model H {\n  name String @id\n\n  @@map(\"_comon_orm_migrations\")\n}";
        assert_eq!(ids(own), ["reserved-table"]);
    }
}
