//! Markdown of tables, and words for what the language's tables hold.

use planner_core::database::type_system::TypeSource;
use planner_core::dialect::{postgres, sqlite, type_system};
use planner_core::provider::Provider;
use planner_core::schema::model::{NativeType, Scalar};
use planner_core::source::Span;

/// A table: its head, and its rows.
pub fn table(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut text = row(head.iter().map(|each| (*each).to_owned()));
    text.push_str(&row(head.iter().map(|_| "---".to_owned())));
    for each in rows {
        assert_eq!(each.len(), head.len(), "{each:?}");
        text.push_str(&row(each.into_iter()));
    }
    text
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// Words as code, with commas between them.
pub fn codes<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{}`", word.as_ref())).collect();
    words.join(", ")
}

/// The scalars of a native type or function.
pub fn scalars(scalars: &[Scalar]) -> String {
    codes(scalars.iter().map(|each| format!("{each:?}")))
}

/// The column type that a scalar becomes, with a native type where one is given.
pub fn column_type(provider: Provider, scalar: Scalar, native: Option<(&str, &[u32])>) -> String {
    let native = native.map(|(name, arguments)| NativeType {
        name: name.into(),
        arguments: arguments.to_vec(),
        span: Span::default(),
    });
    let column = type_system(provider).column_type(TypeSource::Scalar(scalar, native.as_ref()));
    match provider {
        Provider::Postgresql => postgres::sql::column_type::render(&column),
        Provider::Sqlite => sqlite::sql::column_type::render(&column),
    }
}
