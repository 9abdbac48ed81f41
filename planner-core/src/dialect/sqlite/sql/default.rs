//! What stands after DEFAULT in SQLite's DDL.

use crate::database::model::{Column, ColumnDefault, Literal};
use crate::dialect::sqlite::sql::literal;
use crate::source::is_hidden;

/// The expression after DEFAULT, in parentheses where SQLite demands them; `None` where only the
/// database knows it, so that nothing can be written. The column does not matter here: SQLite
/// converts by affinity.
/// <https://www.sqlite.org/lang_createtable.html#the_default_clause>
pub fn render(default: &ColumnDefault, _column: &Column) -> Option<String> {
    let expression = match default {
        ColumnDefault::Literal(value) if is_constant(default) => literal::render(value),
        ColumnDefault::Literal(value) => format!("({})", literal::render(value)),
        ColumnDefault::List(values) => {
            let values: Vec<String> = values.iter().map(literal::render).collect();
            format!("(json_array({}))", values.join(", "))
        }
        ColumnDefault::Now => "CURRENT_TIMESTAMP".to_owned(),
        ColumnDefault::Expression(text) => format!("({text})"),
        ColumnDefault::Unknown => return None,
    };
    Some(expression)
}

/// Whether ADD COLUMN takes it: a plain literal, not CURRENT_TIMESTAMP nor anything in
/// parentheses.
/// <https://www.sqlite.org/lang_altertable.html#alter_table_add_column>
pub fn is_constant(default: &ColumnDefault) -> bool {
    match default {
        ColumnDefault::Literal(Literal::String(text)) => !text.contains(is_hidden),
        ColumnDefault::Literal(Literal::Number(_) | Literal::Boolean(_) | Literal::Bytes(_)) => {
            true
        }
        ColumnDefault::List(_)
        | ColumnDefault::Now
        | ColumnDefault::Expression(_)
        | ColumnDefault::Unknown => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::model::{ColumnArity, ColumnType, NativeType, TypeName};

    fn rendered(default: &ColumnDefault) -> Option<String> {
        let column = Column {
            name: "a".into(),
            logical_name: None,
            column_type: ColumnType::Native(NativeType {
                name: TypeName::Text,
                arguments: Default::default(),
            }),
            arity: ColumnArity::Required,
            default: None,
            autoincrement: false,
            client: None,
            span: None,
        };
        render(default, &column)
    }

    #[test]
    fn only_plain_literals_stand_without_parentheses() {
        let plain = ColumnDefault::Literal(Literal::String("it's".into()));
        assert_eq!(rendered(&plain).as_deref(), Some("'it''s'"));
        let broken = ColumnDefault::Literal(Literal::String("a\nb".into()));
        assert_eq!(rendered(&broken).as_deref(), Some("('a' || char(10) || 'b')"));
        assert!(is_constant(&plain) && !is_constant(&broken) && !is_constant(&ColumnDefault::Now));
        let expression = ColumnDefault::Expression("1+2".into());
        assert_eq!(rendered(&expression).as_deref(), Some("(1+2)"));
        assert_eq!(rendered(&ColumnDefault::Unknown), None);
    }
}
