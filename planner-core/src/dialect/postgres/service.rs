//! Two types of a column -> whether an application that was written for the one goes on with the
//! other: statements with values of the first type are taken, find what they look for, and read
//! back what they wrote. Knows nothing of migrations. Each answer is proved on a server.

use super::cast::{self, Method, Way};
use super::types;
use crate::database::model::{Column, ColumnArity, ColumnType, TypeName};
use crate::schema::model::Scalar;

/// Whether `column` serves an application that was written for `written_for`.
pub fn serves(written_for: &Column, column: &Column) -> bool {
    let is_list = |column: &Column| column.arity == ColumnArity::List;
    if is_list(written_for) != is_list(column) {
        return false;
    }
    if written_for.column_type == column.column_type {
        return true;
    }
    let (ColumnType::Native(was), ColumnType::Native(is)) =
        (&written_for.column_type, &column.column_type)
    else {
        return false;
    };
    let keeps_values = cast::cast(written_for, column, false)
        .is_some_and(|cast| cast.lossless && cast.method == Method::Values(Way::Assignment));
    let scalar = |column: &Column| types::to_schema(&column.column_type).map(|each| each.scalar);
    let compares = if is_list(column) { was.name == is.name } else { compare(was.name, is.name) };
    keeps_values && compares && clients_agree(scalar(written_for), scalar(column))
}

/// Whether there is an equality of the two types.
/// <https://www.postgresql.org/docs/current/typeconv-oper.html>
fn compare(left: TypeName, right: TypeName) -> bool {
    use TypeName::{
        BigInt, Char, Citext, Date, DoublePrecision, Integer, Real, SmallInt, Text, Time,
        Timestamp, Timestamptz, Timetz, VarChar,
    };
    let group = |name| match name {
        SmallInt | Integer | BigInt => Some(0),
        Real | DoublePrecision => Some(1),
        Text | VarChar | Char | Citext => Some(2),
        Date | Timestamp | Timestamptz => Some(3),
        Time | Timetz => Some(4),
        _ => None,
    };
    left == right || group(left).is_some_and(|each| group(right) == Some(each))
}

/// Whether a client reads both in the same way: whole numbers of any size are numbers to it.
fn clients_agree(left: Option<Scalar>, right: Option<Scalar>) -> bool {
    let plain = |scalar| if scalar == Some(Scalar::BigInt) { Some(Scalar::Int) } else { scalar };
    plain(left) == plain(right)
}
