//! The WHERE of a partial index. How names and values are written, the dialect says.

use crate::database::model::Literal;
use crate::database::type_system::Comparison;

/// A dialect's way to write names and values.
#[derive(Debug, Clone, Copy)]
pub struct Writing {
    /// A name, quoted.
    pub quote: fn(&str) -> String,
    /// A value.
    pub literal: fn(&Literal) -> String,
}

/// The comparisons, joined so that all must hold.
pub fn render(comparisons: &[Comparison], writing: Writing) -> String {
    let terms: Vec<String> = comparisons.iter().map(|each| term(each, writing)).collect();
    terms.join(" AND ")
}

fn term(comparison: &Comparison, writing: Writing) -> String {
    let column = (writing.quote)(&comparison.column);
    let value = comparison.value.as_ref().map(writing.literal);
    match (value, comparison.negated) {
        (None, false) => format!("{column} IS NULL"),
        (None, true) => format!("{column} IS NOT NULL"),
        (Some(value), false) => format!("{column} = {value}"),
        (Some(value), true) => format!("{column} != {value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{postgres, sqlite};

    #[test]
    fn comparisons_are_joined() {
        let comparison =
            |column: &str, negated, value| Comparison { column: column.to_owned(), negated, value };
        let comparisons = [
            comparison("active", false, Some(Literal::Boolean(true))),
            comparison("name", true, Some(Literal::String("it's".into()))),
            comparison("a", false, None),
            comparison("b", true, None),
        ];
        for writing in [
            Writing {
                quote: postgres::identifiers::quote,
                literal: postgres::sql::literal::render,
            },
            Writing { quote: sqlite::identifiers::quote, literal: sqlite::sql::literal::render },
        ] {
            assert_eq!(
                render(&comparisons, writing),
                r#""active" = true AND "name" != 'it''s' AND "a" IS NULL AND "b" IS NOT NULL"#
            );
        }
    }
}
