//! Indexes.

use crate::database::model::{Index, IndexMethod, ObjectName, SortOrder};
use crate::dialect::postgres::identifiers::{quote, quote_name};

/// `CREATE [UNIQUE] INDEX …`.
pub fn create(table: &ObjectName, index: &Index) -> String {
    created(table, index, "")
}

/// The same while others write; refuses a transaction.
pub fn create_concurrently(table: &ObjectName, index: &Index) -> String {
    created(table, index, "CONCURRENTLY ")
}

fn created(table: &ObjectName, index: &Index, how: &str) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let method = match index.method {
        IndexMethod::BTree => "",
        IndexMethod::Hash => " USING HASH",
        IndexMethod::Gin => " USING GIN",
        IndexMethod::Gist => " USING GIST",
        IndexMethod::SpGist => " USING SPGIST",
        IndexMethod::Brin => " USING BRIN",
    };
    let columns: Vec<String> = index
        .columns
        .iter()
        .map(|column| {
            let mut text = quote(&column.name);
            if let Some(class) = &column.operator_class {
                text.push(' ');
                text.push_str(class);
            }
            match column.sort {
                SortOrder::Ascending => {}
                SortOrder::Descending => text.push_str(" DESC"),
            }
            text
        })
        .collect();
    let predicate =
        index.predicate.as_ref().map(|sql| format!(" WHERE ({sql})")).unwrap_or_default();
    format!(
        "CREATE {unique}INDEX {how}{} ON {}{method} ({}){predicate}",
        quote(&index.name),
        quote_name(table),
        columns.join(", "),
    )
}

/// The index goes. An index lives in the schema of its table.
pub fn drop(name: &ObjectName) -> String {
    format!("DROP INDEX {}", quote_name(name))
}

/// The index goes, if it is there.
pub fn drop_if_there(name: &ObjectName) -> String {
    format!("DROP INDEX IF EXISTS {}", quote_name(name))
}
