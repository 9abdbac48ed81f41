//! One change from what should be to what is -> the sentence that tells it to people, and the
//! names under which it can be accepted.

use super::LiveDatabase;
use super::compare::{Difference, names_of, parts};
use planner_core::database::model::{
    Column, ColumnArity, ForeignKey, Index, IndexMethod, ObjectName, PrimaryKey, ReferentialAction,
    SortOrder,
};
use planner_core::dialect::{postgres, sqlite};
use planner_core::diff::change::{Change, ColumnChange, EnumChange, TableRef};
use planner_core::provider::Provider;
use planner_core::subject::{Subject, SubjectKind};
use std::collections::BTreeSet;

/// Tells a change that leads from the expected database to the live one.
pub(super) fn describe(change: &Change, provider: Provider, live: &LiveDatabase) -> Difference {
    match change {
        Change::CreateNamespace(name) => {
            let message = format!("Schema {name} exists in the database only.");
            alone(SubjectKind::Table, name, message)
        }
        Change::CreateExtension(extension) => {
            let message = format!("Extension {} exists in the database only.", extension.name);
            alone(SubjectKind::Constraint, &extension.name, message)
        }
        Change::DropExtension(extension) => {
            let message = format!("Extension {} is missing in the database.", extension.name);
            alone(SubjectKind::Constraint, &extension.name, message)
        }
        Change::AlterExtension { before, after } => {
            let message = format!(
                "Extension {} is {} in the database instead of {}.",
                before.name,
                extension_state(&after.version, &after.schema),
                extension_state(&before.version, &before.schema)
            );
            alone(SubjectKind::Constraint, &before.name, message)
        }
        Change::CreateEnum(each) => on_enum(
            &each.name,
            format!("Enum {} exists in the database, but not in the schema.", each.name),
        ),
        Change::DropEnum(each) => {
            on_enum(&each.name, format!("Enum {} is missing in the database.", each.name))
        }
        Change::RenameEnum { before, after } => {
            on_enum(before, format!("Enum {before} is called {after} in the database."))
        }
        Change::AlterEnum(change) | Change::ChangeClientEnum(change) => altered_enum(change),
        Change::CreateTable(table) => on_table(
            &table.name,
            format!("Table {} exists in the database, but not in the schema.", table.name),
        ),
        Change::DropTable(table) => {
            on_table(&table.name, format!("Table {} is missing in the database.", table.name))
        }
        Change::RenameTable(TableRef { before, after }) => {
            on_table(before, format!("Table {before} is called {after} in the database."))
        }
        Change::AddColumn { table, column } => on_column(
            &table.before,
            &column.name,
            format!(
                "Column {}.{} exists in the database, but not in the schema.",
                table.before, column.name
            ),
        ),
        Change::DropColumn { table, column } => on_column(
            &table.before,
            &column.name,
            format!("Column {}.{} is missing in the database.", table.before, column.name),
        ),
        Change::RenameColumn { table, before, after } => on_column(
            &table.before,
            before,
            format!("Column {}.{before} is called {after} in the database.", table.before),
        ),
        Change::AlterColumn(change) => altered_column(change, provider),
        Change::ChangeClientColumn { table, column, summary, .. } => on_column(
            &table.before,
            column,
            format!("Column {}.{column} differs for clients: {summary}.", table.before),
        ),
        Change::ChangePrimaryKey { table, before, after } => on_table(
            &table.before,
            format!(
                "The primary key of {} is {} in the database instead of {}.",
                table.before,
                key(after.as_ref()),
                key(before.as_ref())
            ),
        ),
        Change::RenamePrimaryKey { table, before, after } => on_part(
            SubjectKind::Constraint,
            &table.before,
            before,
            format!(
                "The primary key {before} of {} is called {after} in the database.",
                table.before
            ),
        ),
        Change::CreateIndex { table, index } => on_part(
            SubjectKind::Index,
            &table.before,
            &index.name,
            format!(
                "{} on {} exists in the database, but not in the schema.",
                index_words(index),
                table.before
            ),
        ),
        Change::DropIndex { table, index } => on_part(
            SubjectKind::Index,
            &table.before,
            &index.name,
            missing_index(&table.before, index, live),
        ),
        Change::RenameIndex { table, before, after } => on_part(
            SubjectKind::Index,
            &table.before,
            &before.name,
            format!(
                "Index {} of {} is called {} in the database.",
                before.name, table.before, after.name
            ),
        ),
        Change::AddForeignKey { table, foreign_key } => on_part(
            SubjectKind::Constraint,
            &table.before,
            &foreign_key.name,
            format!(
                "{} exists in the database, but not in the schema.",
                foreign_key_words(&table.before, foreign_key)
            ),
        ),
        Change::DropForeignKey { table, foreign_key } => on_part(
            SubjectKind::Constraint,
            &table.before,
            &foreign_key.name,
            format!(
                "{} is missing in the database.",
                foreign_key_words(&table.before, foreign_key)
            ),
        ),
        Change::RenameForeignKey { table, before, after } => on_part(
            SubjectKind::Constraint,
            &table.before,
            before,
            format!(
                "The foreign key {before} of {} is called {after} in the database.",
                table.before
            ),
        ),
    }
}

fn altered_enum(change: &EnumChange) -> Difference {
    let name = &change.before.name;
    let mut parts = Vec::new();
    let list = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(", ");
    if !change.added.is_empty() {
        let added = list(&mut change.added.iter().map(|value| value.name.as_str()));
        parts.push(format!("also has {added}"));
    }
    if !change.removed.is_empty() {
        let removed = list(&mut change.removed.iter().map(|value| value.name.as_str()));
        parts.push(format!("lacks {removed}"));
    }
    for (before, after) in &change.renamed {
        parts.push(format!("has {after} instead of {before}"));
    }
    if change.reordered {
        parts.push("has its values in another order".to_owned());
    }
    let mut difference =
        on_enum(name, format!("Enum {name} {} in the database.", parts.join(" and ")));
    difference.tables.extend(change.columns.iter().map(|column| column.table.before.to_string()));
    difference
}

fn altered_column(change: &ColumnChange, provider: Provider) -> Difference {
    let (before, after) = (&change.before, &change.after);
    let table = &change.table.before;
    let mut parts = Vec::new();
    if change.type_changes() {
        parts.push(format!(
            "has the type {} instead of {}",
            type_words(after, provider),
            type_words(before, provider)
        ));
    }
    if change.becomes_nullable() {
        parts.push("allows NULL".to_owned());
    }
    if change.becomes_required() {
        parts.push("does not allow NULL".to_owned());
    }
    if change.default_changes() {
        parts.push(format!(
            "has {} instead of {}",
            default_words(after, provider),
            default_words(before, provider)
        ));
    }
    match (before.autoincrement, after.autoincrement) {
        (false, true) => parts.push("numbers its rows".to_owned()),
        (true, false) => parts.push("does not number its rows".to_owned()),
        (true, true) | (false, false) => {}
    }
    if parts.is_empty() {
        parts.push("differs".to_owned());
    }
    let message =
        format!("Column {table}.{} {} in the database.", before.name, parts.join(" and "));
    on_column(table, &before.name, message)
}

/// The type of a column as its database writes it.
pub(super) fn type_words(column: &Column, provider: Provider) -> String {
    let text = match provider {
        Provider::Postgresql => postgres::sql::column_type::render(&column.column_type),
        Provider::Sqlite => sqlite::sql::column_type::render(&column.column_type),
    };
    match column.arity {
        ColumnArity::List => format!("{text}[]"),
        ColumnArity::Required | ColumnArity::Nullable => text,
    }
}

fn default_words(column: &Column, provider: Provider) -> String {
    let text = column.default.as_ref().and_then(|default| match provider {
        Provider::Postgresql => postgres::sql::default::render(default, column),
        Provider::Sqlite => sqlite::sql::default::render(default, column),
    });
    text.map_or_else(|| "no default".to_owned(), |text| format!("the default {text}"))
}

fn extension_state(version: &Option<String>, schema: &Option<String>) -> String {
    match (version, schema) {
        (Some(version), Some(schema)) => format!("version {version} in schema {schema}"),
        (Some(version), None) => format!("version {version}"),
        (None, Some(schema)) => format!("in schema {schema}"),
        (None, None) => "of another form".to_owned(),
    }
}

fn key(key: Option<&PrimaryKey>) -> String {
    key.map_or_else(|| "missing".to_owned(), |key| format!("({})", key.columns.join(", ")))
}

/// What two indexes of one name can differ in.
fn index_words(index: &Index) -> String {
    let columns = index.columns.iter().map(|column| {
        let class = column.operator_class.as_deref().map(|class| format!(" {class}"));
        let sort = match column.sort {
            SortOrder::Ascending => "",
            SortOrder::Descending => " DESC",
        };
        format!("{}{}{sort}", column.name, class.unwrap_or_default())
    });
    let columns: Vec<String> = columns.collect();
    let kind = if index.unique { "Unique index" } else { "Index" };
    let method = match index.method {
        IndexMethod::BTree => "",
        IndexMethod::Hash => " (hash)",
        IndexMethod::Gin => " (GIN)",
        IndexMethod::Gist => " (GiST)",
        IndexMethod::SpGist => " (SP-GiST)",
        IndexMethod::Brin => " (BRIN)",
    };
    let predicate = index.predicate.as_ref().map(|text| format!(" where {text}"));
    format!(
        "{kind} {} ({}){method}{}",
        index.name,
        columns.join(", "),
        predicate.unwrap_or_default()
    )
}

/// An index of that name may be there in a form that the language cannot say.
fn missing_index(table: &ObjectName, index: &Index, live: &LiveDatabase) -> String {
    let other = live
        .unmanaged
        .iter()
        .find(|object| object.name.name == index.name && object.table.as_ref() == Some(table));
    match other {
        Some(object) => format!(
            "{} on {table} is an {} in the database{}.",
            index_words(index),
            object.kind.word(),
            object.definition.as_ref().map(|sql| format!(": {sql}")).unwrap_or_default()
        ),
        None => format!("{} on {table} is missing in the database.", index_words(index)),
    }
}

fn foreign_key_words(table: &ObjectName, foreign_key: &ForeignKey) -> String {
    format!(
        "The foreign key {} of {table} ({}) to {} ({}), on delete {}, on update {},",
        foreign_key.name,
        foreign_key.columns.join(", "),
        foreign_key.referenced_table,
        foreign_key.referenced_columns.join(", "),
        action(foreign_key.on_delete),
        action(foreign_key.on_update),
    )
}

fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::Cascade => "cascade",
        ReferentialAction::Restrict => "restrict",
        ReferentialAction::NoAction => "no action",
        ReferentialAction::SetNull => "set null",
        ReferentialAction::SetDefault => "set default",
    }
}

fn alone(kind: SubjectKind, name: &str, message: String) -> Difference {
    let subject = Subject { kind, parts: vec![name.to_owned()] };
    Difference { names: names_of(&subject), tables: BTreeSet::new(), message, notice: false }
}

fn on_enum(name: &ObjectName, message: String) -> Difference {
    about(SubjectKind::Enum, name, &[], message)
}

fn on_table(name: &ObjectName, message: String) -> Difference {
    about(SubjectKind::Table, name, &[], message)
}

fn on_column(table: &ObjectName, column: &str, message: String) -> Difference {
    about(SubjectKind::Column, table, &[column], message)
}

fn on_part(kind: SubjectKind, table: &ObjectName, name: &str, message: String) -> Difference {
    about(kind, table, &[name], message)
}

fn about(kind: SubjectKind, object: &ObjectName, below: &[&str], message: String) -> Difference {
    let subject = Subject { kind, parts: parts(object, below) };
    Difference {
        names: names_of(&subject),
        tables: BTreeSet::from([object.to_string()]),
        message,
        notice: false,
    }
}
