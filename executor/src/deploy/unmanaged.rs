//! Objects that a live database has beside the schema, and a pending migration -> warnings of
//! those that it would destroy or break. Pure; never in warnings.txt, since these objects differ
//! from database to database.

use crate::deploy::gate::{Gate, Origin};
use crate::deploy::measured::Measured;
use crate::live::unmanaged::Fate;
use crate::live::{Unmanaged, UnmanagedKind};
use planner_core::database::model::{ForeignKey, ObjectName};
use planner_core::diff::change::Change;
use planner_core::plan::Operation;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use planner_core::subject::SubjectPattern;
use planner_core::warning::rules::unmanaged_object;

/// The rule's id.
pub const RULE: &str = unmanaged_object::RULE.id;

/// One warning for each object, with the first reason that there is. The objects stand under the
/// names that they have when the migration begins.
pub fn gates(migration: &str, planned: &Planned, objects: &[Unmanaged]) -> Vec<Gate> {
    let mut gates = Vec::new();
    for object in objects {
        let reason = match object.kind.is_in_model() {
            true => lost_form(planned, object),
            false => reason(planned, object),
        };
        let Some(Reason { class, before, after }) = reason else { continue };
        let qualified = qualified(object);
        // What says something of its table has no name of its own.
        let subject = match object.kind.is_property() {
            true => qualified.clone(),
            false => object.name.to_string(),
        };
        gates.push(Gate {
            migration: migration.to_owned(),
            id: RULE.to_owned(),
            qualified,
            subject,
            aliases: Vec::new(),
            message: format!(
                "Potential {class}: {before} {object}{after}, which the schema does not know."
            ),
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

/// The name together with that of its table, which tells apart what has the same name on two tables:
/// `posts.audit`, `posts."WITHOUT ROWID"`.
fn qualified(object: &Unmanaged) -> String {
    let Some(table) = &object.table else { return object.name.to_string() };
    let namespace = table.namespace.as_deref();
    let parts = namespace.into_iter().chain([table.name.as_str(), object.name.name.as_str()]);
    let parts = parts.map(str::to_owned).collect();
    SubjectPattern { kind: None, parts }.to_string()
}

/// What happens to an object: the words around its name.
struct Reason {
    class: &'static str,
    before: String,
    after: &'static str,
}

impl Reason {
    fn loss(before: String) -> Self {
        Self { class: "data loss", before, after: "" }
    }

    fn failure(what: String) -> Self {
        Self { class: "failure", before: format!("{what} fails while"), after: " needs it" }
    }

    fn misfit(what: String) -> Self {
        Self { class: "failure", before: format!("{what} fails if"), after: " does not fit it" }
    }

    fn taken(what: String) -> Self {
        Self { class: "failure", before: format!("{what} fails:"), after: " has that name" }
    }
}

/// `None` where it is safe.
fn reason(planned: &Planned, object: &Unmanaged) -> Option<Reason> {
    let by_change =
        planned.changes.changes.iter().find_map(|change| touched(planned, change, object));
    by_change.or_else(|| by_step(planned, object))
}

fn touched(planned: &Planned, change: &Change, object: &Unmanaged) -> Option<Reason> {
    let sqlite = planned.provider() == Provider::Sqlite;
    match change {
        Change::DropTable(table) => {
            let dropping = format!("dropping table {}", table.name);
            if object.table.as_ref() == Some(&table.name) && !object.kind.is_property() {
                return Some(Reason::loss(format!("{dropping} destroys")));
            }
            if !object.needs_table(&table.name) {
                return None;
            }
            Some(match sqlite {
                true => Reason::loss(format!("{dropping} breaks")),
                false => Reason::failure(dropping),
            })
        }
        Change::DropColumn { table, column } => {
            let dropping = format!("dropping column {}.{}", table.before, column.name);
            match object.without_column(&table.before, &column.name)? {
                Fate::Goes => Some(Reason::loss(format!("{dropping} destroys"))),
                Fate::Blocks => Some(Reason::failure(dropping)),
            }
        }
        // SQLite builds the table anew and the object with it, whatever the types are.
        Change::AlterColumn(change) if !sqlite && change.type_changes() => {
            retyped(object, &change.table.before, &change.before.name)
        }
        Change::AlterEnum(change) if !change.removed.is_empty() || change.reordered => {
            let name = &change.before.name;
            if object.without_enum(name) == Some(Fate::Blocks) {
                return Some(Reason::failure(format!("replacing enum {name}")));
            }
            let mut columns = change.columns.iter();
            columns.find_map(|each| retyped(object, &each.table.before, &each.before.name))
        }
        Change::DropEnum(each) => {
            let blocks = object.without_enum(&each.name) == Some(Fate::Blocks);
            blocks.then(|| Reason::failure(format!("dropping enum {}", each.name)))
        }
        Change::DropIndex { table, index } => {
            let is_it = object.table.as_ref() == Some(&table.before)
                && object.name.name == index.name
                && is_index(object.kind);
            is_it.then(|| Reason::loss(format!("dropping index {} destroys", index.name)))
        }
        Change::CreateIndex { table, index } => {
            let same = object.name == table.after.sibling(&index.name) && is_relation(object.kind);
            same.then(|| Reason::taken(format!("creating index {}", index.name)))
        }
        Change::CreateTable(table) => {
            let same = object.name == table.name && is_relation(object.kind);
            same.then(|| Reason::taken(format!("creating table {}", table.name)))
        }
        _ => None,
    }
}

/// What changing a column's type does to an object that needs it: PostgreSQL refuses where a view
/// or policy does, and makes indexes and checks anew.
fn retyped(object: &Unmanaged, table: &ObjectName, column: &str) -> Option<Reason> {
    let changing = format!("changing the type of column {table}.{column}");
    match object.without_column(table, column)? {
        Fate::Blocks => Some(Reason::failure(changing)),
        Fate::Goes if object.kind == UnmanagedKind::Statistics => None,
        Fate::Goes => Some(Reason::misfit(changing)),
    }
}

/// What the way of making a change costs: a table that is built anew, a column that is.
fn by_step(planned: &Planned, object: &Unmanaged) -> Option<Reason> {
    let table = object.table.as_ref()?;
    for step in &planned.plan.steps {
        if let Operation::RebuildTable { table: rebuilt, .. } = &step.operation {
            let lost =
                matches!(object.kind, UnmanagedKind::CheckConstraint | UnmanagedKind::TableOption);
            if lost && *table == former_name(planned, rebuilt) {
                return Some(Reason::loss(format!("rebuilding table {table} loses")));
            }
        }
        for (owner, column) in step.operation.recreated() {
            if *table != former_name(planned, owner) {
                continue;
            }
            let former = former_column(planned, owner, &column.column);
            let making = format!("making column {table}.{former} anew");
            if object.kind.is_property() && is_of_column(object, &former) {
                return Some(Reason::loss(format!("{making} loses")));
            }
            match object.without_column(table, &former) {
                Some(Fate::Goes) => return Some(Reason::loss(format!("{making} destroys"))),
                Some(Fate::Blocks) => return Some(Reason::failure(making)),
                None => {}
            }
        }
    }
    None
}

/// A constraint or column of the model whose particular form goes because it is made anew.
fn lost_form(planned: &Planned, object: &Unmanaged) -> Option<Reason> {
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

fn former_name(planned: &Planned, table: &ObjectName) -> ObjectName {
    let renamed = planned.changes.changes.iter().find_map(|change| match change {
        Change::RenameTable(names) if names.after == *table => Some(names.before.clone()),
        _ => None,
    });
    renamed.unwrap_or_else(|| table.clone())
}

fn former_column(planned: &Planned, table: &ObjectName, column: &str) -> String {
    let renamed = planned.changes.changes.iter().find_map(|change| match change {
        Change::RenameColumn { table: of, before, after }
            if of.after == *table && after == column =>
        {
            Some(before.clone())
        }
        _ => None,
    });
    renamed.unwrap_or_else(|| column.to_owned())
}

/// Whether a comment, an option or a grant is one of a column: its name says which.
fn is_of_column(object: &Unmanaged, column: &str) -> bool {
    let name = &object.name.name;
    let about = [format!("({column})"), format!("(\"{}\")", column.replace('"', "\"\""))];
    match object.kind {
        UnmanagedKind::Grant => about.iter().any(|end| name.ends_with(end)),
        UnmanagedKind::TableOption => name.starts_with(&format!("{column} COLLATE ")),
        UnmanagedKind::Comment | UnmanagedKind::NumberingOption => name == column,
        _ => false,
    }
}

fn is_index(kind: UnmanagedKind) -> bool {
    matches!(
        kind,
        UnmanagedKind::ExpressionIndex | UnmanagedKind::SpecialIndex | UnmanagedKind::InvalidIndex
    )
}

/// What shares the names of tables.
fn is_relation(kind: UnmanagedKind) -> bool {
    is_index(kind)
        || matches!(
            kind,
            UnmanagedKind::View
                | UnmanagedKind::MaterializedView
                | UnmanagedKind::ForeignTable
                | UnmanagedKind::VirtualTable
                | UnmanagedKind::Partition
                | UnmanagedKind::Sequence
        )
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
