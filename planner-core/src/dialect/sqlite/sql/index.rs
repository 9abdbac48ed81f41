//! CREATE INDEX and DROP INDEX.
//! <https://www.sqlite.org/lang_createindex.html>

use crate::database::model::{Index, SortOrder};
use crate::dialect::sqlite::identifiers::quote;

/// The index on the table of that name.
pub fn create_index(table: &str, index: &Index) -> String {
    let columns: Vec<String> = index
        .columns
        .iter()
        .map(|column| match column.sort {
            SortOrder::Ascending => quote(&column.name),
            SortOrder::Descending => format!("{} DESC", quote(&column.name)),
        })
        .collect();
    let unique = if index.unique { "UNIQUE " } else { "" };
    let mut text = format!(
        "CREATE {unique}INDEX {} ON {} ({})",
        quote(&index.name),
        quote(table),
        columns.join(", ")
    );
    if let Some(predicate) = &index.predicate {
        text.push_str(" WHERE ");
        text.push_str(predicate);
    }
    text
}

/// The index goes.
pub fn drop_index(name: &str) -> String {
    format!("DROP INDEX {}", quote(name))
}
