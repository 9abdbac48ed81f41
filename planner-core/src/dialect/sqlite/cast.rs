//! What happens to a column's values when its declared type changes on the way through a
//! rebuild: the two types in, the way out. Knows nothing of tables.
//!
//! SQLite stores what it is given; a declared type only gives the column an affinity, which
//! converts values that look right and leaves the others. Measured on 3.40.1; see
//! <https://www.sqlite.org/datatype3.html>.

use super::sql::column_type;
use crate::database::model::{ColumnType, TypeName};

/// How values go from one declared type to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conversion {
    /// What is done to them.
    pub way: Way,
    /// Whether every value of the old type survives.
    pub lossless: bool,
}

/// What is done to the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// They are copied, and the new affinity does its part.
    Copy,
    /// They are cast to this type; the affinity alone would leave values of another kind.
    Cast(&'static str),
}

/// The affinity of a declared type.
/// <https://www.sqlite.org/datatype3.html#determination_of_column_affinity>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Affinity {
    /// INTEGER.
    Integer,
    /// TEXT.
    Text,
    /// BLOB: values stay as they come.
    Blob,
    /// REAL.
    Real,
    /// NUMERIC.
    Numeric,
}

impl Affinity {
    /// The affinity of a column type.
    pub fn of(column_type: &ColumnType) -> Self {
        Self::of_declared(&column_type::render(column_type))
    }

    fn of_declared(declared: &str) -> Self {
        let upper = declared.to_ascii_uppercase();
        let has = |part: &str| upper.contains(part);
        if has("INT") {
            Self::Integer
        } else if has("CHAR") || has("CLOB") || has("TEXT") {
            Self::Text
        } else if has("BLOB") || upper.is_empty() {
            Self::Blob
        } else if has("REAL") || has("FLOA") || has("DOUB") {
            Self::Real
        } else {
            Self::Numeric
        }
    }

    /// The type that a CAST to this affinity names.
    pub fn cast_name(self) -> &'static str {
        match self {
            Self::Integer => "INTEGER",
            Self::Text => "TEXT",
            Self::Blob => "BLOB",
            Self::Real => "REAL",
            Self::Numeric => "NUMERIC",
        }
    }
}

/// How values go from `before` to `after`.
pub fn conversion(before: &ColumnType, after: &ColumnType) -> Conversion {
    use Affinity::{Blob, Integer, Numeric, Real, Text};
    let (from, to) = (Affinity::of(before), Affinity::of(after));
    match (from, to) {
        (Text, Text) | (Blob, Blob) | (Real, Real) | (Integer, Integer | Numeric) => copy(true),
        // One storage: a number is kept as it is, whatever the declared name says of it.
        (Numeric, Numeric) | (Real, Numeric) => copy(true),
        // A column of any of these types holds integers of 64 bits, which have more digits than a double.
        (Integer | Numeric, Real) => copy(false),
        (Numeric, Integer) if only_whole_numbers(before) => copy(true),
        // A fraction would stay in the integer column: cast, so that clients can read it.
        (Numeric | Real, Integer) => cast(Integer, false),
        (Integer, Text) => copy(true),
        // SQLite prints a double with 15 digits.
        (Real, Text) => copy(false),
        (Numeric, Text) => copy(holds_text_or_whole_numbers(before)),
        // Text that is no number becomes 0 in a CAST and would stay text without one.
        (Text, Integer) => cast(Integer, false),
        (Text, Real) => cast(Real, false),
        // Dates and json are text in these columns and must stay so; numbers written in an
        // uncommon way ('007') are rewritten by the affinity.
        (Text, Numeric) if keeps_text(after) => copy(false),
        (Text, Numeric) => cast(Numeric, false),
        (Text | Integer, Blob) => cast(Blob, true),
        (Numeric, Blob) => cast(Blob, holds_text_or_whole_numbers(before)),
        (Real, Blob) => cast(Blob, false),
        // Not every sequence of bytes is text.
        (Blob, Text) => cast(Text, false),
        (Blob, Numeric) if keeps_text(after) => copy(true),
        (Blob, Integer) => cast(Integer, false),
        (Blob, Real) => cast(Real, false),
        (Blob, Numeric) => cast(Numeric, false),
    }
}

fn copy(lossless: bool) -> Conversion {
    Conversion { way: Way::Copy, lossless }
}

fn cast(to: Affinity, lossless: bool) -> Conversion {
    Conversion { way: Way::Cast(to.cast_name()), lossless }
}

fn named(column_type: &ColumnType) -> Option<TypeName> {
    match column_type {
        ColumnType::Native(native) => Some(native.name),
        ColumnType::Enum(_) | ColumnType::Unsupported(_) => None,
    }
}

fn only_whole_numbers(column_type: &ColumnType) -> bool {
    named(column_type) == Some(TypeName::Boolean)
}

fn holds_text_or_whole_numbers(column_type: &ColumnType) -> bool {
    matches!(
        named(column_type),
        Some(TypeName::Boolean | TypeName::Datetime | TypeName::Json | TypeName::Jsonb)
    )
}

/// Types of NUMERIC affinity whose values clients write as text, or may: a CAST would make
/// numbers of them.
fn keeps_text(column_type: &ColumnType) -> bool {
    matches!(
        named(column_type),
        None | Some(TypeName::Boolean | TypeName::Datetime | TypeName::Json | TypeName::Jsonb)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::model::NativeType;

    fn native(name: TypeName) -> ColumnType {
        ColumnType::Native(NativeType { name, arguments: Default::default() })
    }

    fn between(before: TypeName, after: TypeName) -> Conversion {
        conversion(&native(before), &native(after))
    }

    #[test]
    fn a_type_of_the_same_storage_is_copied() {
        assert_eq!(between(TypeName::Integer, TypeName::BigInt), copy(true));
        assert_eq!(between(TypeName::BigInt, TypeName::Integer), copy(true));
        assert_eq!(between(TypeName::Boolean, TypeName::Integer), copy(true));
        assert_eq!(between(TypeName::Integer, TypeName::Text), copy(true));
    }

    #[test]
    fn whole_numbers_of_any_declared_type_may_not_fit_into_a_double() {
        for before in [TypeName::Integer, TypeName::BigInt, TypeName::Boolean, TypeName::Datetime] {
            assert_eq!(between(before, TypeName::Real), copy(false), "{before:?}");
        }
    }

    #[test]
    fn text_that_may_be_no_number_is_cast_and_lossy() {
        assert_eq!(between(TypeName::Text, TypeName::Integer), cast(Affinity::Integer, false));
        assert_eq!(between(TypeName::Text, TypeName::Decimal), cast(Affinity::Numeric, false));
    }

    #[test]
    fn text_that_becomes_a_date_or_json_stays_text() {
        assert_eq!(between(TypeName::Text, TypeName::Datetime), copy(false));
        assert_eq!(between(TypeName::Text, TypeName::Jsonb), copy(false));
        assert_eq!(between(TypeName::Datetime, TypeName::Text), copy(true));
    }

    #[test]
    fn affinity_follows_the_declared_name() {
        let declared = |text: &str| Affinity::of(&ColumnType::Unsupported(text.into()));
        assert_eq!(declared("FLOATING POINT"), Affinity::Integer);
        assert_eq!(declared("VARCHAR(10)"), Affinity::Text);
        assert_eq!(declared(""), Affinity::Blob);
        assert_eq!(declared("POINT"), Affinity::Integer);
        assert_eq!(declared("DATE"), Affinity::Numeric);
    }
}
