//! SQLite's names: how they are quoted, and what indexes are called by convention. SQLite has no
//! limit on their length that a schema could reach.

use crate::database::model::ObjectName;
use crate::database::names;

/// A name in double quotes, as SQL takes it literally.
pub fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The quoted name of a table; there are no namespaces.
pub fn quote_name(name: &ObjectName) -> String {
    quote(&name.name)
}

/// `<table>_pkey`; SQLite keeps no such name, but messages use it.
pub fn primary_key_name(table: &str) -> String {
    names::primary_key(table, usize::MAX)
}

/// `<table>_<columns>_key`.
pub fn unique_name<C: AsRef<str>>(table: &str, columns: &[C]) -> String {
    names::unique(table, columns, usize::MAX)
}

/// `<table>_<columns>_idx`.
pub fn index_name<C: AsRef<str>>(table: &str, columns: &[C]) -> String {
    names::index(table, columns, usize::MAX)
}

/// `<table>_<columns>_fkey`.
pub fn foreign_key_name<C: AsRef<str>>(table: &str, columns: &[C]) -> String {
    names::foreign_key(table, columns, usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_never_cut() {
        let column = "c".repeat(100);
        assert_eq!(unique_name("t", &[&column]), format!("t_{column}_key"));
        assert_eq!(quote("a\"b"), "\"a\"\"b\"");
    }
}
