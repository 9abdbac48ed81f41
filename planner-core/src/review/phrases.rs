//! One change -> what it does, in plain words. Knows nothing of its risks.

use crate::database::model::ObjectName;
use crate::diff::change::{Change, ColumnChange, EnumChange};

/// A change in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// What is done.
    pub verb: Verb,
    /// To what, as it stands in a sentence about the whole migration.
    pub object: String,
    /// The table that it belongs to, as named after; `None` where it stands alone.
    pub table: Option<ObjectName>,
    /// The same as it stands in the line of its table.
    pub in_table: String,
}

/// What is done, in the order of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Something new.
    Adds,
    /// Another name.
    Renames,
    /// Another definition.
    Changes,
    /// Something goes.
    Drops,
}

impl Verb {
    /// The word that begins a clause.
    pub fn word(self) -> &'static str {
        match self {
            Self::Adds => "adds",
            Self::Renames => "renames",
            Self::Changes => "changes",
            Self::Drops => "drops",
        }
    }
}

/// The change in words.
pub fn phrase(change: &Change) -> Phrase {
    match change {
        Change::CreateNamespace(name) => alone(Verb::Adds, format!("schema {name}")),
        Change::CreateExtension(each) => alone(Verb::Adds, format!("extension {}", each.name)),
        Change::AlterExtension { after, .. } => {
            alone(Verb::Changes, format!("extension {}", after.name))
        }
        Change::DropExtension(each) => alone(Verb::Drops, format!("extension {}", each.name)),
        Change::CreateEnum(each) => alone(Verb::Adds, format!("enum {}", each.name)),
        Change::RenameEnum { before, after } => {
            alone(Verb::Renames, format!("enum {before} to {after}"))
        }
        Change::AlterEnum(each) | Change::ChangeClientEnum(each) => {
            alone(Verb::Changes, enum_change(each))
        }
        Change::DropEnum(each) => alone(Verb::Drops, format!("enum {}", each.name)),
        Change::CreateTable(table) => {
            whole(Verb::Adds, &table.name, format!("table {}", table.name))
        }
        Change::RenameTable(table) => {
            whole(Verb::Renames, &table.after, format!("table {} to {}", table.before, table.after))
        }
        Change::DropTable(table) => {
            whole(Verb::Drops, &table.name, format!("table {}", table.name))
        }
        Change::AddColumn { table, column } => {
            column_of(Verb::Adds, &table.after, &column.name, "")
        }
        Change::RenameColumn { table, before, after } => {
            column_of(Verb::Renames, &table.after, before, &format!(" to {after}"))
        }
        Change::AlterColumn(change) => {
            let detail = format!(" ({})", column_change(change));
            column_of(Verb::Changes, &change.table.after, &change.after.name, &detail)
        }
        Change::DropColumn { table, column } => {
            column_of(Verb::Drops, &table.after, &column.name, "")
        }
        Change::ChangePrimaryKey { table, before, after } => {
            let verb = match (before, after) {
                (None, _) => Verb::Adds,
                (Some(_), None) => Verb::Drops,
                (Some(_), Some(_)) => Verb::Changes,
            };
            on(verb, &table.after, "the primary key of", "the primary key".to_owned())
        }
        Change::RenamePrimaryKey { table, .. } => {
            on(Verb::Renames, &table.after, "the primary key of", "the primary key".to_owned())
        }
        Change::CreateIndex { table, index } => {
            on(Verb::Adds, &table.after, index_kind(index.unique), format!("index {}", index.name))
        }
        Change::RenameIndex { table, before, after } => on(
            Verb::Renames,
            &table.after,
            index_kind(after.unique),
            format!("index {} to {}", before.name, after.name),
        ),
        Change::DropIndex { table, index } => {
            on(Verb::Drops, &table.after, index_kind(index.unique), format!("index {}", index.name))
        }
        Change::AddForeignKey { table, foreign_key } => on(
            Verb::Adds,
            &table.after,
            "a foreign key on",
            format!("foreign key {}", foreign_key.name),
        ),
        Change::RenameForeignKey { table, before, after } => on(
            Verb::Renames,
            &table.after,
            "a foreign key on",
            format!("foreign key {before} to {after}"),
        ),
        Change::DropForeignKey { table, foreign_key } => on(
            Verb::Drops,
            &table.after,
            "a foreign key on",
            format!("foreign key {}", foreign_key.name),
        ),
        Change::ChangeClientColumn { table, column, summary, .. } => {
            let detail = format!(" (in the client only: {summary})");
            column_of(Verb::Changes, &table.after, column, &detail)
        }
    }
}

fn alone(verb: Verb, object: String) -> Phrase {
    Phrase { verb, in_table: object.clone(), object, table: None }
}

fn whole(verb: Verb, table: &ObjectName, object: String) -> Phrase {
    Phrase { verb, object, table: Some(table.clone()), in_table: "the table".to_owned() }
}

fn column_of(verb: Verb, table: &ObjectName, column: &str, detail: &str) -> Phrase {
    Phrase {
        verb,
        object: format!("{table}.{column}{detail}"),
        table: Some(table.clone()),
        in_table: format!("{column}{detail}"),
    }
}

fn on(verb: Verb, table: &ObjectName, kind: &str, in_table: String) -> Phrase {
    Phrase { verb, object: format!("{kind} {table}"), table: Some(table.clone()), in_table }
}

fn index_kind(unique: bool) -> &'static str {
    if unique { "a unique index on" } else { "an index on" }
}

fn column_change(change: &ColumnChange) -> String {
    let mut parts = Vec::new();
    if change.type_changes() {
        parts.push("type");
    }
    if change.becomes_required() {
        parts.push("now required");
    }
    if change.becomes_nullable() {
        parts.push("now optional");
    }
    if change.default_changes() {
        parts.push("default");
    }
    if change.autoincrement_changes() {
        parts.push("numbering");
    }
    parts.join(", ")
}

fn enum_change(change: &EnumChange) -> String {
    let mut parts = Vec::new();
    let mut list = |what: &str, names: Vec<&str>| {
        if !names.is_empty() {
            parts.push(format!("{what} {}", names.join(", ")));
        }
    };
    list("adds", change.added.iter().map(|value| value.name.as_str()).collect());
    list("removes", change.removed.iter().map(|value| value.name.as_str()).collect());
    list("renames", change.renamed.iter().map(|(before, _)| before.as_str()).collect());
    if change.reordered {
        parts.push("another order".to_owned());
    }
    format!("enum {} ({})", change.after.name, parts.join("; "))
}
