//! A column and the type that it shall have -> the condition of the rows whose value does not
//! survive the cast there and back. What the cast would refuse is told apart before it is cast,
//! where that can be said: one such value must be counted, not end the question.

use super::column_type;
use crate::database::model::{Column, ColumnArity, ColumnType, NativeType, TypeName};
use crate::dialect::postgres::identifiers::quote;

/// The condition.
pub fn lossy(before: &Column, after: &Column) -> String {
    let refused = match (&before.column_type, &after.column_type) {
        (ColumnType::Native(was), ColumnType::Native(is))
            if !is_list(before) && !is_list(after) =>
        {
            refused(&quote(&before.name), was, is)
        }
        _ => Vec::new(),
    };
    let differs = differs(before, after);
    if refused.is_empty() {
        return differs;
    }
    let arms: Vec<String> = refused.iter().map(|each| format!("WHEN {each} THEN TRUE ")).collect();
    format!("CASE {}ELSE {differs} END", arms.concat())
}

fn is_list(column: &Column) -> bool {
    column.arity == ColumnArity::List
}

/// Types without equality are compared as text.
fn differs(before: &Column, after: &Column) -> String {
    let column = quote(&before.name);
    let there_and_back = format!("{column}::{}::{}", type_text(after), type_text(before));
    let as_text = match &before.column_type {
        ColumnType::Native(native) => matches!(native.name, TypeName::Json | TypeName::Xml),
        ColumnType::Enum(_) => false,
        ColumnType::Unsupported(_) => true,
    };
    if as_text {
        format!("{there_and_back}::text IS DISTINCT FROM {column}::text")
    } else {
        format!("{there_and_back} IS DISTINCT FROM {column}")
    }
}

fn type_text(column: &Column) -> String {
    let list = if is_list(column) { "[]" } else { "" };
    format!("{}{list}", column_type::render(&column.column_type))
}

/// Conditions under which the cast itself fails, to be asked in this order.
fn refused(column: &str, was: &NativeType, is: &NativeType) -> Vec<String> {
    if is_number(was.name) {
        return out_of_range(column, is).into_iter().collect();
    }
    if !matches!(was.name, TypeName::Text | TypeName::VarChar | TypeName::Citext) {
        return Vec::new();
    }
    let misfit = |pattern: &str| format!("{column}::text !~ '{pattern}'");
    match is.name {
        TypeName::SmallInt | TypeName::Integer | TypeName::BigInt | TypeName::Oid => {
            let number = format!("{column}::text::numeric");
            let whole = misfit("^[[:space:]]*[-+]?[0-9]+[[:space:]]*$");
            [whole].into_iter().chain(out_of_range(&number, is)).collect()
        }
        TypeName::Uuid => {
            vec![misfit("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
        }
        _ => Vec::new(),
    }
}

fn is_number(name: TypeName) -> bool {
    use TypeName::{BigInt, Decimal, DoublePrecision, Integer, Real, SmallInt};
    matches!(name, SmallInt | Integer | BigInt | Real | DoublePrecision | Decimal)
}

/// Whether a number lies where the type has no value. NaN is greater than any number.
/// <https://www.postgresql.org/docs/current/datatype-numeric.html>
fn out_of_range(number: &str, is: &NativeType) -> Option<String> {
    let outside = |least: i64, most: i64| Some(format!("{number} NOT BETWEEN {least} AND {most}"));
    match is.name {
        TypeName::SmallInt => outside(i16::MIN.into(), i16::MAX.into()),
        TypeName::Integer => outside(i32::MIN.into(), i32::MAX.into()),
        TypeName::BigInt => outside(i64::MIN, i64::MAX),
        TypeName::Oid => outside(0, u32::MAX.into()),
        TypeName::Decimal => {
            let precision = is.arguments.first()?;
            let scale = is.arguments.get(1).copied().unwrap_or(0);
            // What is rounded up to one digit more does not fit either.
            let whole = precision.saturating_sub(scale);
            Some(format!("abs({number}) >= 1e{whole} - 5e-{}", scale + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: TypeName, arguments: &[u32]) -> Column {
        Column {
            name: "c".into(),
            logical_name: None,
            column_type: ColumnType::Native(NativeType { name, arguments: arguments.into() }),
            arity: ColumnArity::Required,
            default: None,
            autoincrement: false,
            client: None,
            span: None,
        }
    }

    #[test]
    fn what_the_cast_refuses_is_asked_first() {
        let asked = lossy(&column(TypeName::BigInt, &[]), &column(TypeName::SmallInt, &[]));
        assert_eq!(
            asked,
            "CASE WHEN \"c\" NOT BETWEEN -32768 AND 32767 THEN TRUE \
             ELSE \"c\"::SMALLINT::BIGINT IS DISTINCT FROM \"c\" END"
        );
        let asked =
            lossy(&column(TypeName::DoublePrecision, &[]), &column(TypeName::Decimal, &[5, 2]));
        assert!(asked.starts_with("CASE WHEN abs(\"c\") >= 1e3 - 5e-3 THEN TRUE "), "{asked}");
    }

    #[test]
    fn what_is_only_changed_is_cast_there_and_back() {
        let asked = lossy(&column(TypeName::Json, &[]), &column(TypeName::Jsonb, &[]));
        assert_eq!(asked, "\"c\"::JSONB::JSON::text IS DISTINCT FROM \"c\"::text");
    }
}
