//! Two types of a column -> whether and how its values can be carried over in place, whether all
//! of them survive, and whether the table is rewritten. Knows nothing of statements. Each answer
//! is proved on a server.
//!
//! <https://www.postgresql.org/docs/current/sql-altertable.html>,
//! <https://www.postgresql.org/docs/current/catalog-pg-cast.html>

use super::text_length::longest_text;
use crate::database::model::{Column, ColumnArity, ColumnType, NativeType, TypeName};

/// How a column's values come to be of another type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cast {
    /// The expression.
    pub method: Method,
    /// Whether every value of the old type survives.
    pub lossless: bool,
    /// Whether every row is written anew.
    pub rewrites: bool,
    /// Whether values are compared as before, so that an index over them can stay.
    pub compares_alike: bool,
}

/// What is cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Each value (each element, for a list).
    Values(Way),
    /// Each value becomes a list of one.
    Wrap(Way),
}

/// How one value is cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As if assigned: what does not fit is refused, never cut off.
    Assignment,
    /// Explicitly, through these types.
    Through(&'static [Step]),
    /// By a function that makes a document of any value.
    Json(Json),
    /// As the server shows an address: cast to text, one without a mask would get `/32`.
    /// <https://www.postgresql.org/docs/current/functions-net.html>
    Address,
}

/// A type on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the type of that name")]
pub enum Step {
    Text,
    Integer,
    BigInt,
    Numeric,
    Jsonb,
    Timestamptz,
}

impl Step {
    /// Its SQL name.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::BigInt => "bigint",
            Self::Numeric => "numeric",
            Self::Jsonb => "jsonb",
            Self::Timestamptz => "timestamptz",
        }
    }
}

/// The function that makes a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the type of that name")]
pub enum Json {
    Json,
    Jsonb,
}

impl Json {
    /// Its SQL name.
    pub fn sql(self) -> &'static str {
        match self {
            Self::Json => "to_json",
            Self::Jsonb => "to_jsonb",
        }
    }
}

/// How a column changes its type; `None` where no cast leads there and it must be dropped and
/// added anew. `values_kept`: for two enums, whether the new one has all values of the old one.
pub fn cast(before: &Column, after: &Column, values_kept: bool) -> Option<Cast> {
    let value = || value_cast(&before.column_type, &after.column_type, values_kept);
    let lists = (before.arity == ColumnArity::List, after.arity == ColumnArity::List);
    let cast = match lists {
        (false, false) => value().map(Cast::of_values),
        (true, true) => {
            let cast = value()?;
            match cast.way {
                Way::Json(_) => None,
                Way::Assignment | Way::Through(_) | Way::Address => Some(Cast {
                    rewrites: cast.rewrites
                        || !loses_limit(&before.column_type, &after.column_type),
                    ..Cast::of_values(cast)
                }),
            }
        }
        (false, true) => {
            let cast = match &before.column_type {
                // An enum keeps its name when its values are replaced, and is another type.
                ColumnType::Native(_) | ColumnType::Unsupported(_)
                    if before.column_type == after.column_type =>
                {
                    ValueCast::rewrite(Way::Assignment, true)
                }
                ColumnType::Native(_) | ColumnType::Unsupported(_) | ColumnType::Enum(_) => {
                    value()?
                }
            };
            Some(Cast {
                method: Method::Wrap(cast.way),
                // A document that is a list becomes one element: nothing takes it apart here.
                lossless: cast.lossless && !is_document(&before.column_type),
                rewrites: true,
                ..Cast::of_values(cast)
            })
        }
        (true, false) => match native_name(&after.column_type) {
            Some(TypeName::Jsonb) => Some(Cast::of_values(JSONB)),
            Some(TypeName::Json) => Some(Cast::of_values(JSON)),
            _ => None,
        },
    };
    let compares_alike =
        lists.0 == lists.1 && compare_alike(&before.column_type, &after.column_type);
    cast.map(|cast| Cast { compares_alike, ..cast })
}

/// Whether the default operator classes of the two types are the same.
fn compare_alike(before: &ColumnType, after: &ColumnType) -> bool {
    use TypeName::{Text, VarChar};
    match (before, after) {
        (ColumnType::Native(before), ColumnType::Native(after)) => {
            let (before, after) = (alias(before.name), alias(after.name));
            before == after || matches!((before, after), (Text | VarChar, Text | VarChar))
        }
        _ => before == after,
    }
}

/// Whether the types differ in nothing but a limit that goes: the one change of an array's
/// elements that leaves the stored arrays as they are.
fn loses_limit(before: &ColumnType, after: &ColumnType) -> bool {
    match (before, after) {
        (ColumnType::Native(before), ColumnType::Native(after)) => {
            before.name == after.name && after.arguments.is_empty()
        }
        _ => false,
    }
}

/// Whether a foreign key can stand between columns of the two types.
pub fn comparable(left: &Column, right: &Column) -> bool {
    use TypeName::{BigInt, Integer, SmallInt, Text, VarChar};
    if left.arity == ColumnArity::List || right.arity == ColumnArity::List {
        return false;
    }
    match (&left.column_type, &right.column_type) {
        (ColumnType::Native(left), ColumnType::Native(right)) => {
            matches!(
                (left.name, right.name),
                (SmallInt | Integer | BigInt, SmallInt | Integer | BigInt)
                    | (Text | VarChar, Text | VarChar)
            ) || left.name == right.name
        }
        (left, right) => left == right,
    }
}

impl Cast {
    fn of_values(cast: ValueCast) -> Self {
        Self {
            method: Method::Values(cast.way),
            lossless: cast.lossless,
            rewrites: cast.rewrites,
            compares_alike: false,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct ValueCast {
    way: Way,
    lossless: bool,
    rewrites: bool,
}

impl ValueCast {
    const fn rewrite(way: Way, lossless: bool) -> Self {
        Self { way, lossless, rewrites: true }
    }

    const fn catalogue(way: Way, lossless: bool) -> Self {
        Self { way, lossless, rewrites: false }
    }
}

/// Whether values of the type may be lists of their own.
pub fn is_document(column_type: &ColumnType) -> bool {
    matches!(native_name(column_type), Some(TypeName::Json | TypeName::Jsonb))
}

const DIRECT: Way = Way::Through(&[]);
const JSON: ValueCast = ValueCast::rewrite(Way::Json(Json::Json), true);
const JSONB: ValueCast = ValueCast::rewrite(Way::Json(Json::Jsonb), true);

fn native_name(column_type: &ColumnType) -> Option<TypeName> {
    match column_type {
        ColumnType::Native(native) => Some(alias(native.name)),
        ColumnType::Enum(_) | ColumnType::Unsupported(_) => None,
    }
}

/// The type that PostgreSQL makes of names that only SQLite keeps apart.
fn alias(name: TypeName) -> TypeName {
    match name {
        TypeName::Numeric => TypeName::Decimal,
        TypeName::Blob => TypeName::Bytea,
        TypeName::Datetime => TypeName::Timestamp,
        other => other,
    }
}

fn value_cast(before: &ColumnType, after: &ColumnType, values_kept: bool) -> Option<ValueCast> {
    use TypeName::{Char, Citext, Json, Jsonb, Text, VarChar};
    match (before, after) {
        (ColumnType::Native(before), ColumnType::Native(after)) => native(before, after),
        (ColumnType::Enum(_), ColumnType::Enum(_)) => {
            Some(ValueCast::rewrite(Way::Through(&[Step::Text]), values_kept))
        }
        (ColumnType::Enum(_), ColumnType::Native(native)) => match native.name {
            Text => Some(ValueCast::rewrite(DIRECT, true)),
            Citext => Some(ValueCast::rewrite(Way::Through(&[Step::Text]), true)),
            // Values have at most 63 bytes.
            VarChar | Char => {
                Some(ValueCast::rewrite(Way::Assignment, length(native).is_none_or(|n| n >= 63)))
            }
            Json => Some(JSON),
            Jsonb => Some(JSONB),
            _ => None,
        },
        (ColumnType::Native(native), ColumnType::Enum(_)) => match native.name {
            Text | VarChar | Citext | Char => {
                Some(ValueCast::rewrite(Way::Through(&[Step::Text]), false))
            }
            _ => None,
        },
        (ColumnType::Unsupported(before), ColumnType::Unsupported(after)) => {
            (base(before) == base(after)).then_some(ValueCast::rewrite(Way::Assignment, false))
        }
        (ColumnType::Unsupported(_), ColumnType::Native(native)) => match native.name {
            Text => Some(ValueCast::rewrite(DIRECT, true)),
            VarChar => Some(ValueCast::rewrite(Way::Assignment, length(native).is_none())),
            _ => None,
        },
        (ColumnType::Native(native), ColumnType::Unsupported(_)) => match native.name {
            Text | VarChar => Some(ValueCast::rewrite(Way::Through(&[Step::Text]), false)),
            _ => None,
        },
        (ColumnType::Unsupported(_), ColumnType::Enum(_))
        | (ColumnType::Enum(_), ColumnType::Unsupported(_)) => None,
    }
}

/// A type's text without its arguments.
fn base(text: &str) -> &str {
    text.split('(').next().unwrap_or(text).trim()
}

/// The length of a string or bit type; `None` is unlimited.
fn length(native: &NativeType) -> Option<u32> {
    match native.name {
        TypeName::Char | TypeName::Bit => Some(native.arguments.first().copied().unwrap_or(1)),
        _ => native.arguments.first().copied(),
    }
}

/// Digits after the second of a time.
fn digits(native: &NativeType) -> u32 {
    native.arguments.first().copied().unwrap_or(6)
}

fn native(before: &NativeType, after: &NativeType) -> Option<ValueCast> {
    use TypeName::{Bytea, Char, Citext, Json, Jsonb, Text, VarChar};
    let (from, to) = (alias(before.name), alias(after.name));
    if from == to {
        return Some(same_name(from, before, after));
    }
    let from_text = matches!(from, Text | VarChar | Char | Citext);
    match to {
        Text | VarChar | Char | Citext if from_text => Some(between_texts(before, after)),
        Text | VarChar | Char | Citext => Some(to_text(from, before, after)),
        Bytea => None,
        Json | Jsonb if !from_text && !matches!(from, Json | Jsonb | Bytea) => {
            Some(if to == Json { JSON } else { JSONB })
        }
        // `char(n)` is read without its padding.
        _ if from == Char => Some(ValueCast::rewrite(Way::Through(&[Step::Text]), false)),
        _ if from_text => Some(ValueCast::rewrite(DIRECT, false)),
        _ => between_values(from, to, before, after),
    }
}

fn same_name(name: TypeName, before: &NativeType, after: &NativeType) -> ValueCast {
    use TypeName::{Bit, Char, Decimal, Time, Timestamp, Timestamptz, Timetz, VarBit, VarChar};
    match name {
        VarChar | VarBit => {
            let grows = match (length(before), length(after)) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(was), Some(is)) => was <= is,
            };
            ValueCast { way: Way::Assignment, lossless: grows, rewrites: !grows }
        }
        Char => ValueCast::rewrite(Way::Assignment, length(before) <= length(after)),
        // Assigned, every value of another length is refused; an explicit cast pads it, on the right:
        // another number.
        Bit if length(before) < length(after) => ValueCast::rewrite(DIRECT, false),
        Bit => ValueCast::rewrite(Way::Assignment, false),
        Decimal => {
            let (lossless, rewrites) = match (&*before.arguments, &*after.arguments) {
                (_, []) => (true, false),
                ([], _) => (false, true),
                (was, is) => {
                    let parts = |arguments: &[u32]| {
                        let scale = arguments.get(1).copied().unwrap_or(0);
                        let precision = arguments.first().copied().unwrap_or(0);
                        (precision.saturating_sub(scale), scale)
                    };
                    let ((whole, scale), (new_whole, new_scale)) = (parts(was), parts(is));
                    (
                        whole <= new_whole && scale <= new_scale,
                        scale != new_scale || whole > new_whole,
                    )
                }
            };
            ValueCast { way: Way::Assignment, lossless, rewrites }
        }
        Timestamp | Timestamptz | Time | Timetz => {
            let grows = digits(before) <= digits(after);
            ValueCast { way: Way::Assignment, lossless: grows, rewrites: !grows }
        }
        _ => ValueCast::catalogue(Way::Assignment, true),
    }
}

fn between_texts(before: &NativeType, after: &NativeType) -> ValueCast {
    use TypeName::Char;
    let fits = match (length(before), length(after)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(was), Some(is)) => was <= is,
    };
    // To `char(n)` trailing spaces are lost.
    let lossless = fits && (after.name != Char || before.name == Char);
    // Texts without a limit are stored alike, but `char(n)` is padded.
    let same_bytes = before.name != Char && after.name != Char && length(after).is_none();
    ValueCast { way: Way::Assignment, lossless, rewrites: !same_bytes }
}

fn to_text(from: TypeName, before: &NativeType, after: &NativeType) -> ValueCast {
    use TypeName::{Bytea, Citext, Inet, Xml};
    let longest = longest_text(from, before);
    let fits = match (length(after), longest) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(limit), Some(longest)) => longest <= limit,
    };
    let way = match (from, after.name) {
        (Inet, _) => Way::Address,
        (_, Citext) => Way::Through(&[Step::Text]),
        _ => Way::Assignment,
    };
    ValueCast {
        way,
        // Bytes become their hexadecimal text, which only a reader who knows can read back.
        lossless: fits && from != Bytea,
        // A document is stored as its text.
        rewrites: from != Xml || length(after).is_some(),
    }
}

/// Neither side is text.
fn between_values(
    from: TypeName,
    to: TypeName,
    before: &NativeType,
    after: &NativeType,
) -> Option<ValueCast> {
    use TypeName::{
        BigInt, Bit, Boolean, Date, Decimal, DoublePrecision, Integer, Json, Jsonb, Money, Oid,
        Real, SmallInt, Time, Timestamp, Timestamptz, Timetz, VarBit,
    };
    let assigned = |lossless| Some(ValueCast::rewrite(Way::Assignment, lossless));
    let through = |steps: &'static [Step]| Some(ValueCast::rewrite(Way::Through(steps), false));
    // Whether a decimal has room for so many digits before the point.
    let room = |digits: u32| match &*after.arguments {
        [] => true,
        arguments => {
            let scale = arguments.get(1).copied().unwrap_or(0);
            arguments.first().copied().unwrap_or(0).saturating_sub(scale) >= digits
        }
    };
    match (from, to) {
        // Whole numbers.
        (SmallInt, Integer | BigInt) | (Integer, BigInt) | (Oid, BigInt) => assigned(true),
        (Integer | BigInt, SmallInt) | (BigInt, Integer) => assigned(false),
        (Integer, Oid) | (Oid, Integer) => Some(ValueCast::catalogue(Way::Assignment, false)),
        (SmallInt | BigInt, Oid) => assigned(false),
        (Oid, SmallInt) => through(&[Step::BigInt]),
        // Numbers with fractions.
        (SmallInt, Real | DoublePrecision) | (Integer, DoublePrecision) => assigned(true),
        (Real, DoublePrecision) => assigned(true),
        (Integer | BigInt, Real) | (BigInt, DoublePrecision) => assigned(false),
        (SmallInt, Decimal) => assigned(room(5)),
        (Integer, Decimal) => assigned(room(10)),
        (BigInt, Decimal) => assigned(room(19)),
        (Real | DoublePrecision | Decimal, SmallInt | Integer | BigInt) => assigned(false),
        (Real | DoublePrecision, Decimal) | (DoublePrecision, Real) => assigned(false),
        // As many digits as come back from a double, or a single one, as they went.
        (Decimal, Real) => assigned(before.arguments.first().is_some_and(|digits| *digits <= 6)),
        (Decimal, DoublePrecision) => {
            assigned(before.arguments.first().is_some_and(|digits| *digits <= 15))
        }
        (Oid, DoublePrecision) => Some(ValueCast::rewrite(Way::Through(&[Step::BigInt]), true)),
        (Oid, Real | Decimal) => through(&[Step::BigInt]),
        (Real | DoublePrecision | Decimal, Oid) => through(&[Step::BigInt]),
        // Money.
        (Decimal | Integer | BigInt, Money) => assigned(false),
        (SmallInt, Money) => through(&[Step::Integer]),
        (Real | DoublePrecision, Money) => through(&[Step::Numeric]),
        (Money, Decimal) => assigned(room(17) && after.arguments.get(1).is_none_or(|n| *n >= 2)),
        (Money, SmallInt | Integer | BigInt | Real | DoublePrecision) => through(&[Step::Numeric]),
        // Truth.
        (Boolean, Integer) => Some(ValueCast::rewrite(DIRECT, true)),
        (Boolean, SmallInt | BigInt) => {
            Some(ValueCast::rewrite(Way::Through(&[Step::Integer]), true))
        }
        (Integer, Boolean) => through(&[]),
        (SmallInt | BigInt, Boolean) => through(&[Step::Integer]),
        // Times. The session's time zone is UTC.
        // Dates beyond the year 294276, which a timestamp does not have, are nobody's.
        (Date, Timestamp | Timestamptz) => assigned(true),
        (Timestamp | Timestamptz, Date) => assigned(false),
        (Timestamp, Timestamptz) | (Timestamptz, Timestamp) => Some(ValueCast {
            way: Way::Assignment,
            lossless: digits(before) <= digits(after),
            rewrites: digits(after) < 6,
        }),
        (Timestamp | Timestamptz, Time) | (Timestamptz, Timetz) => assigned(false),
        (Timestamp, Timetz) => through(&[Step::Timestamptz]),
        (Time, Timetz) => assigned(digits(before) <= digits(after)),
        (Timetz, Time) => assigned(false),
        // Documents.
        (Json, Jsonb) => assigned(false),
        (Jsonb, Json) => assigned(true),
        (Jsonb, Boolean | SmallInt | Integer | BigInt | Real | DoublePrecision | Decimal) => {
            through(&[])
        }
        (Json, Boolean | SmallInt | Integer | BigInt | Real | DoublePrecision | Decimal) => {
            through(&[Step::Jsonb])
        }
        // Bits.
        (Bit, VarBit) => {
            let limit = length(after);
            Some(ValueCast {
                way: Way::Assignment,
                lossless: limit.is_none_or(|limit| length(before).is_some_and(|was| was <= limit)),
                rewrites: limit.is_some(),
            })
        }
        (VarBit, Bit) => assigned(false),
        (Integer | BigInt, Bit) | (Bit, Integer | BigInt) => through(&[]),
        _ => None,
    }
}
