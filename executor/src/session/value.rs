//! Values on their way to a statement, and rows on their way back: text, numbers and booleans,
//! which is all that history and catalogues are made of.

use super::postgres::literal;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use serde_json::Value;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Column as _, Postgres, Row as _, TypeInfo as _};

/// A parameter of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Param {
    /// SQL's NULL, of type text.
    Null,
    /// A text.
    Text(String),
    /// A whole number (BIGINT on PostgreSQL).
    Integer(i64),
    /// A boolean; 0 or 1 on SQLite.
    Boolean(bool),
}

impl Param {
    /// As PostgreSQL reads it in a statement.
    pub fn literal(&self) -> String {
        match self {
            Self::Null => "NULL".to_owned(),
            Self::Text(text) => literal(text),
            Self::Integer(number) => number.to_string(),
            Self::Boolean(value) => value.to_string(),
        }
    }

    /// A text, or NULL.
    pub fn text_or_null(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl ToSql for Param {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Boolean(value) => ValueRef::Integer(i64::from(*value)),
        }))
    }
}

/// One row of a result: each value as text, or `None` for NULL. Decoded are text types, whole
/// numbers, floating point numbers and booleans (`true` and `false` on PostgreSQL, `1` and `0` on
/// SQLite); a query casts anything else to text itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    values: Vec<Option<String>>,
}

impl Row {
    /// The value of that column, counted from 0; `None` for NULL or where there is none.
    pub fn text(&self, column: usize) -> Option<&str> {
        self.values.get(column)?.as_deref()
    }

    /// Takes the value of that column out of the row.
    pub fn take(&mut self, column: usize) -> Option<String> {
        self.values.get_mut(column)?.take()
    }

    /// The same row with these values before its own.
    #[must_use]
    pub fn below(mut self, head: impl IntoIterator<Item = Option<String>>) -> Self {
        self.values.splice(0..0, head);
        self
    }

    /// The value of that column; empty for NULL.
    pub fn text_or_empty(&self, column: usize) -> &str {
        self.text(column).unwrap_or_default()
    }

    /// The value of that column as a whole number.
    pub fn integer(&self, column: usize) -> Option<i64> {
        self.text(column)?.parse().ok()
    }

    /// Whether the value of that column is true.
    pub fn is_true(&self, column: usize) -> bool {
        self.text(column).is_some_and(is_true)
    }

    pub(super) fn from_postgres(row: &PgRow) -> sqlx::Result<Self> {
        let values = row.columns().iter().map(|column| postgres_text(row, column.ordinal()));
        Ok(Self { values: values.collect::<sqlx::Result<_>>()? })
    }

    /// A row that was read as JSON.
    pub(super) fn from_json(values: Vec<Value>) -> Self {
        let text = |value| match value {
            Value::Null => None,
            Value::String(text) => Some(text),
            other => Some(other.to_string()),
        };
        Self { values: values.into_iter().map(text).collect() }
    }

    pub(super) fn from_sqlite(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Self> {
        let text = |column: usize| {
            Ok(match row.get_ref(column)? {
                ValueRef::Null => None,
                ValueRef::Integer(number) => Some(number.to_string()),
                // With a fraction, as SQLite writes it.
                ValueRef::Real(number) => Some(format!("{number:?}")),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    let text = std::str::from_utf8(bytes);
                    let text = text.map_err(|error| rusqlite::Error::Utf8Error(column, error))?;
                    Some(text.to_owned())
                }
            })
        };
        Ok(Self { values: (0..columns).map(text).collect::<rusqlite::Result<_>>()? })
    }
}

/// Whether a value means true, on either database.
pub fn is_true(text: &str) -> bool {
    matches!(text, "true" | "t" | "1")
}

/// Parameters make the server answer in binary, so numbers are decoded by their types.
fn postgres_text(row: &PgRow, index: usize) -> sqlx::Result<Option<String>> {
    let kind = row.column(index).type_info().name().to_owned();
    match kind.as_str() {
        "BOOL" => Ok(row.try_get::<Option<bool>, _>(index)?.map(|value| value.to_string())),
        "INT2" => Ok(row.try_get::<Option<i16>, _>(index)?.map(|value| value.to_string())),
        "INT4" => Ok(row.try_get::<Option<i32>, _>(index)?.map(|value| value.to_string())),
        "INT8" => Ok(row.try_get::<Option<i64>, _>(index)?.map(|value| value.to_string())),
        "FLOAT4" => Ok(row.try_get::<Option<f32>, _>(index)?.map(|value| value.to_string())),
        "FLOAT8" => Ok(row.try_get::<Option<f64>, _>(index)?.map(|value| value.to_string())),
        _ => row.try_get_unchecked::<Option<String>, _>(index),
    }
}

/// A PostgreSQL statement with its parameters. By itself it is not prepared under a name: poolers mix
/// those up between connections.
pub(super) fn bind(
    sql: AssertSqlSafe<String>,
    params: &[Param],
    prepared: bool,
) -> Query<'static, Postgres, PgArguments> {
    let query = sqlx::query(sql).persistent(prepared);
    params.iter().fold(query, |query, param| match param {
        Param::Null => query.bind(None::<String>),
        Param::Text(text) => query.bind(text.clone()),
        Param::Integer(number) => query.bind(*number),
        Param::Boolean(value) => query.bind(*value),
    })
}
