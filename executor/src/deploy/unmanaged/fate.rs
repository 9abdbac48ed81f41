//! An object beside the schema and a planned migration -> all that the migration does to it, change by
//! change and step by step. Pure.

use super::former_name;
use super::reason::Reason;
use crate::live::unmanaged::Fate;
use crate::live::{Unmanaged, UnmanagedKind};
use planner_core::database::model::{EnumType, Index, ObjectName, PrimaryKey};
use planner_core::diff::change::{Change, ColumnChange, EnumChange};
use planner_core::plan::Operation;
use planner_core::planner::Planned;
use planner_core::provider::Provider;
use std::collections::BTreeSet;

/// In the order of the changes, then of the steps.
pub(super) fn reasons(planned: &Planned, object: &Unmanaged) -> Vec<Reason> {
    if goes_by_itself(planned, object) {
        return Vec::new();
    }
    let changes = planned.changes.changes.iter();
    let mut reasons: Vec<Reason> =
        changes.flat_map(|change| touched(planned, change, object)).collect();
    reasons.extend(by_step(planned, object));
    reasons
}

/// What the schema does not know, and a plan from a live database takes away or changes by its name.
fn goes_by_itself(planned: &Planned, object: &Unmanaged) -> bool {
    let is_key = object.kind == UnmanagedKind::ForeignKey && object.definition.is_none();
    let name = object.name.name.as_str();
    planned.changes.changes.iter().any(|change| match change {
        Change::DropTable(table) => {
            (is_key || object.kind.is_of_column()) && object.table.as_ref() == Some(&table.name)
        }
        Change::DropForeignKey { table, foreign_key } => {
            is_key && object.table.as_ref() == Some(&table.before) && foreign_key.name == name
        }
        Change::DropColumn { table, column } => {
            object.kind.is_of_column()
                && object.table.as_ref() == Some(&table.before)
                && column.name == name
        }
        Change::AlterColumn(change) => {
            matches!(object.kind, UnmanagedKind::Column | UnmanagedKind::Default)
                && object.table.as_ref() == Some(&change.table.before)
                && change.before.name == name
        }
        _ => false,
    })
}

fn touched(planned: &Planned, change: &Change, object: &Unmanaged) -> Vec<Reason> {
    let is_on = |table: &ObjectName| object.table.as_ref() == Some(table);
    let sqlite = planned.provider() == Provider::Sqlite;
    let reason = match change {
        Change::DropTable(table) => without_table(object, &table.name, sqlite),
        Change::DropColumn { table, column } => {
            let dropping = format!("dropping column {}.{}", table.before, column.name);
            match object.without_column(&table.before, &column.name) {
                Some(Fate::Goes) => went_along(object, format!("{dropping} destroys")),
                Some(Fate::Blocks) => Some(Reason::failure(dropping)),
                None => None,
            }
        }
        // SQLite builds the table anew and the object with it, whatever the types are.
        Change::AlterColumn(change) if !sqlite => altered(object, change),
        Change::AlterEnum(change) if is_replaced(change) => return replaced_enum(object, change),
        Change::DropEnum(each) => without_enum(object, each),
        Change::DropIndex { table, index } => {
            let own = if is_on(&table.before) { without_index(object, index) } else { None };
            own.or_else(|| without_uniqueness(planned, object, &table.before, index))
        }
        Change::ChangePrimaryKey { table, before: Some(key), .. } => {
            without_key(object, &table.before, key)
        }
        Change::DropForeignKey { table, foreign_key } if is_on(&table.before) => {
            let is_it =
                object.kind == UnmanagedKind::ForeignKey && object.name.name == foreign_key.name;
            is_it.then(|| {
                Reason::loss(format!("dropping foreign key {} destroys", foreign_key.name))
            })
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
    };
    reason.into_iter().collect()
}

/// A foreign key that the schema could say is drift where it is not in it, and told as that.
fn went_along(object: &Unmanaged, what: String) -> Option<Reason> {
    let is_drift = object.kind == UnmanagedKind::ForeignKey && object.definition.is_none();
    (!is_drift).then(|| Reason::loss(what))
}

fn without_table(object: &Unmanaged, table: &ObjectName, sqlite: bool) -> Option<Reason> {
    let dropping = format!("dropping table {table}");
    if object.table.as_ref() == Some(table) && !object.kind.is_property() {
        return went_along(object, format!("{dropping} destroys"));
    }
    object.needs_table(table).then(|| match sqlite {
        true => Reason::loss(format!("{dropping} breaks")),
        false => Reason::failure(dropping),
    })
}

/// What changing a column does to an object that needs it.
fn altered(object: &Unmanaged, change: &ColumnChange) -> Option<Reason> {
    let (table, column) = (&change.table.before, change.before.name.as_str());
    if object.kind == UnmanagedKind::Default {
        let loses_numbers = change.before.autoincrement && !change.after.autoincrement;
        let needs_it = object.without_column(table, column).is_some();
        return (loses_numbers && needs_it)
            .then(|| Reason::failure(format!("dropping the sequence of column {table}.{column}")));
    }
    if change.type_changes() { retyped(object, table, column) } else { None }
}

/// What changing a column's type does to an object that needs it: PostgreSQL refuses where a view,
/// a policy, a publication or a column of the table's row type does, and makes indexes and
/// constraints anew.
fn retyped(object: &Unmanaged, table: &ObjectName, column: &str) -> Option<Reason> {
    use UnmanagedKind::{
        Column, Default, ExclusionConstraint, ForeignKey, GeneratedColumn, ReplicaIdentity,
        Statistics,
    };
    let changing = format!("changing the type of column {table}.{column}");
    if object.kind == Column && object.needs_table(table) {
        return Some(Reason::failure(changing));
    }
    let fate = object.without_column(table, column)?;
    match (object.kind, fate) {
        (Statistics | ReplicaIdentity | Default, _) => None,
        (GeneratedColumn, _) => Some(Reason::failure(changing)),
        (ExclusionConstraint | ForeignKey, _) | (_, Fate::Goes) => Some(Reason::misfit(changing)),
        (_, Fate::Blocks) => Some(Reason::failure(changing)),
    }
}

fn is_replaced(change: &EnumChange) -> bool {
    !change.removed.is_empty() || change.reordered
}

/// A type of that name is made anew, and the columns get it.
fn replaced_enum(object: &Unmanaged, change: &EnumChange) -> Vec<Reason> {
    let name = &change.before.name;
    let replacing = format!("replacing enum {name}");
    let mut reasons = Vec::new();
    if object.table.as_ref() == Some(name) && object.kind.is_property() {
        reasons.push(Reason::loss(format!("{replacing} loses")));
    }
    if object.without_enum(name) == Some(Fate::Blocks) {
        reasons.push(Reason::failure(replacing));
    }
    let columns = change.columns.iter();
    reasons
        .extend(columns.filter_map(|each| retyped(object, &each.table.before, &each.before.name)));
    reasons
}

fn without_enum(object: &Unmanaged, dropped: &EnumType) -> Option<Reason> {
    let blocks = object.without_enum(&dropped.name) == Some(Fate::Blocks);
    blocks.then(|| Reason::failure(format!("dropping enum {}", dropped.name)))
}

/// An index that goes, and the table's replica identity with it, also where another comes in its place.
fn without_index(object: &Unmanaged, index: &Index) -> Option<Reason> {
    let dropping = format!("dropping index {}", index.name);
    match object.kind {
        kind if object.name.name != index.name || !(is_index(kind) || is_identity(kind)) => None,
        kind if is_identity(kind) => Some(Reason::loss(format!("{dropping} loses"))),
        _ => Some(Reason::loss(format!("{dropping} destroys"))),
    }
}

/// A primary key that goes, also where another comes in its place.
fn without_key(object: &Unmanaged, table: &ObjectName, key: &PrimaryKey) -> Option<Reason> {
    let changing = format!("changing the primary key of table {table}");
    let is_its_index = is_identity(object.kind)
        && object.table.as_ref() == Some(table)
        && Some(&object.name.name) == key.name.as_ref();
    if is_its_index {
        return Some(Reason::loss(format!("{changing} loses")));
    }
    let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
    refers_to(object, table, &columns).then(|| Reason::failure(changing))
}

/// A unique index that goes, and was the only thing that a foreign key could refer to: of several,
/// nothing here says which one it needs.
fn without_uniqueness(
    planned: &Planned,
    object: &Unmanaged,
    table: &ObjectName,
    index: &Index,
) -> Option<Reason> {
    let is_unique = |index: &Index| index.unique && index.predicate.is_none();
    let columns_of = |index: &Index| -> BTreeSet<String> {
        index.columns.iter().map(|column| column.name.to_string()).collect()
    };
    let columns = columns_of(index);
    let whole = planned.before.tables.iter().find(|each| each.name == *table)?;
    let keys = whole.primary_key.iter().map(|key| key.columns.iter().cloned().collect());
    let indexes = whole.indexes.iter().filter(|each| is_unique(each)).map(columns_of);
    let alike = keys.chain(indexes).filter(|each: &BTreeSet<String>| *each == columns).count();
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let is_needed = is_unique(index) && alike == 1 && refers_to(object, table, &names);
    is_needed.then(|| Reason::failure(format!("dropping index {}", index.name)))
}

/// Whether a foreign key refers to just these columns of the table.
fn refers_to(object: &Unmanaged, table: &ObjectName, columns: &[&str]) -> bool {
    let needed = object.uses.iter().filter(|used| used.blocks && used.object == *table);
    let needed: Vec<&str> = needed.filter_map(|used| used.column.as_deref()).collect();
    object.kind == UnmanagedKind::ForeignKey
        && needed.len() == columns.len()
        && columns.iter().all(|column| needed.contains(column))
}

/// What the way of making a change costs: a table that is built anew, a column that is.
fn by_step(planned: &Planned, object: &Unmanaged) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for step in &planned.plan.steps {
        if let Operation::RebuildTable { table: rebuilt, .. } = &step.operation {
            let table = former_name(planned, rebuilt);
            let lost =
                matches!(object.kind, UnmanagedKind::CheckConstraint | UnmanagedKind::TableOption);
            if lost && object.table.as_ref() == Some(&table) {
                reasons.push(Reason::loss(format!("rebuilding table {table} loses")));
            }
        }
        for (owner, column) in step.operation.recreated() {
            let table = former_name(planned, owner);
            let former = former_column(planned, owner, &column.column);
            // SQLite builds views anew around it.
            let is_on_it = object.table.as_ref() == Some(&table);
            if is_on_it || planned.provider() == Provider::Postgresql {
                reasons.extend(recreated(object, &table, &former));
            }
        }
    }
    reasons
}

/// A column goes, and comes again under its name.
fn recreated(object: &Unmanaged, table: &ObjectName, column: &str) -> Option<Reason> {
    let making = format!("making column {table}.{column} anew");
    if object.table.as_ref() == Some(table) && is_of_column(object, column) {
        return Some(Reason::loss(format!("{making} loses")));
    }
    match object.without_column(table, column)? {
        Fate::Goes => went_along(object, format!("{making} destroys")),
        Fate::Blocks => Some(Reason::failure(making)),
    }
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

fn is_identity(kind: UnmanagedKind) -> bool {
    kind == UnmanagedKind::ReplicaIdentity
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
