//! What a value is in Rust, and what stands between it and the database. Knows nothing of models.

use crate::generate::client::{ClientField, Identifier, Value};
use crate::generate::rust::names::Names;
use planner_core::provider::Provider;
use planner_core::schema::model::Arity;

/// The type of one value, as a module of the client writes it.
pub fn of_value(value: Value, names: &Names, module_type: &str) -> String {
    match value {
        Value::Text | Value::Citext | Value::Xml | Value::Bits | Value::Inet => {
            standard("String", module_type)
        }
        Value::Uuid => "uuid::Uuid".to_owned(),
        Value::Boolean => "bool".to_owned(),
        Value::SmallInt => "i16".to_owned(),
        Value::Int => "i32".to_owned(),
        Value::BigInt => "i64".to_owned(),
        Value::Oid => "u32".to_owned(),
        Value::Real => "f32".to_owned(),
        Value::Double => "f64".to_owned(),
        Value::Decimal | Value::Money => "bigdecimal::BigDecimal".to_owned(),
        Value::Timestamp | Value::Timestamptz => "chrono::DateTime<chrono::Utc>".to_owned(),
        Value::Date => "chrono::NaiveDate".to_owned(),
        Value::Time | Value::Timetz => "chrono::NaiveTime".to_owned(),
        Value::Json => "serde_json::Value".to_owned(),
        Value::Bytes => format!("{}<u8>", standard("Vec", module_type)),
        Value::Enum(position) => {
            let name = names.enums.get(position).map_or("", |each| each.type_name.as_str());
            format!("super::enums::{name}")
        }
    }
}

/// The type of a field.
pub fn of_field(field: &ClientField, names: &Names, module_type: &str) -> String {
    let value = of_value(field.value, names, module_type);
    match field.arity {
        Arity::Required => value,
        Arity::Optional => optional(&value, module_type),
        Arity::List => format!("{}<{value}>", standard("Vec", module_type)),
    }
}

/// That, or nothing.
pub fn optional(inner: &str, module_type: &str) -> String {
    format!("{}<{inner}>", standard("Option", module_type))
}

/// A type of the standard library, with its path where a model has its name.
pub fn standard(name: &str, module_type: &str) -> String {
    let path = match name {
        "Option" => "option",
        "Vec" => "vec",
        _ => "string",
    };
    if name == module_type { format!("std::{path}::{name}") } else { name.to_owned() }
}

/// Whether a value is copied rather than cloned.
pub fn is_copy(value: Value) -> bool {
    match value {
        Value::Text
        | Value::Citext
        | Value::Xml
        | Value::Bits
        | Value::Inet
        | Value::Decimal
        | Value::Money
        | Value::Json
        | Value::Bytes => false,
        Value::Uuid
        | Value::Boolean
        | Value::SmallInt
        | Value::Int
        | Value::BigInt
        | Value::Oid
        | Value::Real
        | Value::Double
        | Value::Timestamp
        | Value::Timestamptz
        | Value::Date
        | Value::Time
        | Value::Timetz
        | Value::Enum(_) => true,
    }
}

/// A part of the client's own text: what a value needs that the database stores otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stored {
    /// Name of its type.
    pub name: &'static str,
    /// The text that defines it.
    pub text: &'static str,
}

/// What stands between a value and the database, where something does.
pub fn stored(value: Value, provider: Provider) -> Option<Stored> {
    let (name, text) = match (provider, value) {
        (Provider::Sqlite, Value::Decimal) => {
            ("Number", include_str!("runtime/stored/sqlite_decimal.rs.in"))
        }
        (Provider::Sqlite, Value::Timestamp) => {
            ("Moment", include_str!("runtime/stored/sqlite_date_time.rs.in"))
        }
        (Provider::Sqlite, Value::Json) => {
            ("Document", include_str!("runtime/stored/sqlite_json.rs.in"))
        }
        (Provider::Sqlite, _) => return None,
        (Provider::Postgresql, Value::Timestamp) => {
            ("Timestamp", include_str!("runtime/stored/timestamp.rs.in"))
        }
        (Provider::Postgresql, Value::Decimal) => {
            ("Decimal", include_str!("runtime/stored/decimal.rs.in"))
        }
        (Provider::Postgresql, Value::Timetz) => {
            ("TimeWithZone", include_str!("runtime/stored/timetz.rs.in"))
        }
        (Provider::Postgresql, Value::Xml) => ("Xml", include_str!("runtime/stored/xml.rs.in")),
        (Provider::Postgresql, Value::Bits) => ("Bits", include_str!("runtime/stored/bits.rs.in")),
        (Provider::Postgresql, Value::Inet) => ("Inet", include_str!("runtime/stored/inet.rs.in")),
        (Provider::Postgresql, Value::Citext) => {
            ("Citext", include_str!("runtime/stored/citext.rs.in"))
        }
        (Provider::Postgresql, Value::Money) => {
            ("Money", include_str!("runtime/stored/money.rs.in"))
        }
        (Provider::Postgresql, Value::Oid) => {
            ("ObjectId", include_str!("runtime/stored/oid.rs.in"))
        }
        (Provider::Postgresql, _) => return None,
    };
    Some(Stored { name, text })
}

/// A crate that a client depends on, and with which features of its own and of sqlx.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependency {
    /// What stands in Cargo.toml.
    pub line: &'static str,
    /// The feature of sqlx; none where it is not sqlx that needs the crate.
    pub feature: Option<&'static str>,
}

/// What a value depends on beyond sqlx and serde.
pub fn dependency(value: Value, provider: Provider) -> Option<Dependency> {
    let (line, feature) = match value {
        Value::Uuid => (r#"uuid = { version = "1", features = ["serde"] }"#, Some("uuid")),
        Value::Decimal | Value::Money => (
            r#"bigdecimal = { version = "0.4", features = ["serde"] }"#,
            Some("bigdecimal").filter(|_| provider == Provider::Postgresql),
        ),
        Value::Timestamp | Value::Timestamptz | Value::Date | Value::Time | Value::Timetz => {
            (r#"chrono = { version = "0.4", features = ["serde"] }"#, Some("chrono"))
        }
        Value::Json => (r#"serde_json = "1""#, Some("json")),
        _ => return None,
    };
    Some(Dependency { line, feature })
}

/// The call that makes an identifier, as a module of the client writes it, for a field that is a
/// text or a UUID.
pub fn identifier(identifier: Identifier, value: Value) -> String {
    match (identifier, value) {
        (Identifier::Uuid4, Value::Uuid) => "uuid::Uuid::from_bytes(super::uuid_bytes(4))".into(),
        (Identifier::Uuid7, Value::Uuid) => "uuid::Uuid::from_bytes(super::uuid_bytes(7))".into(),
        (Identifier::Uuid4, _) => "super::uuid_text(4)".to_owned(),
        (Identifier::Uuid7, _) => "super::uuid_text(7)".to_owned(),
        (Identifier::Cuid, _) => "super::cuid()".to_owned(),
        (Identifier::Cuid2, _) => "super::cuid2()".to_owned(),
        (Identifier::Ulid, _) => "super::ulid()".to_owned(),
        (Identifier::Nanoid(length), _) => format!("super::nanoid({length})"),
    }
}

/// The texts that making an identifier needs, in order.
pub fn identifier_texts(identifier: Identifier, value: Value) -> Vec<&'static str> {
    let random = include_str!("runtime/identifiers.rs.in");
    let bytes = include_str!("runtime/uuid_bytes.rs.in");
    let base_36 = include_str!("runtime/base_36.rs.in");
    match (identifier, value) {
        (Identifier::Uuid4 | Identifier::Uuid7, Value::Uuid) => vec![random, bytes],
        (Identifier::Uuid4 | Identifier::Uuid7, _) => {
            vec![random, bytes, include_str!("runtime/uuid_text.rs.in")]
        }
        (Identifier::Cuid, _) => vec![random, base_36, include_str!("runtime/cuid.rs.in")],
        (Identifier::Cuid2, _) => vec![random, base_36, include_str!("runtime/cuid2.rs.in")],
        (Identifier::Ulid, _) => vec![random, include_str!("runtime/ulid.rs.in")],
        (Identifier::Nanoid(_), _) => vec![random, include_str!("runtime/nanoid.rs.in")],
    }
}
