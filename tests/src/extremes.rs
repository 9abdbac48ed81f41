//! Values as an application writes them: each carries the type that its schema says, and there
//! are some that reach the limits of the type. In: a column. Out: SQL. Knows nothing of
//! migrations.

use planner_core::database::model::{
    Column, ColumnArity, ColumnType, Database, NativeType, TypeName,
};
use planner_core::dialect::column_type_sql;
use planner_core::provider::Provider;

/// A value for the row of that number, from 1; `None` where none is known for the type.
pub fn value(database: &Database, column: &Column, number: usize) -> Option<String> {
    let plain = match &column.column_type {
        ColumnType::Native(native) => numbered(native, number),
        ColumnType::Enum(_) => labels(database, column).into_iter().next()?,
        ColumnType::Unsupported(_) => return None,
    };
    Some(typed(database.provider, column, &plain))
}

/// Values at the limits of the type; each label of an enum.
pub fn values(database: &Database, column: &Column) -> Vec<String> {
    let plain = match &column.column_type {
        ColumnType::Native(native) => limits(native),
        ColumnType::Enum(_) => labels(database, column),
        ColumnType::Unsupported(_) => Vec::new(),
    };
    plain.iter().map(|text| typed(database.provider, column, text)).collect()
}

fn labels(database: &Database, column: &Column) -> Vec<String> {
    let ColumnType::Enum(name) = &column.column_type else { return Vec::new() };
    let values = database.enum_type(name).map(|each| each.values.as_slice()).unwrap_or_default();
    values.iter().map(|value| value.name.clone()).collect()
}

/// The text as a value of the column's type. SQLite's literals have types of their own.
fn typed(provider: Provider, column: &Column, text: &str) -> String {
    let quoted = format!("'{}'", text.replace('\'', "''"));
    if provider == Provider::Postgresql {
        let own = column_type_sql(provider, column);
        return match column.arity {
            ColumnArity::List => format!("CAST(ARRAY[{quoted}] AS {own})"),
            ColumnArity::Required | ColumnArity::Nullable => format!("CAST({quoted} AS {own})"),
        };
    }
    let ColumnType::Native(native) = &column.column_type else { return quoted };
    match native.name {
        TypeName::Integer | TypeName::BigInt | TypeName::Boolean => text.to_owned(),
        TypeName::Real | TypeName::Decimal | TypeName::Numeric => text.to_owned(),
        TypeName::Blob => format!("X'{text}'"),
        _ => quoted,
    }
}

fn argument(native: &NativeType, at: usize) -> Option<usize> {
    native.arguments.get(at).map(|number| *number as usize)
}

fn numbered(native: &NativeType, number: usize) -> String {
    use TypeName::*;
    match native.name {
        Text | VarChar | Char | Citext => {
            let text = format!("{number}v");
            text.chars().take(argument(native, 0).unwrap_or(2)).collect()
        }
        Boolean => (number % 2).to_string(),
        SmallInt | Integer | BigInt | Oid | Money => number.to_string(),
        Real | DoublePrecision => format!("{number}.5"),
        Decimal | Numeric => number.to_string(),
        Jsonb | Json => format!("{{\"n\": {number}}}"),
        Bit => {
            let length = argument(native, 0).unwrap_or(1);
            let bits = format!("{number:0length$b}");
            bits.chars().rev().take(length).collect()
        }
        VarBit => "1".to_owned(),
        Uuid => format!("00000000-0000-0000-0000-{number:012}"),
        Xml => format!("<n>{number}</n>"),
        Inet => format!("10.0.0.{number}"),
        Bytea => format!("\\x{number:02}"),
        Blob => format!("{number:02}"),
        Timestamp | Timestamptz | Datetime => format!("2024-01-{number:02} 12:30:45"),
        Time | Timetz => format!("{number:02}:30:45"),
        Date => format!("2024-01-{number:02}"),
    }
}

fn limits(native: &NativeType) -> Vec<String> {
    use TypeName::*;
    let second = |zone: &str| {
        let digits: String = "123456".chars().take(argument(native, 0).unwrap_or(6)).collect();
        let point = if digits.is_empty() { "" } else { "." };
        format!("03:04:05{point}{digits}{zone}")
    };
    let texts: &[&str] = match native.name {
        Boolean => &["0", "1"],
        SmallInt => &["32767", "-32768"],
        Integer => &["2147483647", "-2147483648"],
        BigInt => &["9223372036854775807", "-9223372036854775808"],
        Oid => &["4294967295"],
        Real => &["3.4e38", "0.1"],
        DoublePrecision => &["1e300", "0.1"],
        Money => &["92233720368547758.07"],
        Uuid => &["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
        Inet => &["10.0.0.0/8", "::1"],
        Bytea => &["\\x00ff"],
        Blob => &["00ff"],
        Date => &["2024-01-02"],
        Json => &["{\"b\": 1, \"a\": 1, \"b\": 2}"],
        Jsonb => &["{\"a\": 1}", "\"text\""],
        Xml => &["<a> b </a>"],
        Datetime => &["2024-01-02 03:04:05.123"],
        Text | VarChar | Char | Citext | Bit | VarBit | Decimal | Numeric | Timestamp
        | Timestamptz | Time | Timetz => &[],
    };
    let mut found: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    match native.name {
        Text | VarChar | Citext => {
            let longest = argument(native, 0).unwrap_or(300);
            found.push("x".repeat(longest.min(300)));
            found.push("x ".chars().take(longest).collect());
        }
        Char => found.push("x".repeat(argument(native, 0).unwrap_or(1))),
        Bit => found.push("1".repeat(argument(native, 0).unwrap_or(1))),
        VarBit => found.push("1".repeat(argument(native, 0).unwrap_or(100))),
        Decimal | Numeric => found.push(match (argument(native, 0), argument(native, 1)) {
            (Some(precision), scale) => {
                let scale = scale.unwrap_or(0);
                let whole = "9".repeat(precision.saturating_sub(scale).max(1));
                if precision <= scale {
                    format!("0.{}", "9".repeat(scale))
                } else if scale == 0 {
                    whole
                } else {
                    format!("{whole}.{}", "9".repeat(scale))
                }
            }
            (None, _) => "12345678.125".to_owned(),
        }),
        Timestamp => found.push(format!("2024-01-02 {}", second(""))),
        Timestamptz => found.push(format!("2024-01-02 {}", second("+02"))),
        Time => found.push(second("")),
        Timetz => found.push(second("+02")),
        _ => {}
    }
    found
}
