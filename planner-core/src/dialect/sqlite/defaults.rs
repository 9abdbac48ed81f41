//! SQLite's column defaults: from a schema's values and from the text of a DEFAULT clause
//! (`dflt_value`) to one normalised [`ColumnDefault`].

use crate::database::model::{ColumnDefault, ColumnType, Literal, TypeName};
use crate::database::type_system::{DefaultSource, SourceValue};
use crate::dialect::date_time::DateTime;
use crate::dialect::sqlite::expression;
use crate::dialect::{bytes, number};

/// The default of a schema's field.
pub fn from_schema(source: &DefaultSource, column_type: &ColumnType) -> Option<ColumnDefault> {
    match source {
        DefaultSource::Value(value) => {
            Some(ColumnDefault::Literal(schema_literal(value, column_type)))
        }
        DefaultSource::List(values) => Some(ColumnDefault::List(
            values.iter().map(|value| schema_literal(value, column_type)).collect(),
        )),
        DefaultSource::Now => Some(ColumnDefault::Now),
        DefaultSource::Sql(text) => from_catalogue(text, column_type),
        DefaultSource::Unknown => Some(ColumnDefault::Unknown),
    }
}

/// The default that `pragma_table_xinfo.dflt_value` spells, for a column of that type; `None` for
/// `NULL`, which is no default.
/// <https://www.sqlite.org/pragma.html#pragma_table_xinfo>
pub fn from_catalogue(text: &str, column_type: &ColumnType) -> Option<ColumnDefault> {
    let text = expression::tidy(text);
    if text.eq_ignore_ascii_case("null") {
        return None;
    }
    if text.eq_ignore_ascii_case("current_timestamp") {
        return Some(ColumnDefault::Now);
    }
    let literal = expression::literal(text).map(|literal| convert(literal, column_type));
    Some(literal.map_or_else(|| ColumnDefault::Expression(text.to_owned()), ColumnDefault::Literal))
}

fn schema_literal(value: &SourceValue, column_type: &ColumnType) -> Literal {
    match (value, native_name(column_type)) {
        (SourceValue::String(text), Some(TypeName::Blob)) => {
            bytes::from_base64(text).map_or_else(|| Literal::String(text.clone()), Literal::Bytes)
        }
        (SourceValue::String(text), Some(TypeName::Datetime)) => {
            Literal::String(moment(text).unwrap_or_else(|| text.clone()))
        }
        (SourceValue::String(text), _) => convert(Literal::String(text.clone()), column_type),
        (SourceValue::Number(digits), _) => {
            let plain = number::plain(digits).unwrap_or_else(|| digits.clone());
            convert(Literal::Number(plain), column_type)
        }
        (SourceValue::Boolean(truth), _) => convert(Literal::Boolean(*truth), column_type),
    }
}

/// As Prisma writes it: `2020-01-01 10:00:00.120 +02:00`, the offset kept.
fn moment(text: &str) -> Option<String> {
    let time = DateTime::read(text)?;
    Some(format!("{} {} {}", time.date_text(), time.grouped_time_text(), time.offset_text()))
}

fn native_name(column_type: &ColumnType) -> Option<TypeName> {
    match column_type {
        ColumnType::Native(native) => Some(native.name),
        ColumnType::Enum(_) | ColumnType::Unsupported(_) => None,
    }
}

/// The literal as the column stores it: its affinity turns numbers into text and back.
fn convert(literal: Literal, column_type: &ColumnType) -> Literal {
    let Some(name) = native_name(column_type) else {
        return literal;
    };
    match (name, literal) {
        (TypeName::Boolean, Literal::Number(digits)) if digits == "0" || digits == "1" => {
            Literal::Boolean(digits == "1")
        }
        (
            TypeName::Integer
            | TypeName::BigInt
            | TypeName::Real
            | TypeName::Decimal
            | TypeName::Numeric,
            Literal::Boolean(truth),
        ) => Literal::Number(if truth { "1" } else { "0" }.to_owned()),
        (
            TypeName::Integer
            | TypeName::BigInt
            | TypeName::Real
            | TypeName::Decimal
            | TypeName::Numeric,
            Literal::String(text),
        ) => number::plain(&text).map_or(Literal::String(text), Literal::Number),
        (TypeName::Text, Literal::Number(digits)) if number::is_integer(&digits) => {
            Literal::String(digits)
        }
        (_, literal) => literal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::model::{Column, ColumnArity, NativeType};
    use crate::dialect::sqlite::sql::default::render;

    fn native(name: TypeName) -> ColumnType {
        ColumnType::Native(NativeType { name, arguments: Default::default() })
    }

    fn read(text: &str, name: TypeName) -> Option<ColumnDefault> {
        from_catalogue(text, &native(name))
    }

    fn string(text: &str) -> Option<ColumnDefault> {
        Some(ColumnDefault::Literal(Literal::String(text.into())))
    }

    fn number(digits: &str) -> Option<ColumnDefault> {
        Some(ColumnDefault::Literal(Literal::Number(digits.into())))
    }

    fn expression(text: &str) -> Option<ColumnDefault> {
        Some(ColumnDefault::Expression(text.into()))
    }

    #[test]
    fn texts_of_the_catalogue() {
        assert_eq!(read("'it''s'", TypeName::Text), string("it's"));
        assert_eq!(read("( 'x' )", TypeName::Text), string("x"));
        assert_eq!(read("'a' || char(10) || 'b'", TypeName::Text), string("a\nb"));
        assert_eq!(read("\"dq\"", TypeName::Text), string("dq"));
        assert_eq!(read("- 1", TypeName::Integer), number("-1"));
        assert_eq!(read("+1.50", TypeName::Real), number("1.5"));
        assert_eq!(read("'1.50'", TypeName::Decimal), number("1.5"));
        assert_eq!(read("5", TypeName::Text), string("5"));
        assert_eq!(read("NULL", TypeName::Text), None);
        assert_eq!(read("CURRENT_TIMESTAMP", TypeName::Datetime), Some(ColumnDefault::Now));
        assert_eq!(read("datetime('now')", TypeName::Datetime), expression("datetime('now')"));
        assert_eq!(read("0x10", TypeName::Integer), expression("0x10"));
        let boolean = |truth| Some(ColumnDefault::Literal(Literal::Boolean(truth)));
        assert_eq!(read("TRUE", TypeName::Boolean), boolean(true));
        assert_eq!(read("0", TypeName::Boolean), boolean(false));
        assert_eq!(
            read("X'01fF'", TypeName::Blob),
            Some(ColumnDefault::Literal(Literal::Bytes(vec![1, 255])))
        );
    }

    #[test]
    fn what_is_rendered_reads_back() {
        let text = |text: &str| DefaultSource::Value(SourceValue::String(text.into()));
        for (source, name) in [
            (text("it's \\ \r\n new\u{202e}"), TypeName::Text),
            (text("\n"), TypeName::Text),
            (text("{\"b\": 1.50}"), TypeName::Jsonb),
            (text("1.50"), TypeName::Decimal),
            (text("AQID"), TypeName::Blob),
            (text("2020-01-01T10:00:00.120+02:00"), TypeName::Datetime),
            (DefaultSource::Value(SourceValue::Number("-1.0".into())), TypeName::Real),
            (DefaultSource::Value(SourceValue::Boolean(true)), TypeName::Boolean),
            (DefaultSource::Now, TypeName::Datetime),
            (DefaultSource::Sql("(lower(hex(randomblob(16))))".into()), TypeName::Text),
        ] {
            let lowered = from_schema(&source, &native(name));
            let column = Column {
                name: "a".into(),
                logical_name: None,
                column_type: native(name),
                arity: ColumnArity::Required,
                default: None,
                autoincrement: false,
                client: None,
                span: None,
            };
            let rendered = lowered.as_ref().and_then(|default| render(default, &column));
            let read = rendered.and_then(|text| from_catalogue(&text, &native(name)));
            assert_eq!(read, lowered, "{source:?}");
            assert!(lowered.is_some());
        }
    }

    #[test]
    fn dates_are_written_as_prisma_writes_them() {
        let source = DefaultSource::Value(SourceValue::String("2020-01-01T10:00:00Z".into()));
        let lowered = from_schema(&source, &native(TypeName::Datetime));
        assert_eq!(lowered, string("2020-01-01 10:00:00 +00:00"));
    }
}
