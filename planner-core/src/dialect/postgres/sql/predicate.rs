//! The WHERE of a partial index in PostgreSQL's SQL.

use crate::database::type_system::Comparison;
use crate::dialect::postgres::identifiers::quote;
use crate::dialect::postgres::sql::literal;

/// The comparisons, joined so that all must hold.
pub fn render(comparisons: &[Comparison]) -> String {
    let terms: Vec<String> = comparisons.iter().map(term).collect();
    terms.join(" AND ")
}

fn term(comparison: &Comparison) -> String {
    let column = quote(&comparison.column);
    match (&comparison.value, comparison.negated) {
        (None, false) => format!("{column} IS NULL"),
        (None, true) => format!("{column} IS NOT NULL"),
        (Some(value), false) => format!("{column} = {}", literal::render(value)),
        (Some(value), true) => format!("{column} != {}", literal::render(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::model::Literal;

    #[test]
    fn comparisons_are_joined() {
        let comparison =
            |column: &str, negated, value| Comparison { column: column.to_owned(), negated, value };
        let rendered = render(&[
            comparison("active", false, Some(Literal::Boolean(true))),
            comparison("name", true, Some(Literal::String("it's".into()))),
            comparison("a", false, None),
            comparison("b", true, None),
        ]);
        assert_eq!(
            rendered,
            r#""active" = true AND "name" != 'it''s' AND "a" IS NULL AND "b" IS NOT NULL"#
        );
    }
}
