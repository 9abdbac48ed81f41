//! What stands after DEFAULT in PostgreSQL's DDL.

use crate::database::model::{Column, ColumnArity, ColumnDefault};
use crate::dialect::postgres::sql::{column_type, literal};

/// The expression after DEFAULT; `None` where only the database knows it, so that nothing can be
/// written.
pub fn render(default: &ColumnDefault, column: &Column) -> Option<String> {
    let expression = match default {
        ColumnDefault::Literal(value) => literal::render(value),
        ColumnDefault::List(values) => {
            let values: Vec<String> = values.iter().map(literal::render).collect();
            let values = values.join(", ");
            let element = column_type::render(&column.column_type);
            let suffix = if column.arity == ColumnArity::List { "[]" } else { "" };
            format!("ARRAY[{values}]::{element}{suffix}")
        }
        ColumnDefault::Now => "CURRENT_TIMESTAMP".to_owned(),
        ColumnDefault::Expression(text) => text.clone(),
        ColumnDefault::Unknown => return None,
    };
    Some(expression)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::model::{ColumnType, Literal, NativeType, TypeName};

    fn column(arity: ColumnArity) -> Column {
        Column {
            name: "a".into(),
            logical_name: None,
            column_type: ColumnType::Native(NativeType {
                name: TypeName::Text,
                arguments: Default::default(),
            }),
            arity,
            default: None,
            autoincrement: false,
            client: None,
            span: None,
        }
    }

    #[test]
    fn lists_are_typed_arrays() {
        let list = column(ColumnArity::List);
        let value = |text: &str| Literal::String(text.into());
        let default = ColumnDefault::List(vec![value("a"), value("it's")]);
        assert_eq!(render(&default, &list).as_deref(), Some("ARRAY['a', 'it''s']::TEXT[]"));
        assert_eq!(render(&ColumnDefault::List(vec![]), &list).as_deref(), Some("ARRAY[]::TEXT[]"));
    }

    #[test]
    fn what_only_the_database_knows_is_not_written() {
        let column = column(ColumnArity::Nullable);
        assert_eq!(render(&ColumnDefault::Unknown, &column), None);
        assert_eq!(render(&ColumnDefault::Now, &column).as_deref(), Some("CURRENT_TIMESTAMP"));
    }
}
