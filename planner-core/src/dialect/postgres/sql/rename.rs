//! Objects under another name or in another schema.

use crate::database::model::ObjectName;
use crate::dialect::postgres::identifiers::{quote, quote_name};
use crate::dialect::postgres::sql::{block, literal};

/// What stands after ALTER for an object with a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A table.
    Table,
    /// An index.
    Index,
    /// An enum type.
    Type,
}

impl Kind {
    fn keyword(self) -> &'static str {
        match self {
            Self::Table => "TABLE",
            Self::Index => "INDEX",
            Self::Type => "TYPE",
        }
    }
}

/// The object has another name.
pub fn object(kind: Kind, before: &ObjectName, after: &str) -> String {
    format!("ALTER {} {} RENAME TO {}", kind.keyword(), quote_name(before), quote(after))
}

/// The index has another name, if it is there.
pub fn index_if_there(before: &ObjectName, after: &str) -> String {
    format!("ALTER INDEX IF EXISTS {} RENAME TO {}", quote_name(before), quote(after))
}

/// The object moves to another schema. The default one has no name that the plan knows: it is
/// the first of the search path, looked up as the statement runs.
pub fn set_schema(kind: Kind, name: &ObjectName, namespace: Option<&str>) -> String {
    let moved = format!("ALTER {} {} SET SCHEMA", kind.keyword(), quote_name(name));
    match namespace {
        Some(namespace) => format!("{moved} {}", quote(namespace)),
        None => block::execute(&format!(
            "BEGIN\n    EXECUTE format({}, current_schema());\nEND",
            literal::string(&format!("{} %I", moved.replace('%', "%%")))
        )),
    }
}

/// A column has another name.
pub fn column(table: &ObjectName, before: &str, after: &str) -> String {
    format!("ALTER TABLE {} RENAME COLUMN {} TO {}", quote_name(table), quote(before), quote(after))
}

/// A constraint has another name.
pub fn constraint(table: &ObjectName, before: &str, after: &str) -> String {
    format!(
        "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
        quote_name(table),
        quote(before),
        quote(after)
    )
}
