//! Two declared types of a column -> whether an application that was written for the one goes on
//! with the other. SQLite takes any value into any column, so this is about what is read back.
//! Knows nothing of migrations.

use super::{cast, types};
use crate::database::model::Column;
use crate::schema::model::Scalar;

/// Whether `column` serves an application that was written for `written_for`.
pub fn serves(written_for: &Column, column: &Column) -> bool {
    let (was, is) = (&written_for.column_type, &column.column_type);
    if was == is {
        return true;
    }
    // Whole numbers of any size are numbers to a client.
    let scalar = |column_type| match types::to_schema(column_type).map(|each| each.scalar) {
        Some(Scalar::BigInt) => Some(Scalar::Int),
        other => other,
    };
    scalar(was).is_some() && scalar(was) == scalar(is) && cast::conversion(was, is).lossless
}
