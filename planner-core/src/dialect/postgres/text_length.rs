//! A type -> how long the text of its longest value is, so that a column of texts has room for all
//! of them or not. Knows nothing of casts. Proved on a server.

use crate::database::model::{NativeType, TypeName};

/// How long the text of a value can be, in characters; `None` where nothing bounds it, or where
/// the server's settings do. The session's time zone is UTC.
pub fn longest_text(name: TypeName, native: &NativeType) -> Option<u32> {
    use TypeName::{
        BigInt, Bit, Boolean, Date, Decimal, DoublePrecision, Inet, Integer, Oid, Real, SmallInt,
        Time, Timestamp, Timestamptz, Timetz, Uuid, VarBit,
    };
    match name {
        Boolean => Some(5),
        SmallInt => Some(6),
        Integer => Some(11),
        BigInt => Some(20),
        Oid => Some(10),
        Uuid => Some(36),
        // `-1.1754944e-38` and `-2.2250738585072014e-308`: the shortest text that reads back.
        Real => Some(15),
        DoublePrecision => Some(24),
        // A sign, a point and the zero before it.
        Decimal => native.arguments.first().map(|precision| precision + 3),
        Bit => Some(native.arguments.first().copied().unwrap_or(1)),
        VarBit => native.arguments.first().copied(),
        // `5874897-12-31`; a year before Christ is shorter and says `BC`.
        Date => Some(13),
        Timestamp => Some(29),
        Timestamptz => Some(32),
        Time => Some(15),
        Timetz => Some(24),
        // Eight groups of four, and a mask.
        Inet => Some(43),
        _ => None,
    }
}
