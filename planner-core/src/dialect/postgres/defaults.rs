//! PostgreSQL's column defaults: from a schema's values and from the catalogue's spelling
//! (`pg_get_expr`) to one normalised [`ColumnDefault`].

use crate::database::model::{ColumnArity, ColumnDefault, ColumnType, Literal, TypeName};
use crate::database::type_system::{DefaultSource, SourceValue};
use crate::dialect::date_time::DateTime;
use crate::dialect::postgres::expression::{self, Constant};
use crate::dialect::postgres::jsonb;
use crate::dialect::{bytes, number};
use std::net::IpAddr;

/// A default as the catalogue holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CatalogueDefault {
    /// `NULL`, which is no default.
    None,
    /// The next value of a sequence, named as `regclass` prints it: quoted where necessary, with
    /// its schema where the search path does not lead there.
    Sequence(String),
    /// A default proper.
    Value(ColumnDefault),
}

/// The default of a schema's field.
pub fn from_schema(
    source: &DefaultSource,
    column_type: &ColumnType,
    arity: ColumnArity,
) -> Option<ColumnDefault> {
    match source {
        DefaultSource::Value(value) => {
            Some(ColumnDefault::Literal(schema_literal(value, column_type)))
        }
        DefaultSource::List(values) => Some(ColumnDefault::List(
            values.iter().map(|value| schema_literal(value, column_type)).collect(),
        )),
        DefaultSource::Now => Some(ColumnDefault::Now),
        DefaultSource::Sql(text) => match from_catalogue(text, column_type, arity) {
            CatalogueDefault::None => None,
            CatalogueDefault::Value(value) => Some(value),
            CatalogueDefault::Sequence(_) => {
                Some(ColumnDefault::Expression(expression::tidy(text)))
            }
        },
        DefaultSource::Unknown => Some(ColumnDefault::Unknown),
    }
}

/// The default that `pg_get_expr(adbin, adrelid)` spells, for a column of that type.
/// <https://www.postgresql.org/docs/current/catalog-pg-attrdef.html>
pub fn from_catalogue(
    text: &str,
    column_type: &ColumnType,
    arity: ColumnArity,
) -> CatalogueDefault {
    let tidy = expression::tidy(text);
    if let Some(sequence) = expression::next_value(&tidy) {
        return CatalogueDefault::Sequence(sequence);
    }
    if tidy == "now()" || tidy == "current_timestamp" {
        return CatalogueDefault::Value(ColumnDefault::Now);
    }
    let value = match (expression::constant(text), arity) {
        (Some(Constant::Null), _) => return CatalogueDefault::None,
        // How the server prints a value of a type that the language has no word for is not known.
        (Some(_), _) if matches!(column_type, ColumnType::Unsupported(_)) => None,
        (Some(Constant::Array(elements)), ColumnArity::List) => {
            let elements: Option<Vec<Literal>> =
                elements.iter().map(|element| catalogue_literal(element, column_type)).collect();
            elements.map(ColumnDefault::List)
        }
        (Some(Constant::Text(text)), ColumnArity::List) => {
            let elements: Option<Vec<Literal>> = expression::array_elements(&text)
                .and_then(|texts| texts.iter().map(|text| read(text, column_type)).collect());
            elements.map(ColumnDefault::List)
        }
        (Some(constant), ColumnArity::Required | ColumnArity::Nullable) => {
            catalogue_literal(&constant, column_type).map(ColumnDefault::Literal)
        }
        (Some(_), ColumnArity::List) | (None, _) => None,
    };
    CatalogueDefault::Value(value.unwrap_or(ColumnDefault::Expression(tidy)))
}

fn schema_literal(value: &SourceValue, column_type: &ColumnType) -> Literal {
    match value {
        SourceValue::Boolean(truth) => Literal::Boolean(*truth),
        SourceValue::Number(digits) => {
            Literal::Number(number::plain(digits).unwrap_or_else(|| digits.clone()))
        }
        SourceValue::String(text) if native_name(column_type) == Some(TypeName::Bytea) => {
            bytes::from_base64(text).map_or_else(|| Literal::String(text.clone()), Literal::Bytes)
        }
        SourceValue::String(text) => {
            read(text, column_type).unwrap_or_else(|| Literal::String(text.clone()))
        }
    }
}

fn catalogue_literal(constant: &Constant, column_type: &ColumnType) -> Option<Literal> {
    match constant {
        Constant::Boolean(truth) => Some(Literal::Boolean(*truth)),
        Constant::Number(digits) => read(digits, column_type),
        Constant::Text(text) => read(text, column_type),
        Constant::Null | Constant::Array(_) => None,
    }
}

fn native_name(column_type: &ColumnType) -> Option<TypeName> {
    match column_type {
        ColumnType::Native(native) => Some(native.name),
        ColumnType::Enum(_) | ColumnType::Unsupported(_) => None,
    }
}

/// The value that a text stands for in a column of that type, as the server would print it; `None`
/// where the server would take it for something that the schema language cannot say.
fn read(text: &str, column_type: &ColumnType) -> Option<Literal> {
    let Some(name) = native_name(column_type) else {
        return Some(Literal::String(text.to_owned()));
    };
    let as_text = |text: String| Some(Literal::String(text));
    match name {
        TypeName::SmallInt | TypeName::Integer | TypeName::BigInt | TypeName::Oid => {
            number::plain(text).filter(|digits| number::is_integer(digits)).map(Literal::Number)
        }
        TypeName::Real
        | TypeName::DoublePrecision
        | TypeName::Decimal
        | TypeName::Numeric
        | TypeName::Money => {
            let digits = if name == TypeName::Money { without_currency(text) } else { text.into() };
            number::plain(&digits)
                .map_or_else(|| as_text(digits), |plain| Some(Literal::Number(plain)))
        }
        TypeName::Boolean => match text.trim().to_ascii_lowercase().as_str() {
            "t" | "true" | "yes" | "on" | "1" | "y" => Some(Literal::Boolean(true)),
            "f" | "false" | "no" | "off" | "0" | "n" => Some(Literal::Boolean(false)),
            _ => None,
        },
        TypeName::Timestamp
        | TypeName::Timestamptz
        | TypeName::Date
        | TypeName::Time
        | TypeName::Timetz
        | TypeName::Datetime => as_text(moment(text, name).unwrap_or_else(|| text.to_owned())),
        TypeName::Jsonb => as_text(jsonb::canonical(text).unwrap_or_else(|| text.to_owned())),
        TypeName::Uuid => as_text(uuid(text).unwrap_or_else(|| text.to_owned())),
        TypeName::Inet => as_text(inet(text).unwrap_or_else(|| text.to_owned())),
        TypeName::Bytea | TypeName::Blob => match text.strip_prefix("\\x") {
            Some(digits) => bytes::from_hex(digits).map(Literal::Bytes),
            None if text.contains('\\') => None,
            None => Some(Literal::Bytes(text.as_bytes().to_vec())),
        },
        TypeName::Text
        | TypeName::VarChar
        | TypeName::Char
        | TypeName::Bit
        | TypeName::VarBit
        | TypeName::Xml
        | TypeName::Citext
        | TypeName::Json => as_text(text.to_owned()),
    }
}

/// As the server prints it with `TimeZone=UTC` and `DateStyle=ISO`. A type without a time zone
/// takes the clock as written and leaves the offset out.
fn moment(text: &str, name: TypeName) -> Option<String> {
    match name {
        TypeName::Date => Some(DateTime::read(text)?.date_text()),
        TypeName::Time => Some(DateTime::read_time(text)?.time_text()),
        TypeName::Timetz => {
            let time = DateTime::read_time(text)?;
            Some(format!("{}{}", time.time_text(), time.short_offset_text()))
        }
        TypeName::Timestamptz => {
            let time = DateTime::read(text)?.utc();
            Some(format!("{} {}+00", time.date_text(), time.time_text()))
        }
        _ => {
            let time = DateTime::read(text)?;
            Some(format!("{} {}", time.date_text(), time.time_text()))
        }
    }
}

fn uuid(text: &str) -> Option<String> {
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    let digits: String = inner.chars().filter(|each| *each != '-').collect();
    if digits.len() != 32 || !digits.bytes().all(|each| each.is_ascii_hexdigit()) {
        return None;
    }
    let digits = digits.to_ascii_lowercase();
    let parts = [
        digits.get(..8)?,
        digits.get(8..12)?,
        digits.get(12..16)?,
        digits.get(16..20)?,
        digits.get(20..)?,
    ];
    Some(parts.join("-"))
}

/// An address without the mask that means one host.
fn inet(text: &str) -> Option<String> {
    let (address, mask) = match text.split_once('/') {
        Some((address, mask)) => (address, Some(mask)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let whole = if address.is_ipv4() { "32" } else { "128" };
    match mask {
        Some(mask) if mask != whole => Some(format!("{address}/{mask}")),
        _ => Some(address.to_string()),
    }
}

/// `$1,234.50` as a number; other currencies' spelling depends on the server's locale and stays.
fn without_currency(text: &str) -> String {
    text.chars().filter(|each| !matches!(each, '$' | ',')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::model::{NativeType, ObjectName};

    fn native(name: TypeName) -> ColumnType {
        ColumnType::Native(NativeType { name, arguments: Default::default() })
    }

    fn single(text: &str, name: TypeName) -> CatalogueDefault {
        from_catalogue(text, &native(name), ColumnArity::Required)
    }

    fn literal(value: Literal) -> CatalogueDefault {
        CatalogueDefault::Value(ColumnDefault::Literal(value))
    }

    fn string(text: &str) -> CatalogueDefault {
        literal(Literal::String(text.into()))
    }

    fn number(digits: &str) -> CatalogueDefault {
        literal(Literal::Number(digits.into()))
    }

    #[test]
    fn single_values_as_the_catalogue_prints_them() {
        assert_eq!(single("'draft'::text", TypeName::Text), string("draft"));
        assert_eq!(single("'-1'::integer", TypeName::BigInt), number("-1"));
        assert_eq!(single("1.50", TypeName::DoublePrecision), number("1.5"));
        assert_eq!(single("'1e-07'::double precision", TypeName::Real), number("0.0000001"));
        assert_eq!(single("'$3.50'::money", TypeName::Money), number("3.5"));
        assert_eq!(single("(1)::bigint", TypeName::Integer), number("1"));
        assert_eq!(single("true", TypeName::Boolean), literal(Literal::Boolean(true)));
        assert_eq!(
            single("'\\x01ff'::bytea", TypeName::Bytea),
            literal(Literal::Bytes(vec![1, 255]))
        );
        assert_eq!(
            single("'2020-01-01 08:00:00+00'::timestamp with time zone", TypeName::Timestamptz),
            string("2020-01-01 08:00:00+00")
        );
        assert_eq!(single("'{\"a\": 1}'::jsonb", TypeName::Jsonb), string("{\"a\": 1}"));
        let role = ColumnType::Enum(ObjectName::local("Role").into());
        assert_eq!(
            from_catalogue("'ACTIVE'::\"Role\"", &role, ColumnArity::Nullable),
            string("ACTIVE")
        );
    }

    #[test]
    fn what_is_no_value_stays_apart() {
        assert_eq!(single("NULL::character varying", TypeName::Text), CatalogueDefault::None);
        assert_eq!(
            single("nextval('\"T_id_seq\"'::regclass)", TypeName::Integer),
            CatalogueDefault::Sequence("\"T_id_seq\"".into())
        );
        let now = CatalogueDefault::Value(ColumnDefault::Now);
        assert_eq!(single("CURRENT_TIMESTAMP", TypeName::Timestamp), now);
        assert_eq!(single("now()", TypeName::Timestamptz), now);
        let expression =
            |text: &str| CatalogueDefault::Value(ColumnDefault::Expression(text.to_owned()));
        assert_eq!(
            single("CURRENT_TIMESTAMP(3)", TypeName::Timestamp),
            expression("current_timestamp(3)")
        );
        assert_eq!(single("(1.5)::integer", TypeName::Integer), expression("(1.5)::integer"));
        assert_eq!(single("gen_random_uuid()", TypeName::Uuid), expression("gen_random_uuid()"));
        let vector = ColumnType::Unsupported("tsvector".into());
        assert_eq!(
            from_catalogue("'a b'::tsvector", &vector, ColumnArity::Required),
            expression("'a b'::tsvector")
        );
    }

    #[test]
    fn lists_in_both_spellings() {
        let list = |text, name| from_catalogue(text, &native(name), ColumnArity::List);
        let values = |values: &[&str]| {
            let values = values.iter().map(|text| Literal::String((*text).into())).collect();
            CatalogueDefault::Value(ColumnDefault::List(values))
        };
        assert_eq!(list("'{}'::text[]", TypeName::Text), values(&[]));
        assert_eq!(list("ARRAY[]::text[]", TypeName::Text), values(&[]));
        assert_eq!(list("ARRAY['a'::text, 'it''s'::text]", TypeName::Text), values(&["a", "it's"]));
        assert_eq!(
            list("'{a,\"b c\"}'::character varying[]", TypeName::VarChar),
            values(&["a", "b c"])
        );
        assert_eq!(
            list("ARRAY[1, '-2'::integer]", TypeName::Integer),
            CatalogueDefault::Value(ColumnDefault::List(vec![
                Literal::Number("1".into()),
                Literal::Number("-2".into())
            ]))
        );
        assert_eq!(
            list("ARRAY[1, NULL::integer]", TypeName::Integer),
            CatalogueDefault::Value(ColumnDefault::Expression("array[1, null::integer]".into()))
        );
    }

    #[test]
    fn schema_values_are_what_the_server_will_print() {
        let lowered = |text: &str, name| {
            let source = DefaultSource::Value(SourceValue::String(text.into()));
            from_schema(&source, &native(name), ColumnArity::Required)
        };
        let string = |text: &str| Some(ColumnDefault::Literal(Literal::String(text.into())));
        let instant = "2020-01-01T10:00:00.120+02:00";
        assert_eq!(lowered(instant, TypeName::Timestamp), string("2020-01-01 10:00:00.12"));
        assert_eq!(lowered(instant, TypeName::Timestamptz), string("2020-01-01 08:00:00.12+00"));
        assert_eq!(lowered(instant, TypeName::Date), string("2020-01-01"));
        assert_eq!(lowered(instant, TypeName::Time), string("10:00:00.12"));
        assert_eq!(lowered(instant, TypeName::Timetz), string("10:00:00.12+02"));
        assert_eq!(lowered("{\"b\":1,\"a\":2}", TypeName::Jsonb), string("{\"a\": 2, \"b\": 1}"));
        assert_eq!(lowered("{\"b\":1}", TypeName::Json), string("{\"b\":1}"));
        assert_eq!(
            lowered("A0000000000000000000000000000001", TypeName::Uuid),
            string("a0000000-0000-0000-0000-000000000001")
        );
        assert_eq!(lowered("10.0.0.1/32", TypeName::Inet), string("10.0.0.1"));
        assert_eq!(
            lowered("AQID", TypeName::Bytea),
            Some(ColumnDefault::Literal(Literal::Bytes(vec![1, 2, 3])))
        );
        assert_eq!(
            lowered("1.50", TypeName::Decimal),
            Some(ColumnDefault::Literal(Literal::Number("1.5".into())))
        );
        let sql = |text: &str| {
            from_schema(
                &DefaultSource::Sql(text.into()),
                &native(TypeName::Text),
                ColumnArity::Nullable,
            )
        };
        assert_eq!(sql("NULL"), None);
        assert_eq!(sql("'x'::text"), string("x"));
        assert_eq!(sql("now()"), Some(ColumnDefault::Now));
    }
}
