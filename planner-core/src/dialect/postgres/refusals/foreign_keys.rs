//! Foreign keys whose columns the server cannot compare with those that they refer to.

use crate::database::model::{
    Column, ColumnArity, ColumnType, ForeignKey, ObjectName, Table, TypeName,
};
use crate::diagnostic::Diagnostic;
use crate::dialect::postgres::refusals::{Columns, place};
use crate::dialect::postgres::sql::column_type::render;
use foldhash::HashMap;

pub(super) fn check(
    table: &Table,
    columns: &Columns<'_>,
    tables: &HashMap<&ObjectName, &Table>,
) -> Vec<Diagnostic> {
    let keys = table.foreign_keys.iter();
    keys.flat_map(|key| mismatches(table, key, columns, tables)).collect()
}

fn mismatches(
    table: &Table,
    key: &ForeignKey,
    columns: &Columns<'_>,
    tables: &HashMap<&ObjectName, &Table>,
) -> Vec<Diagnostic> {
    let Some(referenced) = tables.get(&key.referenced_table) else {
        return Vec::new();
    };
    let pairs = key.columns.iter().zip(&key.referenced_columns);
    pairs
        .filter_map(|(from, to)| {
            let from = columns.named(from)?;
            let to = referenced.column(to)?;
            if from.column_type == to.column_type && is_list(from) == is_list(to)
                || comparable(from, to)
            {
                return None;
            }
            let message = format!(
                "The database refuses foreign key `{}`: `{}.{}` is {} and `{}.{}` is {}.",
                key.name,
                table.name,
                from.name,
                type_name(from),
                referenced.name,
                to.name,
                type_name(to),
            );
            let span = place(key.span, table);
            let refusal = Diagnostic::unplannable("foreign-key-types", span, message)
                .help("give both columns one type");
            Some(match to.span {
                Some(span) => refusal.label(span, "the column referred to"),
                None => refusal,
            })
        })
        .collect()
}

fn type_name(column: &Column) -> String {
    let list = if is_list(column) { "[]" } else { "" };
    format!("{}{list}", render(&column.column_type))
}

/// Whether an equality leads from the one to the other through the referenced column's index.
fn comparable(from: &Column, to: &Column) -> bool {
    if is_list(from) || is_list(to) {
        return false;
    }
    match (&from.column_type, &to.column_type) {
        (ColumnType::Native(from), ColumnType::Native(to)) => {
            from.name == to.name || natives_are_comparable(from.name, to.name)
        }
        (ColumnType::Unsupported(_), _) | (_, ColumnType::Unsupported(_)) => true,
        (from, to) => from == to,
    }
}

fn natives_are_comparable(from: TypeName, to: TypeName) -> bool {
    use TypeName::{
        BigInt, Bit, Char, Citext, Date, Decimal, DoublePrecision, Integer, Oid, Real, SmallInt,
        Text, Time, Timestamp, Timestamptz, Timetz, VarBit, VarChar,
    };
    match to {
        Text | VarChar => matches!(from, Text | VarChar | Char | Citext),
        Char => matches!(from, Text | VarChar),
        Bit | VarBit => matches!(from, Bit | VarBit),
        SmallInt | Integer | BigInt | Oid | Decimal => matches!(from, SmallInt | Integer | BigInt),
        Real | DoublePrecision => {
            matches!(from, SmallInt | Integer | BigInt | Decimal | Real | DoublePrecision)
        }
        Timestamp | Timestamptz | Date => matches!(from, Timestamp | Timestamptz | Date),
        Timetz => from == Time,
        _ => false,
    }
}

fn is_list(column: &Column) -> bool {
    column.arity == ColumnArity::List
}
