//! A column and a number -> a value of the column's type, different for different small numbers.

use super::labels;
use planner_core::database::model::{
    Column, ColumnArity, ColumnType, Database, NativeType, TypeName,
};
use planner_core::provider::Provider;

/// What values are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The number itself, in every type that can say it.
    Number,
    /// What is at the limits of a type, or odd.
    Odd,
}

/// A value as text.
#[derive(Debug, Clone)]
pub struct Value {
    /// Its text.
    pub text: String,
    /// How SQLite is told that it is not text; PostgreSQL takes any type from text.
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Bytes,
}

impl Value {
    /// The value as SQL writes it.
    pub fn sql(&self, provider: Provider) -> String {
        match (provider, self.kind) {
            (Provider::Sqlite, Kind::Number) => self.text.clone(),
            (Provider::Sqlite, Kind::Bytes) => {
                format!("X'{}'", self.text.trim_start_matches("\\x"))
            }
            _ => quoted(&self.text),
        }
    }
}

/// A text as SQL writes it.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn text(text: impl Into<String>) -> Value {
    Value { text: text.into(), kind: Kind::Text }
}

fn digits(number: impl ToString) -> Value {
    Value { text: number.to_string(), kind: Kind::Number }
}

/// How many different values there are; 0 where none is known.
pub fn different(database: &Database, column: &Column) -> usize {
    if column.arity == ColumnArity::List {
        return 1;
    }
    if let Some(labels) = labels(database, column) {
        return labels.len();
    }
    match &column.column_type {
        ColumnType::Enum(_) => 0,
        ColumnType::Unsupported(text) => unsupported(text, 1).map_or(0, |_| 9),
        ColumnType::Native(native) => match native.name {
            TypeName::Boolean => 2,
            TypeName::Bit => 1 << native.arguments.first().copied().unwrap_or(1).min(3),
            TypeName::VarBit | TypeName::VarChar | TypeName::Char => 9,
            _ => 9,
        },
    }
}

/// The value of a column in the row of that number; `at` tells columns apart.
pub fn value(
    database: &Database,
    column: &Column,
    form: Form,
    number: usize,
    at: usize,
) -> Option<Value> {
    if let Some(labels) = labels(database, column) {
        return Some(text(*labels.get((number - 1) % labels.len().max(1))?));
    }
    match &column.column_type {
        ColumnType::Enum(_) => None,
        ColumnType::Unsupported(name) => unsupported(name, number).map(text),
        ColumnType::Native(native) => Some(match form {
            Form::Number => plain(native, number),
            Form::Odd => odd(native, number + at, database.provider),
        }),
    }
}

/// Types that the language has no word for and real schemas have.
fn unsupported(name: &str, number: usize) -> Option<String> {
    let base = name.split('(').next().unwrap_or(name).trim().to_lowercase();
    Some(match base.as_str() {
        "tsvector" | "ltree" | "name" => format!("v{number}"),
        "interval" => format!("{number} days"),
        "point" => format!("({number},2)"),
        "circle" => format!("<(0,0),{number}>"),
        "int4range" | "int8range" | "numrange" => format!("[{number},9)"),
        "hstore" => format!("a=>{number}"),
        "bytea" => format!("\\x0{number}"),
        "cidr" => format!("10.0.{number}.0/24"),
        "geometry" => format!("POINT({number} 2)"),
        "longtext" => number.to_string(),
        _ => return None,
    })
}

/// The number in the words of a type.
fn plain(native: &NativeType, number: usize) -> Value {
    use TypeName::{
        BigInt, Bit, Blob, Boolean, Bytea, Char, Citext, Date, Datetime, Decimal, DoublePrecision,
        Inet, Integer, Json, Jsonb, Money, Numeric, Oid, Real, SmallInt, Text, Time, Timestamp,
        Timestamptz, Timetz, Uuid, VarBit, VarChar, Xml,
    };
    match native.name {
        Text | VarChar | Char | Citext => text(number.to_string()),
        Boolean => Value { text: (number % 2).to_string(), kind: Kind::Number },
        Integer | BigInt | SmallInt | Oid | Real | DoublePrecision | Decimal | Numeric | Money => {
            digits(number)
        }
        Json | Jsonb => text(number.to_string()),
        Bit => {
            let length = native.arguments.first().copied().unwrap_or(1) as usize;
            let bits = format!("{number:0length$b}");
            text(bits[bits.len() - length..].to_owned())
        }
        VarBit => text(format!("{number:b}")),
        Uuid => text(format!("00000000-0000-0000-0000-00000000000{number}")),
        Xml => text(format!("<n>{number}</n>")),
        Inet => text(format!("10.0.0.{number}")),
        Bytea | Blob => Value { text: format!("\\x0{number}"), kind: Kind::Bytes },
        Timestamp | Timestamptz | Datetime => text(format!("2024-01-0{number} 12:30:45")),
        Time | Timetz => text(format!("0{number}:30:45")),
        Date => text(format!("2024-01-0{number}")),
    }
}

/// One of at least three values at the limits of the type.
fn odd(native: &NativeType, turn: usize, provider: Provider) -> Value {
    use TypeName::{
        BigInt, Bit, Blob, Boolean, Bytea, Char, Citext, Date, Datetime, Decimal, DoublePrecision,
        Inet, Integer, Json, Jsonb, Money, Numeric, Oid, Real, SmallInt, Text, Time, Timestamp,
        Timestamptz, Timetz, Uuid, VarBit, VarChar, Xml,
    };
    let argument = |at: usize| native.arguments.get(at).copied().map(|each| each as usize);
    let one_of = |values: [&str; 3]| values[turn % 3].to_owned();
    match native.name {
        Text | Citext => text(one_of(["", "Zoë's \"quote\", {a}  ", "007"])),
        VarChar => text(match (turn % 3, argument(0)) {
            (0, Some(length)) => "é".repeat(length),
            (0, None) => "x".repeat(90),
            (1, _) => String::new(),
            _ => "1 ".to_owned(),
        }),
        Char => text(match turn % 3 {
            0 => "é".repeat(argument(0).unwrap_or(1)),
            1 => "a".to_owned(),
            _ => "1".to_owned(),
        }),
        Boolean => Value { text: (turn % 2).to_string(), kind: Kind::Number },
        SmallInt => digits(one_of(["32767", "-32768", "0"])),
        Integer => digits(one_of(["2147483647", "-2147483648", "0"])),
        BigInt => digits(one_of(["9223372036854775807", "-9223372036854775808", "0"])),
        Oid => digits(one_of(["4294967295", "0", "7"])),
        Real => digits(one_of(["1.5", "-2.25", "30000000000"])),
        DoublePrecision => digits(one_of(["0.1", "1e300", "-2.5"])),
        Decimal | Numeric if provider == Provider::Sqlite => digits(one_of(["12.5", "-3", "0.1"])),
        Decimal | Numeric => digits(match (turn % 3, argument(0), argument(1)) {
            (0, Some(precision), scale) => {
                let scale = scale.unwrap_or(0);
                let whole = "9".repeat((precision - scale).max(1));
                if scale == 0 { whole } else { format!("{whole}.{}", "9".repeat(scale)) }
            }
            (0, None, _) => "123456789012345678901234567890.123456789".to_owned(),
            (1, ..) => "-1.5".to_owned(),
            _ => "0".to_owned(),
        }),
        Money => digits(one_of(["12.34", "-0.01", "0"])),
        Json | Jsonb => text(one_of(["{\"b\": 1, \"a\": [1, null]}", "\"text\"", "12.50"])),
        Bit => {
            let length = argument(0).unwrap_or(1);
            let bits = format!("{:0length$b}", turn % 3);
            text(bits[bits.len() - length..].to_owned())
        }
        VarBit => text(
            one_of(["", "101", "11111111"])
                [..argument(0).unwrap_or(8).min(3).min([0, 3, 3][turn % 3])]
                .to_owned(),
        ),
        Uuid => text(format!("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1{}", turn % 3)),
        Xml => text(one_of(["<a/>", "<b>é</b>", "<c d=\"1\"/>"])),
        Inet => text(one_of(["10.0.0.0/8", "::1", "10.0.0.1"])),
        Bytea | Blob => Value { text: one_of(["\\x", "\\x00ff", "\\x27"]), kind: Kind::Bytes },
        Timestamp | Timestamptz => text(one_of([
            "2024-02-29 23:59:59.999999",
            "0001-01-01 00:00:00",
            "1969-12-31 00:00:00.5",
        ])),
        // Clients write milliseconds or text.
        Datetime if turn.is_multiple_of(3) => digits("1704164645123"),
        Datetime => text(one_of(["", "2024-01-02T03:04:05.123+00:00", "1969-12-31 00:00:00"])),
        Time | Timetz => text(one_of(["00:00:00", "23:59:59.5", "12:30:45.125"])),
        Date => text(one_of(["2024-02-29", "0001-01-01", "9999-12-31"])),
    }
}
