//! PostgreSQL's names: how they are quoted, what the server keeps of a long one, and what
//! constraints and indexes are called by convention.

use crate::database::model::ObjectName;
use crate::database::names;

/// NAMEDATALEN - 1: the server cuts longer names, with a notice only.
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>
pub const MAX_BYTES: usize = 63;

/// The schema whose objects carry no namespace.
pub const DEFAULT_NAMESPACE: &str = "public";

/// A name in double quotes, as SQL takes it literally.
pub fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A name with its schema where that is not the default one.
pub fn quote_name(name: &ObjectName) -> String {
    match &name.namespace {
        Some(namespace) => format!("{}.{}", quote(namespace), quote(&name.name)),
        None => quote(&name.name),
    }
}

/// What the server keeps of a name.
pub fn stored(name: &str) -> &str {
    names::cut(name, MAX_BYTES)
}

/// `<table>_pkey`.
pub fn primary_key_name(table: &str) -> String {
    names::primary_key(table, MAX_BYTES)
}

/// `<table>_<columns>_key`.
pub fn unique_name<C: AsRef<str>>(table: &str, columns: &[C]) -> String {
    names::unique(table, columns, MAX_BYTES)
}

/// `<table>_<columns>_idx`.
pub fn index_name<C: AsRef<str>>(table: &str, columns: &[C]) -> String {
    names::index(table, columns, MAX_BYTES)
}

/// `<table>_<columns>_fkey`.
pub fn foreign_key_name<C: AsRef<str>>(table: &str, columns: &[C]) -> String {
    names::foreign_key(table, columns, MAX_BYTES)
}

/// `<table>_<column>_seq`, as `SERIAL` names its sequence: both parts are shortened, the longer
/// one first, until the whole fits.
/// <https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/commands/indexcmds.c> (`makeObjectName`)
pub fn sequence_name(table: &str, column: &str) -> String {
    let room = MAX_BYTES - "__seq".len();
    let (mut left, mut right) = (table.len(), column.len());
    while left + right > room {
        if left > right {
            left -= 1;
        } else {
            right -= 1;
        }
    }
    format!("{}_{}_seq", names::cut(table, left), names::cut(column, right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled_and_namespaces_stand_before() {
        assert_eq!(quote("we\"ird"), "\"we\"\"ird\"");
        assert_eq!(quote_name(&ObjectName::local("posts")), "\"posts\"");
        let name = ObjectName { namespace: Some("audit".into()), name: "posts".into() };
        assert_eq!(quote_name(&name), "\"audit\".\"posts\"");
    }

    #[test]
    fn sequence_names_shorten_the_longer_part() {
        assert_eq!(sequence_name("T", "id"), "T_id_seq");
        let table = "t".repeat(63);
        assert_eq!(sequence_name(&table, "id"), format!("{}_id_seq", "t".repeat(56)));
        assert_eq!(sequence_name(&table, &"c".repeat(63)).len(), MAX_BYTES);
    }
}
