//! A column's default in the database -> the argument of `@default` that means exactly it: each
//! candidate is lowered again and compared, `dbgenerated` is the last one. Knows of no dialect by
//! name.

use super::names::EnumNames;
use crate::database::model::{Column, ColumnArity, ColumnDefault, Literal};
use crate::database::type_system::{DefaultSource, SourceValue, TypeSystem};
use crate::dialect::{self, bytes};
use crate::schema::model::Scalar;

/// What a field is in the schema's terms, as far as its default depends on it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'a> {
    /// A scalar.
    Scalar(Scalar),
    /// An enum.
    Enum(&'a EnumNames),
    /// `Unsupported("…")`.
    Unsupported,
}

/// The argument of `@default`; `None` where the column has no default of its own.
pub(super) fn argument(types: &dyn TypeSystem, column: &Column, kind: Kind<'_>) -> Option<String> {
    // SQLite numbers every key that is the rowid; a default of its own says more.
    if column.autoincrement && column.default.is_none() {
        return Some("autoincrement()".to_owned());
    }
    let default = column.default.as_ref()?;
    let candidate = match default {
        ColumnDefault::Now => now(column, kind),
        ColumnDefault::Literal(literal) => value(literal, kind).and_then(|(text, source)| {
            means(types, column, &DefaultSource::Value(source)).then_some(text)
        }),
        ColumnDefault::List(literals) => list(types, column, literals, kind),
        ColumnDefault::Unknown => Some("dbgenerated()".to_owned()),
        ColumnDefault::Expression(_) => None,
    };
    candidate.or_else(|| generated(types, column, default))
}

fn now(column: &Column, kind: Kind<'_>) -> Option<String> {
    let fits = matches!(kind, Kind::Scalar(Scalar::DateTime)) && column.arity != ColumnArity::List;
    fits.then(|| "now()".to_owned())
}

/// Whether the column would get its default from this.
fn means(types: &dyn TypeSystem, column: &Column, source: &DefaultSource) -> bool {
    types.default(source, &column.column_type, column.arity) == column.default
}

fn list(
    types: &dyn TypeSystem,
    column: &Column,
    literals: &[Literal],
    kind: Kind<'_>,
) -> Option<String> {
    if column.arity != ColumnArity::List {
        return None;
    }
    let values: Option<Vec<(String, SourceValue)>> =
        literals.iter().map(|literal| value(literal, kind)).collect();
    let (texts, sources): (Vec<String>, Vec<SourceValue>) = values?.into_iter().unzip();
    let source = DefaultSource::List(sources);
    means(types, column, &source).then(|| format!("[{}]", texts.join(", ")))
}

/// A literal as the schema writes it for that kind of field, and what lowering makes it from.
fn value(literal: &Literal, kind: Kind<'_>) -> Option<(String, SourceValue)> {
    let string = |text: &str| (quoted(text), SourceValue::String(text.to_owned()));
    let scalar = match kind {
        Kind::Scalar(scalar) => scalar,
        Kind::Unsupported => return None,
        Kind::Enum(names) => {
            let Literal::String(stored) = literal else { return None };
            let name = names.values.get(stored)?;
            return Some((name.clone(), SourceValue::String(stored.clone())));
        }
    };
    match (scalar, literal) {
        (Scalar::String, Literal::String(text)) => Some(string(text)),
        (Scalar::Boolean, Literal::Boolean(truth)) => {
            Some((truth.to_string(), SourceValue::Boolean(*truth)))
        }
        (Scalar::Int | Scalar::BigInt, Literal::Number(digits)) => {
            digits.parse::<i64>().ok()?;
            Some((digits.clone(), SourceValue::Number(digits.clone())))
        }
        (Scalar::Float | Scalar::Decimal, Literal::Number(digits)) => {
            Some((digits.clone(), SourceValue::Number(digits.clone())))
        }
        (Scalar::DateTime, Literal::String(text)) => Some(string(&moment(text))),
        (Scalar::Json, Literal::String(text)) => {
            serde_json::from_str::<serde::de::IgnoredAny>(text).ok()?;
            Some(string(text))
        }
        (Scalar::Bytes, Literal::Bytes(bytes)) => Some(string(&bytes::to_base64(bytes))),
        (
            Scalar::String
            | Scalar::Boolean
            | Scalar::Int
            | Scalar::BigInt
            | Scalar::Float
            | Scalar::Decimal
            | Scalar::DateTime
            | Scalar::Json
            | Scalar::Bytes,
            _,
        ) => None,
    }
}

/// `2020-01-01 08:00:00.12+00` as the language writes it: `2020-01-01T08:00:00.12+00:00`; what a
/// date or a time lacks is filled in.
fn moment(text: &str) -> String {
    let (date, time) = match text.split_once(' ') {
        Some((date, time)) => (date, time),
        None if text.contains(':') => ("1970-01-01", text),
        None => (text, "00:00:00"),
    };
    let time: String = time.split_whitespace().collect();
    let zone = match time.rfind(['+', '-']) {
        Some(at) if time.len() - at == "+00".len() => ":00",
        Some(_) => "",
        None => "Z",
    };
    format!("{date}T{time}{zone}")
}

fn generated(types: &dyn TypeSystem, column: &Column, default: &ColumnDefault) -> Option<String> {
    let sql = match default {
        ColumnDefault::Expression(text) => text.clone(),
        ColumnDefault::Literal(_)
        | ColumnDefault::List(_)
        | ColumnDefault::Now
        | ColumnDefault::Unknown => dialect::default_sql(types.provider(), default, column)?,
    };
    Some(format!("dbgenerated({})", quoted(&sql)))
}

/// A string of the language: JSON's.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_the_language() {
        for (stored, written) in [
            ("2020-01-01 08:00:00", "2020-01-01T08:00:00Z"),
            ("2020-01-01 08:00:00.12+00", "2020-01-01T08:00:00.12+00:00"),
            ("2020-01-01 10:00:00.120 +02:00", "2020-01-01T10:00:00.120+02:00"),
            ("2020-01-01", "2020-01-01T00:00:00Z"),
            ("10:00:00.12", "1970-01-01T10:00:00.12Z"),
            ("10:00:00+02", "1970-01-01T10:00:00+02:00"),
        ] {
            assert_eq!(moment(stored), written);
        }
    }
}
