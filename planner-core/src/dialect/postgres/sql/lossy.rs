//! A column and the type that it shall have -> the condition of the rows whose value does not
//! survive the cast there and back, each the way that a plan takes. What the cast would refuse is
//! told apart before it is cast, where that can be said: one such value must be counted, not end the
//! question.

use super::cast::carried;
use super::create_table;
use crate::database::model::{Column, ColumnArity, ColumnType, NativeType, TypeName};
use crate::dialect::postgres::cast::{Method, Way, cast, is_document};
use crate::dialect::postgres::identifiers::quote;

/// The condition.
pub fn lossy(before: &Column, after: &Column) -> String {
    if is_list(after) && !is_list(before) {
        // What becomes a list of one is cast as one.
        let element = Column { arity: ColumnArity::Nullable, ..after.clone() };
        let mut arms = Vec::new();
        if is_document(&before.column_type) {
            let jsonb = format!("{}::jsonb", quote(&before.name));
            arms.push(format!("jsonb_typeof({jsonb}) = 'array'"));
        }
        return condition(before, &element, arms);
    }
    condition(before, after, Vec::new())
}

/// `arms`: what is lost whatever the cast says.
fn condition(before: &Column, after: &Column, mut arms: Vec<String>) -> String {
    if let (ColumnType::Native(was), ColumnType::Native(is)) =
        (&before.column_type, &after.column_type)
        && !is_list(before)
        && !is_list(after)
    {
        arms.extend(refused(&quote(&before.name), was, is));
    }
    let differs = differs(before, after);
    if arms.is_empty() {
        return differs;
    }
    let arms: Vec<String> = arms.iter().map(|each| format!("WHEN {each} THEN TRUE ")).collect();
    format!("CASE {}ELSE {differs} END", arms.concat())
}

fn is_list(column: &Column) -> bool {
    column.arity == ColumnArity::List
}

/// A text, or bits, must read as the value did. Anything else must be the same value when it is back;
/// types without equality are compared as text. Where no way leads back, nobody can tell what a value was.
fn differs(before: &Column, after: &Column) -> String {
    let column = quote(&before.name);
    if before.column_type == after.column_type {
        return "FALSE".to_owned();
    }
    let brackets = if is_list(before) { "[]" } else { "" };
    let way = |from: &Column, to: &Column| match cast(from, to, false)?.method {
        Method::Values(way) | Method::Wrap(way) => Some(way),
    };
    let lost = || format!("{column} IS NOT NULL");
    let Some(out) = way(before, after) else { return lost() };
    let there = carried(out, &column, is_list(before), &create_table::typed(after));
    if out == Way::Address {
        let cut = format!("{there}::{}::text{brackets}", create_table::typed(after));
        return format!("{cut} IS DISTINCT FROM {there}");
    }
    if reads_alike(before, after) {
        return format!("{there}::text{brackets} IS DISTINCT FROM {column}::text{brackets}");
    }
    let Some(back) = way(after, before) else { return lost() };
    let back = carried(back, &there, is_list(before), &create_table::typed(before));
    match &before.column_type {
        ColumnType::Native(native) if !matches!(native.name, TypeName::Json | TypeName::Xml) => {
            format!("{back} IS DISTINCT FROM {column}")
        }
        _ => format!("{back}::text{brackets} IS DISTINCT FROM {column}::text{brackets}"),
    }
}

/// Whether the new type shows the value as the old one did.
fn reads_alike(before: &Column, after: &Column) -> bool {
    use TypeName::{Bit, Bytea, Char, Citext, Text, VarBit, VarChar};
    let name = |column: &Column| match &column.column_type {
        ColumnType::Native(native) => Some(native.name),
        ColumnType::Enum(_) | ColumnType::Unsupported(_) => None,
    };
    match (name(before), name(after)) {
        (Some(Bit | VarBit), Some(Bit | VarBit)) => true,
        // Bytes are not the text that shows them.
        (Some(Bytea), _) => false,
        (_, Some(Text | VarChar | Char | Citext)) => true,
        _ => false,
    }
}

/// Conditions under which the cast itself fails, to be asked in this order.
fn refused(column: &str, was: &NativeType, is: &NativeType) -> Vec<String> {
    if is_number(was.name) {
        return out_of_range(column, is).into_iter().collect();
    }
    match was.name {
        TypeName::Money => {
            return out_of_range(&format!("{column}::numeric"), is).into_iter().collect();
        }
        TypeName::Oid => {
            return out_of_range(&format!("{column}::bigint"), is).into_iter().collect();
        }
        TypeName::Json | TypeName::Jsonb => return refused_document(column, is),
        _ => {}
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

/// A document that holds something of another kind is refused.
fn refused_document(column: &str, is: &NativeType) -> Vec<String> {
    let document = format!("{column}::jsonb");
    let other = |kind: &str| format!("jsonb_typeof({document}) <> '{kind}'");
    match is.name {
        TypeName::Boolean => vec![other("boolean")],
        name if is_number(name) => {
            let number = format!("{document}::numeric");
            [other("number")].into_iter().chain(out_of_range(&number, is)).collect()
        }
        _ => Vec::new(),
    }
}

fn is_number(name: TypeName) -> bool {
    use TypeName::{BigInt, Decimal, DoublePrecision, Integer, Real, SmallInt};
    matches!(name, SmallInt | Integer | BigInt | Real | DoublePrecision | Decimal)
}

/// The amounts of money that there are, with two digits of fraction.
/// <https://www.postgresql.org/docs/current/datatype-money.html>
const MONEY: &str = "-92233720368547758.08 AND 92233720368547758.07";

/// Whether a number lies where the type has no value. NaN is greater than any number.
/// <https://www.postgresql.org/docs/current/datatype-numeric.html>
fn out_of_range(number: &str, is: &NativeType) -> Option<String> {
    let outside = |least: i64, most: i64| Some(format!("{number} NOT BETWEEN {least} AND {most}"));
    match is.name {
        TypeName::SmallInt => outside(i16::MIN.into(), i16::MAX.into()),
        TypeName::Integer => outside(i32::MIN.into(), i32::MAX.into()),
        TypeName::BigInt => outside(i64::MIN, i64::MAX),
        TypeName::Oid => outside(0, u32::MAX.into()),
        TypeName::Money => Some(format!("{number} NOT BETWEEN {MONEY}")),
        // The way there is one through integers.
        TypeName::Boolean => outside(i32::MIN.into(), i32::MAX.into()),
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
    fn the_way_back_is_that_of_a_plan() {
        let asked = lossy(&column(TypeName::SmallInt, &[]), &column(TypeName::Boolean, &[]));
        let back = "\"c\"::integer::BOOLEAN::integer::SMALLINT IS DISTINCT FROM \"c\"";
        assert!(asked.contains(back), "{asked}");
        let asked = lossy(&column(TypeName::Money, &[]), &column(TypeName::DoublePrecision, &[]));
        assert_eq!(
            asked,
            "\"c\"::numeric::DOUBLE PRECISION::numeric::MONEY IS DISTINCT FROM \"c\""
        );
    }

    #[test]
    fn where_no_way_leads_back_every_value_counts() {
        let asked = lossy(&column(TypeName::Timestamp, &[]), &column(TypeName::Time, &[]));
        assert_eq!(asked, "\"c\" IS NOT NULL");
    }

    #[test]
    fn bits_must_read_as_they_did() {
        let asked = lossy(&column(TypeName::Bit, &[3]), &column(TypeName::Bit, &[5]));
        assert_eq!(asked, "\"c\"::BIT(5)::text IS DISTINCT FROM \"c\"::text");
    }

    #[test]
    fn a_document_that_is_a_list_is_lost_in_a_list() {
        let list = Column { arity: ColumnArity::List, ..column(TypeName::Text, &[]) };
        let asked = lossy(&column(TypeName::Jsonb, &[]), &list);
        assert_eq!(
            asked,
            "CASE WHEN jsonb_typeof(\"c\"::jsonb) = 'array' THEN TRUE \
             ELSE \"c\"::TEXT::text IS DISTINCT FROM \"c\"::text END"
        );
    }

    #[test]
    fn what_is_only_changed_is_cast_there_and_back() {
        let asked = lossy(&column(TypeName::Json, &[]), &column(TypeName::Jsonb, &[]));
        assert_eq!(asked, "\"c\"::JSONB::JSON::text IS DISTINCT FROM \"c\"::text");
    }
}
